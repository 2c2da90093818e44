import type { Clock } from '#clock'
import type { Step } from '#pipeline'
import { refuseSharedPlaces } from './double-places.ts'
import { giveBackSeat, invitationColumns } from './give-back-seat.ts'
import { keepSoldPasses } from './keep-sold-passes.ts'
import { registrationTable, sessionRegistrationTable } from './registration.ts'
import {
  agreeOnCancellation,
  completeRegistration,
  completeSessionRegistration,
  countDeletedSeat,
  countNewSeat,
  offerNewSeats,
  recountSeat,
} from './settle-seats.ts'

/** What happens when registrations are written, through whichever door. */
export function registrationSteps(clock: Clock): readonly Step[] {
  return [
    {
      name: 'Registrations: give a number',
      message: 'Create',
      table: registrationTable,
      stage: 20,
      rank: 100,
      run: completeRegistration,
    },
    {
      name: 'Session registrations: note the event',
      message: 'Create',
      table: sessionRegistrationTable,
      stage: 20,
      rank: 100,
      run: completeSessionRegistration,
    },
    {
      name: 'Waitlists: offer the seats of a raised event capacity',
      message: 'Update',
      table: 'msevtmgt_event',
      stage: 40,
      rank: 200,
      filteringColumns: ['msevtmgt_maximumeventcapacity', 'msevtmgt_publishstatus'],
      run: offerNewSeats,
    },
    {
      name: 'Waitlists: offer the seats of a raised session capacity',
      message: 'Update',
      table: 'msevtmgt_session',
      stage: 40,
      rank: 200,
      filteringColumns: ['msevtmgt_sessionmaxcapacity', 'msevtmgt_publishstatus'],
      needsPreImage: true,
      run: offerNewSeats,
    },
    {
      name: 'Passes: what was sold stays',
      message: 'Delete',
      table: 'msevtmgt_pass',
      stage: 20,
      rank: 100,
      run: keepSoldPasses,
    },
    refuseSharedPlaces(clock),
    ...invitationSteps,
    ...seatSteps(registrationTable, 'msevtmgt_eventid', 'Registrations', clock),
    ...seatSteps(sessionRegistrationTable, 'msevtmgt_sessionid', 'Session registrations', clock),
  ]
}

/** Late: what other steps make of the place is known by then. */
const giveBack: Omit<Step, 'message'> = {
  name: 'Waitlists: an invitation that ends frees its seat',
  table: 'msevtmgt_waitlistitem',
  stage: 20,
  rank: 2000,
  run: giveBackSeat,
}

const invitationSteps: readonly Step[] = [
  { ...giveBack, message: 'Update', filteringColumns: invitationColumns },
  { ...giveBack, message: 'SetState' },
  { ...giveBack, message: 'Delete' },
]

const cancelColumns = ['statecode', 'msevtmgt_iscanceled'] as const

function seatSteps(table: string, occasion: string, label: string, clock: Clock): Step[] {
  const cancel: Omit<Step, 'message'> = {
    name: `${label}: cancelled is inactive`,
    table,
    stage: 20,
    rank: 110,
    run: (execution) => agreeOnCancellation(execution, clock),
  }
  const recount: Omit<Step, 'message'> = {
    name: `${label}: count a freed or moved seat`,
    table,
    stage: 40,
    rank: 100,
    needsPreImage: true,
    run: recountSeat,
  }
  return [
    { ...cancel, message: 'Create' },
    { ...cancel, message: 'Update', filteringColumns: cancelColumns, needsPreImage: true },
    { ...cancel, message: 'SetState', needsPreImage: true },
    { ...recount, message: 'Update', filteringColumns: [...cancelColumns, occasion] },
    { ...recount, message: 'SetState' },
    {
      name: `${label}: count a new seat`,
      message: 'Create',
      table,
      stage: 40,
      rank: 100,
      run: countNewSeat,
    },
    {
      name: `${label}: count a deleted seat`,
      message: 'Delete',
      table,
      stage: 20,
      rank: 100,
      needsPreImage: true,
      run: countDeletedSeat,
    },
  ]
}
