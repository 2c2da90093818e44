/** What a person wants to see after an event: who, when, how long, which verdict, and why. */
import type { Interval } from '#calendar'
import type { Clock } from '#clock'
import type { Db } from '#database'
import { type Occasion, readOccasion } from '#events'
import { thresholdOf } from './attendance-rows.ts'
import { evidenceSource } from './choices.ts'
import { requiredMinutesOf, type Threshold } from './decide-verdict.ts'
import { readOccurrences } from './occurrences.ts'
import { refusals } from './refusals.ts'
import { type RefusedRow, refusedOf } from './refused-rows.ts'
import * as rows from './report-rows.ts'
import { type UnmatchedPerson, unmatchedPeople } from './unmatched-people.ts'

export interface ReportScope {
  readonly eventId: string
  /** Of one session instead of the whole event. */
  readonly sessionId?: string
}

export interface ReportRequest extends rows.ReportFilter {
  /** From 1. */
  readonly page: number
  readonly pageSize: number
}

export interface ReportedPerson extends rows.ReportLine {
  /**
   * Standing evidence but clicks, in order of time, waits at the door among them; one without times
   * has only minutes or nothing.
   */
  readonly stays: readonly Omit<rows.StayRow, 'registrationId'>[]
  /** When the join link was opened. */
  readonly clicks: readonly Date[]
}

export interface AttendanceReportOfEvent {
  readonly occasion: Occasion
  /** Planned: one stretch, or the dates of a series that have begun. */
  readonly planned: readonly Interval[]
  /** From the first join to the last leave; undefined: no provider told any. */
  readonly real: Interval | undefined
  readonly threshold: Threshold
  readonly requiredMinutes: number
  readonly counts: rows.ReportCounts
  readonly lines: readonly ReportedPerson[]
  /** Unmatched people about whom nobody has decided. */
  readonly open: number
}

type Needs = { readonly db: Db; readonly clock: Clock }

export async function attendanceReport(
  { db, clock }: Needs,
  scope: ReportScope,
  request: ReportRequest,
): Promise<AttendanceReportOfEvent> {
  const occasion = await occasionOf(db, scope)
  const window = { skip: (request.page - 1) * request.pageSize, take: request.pageSize }
  const [times, real, threshold, counts, lines, people] = await Promise.all([
    readOccurrences(db, occasion, clock.now()),
    rows.realTimes(db, occasion),
    thresholdOf(db, occasion.eventId),
    rows.reportCounts(db, occasion, request),
    rows.reportPage(db, occasion, request, window),
    unmatchedPeople(db, occasion),
  ])
  return {
    occasion,
    planned: times.begun,
    real: real.from === null || real.to === null ? undefined : { from: real.from, to: real.to },
    threshold,
    requiredMinutes: requiredMinutesOf({ threshold, occurrences: times.begun }),
    counts,
    lines: await withStays(db, occasion, lines),
    open: people.filter(({ state }) => state === 'open').length,
  }
}

async function withStays(
  db: Db,
  occasion: Occasion,
  lines: readonly rows.ReportLine[],
): Promise<ReportedPerson[]> {
  const ids = lines.map(({ registrationId }) => registrationId)
  const stays = Map.groupBy(await rows.staysOf(db, occasion, ids), (row) => row.registrationId)
  const isClick = ({ source }: rows.StayRow) => source === evidenceSource.joinLink.value
  return lines.map((line) => {
    const own = stays.get(line.registrationId) ?? []
    return {
      ...line,
      stays: own.filter((row) => !isClick(row)).map(({ registrationId: _own, ...stay }) => stay),
      clicks: own.filter(isClick).flatMap(({ from }) => from ?? []),
    }
  })
}

/** So many lines at a time, so that a report of 100,000 people needs no more memory than a short one. */
const pieceSize = 500

/** The whole report in pieces, in the order of its pages. */
export async function* wholeReport(
  db: Db,
  scope: ReportScope,
  filter: rows.ReportFilter,
): AsyncGenerator<readonly ReportedPerson[]> {
  const occasion = await occasionOf(db, scope)
  const ids = await rows.reportOrder(db, occasion, filter)
  for (let at = 0; at < ids.length; at += pieceSize) {
    const lines = await rows.linesById(db, occasion, ids.slice(at, at + pieceSize))
    yield await withStays(db, occasion, lines)
  }
}

/** @throws 'attendance-of-unknown-event' */
export async function occasionOf(db: Db, { eventId, sessionId }: ReportScope): Promise<Occasion> {
  const occasion =
    sessionId === undefined
      ? await readOccasion(db, 'msevtmgt_event', eventId)
      : await readOccasion(db, 'msevtmgt_session', sessionId)
  if (occasion?.eventId === eventId) return occasion
  throw refusals['attendance-of-unknown-event']({ id: sessionId ?? eventId })
}

export interface DoubtedRecords {
  readonly people: readonly UnmatchedPerson[]
  /** Records that cannot count whoever they are about, newest first, at most 500. */
  readonly refused: readonly RefusedRow[]
}

export async function doubtedRecords(db: Db, scope: ReportScope): Promise<DoubtedRecords> {
  const occasion = await occasionOf(db, scope)
  const [people, refused] = await Promise.all([
    unmatchedPeople(db, occasion),
    refusedOf(db, occasion),
  ])
  return { people, refused }
}

export interface EvidenceOfRegistration {
  /** All check-ins, also those that a later report or a person superseded. */
  readonly evidence: Awaited<ReturnType<typeof rows.evidenceOf>>
  /** Every decision, oldest first. */
  readonly history: Awaited<ReturnType<typeof rows.verdictHistory>>
}

export async function evidenceOfRegistration(
  db: Db,
  registrationId: string,
): Promise<EvidenceOfRegistration> {
  const [evidence, history] = await Promise.all([
    rows.evidenceOf(db, registrationId),
    rows.verdictHistory(db, registrationId),
  ])
  return { evidence, history }
}
