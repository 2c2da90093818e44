/**
 * Which records of a provider can be believed, and about whom they are: by our registration id, the
 * provider's registrant id, then e-mail. Never by name.
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
  fingerprintOf,
  fingerprintOfDoubted,
  latestOfEachStay,
} from './assess-record.ts'
import * as rows from './attendance-rows.ts'
import type { KnownWebinar, WebinarDirectory } from './directory.ts'

export interface Believed {
  readonly reference: string
  readonly attendee: rows.Attendee
  readonly item: AttendanceItem
  readonly stay: BelievedStay
}

export interface Doubted {
  readonly reference: string
  readonly item: AttendanceItem
  readonly assessment: Doubt
}

type Doubt = Extract<Assessment, { kind: 'doubted' }>

export interface Sorted {
  readonly believed: readonly Believed[]
  readonly doubted: readonly Doubted[]
}

export async function sortItems(
  directory: WebinarDirectory,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  items: readonly AttendanceItem[],
  now: Date,
): Promise<Sorted> {
  const identify = await identification(directory, tx, occasion, webinar, items)
  const window: Interval = { from: occasion.start, to: occasion.end }
  const doubts = new Map<string, Doubted>()
  const doubt = (item: AttendanceItem, assessment: Doubt) => {
    const reference = fingerprintOfDoubted(webinar.id, item)
    doubts.set(reference, { reference, item, assessment })
  }
  const stays: { item: AttendanceItem; stay: BelievedStay }[] = []
  for (const item of items) {
    const assessment = assessRecord(item, window, now)
    if (assessment.kind === 'believed') stays.push({ item, stay: assessment.stay })
    else doubt(item, assessment)
  }
  const believed: Believed[] = []
  for (const { item, stay } of latestOfEachStay(stays)) {
    const attendee = identify(item)
    if ('kind' in attendee) doubt(item, attendee)
    else believed.push({ reference: fingerprintOf(webinar.id, item), attendee, item, stay })
  }
  return { believed, doubted: [...doubts.values()] }
}

const unknownPerson = doubted(
  'unknown-person',
  'Nobody registered under this registration, registrant id or e-mail. A person may decide.',
) as Doubt

const ambiguousPerson = doubted(
  'ambiguous-person',
  'Several registrations have this e-mail. A person may decide.',
) as Doubt

async function identification(
  directory: WebinarDirectory,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  items: readonly AttendanceItem[],
): Promise<(item: AttendanceItem) => rows.Attendee | Doubt> {
  const attendees = await rows.attendeesOf(tx, occasion)
  const registrantIds = items.flatMap(({ registrantId }) => registrantId ?? [])
  const known = await directory.registrationsOf(tx, webinar.id, [...new Set(registrantIds)])
  const byId = new Map(
    attendees.map((each) => [each.sessionRegistrationId ?? each.registrationId, each]),
  )
  const byEmail = Map.groupBy(attendees, (each) => each.email?.toLowerCase() ?? '')
  return (item) => {
    const id = item.registrantId === undefined ? undefined : known.get(item.registrantId)
    const direct = byId.get(id ?? '') ?? byId.get(item.externalId ?? '')
    if (direct !== undefined) return direct
    if (item.email === undefined || item.email === '') return unknownPerson
    const same = byEmail.get(item.email.toLowerCase()) ?? []
    const active = same.filter((each) => each.active)
    const candidates = active.length > 0 ? active : same
    return candidates.length > 1 ? ambiguousPerson : (candidates[0] ?? unknownPerson)
  }
}
