/**
 * Which records of a provider can be believed, and about whom they are: by our registration id, the
 * provider's registrant id, a person's decision, then e-mail. Never by name.
 */
import type { Interval } from '#calendar'
import type { Tx } from '#database'
import type { Occasion } from '#events'
import type { AttendanceItem } from '#providers'
import {
  type Assessment,
  assessRecord,
  type BelievedStay,
  doubted,
  fingerprintOfDoubted,
  latestOfEachStay,
} from './assess-record.ts'
import * as rows from './attendance-rows.ts'
import { evidenceSource } from './choices.ts'
import { type StandingDecision, standingDecisions } from './decision-rows.ts'
import type { KnownWebinar, WebinarDirectory } from './directory.ts'
import { nearestOccurrence, readOccurrences } from './occurrences.ts'
import { emailOf, personKeyOf } from './person-key.ts'
import { referenceOf } from './reference.ts'

export interface Believed {
  readonly reference: string
  readonly attendee: rows.Attendee
  readonly item: AttendanceItem
  readonly stay: BelievedStay
  /** Set where a person decided who this is. */
  readonly personKey: string | undefined
}

export interface Doubted {
  readonly reference: string
  readonly item: AttendanceItem
  readonly assessment: Doubt
  /** Set where only the person is in doubt: somebody may decide who it was. */
  readonly personKey: string | undefined
}

type Doubt = Extract<Assessment, { kind: 'doubted' }>

export interface Sorted {
  readonly believed: readonly Believed[]
  /** Also those that count because a person decided: the decision may be taken back. */
  readonly doubted: readonly Doubted[]
}

/** Evidence about whom: of a report, or of a callback. */
export async function sortItems(
  directory: WebinarDirectory,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  items: readonly AttendanceItem[],
  now: Date,
  source: number = evidenceSource.providerReport.value,
): Promise<Sorted> {
  const identify = await identification(directory, tx, occasion, webinar, items)
  const { begun } = await readOccurrences(tx, occasion, now)
  const doubts = new Map<string, Doubted>()
  const doubt = (item: AttendanceItem, assessment: Doubt, personKey?: string) => {
    const reference = referenceOfDoubted(webinar, item, source)
    doubts.set(reference, { reference, item, assessment, personKey })
  }
  const stays: { item: AttendanceItem; stay: BelievedStay }[] = []
  for (const item of items) {
    const assessment = assessAt(item, begun, now)
    if (assessment.kind === 'believed') stays.push({ item, stay: assessment.stay })
    else doubt(item, assessment)
  }
  const believed: Believed[] = []
  for (const { item, stay } of latestOfEachStay(stays)) {
    const { attendee, personKey, problem } = identify(item)
    if (problem !== undefined) doubt(item, problem, personKey)
    if (attendee === undefined) continue
    const reference = referenceOf(webinar.id, source, item)
    believed.push({
      ...{ reference, attendee, item, stay },
      personKey: problem === undefined ? undefined : personKey,
    })
  }
  return { believed, doubted: [...doubts.values()] }
}

export function assessAt(
  item: AttendanceItem,
  occurrences: readonly [Interval, ...Interval[]],
  now: Date,
): Assessment {
  return assessRecord(item, nearestOccurrence(occurrences, item.joinedAt), now)
}

function referenceOfDoubted(webinar: KnownWebinar, item: AttendanceItem, source: number): string {
  const reference = fingerprintOfDoubted(webinar.id, item)
  return source === evidenceSource.providerCallback.value ? `${reference}:callback` : reference
}

const unknownPerson = doubted(
  'unknown-person',
  'Nobody registered under this registration, registrant id or e-mail. A person may decide.',
) as Doubt

const ambiguousPerson = doubted(
  'ambiguous-person',
  'Several registrations have this e-mail. A person may decide.',
) as Doubt

interface Identity {
  readonly attendee?: rows.Attendee | undefined
  readonly personKey?: string
  /** Why nobody could be found without a person's decision. */
  readonly problem?: Doubt
}

async function identification(
  directory: WebinarDirectory,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  items: readonly AttendanceItem[],
): Promise<(item: AttendanceItem) => Identity> {
  const attendees = await rows.attendeesOf(tx, occasion)
  const registrantIds = items.flatMap(({ registrantId }) => registrantId ?? [])
  const known = await directory.registrationsOf(tx, webinar.id, [...new Set(registrantIds)])
  const decisions = await standingDecisions(tx, occasion)
  const find = finders(attendees)
  return (item) => {
    const id = item.registrantId === undefined ? undefined : known.get(item.registrantId)
    const direct = find.byId(id) ?? find.byId(item.externalId)
    if (direct !== undefined) return { attendee: direct }
    const found = find.byEmail(emailOf(item))
    if (found !== undefined && found.length === 1) {
      const only = found[0]
      const key = personKeyOf(webinar.id, item)
      if (only !== undefined && !decisions.has(key)) return { attendee: only }
    }
    const personKey = personKeyOf(webinar.id, item)
    const problem = found !== undefined && found.length > 1 ? ambiguousPerson : unknownPerson
    const attendee = decided(decisions.get(personKey), attendees)
    return { attendee, personKey, problem }
  }
}

function decided(
  decision: StandingDecision | undefined,
  attendees: readonly rows.Attendee[],
): rows.Attendee | undefined {
  if (decision?.registrationId === undefined) return undefined
  return attendees.find(({ registrationId }) => registrationId === decision.registrationId)
}

/** Who cancelled and registered again is the same contact: stays count for the one that stands. */
function finders(attendees: readonly rows.Attendee[]) {
  const byId = new Map(
    attendees.map((each) => [each.sessionRegistrationId ?? each.registrationId, each]),
  )
  const standing = new Map(
    attendees.filter(({ active }) => active).map((each) => [each.contactId, each]),
  )
  const byEmail = Map.groupBy(attendees, (each) => each.email?.trim().toLowerCase() ?? '')
  const current = (each: rows.Attendee) =>
    each.active ? each : (standing.get(each.contactId) ?? each)
  return {
    byId(id: string | undefined): rows.Attendee | undefined {
      const found = byId.get(id ?? '')
      return found === undefined ? undefined : current(found)
    },
    /** Those that stand, or else those that were cancelled; undefined: nobody. */
    byEmail(email: string | undefined): readonly rows.Attendee[] | undefined {
      const same = email === undefined ? undefined : byEmail.get(email)
      if (same === undefined) return undefined
      const active = same.filter((each) => each.active)
      return active.length > 0 ? active : same
    },
  }
}
