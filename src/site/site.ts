/**
 * Words of this module.
 * *visitor*: somebody with a browser, nobody we know. *Page*: HTML made on the server.
 * *token*: what stands in a registration's addresses; whoever has it may see and cancel it.
 * *click*: a person following the join link; other visits of it (previews, prefetches) are none.
 */
import type { CheckInInput } from '#attendance'
import type { Clock } from '#clock'
import type { Db, Read } from '#database'
import type { Log } from '#log'
import type { MeetingJoin } from '#meetings'
import type { Caller } from '#pipeline'
import type { Registrations } from '#registrations'
import type { JoinDecision } from '#webinars'
import type { Assets } from './assets.ts'
import type { Formats } from './dates.ts'
import type { PublicEvent } from './read-public-event.ts'
import type { Signing, SiteLinks } from './site-links.ts'
import type { Texts } from './texts.ts'

export interface SiteNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  /** Without slash at the end. */
  readonly publicUrl: string
  readonly registrations: Pick<
    Registrations,
    | 'register'
    | 'cancel'
    | 'cancelSession'
    | 'addSessions'
    | 'waitForSessions'
    | 'changeAnswers'
    | 'leaveWaitlist'
    | 'settlePurchase'
    | 'joinToken'
    | 'personalToken'
    | 'readPersonalToken'
    | 'joinLink'
    | 'readJoinToken'
  >
  /** Parts of the vault. */
  readonly signing: Signing
  /** The hub's settings let visitors pay without money, where the event administration does, too. */
  readonly demoPaymentAllowed: boolean
  /** Forms that one address may send in ten minutes; undefined: as many as they like. */
  readonly formLimit?: number | undefined
  readonly webinars: {
    decideJoin(registrationId: string): Promise<JoinDecision>
    decidePresenterJoin(token: string): Promise<JoinDecision | undefined>
  }
  readonly meetings: { decideJoin(token: string): Promise<MeetingJoin | undefined> }
  readonly attendance: { checkIn(caller: Caller, input: CheckInInput): Promise<unknown> }
  readonly mail: { calendarFile(registrationId: string): Promise<string | undefined> }
}

export interface Site extends SiteNeeds {
  readonly texts: Texts
  /** What each language calls itself; made at the start, because it takes 40 µs each. */
  readonly ownNames: ReadonlyMap<string, string>
  readonly formats: Formats
  readonly assets: Assets
  readonly links: SiteLinks
  /** An event by its readable id or id, with all that its page shows; see `readPublicEvent`. */
  readonly publicEvent: Read<PublicEvent>
  /** Whose events these are; shown on top of every page. */
  organisation(): Promise<string>
}
