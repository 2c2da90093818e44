import type { Dispatch } from '../../twin/courier.ts'
import type { Fault } from '../../twin/faults.ts'
import type { ReceivedRequest } from '../../twin/ledger.ts'
import { addRun, end, enter, play, type Stay } from './runs.ts'
import type { TwinSettings } from './settings.ts'
import {
  type CalendarEvent,
  type Guest,
  type Meeting,
  newId,
  newItemId,
  type Registration,
  type Subscription,
  type Tenant,
  type Webinar,
} from './state.ts'
import { tellLifecycle } from './subscriptions.ts'

/** Steers the simulated tenant from outside its API. Ids that do not exist are RangeErrors. */
export interface TwinControl {
  /** What goes wrong from now on; without a fault nothing does. */
  setFault(fault?: Fault): void
  settings(): Readonly<TwinSettings>
  /** Changes the named settings and leaves the others. */
  change(settings: Partial<TwinSettings>): void
  /** Makes access tokens useless; with 'all' the refresh tokens too. */
  revokeTokens(which: 'access' | 'all'): void
  /** How many tokens a grant gave: `authorization_code`, `refresh_token`, `client_credentials`. */
  tokensGiven(grantType: string): number
  /** Plays a stay that is over; gives its id. */
  attend(meetingId: string, guest: Guest, stay: Stay): string
  /** Teams looked again: the report says another leave from now on. */
  correct(stayId: string, leave: Date): void
  /** The organiser opens the meeting now. */
  open(meetingId: string): void
  /** The organiser ends the meeting now. */
  end(meetingId: string): void
  record(meetingId: string, start: Date, minutes: number): void
  /** Exchange gives the event another id, as it does when it is moved. */
  move(immutableId: string): void
  tellLifecycle(event: 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed'): void
  events(): readonly CalendarEvent[]
  meetings(): readonly Meeting[]
  webinars(): readonly Webinar[]
  registrations(): readonly Registration[]
  subscriptions(): readonly Subscription[]
  /** Everything that was sent, oldest first. */
  dispatches(): readonly Dispatch[]
  /** When nothing is under way and nothing waits for its repetition. */
  idle(): Promise<void>
  /** Requests to the API, oldest first; at most the last 10,000. */
  received(): readonly ReceivedRequest[]
}

export function createControl(tenant: Tenant): TwinControl {
  return { ...controlOfService(tenant), ...controlOfMeetings(tenant), ...viewsOf(tenant) }
}

type ServiceControl = Pick<
  TwinControl,
  'setFault' | 'settings' | 'change' | 'revokeTokens' | 'tokensGiven' | 'tellLifecycle'
>

function controlOfService(tenant: Tenant): ServiceControl {
  return {
    setFault: tenant.faults.set,
    settings: () => ({ ...tenant.settings }),
    change: (settings) => {
      Object.assign(tenant.settings, settings)
    },
    revokeTokens: (which) => {
      tenant.accessTokens.clear()
      if (which === 'all') tenant.refreshTokens.clear()
    },
    tokensGiven: (grantType) => tenant.grants.get(grantType) ?? 0,
    tellLifecycle: (event) => tellLifecycle(tenant, event),
  }
}

type MeetingControl = Pick<TwinControl, 'attend' | 'correct' | 'open' | 'end' | 'record' | 'move'>

function controlOfMeetings(tenant: Tenant): MeetingControl {
  const meetingBy = (id: string) => known(tenant.meetings.get(id), id)
  return {
    attend: (meetingId, guest, stay) => play(tenant, meetingBy(meetingId), guest, stay).id,
    correct: (stayId, leave) => {
      known(tenant.presences.get(stayId), stayId).leftAt = leave
    },
    open: (meetingId) => {
      const host = { name: 'The organizer', email: undefined, registrationId: undefined }
      enter(tenant, meetingBy(meetingId), host)
    },
    end: (meetingId) => end(tenant, meetingBy(meetingId)),
    record: (meetingId, start, minutes) => {
      const run = addRun(tenant, meetingBy(meetingId).id, start)
      run.end = new Date(start.getTime() + minutes * 60_000)
      const row = { id: newId(), meetingId, start, end: run.end }
      tenant.recordings.set(row.id, row)
    },
    move: (immutableId) => {
      const event = known(tenant.events.get(immutableId), immutableId)
      tenant.events.set(immutableId, { ...event, id: newItemId() })
    },
  }
}

type Views = Omit<TwinControl, keyof ServiceControl | keyof MeetingControl>

const viewsOf = (tenant: Tenant): Views => ({
  events: () => [...tenant.events.values()],
  meetings: () => [...tenant.meetings.values()],
  webinars: () => [...tenant.webinars.values()],
  registrations: () => [...tenant.registrations.values()],
  subscriptions: () => [...tenant.subscriptions.values()],
  dispatches: tenant.courier.dispatches,
  idle: tenant.courier.idle,
  received: tenant.ledger.received,
})

function known<T>(row: T | undefined, id: string): T {
  if (row === undefined) throw new RangeError(`The twin has no "${id}".`)
  return row
}
