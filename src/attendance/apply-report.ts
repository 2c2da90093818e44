/**
 * Turns one provider report into evidence. Believed records become check-ins under a reference
 * made of what they say; records of an earlier report that are missing now were corrected and are
 * marked superseded by what took their place, never deleted or written over. Doubted ones are kept as
 * refused records.
 */
import { randomUUID } from 'node:crypto'
import type { Interval } from '#calendar'
import type { Tx } from '#database'
import type { Occasion } from '#events'
import { systemCaller } from '#identity'
import type { Pipeline, Request } from '#pipeline'
import type { AttendanceReport } from '#providers'
import * as rows from './attendance-rows.ts'
import { checkinType, evidenceSource } from './choices.ts'
import type { KnownWebinar, WebinarDirectory } from './directory.ts'
import { recordText } from './kept-stay.ts'
import { firstReference, standingAgain } from './reference.ts'
import { type Believed, sortItems } from './sort-items.ts'
import { writeRefused } from './write-refused.ts'

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
  const source = evidenceSource.providerReport
  await writeRefused(needs.pipeline, tx, { occasion, webinar, source, now }, sorted.doubted, {
    // An empty report takes nothing back.
    isWhole: report.items.length > 0,
  })
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
  const reported = await rows.reportedEvidence(tx, webinar.id, occasion.eventId)
  const earlier = Map.groupBy(reported, (row) =>
    keyOf(row.registrationId, firstReference(row.reference)),
  )
  const isStanding = (key: string) => earlier.get(key)?.some(({ stands }) => stands) === true
  const said = new Set<string>()
  const created = new Map<string, string>()
  const requests: Request[] = []
  for (const each of believed) {
    const { registrationId } = each.attendee
    const key = keyOf(registrationId, each.reference)
    if (said.has(key)) continue
    said.add(key)
    if (isStanding(key)) continue
    const id = randomUUID()
    created.set(stayOf(registrationId, each.stay.interval?.from), id)
    const reference = standingAgain(each.reference, (earlier.get(key)?.length ?? 0) + 1)
    requests.push(creation(occasion, { ...each, reference, id }, evidenceSource.providerReport))
  }
  // A report without one believable record has not come yet, or is garbage: it takes nothing back.
  const gone = believed.length === 0 ? [] : reported.filter((row) => row.stands && !wasSaid(row))
  for (const { id, registrationId, from } of gone) {
    requests.push(supersession(id, now, created.get(stayOf(registrationId, from))))
  }
  for (const request of requests) await needs.pipeline.executeIn(tx, systemCaller, request)
  return gone.length

  function wasSaid({ registrationId, reference }: rows.ReportedEvidence): boolean {
    return said.has(keyOf(registrationId, firstReference(reference)))
  }
}

const keyOf = (registrationId: string, reference: string) => `${registrationId} ${reference}`

/** A stay is the same one, whatever else is corrected, if the same person began it then. */
const stayOf = (registrationId: string, from: Date | undefined) =>
  `${registrationId} ${from?.getTime() ?? 'untimed'}`

type NewEvidence = Pick<Believed, 'reference' | 'attendee' | 'item' | 'stay' | 'personKey'> & {
  readonly id?: string
  readonly reason?: string
}

/** A stay as a check-in, with the record it was told by. */
export function creation(
  occasion: Occasion,
  { id, reference, attendee, stay, item, personKey, reason }: NewEvidence,
  source: { readonly value: number; readonly label: string },
): Request {
  const isSession = occasion.table === 'msevtmgt_session'
  const isWaiting = item.inWaitingRoom === true
  // Clients add these up: who waited has seen nothing.
  const minutes = isWaiting ? undefined : (stay.minutesOnly ?? minutesOf(stay.interval))
  return {
    message: 'Create',
    table: 'msevtmgt_checkin',
    ...(id === undefined ? {} : { id }),
    internal: true,
    target: {
      msevtmgt_name: isWaiting ? 'Waiting room' : source.label,
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
      ...(isWaiting ? { gr_isinwaitingroom: true } : {}),
      gr_reference: reference,
      gr_reason: reason ?? null,
      gr_record: recordText(item.raw),
      gr_personkey: personKey ?? null,
    },
  }
}

export function supersession(id: string, at: Date, by?: string): Request {
  return {
    message: 'Update',
    table: 'msevtmgt_checkin',
    id,
    internal: true,
    target: { gr_supersededon: at, gr_supersededby: by ?? null },
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
