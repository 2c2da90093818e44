import type { MovableClock } from '#clock'
import type { CallbackRequest } from '../contract.ts'

/** How a service can go wrong for all requests from now on. */
export type Misbehaviour =
  | 'web-page'
  | 'no-content'
  | 'cut-connection'
  | 'slow'
  | 'failing'
  | 'forbidden'
  | 'redirect'
  | 'rate-limited'

/** The other side of a conformance run. Abilities that a peer lacks must be skipped with a reason. */
export interface Peer {
  readonly baseUrl: string
  readonly clientId: string | undefined
  /** Secrets of provider record and configuration, by column. */
  readonly secrets: Readonly<Record<string, string>>
  readonly settings: Readonly<Record<string, string>>
  close(): Promise<void>

  /** A person opens the address, signs in and agrees; gives where the browser is sent then. */
  signIn?(authorizeUrl: string): Promise<URL>
  /** Makes access tokens useless; with 'all' the refresh tokens too. */
  revoke?(which: 'access' | 'all'): void
  /** How many tokens were asked for: codes exchanged and tokens renewed. */
  tokenRequests?(): number
  misbehave?(how: Misbehaviour): void
  /** How long a creation stays pending, on the clock. */
  readonly creationSeconds?: number
  failNextCreation?(reason: string): void
  /** Titles of the webinars that exist now. */
  titles?(): readonly string[]
  /** How many people are registered for the webinar now. */
  registrants?(webinarId: string): number
  /** Where the vendor takes no registrations, `registrantId` is the hub's id of the person. */
  attend?(registrantId: string, stay: AttendedStay, webinarId: string): void
  /** The same for somebody who waited at the door and was not let in; where the vendor tells that. */
  wait?(registrantId: string, stay: AttendedStay, webinarId: string): void
  /** Follows a join link as a browser does; undefined: the person was not let in. */
  enter?(url: string): Promise<Entered | undefined>
  /** How long after a leave the report knows of it, on the clock. */
  readonly lagSeconds?: number
  /** From now on lists come in pages of so many. */
  pageSize?(items: number): void
  /** By what the vendor's attendance names people; default: the registrant's id. */
  readonly attendanceNames?: 'registrant' | 'email' | 'external'
  /** When the webinar takes place, as the vendor has planned it. */
  occurrences?(webinarId: string): readonly Date[]
  /** E-mail addresses of those who may present or host. */
  cohosts?(webinarId: string): readonly string[]
  /** What people type who join by hand. */
  password?(webinarId: string): string | undefined
  /** The webinar was held and recorded. */
  record?(webinarId: string, start: Date, minutes: number): void
  /** What the vendor sends when the webinar has ended, signed as it signs. */
  callback?(webinarId: string): Promise<CallbackRequest>
  /** What the vendor was asked to send callbacks about, where the app asks for them. */
  subscriptions?(): readonly string[]
}

/** Somebody in the room, as the vendor shows them. */
export interface Entered {
  readonly name: string
  /** The hub's id of the person; where the vendor names people by e-mail, the e-mail. */
  readonly externalId: string
  /** In the vendor's words. */
  readonly role: string
}

export interface AttendedStay {
  readonly join: Date
  readonly leave: Date
  readonly questionsAsked: number
  readonly watchedRecording: boolean
}

export type StartPeer = (clock: MovableClock) => Promise<Peer>
