/** When letters are written: people come and go, wait, pay; events change, move or are cancelled. */
import { publishStatus } from '#events'
import type { Execution, Step, Values } from '#pipeline'
import { announceChangeOf, cancelledAnnouncement } from './announce.ts'
import type { LetterKind } from './kinds.ts'
import { orderSteps } from './order-steps.ts'
import { planReminders, reminderColumns } from './plan-reminders.ts'
import { presentersRequest } from './present.ts'
import { letterRequest } from './send-letter.ts'
import { sequenceUpdate } from './sequence.ts'
import * as rows from './subject-rows.ts'
import { templateSteps } from './template-steps.ts'

const registrationTable = 'msevtmgt_eventregistration'
const after = { stage: 40, rank: 700 } as const

/** What an attendee must know again. */
const toldColumnsOfEvent = [
  'msevtmgt_name',
  'msevtmgt_eventstartdate',
  'msevtmgt_eventenddate',
  'gr_timezone',
  'msevtmgt_building',
  'msevtmgt_primaryvenue',
  'msevtmgt_eventformat',
] as const

/** The same of a session, to whoever booked it; that it will not be, too. */
const toldColumnsOfSession = [
  'msevtmgt_name',
  'msevtmgt_starttime',
  'msevtmgt_endtime',
  'msevtmgt_building',
  'msevtmgt_room',
  'msevtmgt_sessionformat',
  'msevtmgt_publishstatus',
] as const

export function mailSteps(): Step[] {
  return [...registrationSteps, ...eventSteps, ...presenterSteps, ...orderSteps, ...templateSteps]
}

const registrationSteps: readonly Step[] = [
  {
    ...after,
    name: 'Mail: confirm a registration',
    message: 'Create',
    table: registrationTable,
    run: confirm,
  },
  {
    ...after,
    name: 'Mail: cancel a registration',
    message: 'Update',
    table: registrationTable,
    filteringColumns: ['msevtmgt_iscanceled'],
    run: announceCancellation,
  },
  {
    ...after,
    name: 'Mail: a registration was deactivated',
    message: 'SetState',
    table: registrationTable,
    run: announceDeactivation,
  },
]

const eventSteps: readonly Step[] = [
  {
    ...after,
    name: 'Mail: an event was changed',
    message: 'Update',
    table: 'msevtmgt_event',
    filteringColumns: toldColumnsOfEvent,
    needsPreImage: true,
    run: announceChange,
  },
  {
    ...after,
    name: 'Mail: a session was changed',
    message: 'Update',
    table: 'msevtmgt_session',
    filteringColumns: toldColumnsOfSession,
    needsPreImage: true,
    run: announceSessionChange,
  },
  {
    ...after,
    name: 'Mail: an event was cancelled',
    message: 'Update',
    table: 'msevtmgt_event',
    filteringColumns: ['msevtmgt_publishstatus'],
    needsPreImage: true,
    run: announceEventCancelled,
  },
  {
    ...after,
    name: 'Mail: plan the reminders of a new event',
    message: 'Create',
    table: 'msevtmgt_event',
    run: planReminders,
  },
  {
    ...after,
    name: 'Mail: plan the reminders of a changed event',
    message: 'Update',
    table: 'msevtmgt_event',
    filteringColumns: reminderColumns,
    run: planReminders,
  },
]

const presenterSteps: readonly Step[] = [
  {
    ...after,
    name: 'Mail: let the presenters of a live event in',
    message: 'Update',
    table: 'msevtmgt_event',
    filteringColumns: ['msevtmgt_publishstatus'],
    run: inviteAtGoLive,
  },
  {
    ...after,
    name: 'Mail: let the presenters of a live session in',
    message: 'Update',
    table: 'msevtmgt_session',
    filteringColumns: ['msevtmgt_publishstatus'],
    run: inviteAtGoLive,
  },
  {
    ...after,
    name: 'Mail: let a speaker in who was engaged',
    message: 'Create',
    table: 'msevtmgt_speakerengagement',
    run: inviteEngaged,
  },
]

/** What registers people who waited. */
const waitlistMessages: readonly string[] = ['gr_PromoteWaitlist', 'gr_RegisterFromWaitlist']

async function confirm(execution: Execution): Promise<void> {
  const { id: registrationId, parent, post } = execution
  const fromWaitlist = parent !== undefined && waitlistMessages.includes(parent.message)
  const kind: LetterKind = fromWaitlist ? 'waitlistRegistered' : 'confirmation'
  execution.enqueue(letterRequest({ kind, registrationId, sequence: 0 }))
  const purchaserId = post?.msevtmgt_registeredby
  if (parent?.message !== 'gr_Register' || typeof purchaserId !== 'string') return
  if (purchaserId === post?.msevtmgt_contactid) return
  const eventId = String(post?.msevtmgt_eventid)
  const correlationId = String(post?.msevtmgt_correlationid)
  const order = { eventId, purchaserId, correlationId }
  const version = correlationId
  const request = letterRequest({ kind: 'purchaserConfirmation', ...order, sequence: 0, version })
  // One letter for all attendees of a request.
  execution.enqueue({ ...request, uniqueKey: `${request.key}:${version}` })
}

async function announceCancellation(execution: Execution): Promise<void> {
  if (execution.target.msevtmgt_iscanceled !== true) return
  await takeBack(execution)
}

/** Staff may take a registration back by its state alone. */
async function announceDeactivation(execution: Execution): Promise<void> {
  if (execution.post?.statecode !== 1) return
  await takeBack(execution)
}

/** The calendar entry changes once more: its sequence grows with the row, in one transaction. */
async function takeBack(execution: Execution): Promise<void> {
  const subject = await rows.readRegistrationSubject(execution.tx, execution.id)
  const sequence = (subject?.registration.sequence ?? 0) + 1
  await execution.execute(sequenceUpdate(execution.id, sequence))
  const letter = { kind: 'cancellation', registrationId: execution.id, sequence } as const
  execution.enqueue(letterRequest(letter))
}

async function announceChange(execution: Execution): Promise<void> {
  const { pre, post, id } = execution
  if (post?.msevtmgt_publishstatus !== publishStatus.live.value) return
  if (differsIn(toldColumnsOfEvent, pre, post)) await announceChangeOf(execution, id)
}

/** What was not public yet surprises nobody; what is taken off the programme does. */
async function announceSessionChange(execution: Execution): Promise<void> {
  const { pre, post, parent } = execution
  const { live, cancelled } = publishStatus
  // Cancelled with its event: of that everybody hears in a letter of its own.
  if (parent?.target.msevtmgt_publishstatus === cancelled.value) return
  const wasPublic = pre?.msevtmgt_publishstatus === live.value
  if (!wasPublic || post === undefined || !differsIn(toldColumnsOfSession, pre, post)) return
  await announceChangeOf(execution, String(post.msevtmgt_event))
}

function differsIn(columns: readonly string[], pre: Values | undefined, post: Values): boolean {
  return columns.some((column) => pre?.[column] !== post[column])
}

async function announceEventCancelled(execution: Execution): Promise<void> {
  const { pre, post } = execution
  const cancelled = publishStatus.cancelled.value
  if (post?.msevtmgt_publishstatus === cancelled && pre?.msevtmgt_publishstatus !== cancelled) {
    execution.enqueue(cancelledAnnouncement(execution))
  }
}

async function inviteAtGoLive(execution: Execution): Promise<void> {
  if (execution.target.msevtmgt_publishstatus !== publishStatus.live.value) return
  const { table, id } = execution
  if (table === 'msevtmgt_event' || table === 'msevtmgt_session') {
    execution.enqueue(presentersRequest({ table, id }))
  }
}

async function inviteEngaged(execution: Execution): Promise<void> {
  const { msevtmgt_event: event, msevtmgt_session: session } = execution.post ?? {}
  const occasion =
    typeof session === 'string'
      ? ({ table: 'msevtmgt_session', id: session } as const)
      : ({ table: 'msevtmgt_event', id: String(event) } as const)
  execution.enqueue(presentersRequest(occasion))
}
