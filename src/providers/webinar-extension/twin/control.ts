import type { ReceivedRequest, RegistrantCounts } from '../../twin/ledger.ts'
import { approve, revokeTokens } from './authorization.ts'
import type { TwinMode } from './modes.ts'
import { problem } from './problems.ts'
import { addRegistration, joinUrl } from './registrations.ts'
import type { TwinSettings } from './settings.ts'
import type { Registrant, Registration, Stay, Webinar } from './state.ts'
import { type Correction, correct, type PlayedStay, playStay, settle } from './stays.ts'
import type { Vendor } from './vendor.ts'
import { answerFor, deleteWebinar, endWebinar, type WebinarAnswer } from './webinars.ts'

export interface WebinarView
  extends WebinarAnswer,
    Pick<Webinar, 'account' | 'order' | 'deletedAt'> {}

export interface RegistrationView extends Omit<Registration, 'id' | 'joinToken' | 'sequence'> {
  readonly registrationId: string
  readonly joinUrl: string
}

export interface StayView extends Omit<Stay, 'id' | 'sequence'> {
  readonly stayId: string
}

/**
 * Steers the simulated company from outside its API: how it misbehaves, who attends, what it saw.
 * Ids that do not exist throw a `Problem` (over HTTP: 404).
 */
export interface TwinControl {
  /** Replaces all modes; without any the service behaves well again. */
  setModes(...modes: readonly TwinMode[]): void
  modes(): readonly TwinMode[]
  settings(): Readonly<TwinSettings>
  /** Changes the named settings and leaves the others. */
  change(settings: Partial<TwinSettings>): void
  /** Plays the person who signs in and agrees; returns the address the browser is sent to. */
  approve(consent: { redirectUri: string; state: string; account?: string }): string
  /** Makes access tokens useless, and (unless only `access` is meant) refresh tokens too. */
  revokeTokens(which?: 'access' | 'all'): void
  /** The next webinar that is created fails with this reason; calls add up. */
  failCreation(reason: string): void
  /** Plays an attendee; without `leave` they stay until the room closes. Returns the stay's id. */
  attend(registrationId: string, stay: PlayedStay): string
  /** Changes a finished stay; reports show the change as of now. */
  correctAttendance(stayId: string, correction: Correction): void
  /** Registers somebody at the vendor, past the hub. Returns the registration's id. */
  registerAtVendor(webinarId: string, registrant: Registrant): string
  /** The presenter ends the webinar: everybody leaves now. */
  endWebinar(webinarId: string): void
  /** Somebody deletes the webinar at the vendor, past the hub. */
  removeWebinar(webinarId: string): void
  webinars(): readonly WebinarView[]
  registrations(webinarId?: string): readonly RegistrationView[]
  stays(webinarId?: string): readonly StayView[]
  /** Requests to the API, oldest first; at most the last 10,000. */
  received(): readonly ReceivedRequest[]
  /** What was asked for one registrant, by the caller's own id. */
  countsFor(externalId: string): RegistrantCounts
  forgetReceived(): void
}

export function createControl(vendor: Vendor): TwinControl {
  return { ...controlOfService(vendor), ...controlOfPeople(vendor), ...viewsOf(vendor) }
}

type ServiceControl = Pick<
  TwinControl,
  'setModes' | 'modes' | 'settings' | 'change' | 'approve' | 'revokeTokens' | 'failCreation'
>

function controlOfService(vendor: Vendor): ServiceControl {
  return {
    setModes: (...modes) => vendor.modes.set(modes),
    modes: () => vendor.modes.list(),
    settings: () => ({ ...vendor.settings }),
    change: (settings) => {
      Object.assign(vendor.settings, settings)
    },
    approve: ({ redirectUri, state, account = 'demo@webinars.example' }) =>
      approve(vendor, { clientId: vendor.client.id, redirectUri, state }, account),
    revokeTokens: (which = 'all') => revokeTokens(vendor, which),
    failCreation: (reason) => {
      vendor.failures.push(reason)
    },
  }
}

type PeopleControl = Pick<
  TwinControl,
  'attend' | 'correctAttendance' | 'registerAtVendor' | 'endWebinar' | 'removeWebinar'
>

function controlOfPeople(vendor: Vendor): PeopleControl {
  const webinar = (id: string) => found(vendor.state.webinars.get(id), 'webinar', id)
  return {
    attend: (registrationId, stay) => {
      const registration = vendor.state.registrations.get(registrationId)
      return playStay(vendor, found(registration, 'registration', registrationId), stay).id
    },
    correctAttendance: (stayId, correction) => {
      correct(vendor, found(vendor.state.stays.get(stayId), 'stay', stayId), correction)
    },
    registerAtVendor: (webinarId, registrant) =>
      addRegistration(vendor, webinar(webinarId), registrant, 'vendor').id,
    endWebinar: (webinarId) => endWebinar(vendor, webinar(webinarId)),
    removeWebinar: (webinarId) => deleteWebinar(vendor, webinar(webinarId)),
  }
}

function found<T>(row: T | undefined, what: string, id: string): T {
  if (row === undefined) throw problem('unknown-address', `The twin has no ${what} "${id}".`)
  return row
}

type Views = Pick<
  TwinControl,
  'webinars' | 'registrations' | 'stays' | 'received' | 'countsFor' | 'forgetReceived'
>

function viewsOf(vendor: Vendor): Views {
  const { state, ledger } = vendor
  return {
    webinars: () => state.webinars.all().map((webinar) => viewOfWebinar(vendor, webinar)),
    registrations: (webinarId) =>
      rowsOf(state.registrations, webinarId).map((row) => viewOfRegistration(vendor, row)),
    stays: (webinarId) => {
      for (const webinar of state.webinars.all()) settle(vendor, webinar)
      return rowsOf(state.stays, webinarId).map(viewOfStay)
    },
    received: ledger.received,
    countsFor: ledger.countsFor,
    forgetReceived: ledger.forget,
  }
}

function rowsOf<R>(
  from: { all(): readonly R[]; inGroup(id: string): readonly R[] },
  webinarId: string | undefined,
): readonly R[] {
  return webinarId === undefined ? from.all() : from.inGroup(webinarId)
}

function viewOfWebinar(vendor: Vendor, webinar: Webinar): WebinarView {
  const { account, order, deletedAt } = webinar
  return {
    ...answerFor(vendor, webinar),
    account,
    order,
    ...(deletedAt !== undefined && { deletedAt }),
  }
}

function viewOfRegistration(vendor: Vendor, row: Registration): RegistrationView {
  const { id, joinToken: _token, sequence: _sequence, ...rest } = row
  return { registrationId: id, joinUrl: joinUrl(vendor, row), ...rest }
}

function viewOfStay({ id, sequence: _, ...rest }: Stay): StayView {
  return { stayId: id, ...rest }
}
