import type { Dispatch } from '../../twin/courier.ts'
import type { Fault } from '../../twin/faults.ts'
import type { ReceivedRequest } from '../../twin/ledger.ts'
import { changeStatus } from './people.ts'
import { addRun, end, enter, play, type Stay, settle } from './runs.ts'
import type { TwinSettings } from './settings.ts'
import {
  type Invitee,
  type JoinLink,
  type Meeting,
  newHex,
  type Registrant,
  valuesOf,
  type Webex,
  type Webhook,
  webexTime,
} from './state.ts'
import { tell } from './webhooks.ts'

/** Steers the simulated company from outside its API. Ids that do not exist are RangeErrors. */
export interface TwinControl {
  /** What goes wrong from now on; without a fault nothing does. */
  setFault(fault?: Fault): void
  settings(): Readonly<TwinSettings>
  /** Changes the named settings and leaves the others. */
  change(settings: Partial<TwinSettings>): void
  /** Makes access tokens useless; with 'all' the refresh tokens too. */
  revokeTokens(which: 'access' | 'all'): void
  /** Somebody else in the company who can sign in and plan. */
  addUser(user: { readonly name: string; readonly email: string }): void
  removeUser(email: string): void
  /** Plays a stay that is over, of a registrant or invitee; gives its id. */
  attend(personId: string, stay: Stay): string
  attendAs(meetingId: string, person: { name: string; email: string }, stay: Stay): string
  /** Webex looked again: the next report says another leave. */
  correct(stayId: string, leave: Date): void
  /** The host opens the meeting now. */
  open(meetingId: string): void
  /** The host ends the meeting now. */
  end(meetingId: string): void
  approve(registrantId: string, status: 'approved' | 'rejected'): void
  record(meetingId: string, start: Date, minutes: number): void
  /** Webex has switched all callbacks off. */
  sleepWebhooks(): void
  /** Everything that was sent, oldest first. */
  dispatches(): readonly Dispatch[]
  meetings(): readonly Meeting[]
  registrants(meetingId: string): readonly Registrant[]
  invitees(meetingId: string): readonly Invitee[]
  webhooks(): readonly Webhook[]
  links(): readonly JoinLink[]
  /** Requests to the API, oldest first; at most the last 10,000. */
  received(): readonly ReceivedRequest[]
}

export function createControl(webex: Webex): TwinControl {
  return { ...controlOfService(webex), ...controlOfPeople(webex), ...viewsOf(webex) }
}

type ServiceControl = Pick<
  TwinControl,
  'setFault' | 'settings' | 'change' | 'revokeTokens' | 'addUser' | 'removeUser' | 'sleepWebhooks'
>

function controlOfService(webex: Webex): ServiceControl {
  return {
    setFault: webex.faults.set,
    settings: () => ({ ...webex.settings }),
    change: (settings) => {
      Object.assign(webex.settings, settings)
    },
    revokeTokens: (which) => {
      webex.tokens.clear()
      if (which === 'all') webex.grants.clear()
    },
    addUser: (user) => {
      const id = webex.users.get(user.email)?.id ?? newHex()
      webex.users.set(user.email, { id, ...user, changedAt: webex.clock.now() })
    },
    removeUser: (email) => {
      webex.users.delete(email)
    },
    sleepWebhooks: () => {
      for (const webhook of webex.webhooks.values()) webhook.status = 'inactive'
    },
  }
}

type PeopleControl = Pick<
  TwinControl,
  'attend' | 'attendAs' | 'correct' | 'open' | 'end' | 'approve' | 'record'
>

function controlOfPeople(webex: Webex): PeopleControl {
  return {
    attend: (personId, stay) => {
      const { meetingId, name, email } = personBy(webex, personId)
      return play(webex, meetingBy(webex, meetingId), { name, email }, stay).id
    },
    attendAs: (meetingId, person, stay) =>
      play(webex, meetingBy(webex, meetingId), person, stay).id,
    correct: (stayId, leave) => {
      known(webex.presences.get(stayId), stayId).leftAt = leave
    },
    open: (meetingId) => {
      enter(webex, meetingBy(webex, meetingId), meetingBy(webex, meetingId).host)
    },
    end: (meetingId) => {
      const meeting = meetingBy(webex, meetingId)
      settle(webex, meeting)
      end(webex, meeting)
    },
    approve: (registrantId, status) => {
      const { meetingId } = known(webex.registrants.get(registrantId), registrantId)
      changeStatus(webex, meetingBy(webex, meetingId), [registrantId], status)
    },
    record: (meetingId, start, minutes) =>
      record(webex, meetingBy(webex, meetingId), start, minutes),
  }
}

function personBy(webex: Webex, id: string) {
  const registrant = webex.registrants.get(id)
  if (registrant !== undefined) {
    const { meetingId, firstName, lastName, email } = registrant
    return { meetingId, name: `${firstName} ${lastName}`, email }
  }
  const { meetingId, displayName: name, email } = known(webex.invitees.get(id), id)
  return { meetingId, name, email }
}

function record(webex: Webex, meeting: Meeting, start: Date, minutes: number): void {
  const run = addRun(webex, meeting.id, start)
  run.end = new Date(start.getTime() + minutes * 60_000)
  const row = {
    id: newHex(),
    runId: run.id,
    meetingId: meeting.id,
    recordedAt: start,
    createdAt: run.end,
    seconds: minutes * 60,
  }
  webex.recordings.set(row.id, row)
  tell(webex, 'recordings', 'created', {
    id: row.id,
    meetingId: run.id,
    topic: meeting.order.title,
    createTime: webexTime(row.createdAt),
  })
}

type Views = Pick<
  TwinControl,
  'dispatches' | 'meetings' | 'registrants' | 'invitees' | 'webhooks' | 'links' | 'received'
>

function viewsOf(webex: Webex): Views {
  return {
    dispatches: webex.courier.dispatches,
    meetings: () => [...webex.meetings.values()],
    registrants: (meetingId) => valuesOf(webex.registrants, meetingId),
    invitees: (meetingId) => valuesOf(webex.invitees, meetingId),
    webhooks: () => [...webex.webhooks.values()],
    links: () => [...webex.links.values()],
    received: webex.ledger.received,
  }
}

const meetingBy = (webex: Webex, id: string) => known(webex.meetings.get(id), id)

function known<T>(row: T | undefined, id: string): T {
  if (row === undefined) throw new RangeError(`The twin has no "${id}".`)
  return row
}
