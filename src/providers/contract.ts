/**
 * What a provider is. Read this file first when you add one.
 *
 * Words: a *provider* is a company or server that hosts webinars. A *configuration* is one account
 * there. A *webinar* is the object at the provider that belongs to one of our events or sessions.
 * A *registrant* is one registration as the provider knows it. The hub owns the join link, the
 * schedule, the identity of the registrant and the calendar entry; the provider only runs the room.
 *
 * Every method is required. What a vendor cannot do is said in `capabilities`, and callers ask
 * there, never for the provider's name. Methods whose capability is absent are never called; they
 * answer with `unsupported()`.
 *
 * Methods run in jobs, outside transactions. They may be called again after a crash, so each one
 * is safe to repeat: creating uses `idempotencyKey`, deleting what is gone succeeds.
 */
import type { Recurrence } from '#calendar'
import type { Clock } from '#clock'
import type { Log } from '#log'
import type { OutboundRequest, OutboundResponse } from '#outbound'

export interface ProviderDefinition {
  /** Folder name, and `gr_adapter` of provider records: 'webinar-extension'. */
  readonly id: string
  /** What people call it. */
  readonly name: string
  /** One sentence for the list of providers. */
  readonly description: string
  /** What the console asks for; drawn as a form. */
  readonly settings: readonly Setting[]
  /** A function where the settings decide whether somebody signs in. */
  readonly auth: Authentication | ((settings: Readonly<Record<string, string>>) => Authentication)
  /** Whose name stands on the button: "Sign in to Microsoft"; default: `name`. */
  readonly signInName?: string
  /**
   * People may sign in themselves, with a second client, so that what they plan is theirs at the
   * vendor. The settings are those of `actionSettings`. Undefined: the account acts for everybody.
   */
  readonly actions?: ActionAuthentication
  readonly capabilities: Capabilities
  /** Capabilities that an account, or a kind of webinar, has or lacks. */
  readonly adjustable?: AdjustableCapabilities
  /** What must hold of the stored values together; asked whenever one of them is saved. */
  readonly examine?: (value: SettingReader) => Promise<SettingFault | undefined>
  /** How many calls it takes to make one registrant known, for the forecast; default 1. */
  readonly callsPerRegistrant?: number
  /** What the vendor allows to one account; default 100. A configuration may name another number. */
  readonly requestsPerMinute?: number
  /** What the vendor takes of some calls in a day (UTC), for the forecast before publishing. */
  readonly dailyQuota?: DailyQuota
  /** Calls of which the vendor takes fewer than `requestsPerMinute`; the first that covers one holds. */
  readonly endpointLimits?: readonly EndpointLimit[]
  /**
   * What the vendor has no words for, told before a plan is saved; pure, without the network. What
   * only the vendor itself can tell still comes from `createWebinar`.
   */
  readonly planFault?: (plan: WebinarPlan) => PlanFault | undefined
  /** With these settings the vendor writes to presenters itself and cannot be told not to. */
  readonly mailsPresenters?: (settings: Readonly<Record<string, string>>) => boolean
  /** When the vendor tells attendance, where it is later than the hub's own times of asking. */
  readonly attendanceLag?: AttendanceLag
  /** A provider record that every hub has from the beginning. */
  readonly preinstalled?: PreinstalledRecord
  /** Opens one account. Cheap: no network. */
  connect(account: Account): Provider
}

export interface AdjustableCapabilities {
  /** A sentence for the table of all providers: by what they differ. */
  readonly note?: string
  readonly names: readonly (keyof Capabilities)[]
  /** What an account with these settings has instead of the definition's. */
  of(settings: Readonly<Record<string, string>>, about: WebinarInQuestion): Partial<Capabilities>
}

/** For vendors with several kinds of webinar: one that is there, or the type of one to be planned. */
export interface WebinarInQuestion {
  readonly webinarId?: string | undefined
  readonly webinarType?: string | undefined
}

/** The stored value of a setting of this definition, secrets included. */
export type SettingReader = (name: string) => Promise<string | undefined>

export interface SettingFault {
  /** Name of the setting. */
  readonly setting: string
  /** Completes "<label> takes …". */
  readonly expected: string
}

export interface Setting {
  /** Column of the configuration or provider record, or a key of the configuration's `gr_settings`. */
  readonly name: string
  readonly on: 'provider' | 'configuration' | 'settings'
  readonly label: string
  /** Where the person finds this value at the vendor. */
  readonly help: string
  readonly kind: 'text' | 'url' | 'secret' | 'number' | 'boolean' | 'choice'
  readonly required: boolean
  readonly choices?: readonly string[]
}

/**
 * authorize: a person signs in at the provider in a pop-up, the hub gets a token.
 * credentials: what is typed in is enough. none: nothing to sign in to.
 */
export type Authentication = 'authorize' | 'credentials' | 'none'

export interface DailyQuota {
  readonly most: number
  /** Completes "97 of 100 …": 'creations and changes for the host'. */
  readonly what: string
  counts(method: string, path: string): boolean
}

export interface EndpointLimit {
  /** Completes "at most 10 times a minute to …": 'create events'. */
  readonly what: string
  readonly perMinute: number
  covers(method: string, path: string): boolean
}

export interface PlanFault {
  readonly about: 'recurrence' | 'password'
  /** A sentence that names the vendor. */
  readonly message: string
}

export interface AttendanceLag {
  /** Minutes after the end at which asking is worth it, ascending. */
  readonly looksAfterMinutes: readonly number[]
  /** So many minutes after the end all live stays are told, and who is not among them was absent. */
  readonly completeAfterMinutes: number
}

export interface PreinstalledRecord {
  /** The same in every hub, so that exports of one fit another. */
  readonly id: string
  readonly maxDurationMinutes: number
  readonly termsOfService: string
  readonly privacyPolicy: string
}

export interface ActionAuthentication {
  /** The setting under which the adapter asks for its client secret; it is given the second one. */
  readonly clientSecret: string
  /** Scopes of a person's sign-in, where the configuration names none. */
  readonly scopes: string
}

export interface Capabilities {
  /** personal: a link per registrant; minted: made at the click; shared: one link for all. */
  readonly join: 'personal' | 'minted' | 'shared'
  /** query: asked for after the end; callback: sent to us; events: both during the webinar; none. */
  readonly attendance: 'query' | 'callback' | 'events' | 'none'
  /** Registrants are made known to the provider. */
  readonly registrants: boolean
  readonly update: boolean
  readonly cancel: boolean
  /** A webinar that is no longer wanted can be removed there; otherwise a person does it. */
  readonly delete: boolean
  readonly recurrence: boolean
  /** Presenters and producer of a plan are made known to the provider. */
  readonly cohosts: boolean
  /** Attendance tells who watched the recording. */
  readonly recording: boolean
  /** Recordings can be listed after the end. */
  readonly recordings: boolean
  /** Single dates of a series can be moved and taken out (`dates`); default: no. */
  readonly singleDates?: boolean
  /** A password can be set that people type when they join by hand. */
  readonly password: boolean
  /** Lists its kinds of webinar. */
  readonly webinarTypes: boolean
  /** Creation finishes later: `readWebinar` is polled while the state is pending. */
  readonly asynchronousCreation: boolean
}

/** One configuration with everything an adapter may use. The adapter sees no database. */
export interface Account {
  readonly configurationId: string
  /** Root of the service, without trailing slash; empty where the adapter needs none. */
  readonly baseUrl: string
  /** OAuth client of the provider record. */
  readonly clientId: string | undefined
  /** Values of the `settings`-kind entries. */
  readonly settings: Readonly<Record<string, string>>
  /** Reads a secret of the configuration or provider record; undefined when none is set. */
  secret(column: string): Promise<string | undefined>
  /**
   * A valid bearer token: of the sign-in for `auth: 'authorize'`, of the grant for 'credentials'. The
   * hub keeps it and renews it once over all processes. Throws ProviderError 'auth' when a person
   * has to sign in again.
   */
  token(options?: TokenOptions): Promise<string>
  /**
   * Calls the network for this configuration: its proxy, rate limit, timeout and request log.
   * Throws a ProviderError where no answer came; every answer, also 4xx and 5xx, is returned.
   */
  request(request: OutboundRequest): Promise<OutboundResponse>
  /** Where the vendor reaches this configuration: `<public URL>/hooks/<provider>/<configuration id>`. */
  readonly callbackUrl: string
  readonly clock: Clock
  readonly log: Log
}

export interface TokenOptions {
  /** The token that the provider has just refused: another one is given. */
  readonly refused?: string
  /** How to get a token with what was typed in, where nobody signs in. */
  readonly grant?: TokenGrant
}

/** RFC 6749 §4.4 and vendors' own grants: credentials in, token out, no refresh token. */
export interface TokenGrant {
  /** Names the credentials without holding a secret: tokens that others gave are not used. */
  readonly of: string
  /** The token is needed beside that of the account: it is kept for itself. */
  readonly isBeside?: boolean
  /** @throws ProviderError 'auth' when the credentials are not accepted */
  request(): Promise<TokenSet>
}

export interface Provider {
  /** Is the service there, are we let in, as whom? Changes nothing at the vendor. */
  check(): Promise<ServiceCheck>
  webinarTypes(): Promise<readonly WebinarType[]>
  createWebinar(plan: WebinarPlan): Promise<Webinar>
  /** State of a webinar; a pending creation becomes created or failed. */
  readWebinar(webinarId: string): Promise<Webinar>
  updateWebinar(webinarId: string, plan: WebinarPlan): Promise<Webinar>
  /** Succeeds when it is gone, also when it was gone before. */
  deleteWebinar(webinarId: string): Promise<void>
  register(webinarId: string, registrant: RegistrantPlan): Promise<Registrant>
  cancelRegistrant(webinarId: string, registrantId: string): Promise<void>
  /**
   * Where one registrant goes at the click; for `join: 'minted'` it is made now. `plan` is what the
   * webinar is to be like at this moment: a vendor whose rooms open when somebody comes needs it.
   */
  joinUrl(webinar: Webinar, registrant: JoiningRegistrant, plan?: WebinarPlan): Promise<string>
  /**
   * All attendance records since the instant (or all): pages are followed to the end. For
   * `attendance: 'events'` it is asked every minute during the webinar and tells who is there now.
   */
  attendance(webinarId: string, since: Date | undefined): Promise<AttendanceReport>
  /** What was recorded, newest first. */
  recordings(webinarId: string): Promise<readonly Recording[]>
  /** Single dates of a series; there where `singleDates` is claimed. */
  readonly dates?: SeriesDates
  /**
   * Erases what the vendor keeps about an e-mail address, in all webinars of the account; nobody by
   * that address is success. Undefined: the vendor has no such call.
   */
  readonly forget?: ((email: string) => Promise<void>) | undefined
  /** What the account holds, listed for tables that people query; undefined: no such lists. */
  readonly directory?: Directory
  /** Exactly where somebody signs in: `auth` is 'authorize'. */
  readonly authorization: Authorization | undefined
  /** What the vendor sends to `/hooks/<provider>/<configuration id>`; undefined: it sends nothing. */
  readonly callbacks: Callbacks | undefined
}

/** @throws ProviderError 'not-found' where the vendor has no such date, e.g. because it is over */
export interface SeriesDates {
  /** Safe to repeat: what is at its new place already stays there. */
  move(
    webinarId: string,
    date: SeriesDate,
    to: { readonly start: Date; readonly end: Date },
  ): Promise<void>
  /** Succeeds when it is gone, also when it was gone before. */
  cancel(webinarId: string, date: SeriesDate): Promise<void>
  /**
   * Dates that are to take place there and begin within the window; somebody may have moved or
   * deleted some. Undefined, as method or answer: the vendor does not tell.
   */
  list?(
    webinarId: string,
    window: { readonly from: Date; readonly until: Date },
  ): Promise<readonly DateThere[] | undefined>
}

export interface DateThere {
  readonly start: Date
  readonly end: Date | undefined
}

export interface SeriesDate {
  /** When the rule has it. */
  readonly original: Date
  /** Where an earlier call moved it, as far as the hub knows. */
  readonly movedTo: Date | undefined
}

/** Lists of what an account holds, page by page; a page may be asked for again, also days later. */
export interface Directory {
  people?(request: DirectoryRequest): Promise<DirectoryPage<DirectoryPerson>>
  meetings?(request: DirectoryRequest): Promise<DirectoryPage<DirectoryMeeting>>
}

export interface DirectoryRequest {
  /**
   * Undefined: all there is. Otherwise what changed since, as far as the vendor can tell; rows that
   * did not change may be among them.
   */
  readonly since: Date | undefined
  /** `next` of the page before; undefined: the first one. */
  readonly cursor: string | undefined
}

export interface DirectoryPage<Item> {
  readonly items: readonly Item[]
  /** Rows that cannot be used, each with a sentence; the others count. */
  readonly problems: readonly DirectoryProblem[]
  readonly next: string | undefined
}

export interface DirectoryProblem {
  readonly id: string | undefined
  readonly message: string
}

export interface DirectoryPerson {
  /** The vendor's. */
  readonly id: string
  readonly name: string
  readonly email: string | undefined
  /** In the vendor's words: 'active'. */
  readonly state: string | undefined
  readonly changedOn: Date | undefined
}

export interface DirectoryMeeting {
  readonly id: string
  readonly title: string
  readonly start: Date | undefined
  readonly end: Date | undefined
  readonly timeZone: string | undefined
  readonly hostEmail: string | undefined
  readonly state: string | undefined
  readonly webLink: string | undefined
  readonly changedOn: Date | undefined
}

export interface Recording {
  readonly recordingId: string
  readonly title: string
  readonly startedAt: Date | undefined
  readonly minutes: number | undefined
  readonly playUrl: string | undefined
  readonly downloadUrl: string | undefined
}

/** Checks the signature and says what happened. Pure but for secrets; effects are the hub's. */
export interface Callbacks {
  /** @throws ProviderError 'auth' for a wrong or missing signature or one outside the replay window */
  read(request: CallbackRequest): Promise<CallbackReading>
  /**
   * Makes the vendor send to `account.callbackUrl`, or keeps it sending: creates what is missing,
   * wakes what it has switched off. Safe to repeat; to be called after the sign-in and daily.
   * Undefined: a person enters the address at the vendor.
   */
  readonly subscribe?: (() => Promise<void>) | undefined
}

export interface CallbackRequest {
  readonly method: string
  /** Path and query as they came. */
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** Signatures are over these very bytes. */
  readonly body: Uint8Array
}

export interface CallbackReading {
  /** What the vendor wants to hear, e.g. the answer to a challenge; default 200 without a body. */
  readonly reply?: { readonly status: number; readonly contentType: string; readonly body: string }
  readonly happenings: readonly Happening[]
}

/** Named by the vendor, so that the same one sent twice counts once. */
export type Happening = { readonly id: string; readonly webinarId: string; readonly at: Date } & (
  | { readonly kind: 'stay'; readonly item: AttendanceItem }
  | {
      readonly kind:
        | 'started'
        | 'ended'
        | 'changed'
        | 'deleted'
        | 'attendance-ready'
        | 'recording-ready'
    }
)

export interface ServiceCheck {
  readonly status: 'healthy' | 'not-authenticated' | 'forbidden' | 'unhealthy'
  /** The provider's own message, or ours where it gave none. Shown as it is. */
  readonly message: string
  readonly accountName?: string
  /** Limits the provider told. */
  readonly maxDurationMinutes?: number
  /** What was tried, one after the other, where the check goes step by step. */
  readonly steps?: readonly CheckStep[]
}

export interface CheckStep {
  readonly name: string
  readonly result: 'passed' | 'failed' | 'skipped'
  /** A sentence about the result. */
  readonly message: string
}

export interface WebinarType {
  readonly name: string
  readonly value: string
}

export interface WebinarPlan {
  /** Id of our event or session; creating twice with the same key makes one webinar. */
  readonly idempotencyKey: string
  readonly kind: 'event' | 'session'
  readonly title: string
  readonly description: string | undefined
  readonly start: Date
  readonly end: Date
  /** IANA name, for vendors that show local times. */
  readonly timeZone: string
  /** BCP 47, e.g. `de`. */
  readonly language: string | undefined
  readonly webinarType: string | undefined
  /** The link that a person pasted on the event, for providers without an API of their own. */
  readonly pastedUrl: string | undefined
  readonly maxAttendees: number | undefined
  /** Undefined: takes place once. Times are those of the first occurrence. */
  readonly recurrence: Recurrence | undefined
  readonly password: string | undefined
  readonly producer: Person | undefined
  readonly presenters: readonly (Person & { readonly externalId: string })[]
}

export interface Person {
  readonly name: string
  readonly email: string
}

export interface Webinar {
  readonly webinarId: string
  readonly state: 'created' | 'pending' | 'failed'
  /** Why it failed or waits, in the provider's words. */
  readonly stateReason: string | undefined
  /** For the audience. */
  readonly webinarUrl: string | undefined
  /** For presenters. */
  readonly presentationManagerUrl: string | undefined
  /** What it is like at the vendor by now, where `readWebinar` tells; somebody may have changed it. */
  readonly standsAs?: Standing | undefined
}

/** Times of one that takes place once. */
export interface Standing {
  readonly title: string | undefined
  readonly start: Date | undefined
  readonly end: Date | undefined
}

export interface RegistrantPlan {
  /** Id of our registration; registering twice with the same key makes one registrant. */
  readonly idempotencyKey: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly company: string | undefined
  readonly language: string | undefined
  /** What the person may do in the room; undefined: attend. */
  readonly role?: RoomRole
}

/** Where a vendor knows fewer, the next one that may do at least as much is given. */
export type RoomRole = 'attendee' | 'presenter' | 'host'

export interface Registrant {
  readonly registrantId: string
  /** The personal link, for `join: 'personal'`. */
  readonly joinUrl: string | undefined
}

export interface JoiningRegistrant extends RegistrantPlan {
  readonly registrantId: string | undefined
  readonly joinUrl: string | undefined
}

export interface AttendanceReport {
  /** When the provider last brought its numbers up to date; what happened later may be missing. */
  readonly updatedAt: Date
  readonly items: readonly AttendanceItem[]
}

/** One stay of one person, as the provider tells it. Not yet believed: attendance checks it. */
export interface AttendanceItem {
  /**
   * The vendor's name of this presence, where it is told in pieces: the join by one callback, the
   * leave by another, "is there now" by a sample. Pieces with one name are one stay, from the
   * earliest join to the leave, or to the first `ended` after the join. A join after the leave begins
   * another stay; a leave that finds none open changes nothing. Undefined: the record is whole.
   */
  readonly stayId?: string
  readonly registrantId: string | undefined
  /** Our registration id, where the provider carries it. */
  readonly externalId: string | undefined
  readonly email: string | undefined
  readonly joinedAt: Date | undefined
  readonly leftAt: Date | undefined
  readonly viewingMinutes: number | undefined
  readonly questionsAsked: number | undefined
  readonly watchedRecording: boolean
  /**
   * Came to the door of the room and was not in it: kept as evidence, never attendance. Told for
   * itself: who was let in later has another record. Undefined: the vendor does not tell it.
   */
  readonly inWaitingRoom?: boolean | undefined
  /** The record as it came, for the evidence. */
  readonly raw: unknown
}

/** The hub gives a PKCE pair (RFC 7636, S256) with every sign-in; vendors that know none leave it out. */
export interface Authorization {
  /** Address for the pop-up in which a person signs in. */
  authorizeUrl(state: string, redirectUri: string, codeChallenge?: string): string
  exchangeCode(code: string, redirectUri: string, codeVerifier?: string): Promise<TokenSet>
  refresh(refreshToken: string): Promise<TokenSet>
}

export interface TokenSet {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  /** Seconds from now; undefined: the provider did not say. */
  readonly expiresInSeconds: number | undefined
}
