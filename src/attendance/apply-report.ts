/**
 * Turns one provider report into evidence. Believed records become check-ins under a reference
 * made of what they say; records of an earlier report that are missing now were corrected and are
 * marked superseded, never deleted. Doubted ones are kept as refused records.
 */
import type { Interval } from '#calendar'
import type { Tx } from '#database'
import type { Occasion } from '#events'
import { systemCaller } from '#identity'
import type { Pipeline, Request } from '#pipeline'
import type { AttendanceItem, AttendanceReport } from '#providers'
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
import { checkinType, evidenceSource } from './choices.ts'
import type { KnownWebinar, WebinarDirectory } from './directory.ts'

interface Needs {
  readonly pipeline: Pipeline
  readonly directory: WebinarDirectory
}

export interface AppliedReport {
  readonly believed: number
  readonly doubted: number
  readonly superseded: number
}

interface Believed {
  readonly reference: string
  readonly attendee: rows.Attendee
  readonly stay: BelievedStay
}

interface Doubted {
  readonly reference: string
  readonly item: AttendanceItem
  readonly assessment: Extract<Assessment, { kind: 'doubted' }>
}

export async function applyReport(
  needs: Needs,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  report: AttendanceReport,
  now: Date,
): Promise<AppliedReport> {
  const attendees = await rows.attendeesOf(tx, occasion)
  const identify = await identification(needs, tx, webinar, report, attendees)
  const window: Interval = { from: occasion.start, to: occasion.end }
  const doubts = new Map<string, Doubted>()
  const stays: { item: AttendanceItem; stay: BelievedStay }[] = []
  for (const item of report.items) {
    const assessment = assessRecord(item, window, now)
    if (assessment.kind === 'believed') stays.push({ item, stay: assessment.stay })
    else noteDoubt(doubts, webinar, item, assessment)
  }
  const believed: Believed[] = []
  for (const { item, stay } of latestOfEachStay(stays)) {
    const attendee = identify(item)
    if ('kind' in attendee) noteDoubt(doubts, webinar, item, attendee)
    else believed.push({ reference: fingerprintOf(webinar.id, item), attendee, stay })
  }
  const superseded = await writeEvidence(needs, tx, occasion, webinar, believed, now)
  await writeRefused(needs, tx, occasion, [...doubts.values()], now)
  return { believed: believed.length, doubted: doubts.size, superseded }
}

type Doubt = Extract<Assessment, { kind: 'doubted' }>

function noteDoubt(
  doubts: Map<string, Doubted>,
  webinar: KnownWebinar,
  item: AttendanceItem,
  assessment: Doubt,
): void {
  const reference = fingerprintOfDoubted(webinar.id, item)
  doubts.set(reference, { reference, item, assessment })
}

const unknownPerson = doubted(
  'unknown-person',
  'Nobody registered under this registration, registrant id or e-mail. A person may decide.',
) as Doubt

const ambiguousPerson = doubted(
  'ambiguous-person',
  'Several registrations have this e-mail. A person may decide.',
) as Doubt

/** By our registration id, then the provider's registrant id, then e-mail. Never by name. */
async function identification(
  needs: Needs,
  tx: Tx,
  webinar: KnownWebinar,
  report: AttendanceReport,
  attendees: readonly rows.Attendee[],
): Promise<(item: AttendanceItem) => rows.Attendee | Doubt> {
  const registrantIds = report.items.flatMap(({ registrantId }) => registrantId ?? [])
  const known = await needs.directory.registrationsOf(tx, webinar.id, [...new Set(registrantIds)])
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

/** Gives how many earlier records this report corrected away. */
async function writeEvidence(
  needs: Needs,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  believed: readonly Believed[],
  now: Date,
): Promise<number> {
  const standing = await rows.reportedReferences(tx, webinar.id, occasion.eventId)
  const earlier = await rows.supersededReferences(tx, webinar.id, occasion.eventId)
  const said = new Set(believed.map(({ reference }) => reference))
  const requests: Request[] = []
  for (const each of believed) {
    if (standing.has(each.reference)) continue
    const old = earlier.get(each.reference)
    requests.push(old === undefined ? creation(occasion, each) : supersession(old, null))
  }
  // A report without one believable record has not come yet, or is garbage: it takes nothing back.
  const gone =
    believed.length === 0 ? [] : [...standing].filter(([reference]) => !said.has(reference))
  for (const [, { id }] of gone) requests.push(supersession(id, now))
  for (const request of requests) await needs.pipeline.executeIn(tx, systemCaller, request)
  return gone.length
}

function creation(occasion: Occasion, { reference, attendee, stay }: Believed): Request {
  const isSession = occasion.table === 'msevtmgt_session'
  const minutes = stay.minutesOnly ?? minutesOf(stay.interval)
  return {
    message: 'Create',
    table: 'msevtmgt_checkin',
    internal: true,
    target: {
      msevtmgt_name: 'Provider report',
      msevtmgt_checkintype: isSession
        ? checkinType.sessionCheckIn.value
        : checkinType.eventCheckIn.value,
      msevtmgt_registrationid: attendee.registrationId,
      msevtmgt_sessionregistration: attendee.sessionRegistrationId ?? null,
      msevtmgt_sessionattended: isSession ? occasion.id : null,
      msevtmgt_event: occasion.eventId,
      msevtmgt_contact: attendee.contactId,
      msevtmgt_checkintime: stay.interval?.from ?? null,
      msevtmgt_checkouttime: stay.interval?.to ?? null,
      msevtmgt_viewingdurationinmins: minutes === undefined ? null : Math.floor(minutes),
      msevtmgt_numberofquestionsasked: stay.questionsAsked ?? null,
      msdynmkt_attendancepercentage: percentage(minutes, occasion),
      gr_source: evidenceSource.providerReport.value,
      gr_reference: reference,
    },
  }
}

function supersession(id: string, at: Date | null): Request {
  return {
    message: 'Update',
    table: 'msevtmgt_checkin',
    id,
    internal: true,
    target: { gr_supersededon: at },
  }
}

function minutesOf(interval: Interval | undefined): number | undefined {
  return interval === undefined
    ? undefined
    : (interval.to.getTime() - interval.from.getTime()) / 60_000
}

function percentage(minutes: number | undefined, { start, end }: Occasion): number | null {
  const duration = (end.getTime() - start.getTime()) / 60_000
  if (minutes === undefined || duration <= 0) return null
  return Math.min(100, Math.round((minutes / duration) * 1000) / 10)
}

async function writeRefused(
  needs: Needs,
  tx: Tx,
  occasion: Occasion,
  doubts: readonly Doubted[],
  now: Date,
): Promise<void> {
  const known = await rows.refusedReferences(
    tx,
    doubts.map(({ reference }) => reference),
  )
  for (const { reference, item, assessment } of doubts) {
    if (known.has(reference)) continue
    await needs.pipeline.executeIn(tx, systemCaller, {
      message: 'Create',
      table: 'gr_refusedattendance',
      internal: true,
      target: {
        name: item.email ?? item.registrantId ?? 'Unnamed record',
        eventid: occasion.eventId,
        sessionid: occasion.table === 'msevtmgt_session' ? occasion.id : null,
        reason: assessment.doubt,
        explanation: assessment.explanation,
        email: item.email?.slice(0, 320) ?? null,
        reference,
        record: JSON.stringify(item.raw ?? null).slice(0, 100_000),
        receivedon: now,
      },
    })
  }
}
