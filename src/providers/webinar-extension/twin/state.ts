import { type Collection, createCollection, type Row } from './collection.ts'
import { forgetfulJournal, type JournalEntry, openJournal, readJournal } from './journal.ts'

/** A one-time code, kept under the hash of its text. All times in rows are ISO-8601 UTC. */
export interface Code extends Row {
  readonly account: string
  readonly redirectUri: string
  readonly expiresAt: string
  /** Set when it was exchanged: a second try ends this grant (RFC 6749 §4.1.2). */
  readonly grantId?: string
}

/** What one consent gave: every token of it ends together. */
interface Grant extends Row {
  readonly account: string
}

/** An access or refresh token, kept under the hash of its text. */
export interface Token extends Row {
  readonly grantId: string
  readonly use: 'access' | 'refresh'
  readonly expiresAt?: string
  /** A refresh token that was exchanged is kept: seeing it again means that it leaked. */
  readonly spent?: boolean
}

interface Person {
  readonly name: string
  readonly email: string
}

/** What the caller asks for when it creates or updates a webinar. */
export interface WebinarOrder {
  readonly externalId: string
  readonly kind: 'event' | 'session'
  readonly title: string
  readonly description?: string
  readonly start: string
  readonly end: string
  readonly timeZone: string
  readonly language?: string
  readonly webinarType?: string
  readonly maxAttendees?: number
  readonly producer?: Person
  readonly presenters?: readonly (Person & { readonly externalId: string })[]
}

export interface Webinar extends Row {
  readonly account: string
  readonly order: WebinarOrder
  readonly presenterToken: string
  /** When creation is finished, one way or the other; before that it is pending. */
  readonly readyAt: string
  /** Why creation fails at `readyAt`. */
  readonly failure?: string
  /** When the presenter ended it. */
  readonly endedAt?: string
  readonly deletedAt?: string
}

/** What the caller says about a registrant. */
export interface Registrant {
  readonly externalId?: string
  readonly role: 'attendee' | 'presenter'
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly company?: string
  readonly language?: string
  readonly answers?: Readonly<Record<string, unknown>>
}

export interface Registration extends Row {
  readonly webinarId: string
  readonly registrant: Registrant
  /** The hub pushed it, the person registered at the vendor, or walked in by the audience URL. */
  readonly origin: 'hub' | 'vendor' | 'walk-in'
  readonly joinToken: string
  readonly status: 'registered' | 'cancelled'
  readonly registeredAt: string
  readonly sequence: number
}

/** One unbroken presence of one person in the room. */
export interface Stay extends Row {
  readonly webinarId: string
  readonly registrationId: string
  readonly joinedAt: string
  readonly lastSeenAt: string
  /** A page sends heartbeats and is gone without them; a played attendee is not. */
  readonly heartbeats: boolean
  readonly leftAt?: string
  /** From when on attendance reports carry it in its present form. */
  readonly reportedAt?: string
  readonly questions: readonly string[]
  /** Counted apart from `questions`: a played attendee has a number, not texts. */
  readonly questionsAsked: number
  readonly watchedRecording: boolean
  /** What a correction says; without one the minutes follow from join and leave. */
  readonly viewingMinutes?: number
  readonly sequence: number
}

/** Which row an Idempotency-Key made. */
interface IdempotencyKey extends Row {
  readonly target: string
}

/** Everything the simulated company would find again after a power cut. */
export interface VendorState {
  readonly codes: Collection<Code>
  readonly grants: Collection<Grant>
  readonly tokens: Collection<Token>
  readonly webinars: Collection<Webinar>
  readonly registrations: Collection<Registration>
  readonly stays: Collection<Stay>
  readonly keys: Collection<IdempotencyKey>
  /** A number higher than any before; it orders pages. */
  nextSequence(): number
  close(): void
}

/** Opens the state, from `file` when there is one. Without a file it lives in memory only. */
export function openState(file?: string): VendorState {
  let journal = forgetfulJournal
  const record = (entry: JournalEntry) => journal.append(entry)
  const collections = createCollections(record)
  if (file !== undefined) {
    replay(Object.values(collections), readJournal(file))
    journal = openJournal(file, entriesOf(Object.values(collections)))
  }
  let sequence = highestSequence(collections)
  return { ...collections, nextSequence: () => ++sequence, close: () => journal.close() }
}

function createCollections(record: (entry: JournalEntry) => void) {
  return {
    codes: createCollection<Code>({ name: 'codes', record }),
    grants: createCollection<Grant>({ name: 'grants', record }),
    tokens: createCollection<Token>({ name: 'tokens', record, groupOf: (row) => row.grantId }),
    webinars: createCollection<Webinar>({
      name: 'webinars',
      record,
      keyOf: (row) => row.presenterToken,
    }),
    registrations: createCollection<Registration>({
      name: 'registrations',
      record,
      keyOf: (row) => row.joinToken,
      groupOf: (row) => row.webinarId,
    }),
    stays: createCollection<Stay>({ name: 'stays', record, groupOf: (row) => row.webinarId }),
    keys: createCollection<IdempotencyKey>({ name: 'keys', record }),
  }
}

type AnyCollection = Pick<Collection<Row>, 'name' | 'all' | 'replay'>

function replay(collections: readonly AnyCollection[], entries: readonly JournalEntry[]): void {
  const byName = new Map(collections.map((collection) => [collection.name, collection]))
  for (const entry of entries) {
    const collection = byName.get(entry.in)
    if (collection === undefined)
      throw new TypeError(`The twin's state file names "${entry.in}", which it does not keep.`)
    collection.replay(entry)
  }
}

function* entriesOf(collections: readonly AnyCollection[]): Iterable<JournalEntry> {
  for (const collection of collections)
    for (const row of collection.all()) yield { in: collection.name, put: row }
}

function highestSequence(from: Pick<VendorState, 'registrations' | 'stays'>): number {
  const rows = [...from.registrations.all(), ...from.stays.all()]
  return rows.reduce((highest, row) => Math.max(highest, row.sequence), 0)
}
