/** What a person wants to see after an event: who, how long, which verdict, and why. */
import type { Db } from '#database'
import * as rows from './attendance-rows.ts'

export interface AttendanceReportOfEvent {
  readonly lines: readonly rows.ReportLine[]
  readonly refused: Awaited<ReturnType<typeof rows.refusedOf>>
}

export async function attendanceReport(db: Db, eventId: string): Promise<AttendanceReportOfEvent> {
  const [lines, refused] = await Promise.all([
    rows.reportLines(db, eventId),
    rows.refusedOf(db, eventId),
  ])
  return { lines, refused }
}

export interface EvidenceOfRegistration {
  /** All check-ins, also those that a later report corrected. */
  readonly evidence: readonly rows.CheckinRow[]
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
