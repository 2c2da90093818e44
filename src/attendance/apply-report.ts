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
import type { AttendanceReport } from '#providers'
import * as rows from './attendance-rows.ts'
import { checkinType, evidenceSource } from './choices.ts'
import type { KnownWebinar, WebinarDirectory } from './directory.ts'
import { type Believed, type Doubted, sortItems } from './sort-items.ts'

interface Needs {
  readonly pipeline: Pipeline
  readonly directory: WebinarDirectory
}

export interface AppliedReport {
  readonly believed: number
  readonly doubted: number
  readonly superseded: number
}

export async function applyReport(
  needs: Needs,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  report: AttendanceReport,
  now: Date,
): Promise<AppliedReport> {
  const sorted = await sortItems(needs.directory, tx, occasion, webinar, report.items, now)
  const superseded = await writeEvidence(needs, tx, occasion, webinar, sorted.believed, now)
  await writeRefused(needs.pipeline, tx, occasion, sorted.doubted, now)
  return { believed: sorted.believed.length, doubted: sorted.doubted.length, superseded }
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
    requests.push(
      old === undefined
        ? creation(occasion, each, evidenceSource.providerReport)
        : supersession(old, null),
    )
  }
  // A report without one believable record has not come yet, or is garbage: it takes nothing back.
  const gone =
    believed.length === 0 ? [] : [...standing].filter(([reference]) => !said.has(reference))
  for (const [, { id }] of gone) requests.push(supersession(id, now))
  for (const request of requests) await needs.pipeline.executeIn(tx, systemCaller, request)
  return gone.length
}

/** A stay as a check-in. */
export function creation(
  occasion: Occasion,
  { reference, attendee, stay }: Omit<Believed, 'item'>,
  source: { readonly value: number; readonly label: string },
): Request {
  const isSession = occasion.table === 'msevtmgt_session'
  const minutes = stay.minutesOnly ?? minutesOf(stay.interval)
  return {
    message: 'Create',
    table: 'msevtmgt_checkin',
    internal: true,
    target: {
      msevtmgt_name: source.label,
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
      gr_source: source.value,
      gr_reference: reference,
    },
  }
}

export function supersession(id: string, at: Date | null): Request {
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

export async function writeRefused(
  pipeline: Pipeline,
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
    await pipeline.executeIn(tx, systemCaller, {
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
