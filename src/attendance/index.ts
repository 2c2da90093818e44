export { type Attendance, createAttendance } from './attendance.ts'
export type { CheckInInput } from './check-in.ts'
export { attendanceDecision, evidenceSource } from './choices.ts'
export type { PersonDecision } from './decide-person.ts'
export type { KnownWebinar, WebinarDirectory } from './directory.ts'
export {
  type AttendanceReportOfEvent,
  attendanceReport,
  type DoubtedRecords,
  doubtedRecords,
  type EvidenceOfRegistration,
  evidenceOfRegistration,
  type ReportedPerson,
  type ReportScope,
  wholeReport,
} from './report.ts'
export type { ReportFilter } from './report-rows.ts'
export { tables } from './tables.ts'
export type { UnmatchedPerson } from './unmatched-people.ts'
