import { randomUUID } from 'node:crypto'
import type { Dispatch, OutgoingCall } from '../../twin/courier.ts'
import type { Fault } from '../../twin/faults.ts'
import type { ReceivedRequest } from '../../twin/ledger.ts'
import { challengeFor, tellRecording } from './callbacks.ts'
import { deleteMeeting } from './meetings.ts'
import { changeStatus } from './registrants.ts'
import { addRun, end, enter, type Person, play, runsOf, type Stay, settle } from './runs.ts'
import type { TwinSettings } from './settings.ts'
import type { Meeting, Occurrence, Panelist, Registrant, Run, Zoom, ZoomUser } from './state.ts'

/** Steers the simulated company from outside its API. Ids that do not exist are RangeErrors. */
export interface TwinControl {
  /** What goes wrong from now on; without a fault nothing does. */
  setFault(fault?: Fault): void
  settings(): Readonly<TwinSettings>
  /** Changes the named settings and leaves the others. */
  change(settings: Partial<TwinSettings>): void
  /** The app was deactivated and activated again: all tokens are worthless. */
  revokeTokens(): void
  addUser(user: Pick<ZoomUser, 'email' | 'type'> & Partial<ZoomUser>): void
  /** Plays a stay that is over; gives its id. */
  attend(registrantId: string, stay: Stay): string
  /** The same for somebody who did not register. */
  attendAs(meetingId: string, person: { name: string; email: string }, stay: Stay): string
  /** Zoom looked again: the next report says another leave. */
  correct(stayId: string, leave: Date): void
  /** The host opens the meeting now. */
  open(meetingId: string): void
  /** The host ends the meeting now. */
  end(meetingId: string): void
  approve(registrantId: string, action: 'approve' | 'deny'): void
  record(meetingId: string, start: Date, minutes: number): void
  /** The host deletes one date of a series. */
  takeOut(meetingId: string, occurrenceId: string): void
  /** Somebody deletes the meeting at Zoom, past the hub. */
  remove(meetingId: string): void
  /** Where callbacks are sent from now on: what a person enters at Zoom. */
  setCallbackUrl(url: string | undefined): void
  /** The signed challenge that Zoom sends to a new address. */
  challenge(url: string, plainToken: string): OutgoingCall
  /** Everything that was sent, oldest first. */
  dispatches(): readonly Dispatch[]
  meetings(): readonly Meeting[]
  occurrences(meetingId: string): readonly Occurrence[]
  registrants(meetingId: string): readonly Registrant[]
  panelists(meetingId: string): readonly Panelist[]
  runs(meetingId: string): readonly Run[]
  /** Requests to the API, oldest first; at most the last 10,000. */
  received(): readonly ReceivedRequest[]
}

export function createControl(zoom: Zoom): TwinControl {
  return { ...controlOfService(zoom), ...controlOfPeople(zoom), ...viewsOf(zoom) }
}

type ServiceControl = Pick<
  TwinControl,
  'setFault' | 'settings' | 'change' | 'revokeTokens' | 'addUser' | 'setCallbackUrl' | 'challenge'
>

function controlOfService(zoom: Zoom): ServiceControl {
  return {
    setFault: zoom.faults.set,
    settings: () => ({ ...zoom.settings }),
    change: (settings) => {
      Object.assign(zoom.settings, settings)
    },
    revokeTokens: () => zoom.tokens.clear(),
    addUser: (user) => {
      const email = user.email.toLowerCase()
      const names = { firstName: 'Zoom', lastName: 'User', timezone: 'Europe/Berlin' }
      zoom.users.set(email, { id: randomUUID(), ...names, ...user, email })
    },
    setCallbackUrl: (url) => {
      zoom.callbackUrl = url
    },
    challenge: (url, plainToken) => challengeFor(zoom, url, plainToken),
  }
}

type PeopleControl = Pick<
  TwinControl,
  'attend' | 'attendAs' | 'correct' | 'open' | 'end' | 'approve' | 'record' | 'takeOut' | 'remove'
>

function controlOfPeople(zoom: Zoom): PeopleControl {
  return {
    attend: (registrantId, stay) => {
      const registrant = known(zoom.registrants.get(registrantId), registrantId)
      const { meetingId, firstName, lastName, email } = registrant
      const person = { registrantId, name: `${firstName} ${lastName}`.trim(), email }
      return play(zoom, meetingBy(zoom, meetingId), person, stay).id
    },
    attendAs: (meetingId, person, stay) =>
      play(zoom, meetingBy(zoom, meetingId), { ...person, registrantId: undefined }, stay).id,
    correct: (stayId, leave) => {
      known(zoom.presences.get(stayId), stayId).leftAt = leave
    },
    open: (meetingId) => {
      enter(zoom, meetingBy(zoom, meetingId), hostOf(meetingBy(zoom, meetingId)))
    },
    end: (meetingId) => {
      const meeting = meetingBy(zoom, meetingId)
      settle(zoom, meeting)
      end(zoom, meeting)
    },
    approve: (registrantId, action) => {
      const { meetingId } = known(zoom.registrants.get(registrantId), registrantId)
      changeStatus(zoom, meetingBy(zoom, meetingId), action, [{ id: registrantId }])
    },
    record: (meetingId, start, minutes) => record(zoom, meetingBy(zoom, meetingId), start, minutes),
    takeOut: (meetingId, occurrenceId) =>
      deleteMeeting(zoom, meetingBy(zoom, meetingId), occurrenceId),
    remove: (meetingId) => {
      zoom.meetings.delete(meetingId)
    },
  }
}

const hostOf = ({ host }: Meeting): Person => ({
  registrantId: undefined,
  name: `${host.firstName} ${host.lastName}`,
  email: host.email,
})

function record(zoom: Zoom, meeting: Meeting, start: Date, minutes: number): void {
  const run = addRun(zoom, meeting, start)
  const file = { id: randomUUID(), start, end: new Date(start.getTime() + minutes * 60_000) }
  run.end = file.end
  run.files.push(file)
  tellRecording(zoom, meeting, run, file)
}

type Views = Pick<
  TwinControl,
  'dispatches' | 'meetings' | 'occurrences' | 'registrants' | 'panelists' | 'runs' | 'received'
>

function viewsOf(zoom: Zoom): Views {
  return {
    dispatches: zoom.courier.dispatches,
    meetings: () => [...zoom.meetings.values()],
    occurrences: (meetingId) => meetingBy(zoom, meetingId).occurrences,
    registrants: (meetingId) =>
      [...zoom.registrants.values()].filter((each) => each.meetingId === meetingId),
    panelists: (meetingId) => zoom.panelists.get(meetingId) ?? [],
    runs: (meetingId) => runsOf(zoom, meetingId),
    received: zoom.ledger.received,
  }
}

const meetingBy = (zoom: Zoom, id: string) => known(zoom.meetings.get(id), id)

function known<T>(row: T | undefined, id: string): T {
  if (row === undefined) throw new RangeError(`The twin has no "${id}".`)
  return row
}
