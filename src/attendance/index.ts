export { type Attendance, createAttendance } from './attendance.ts'
export type { CheckInInput } from './check-in.ts'
export { evidenceSource } from './choices.ts'
export type { KnownWebinar, WebinarDirectory } from './directory.ts'
export {
  type AttendanceReportOfEvent,
  attendanceReport,
  type EvidenceOfRegistration,
  evidenceOfRegistration,
} from './report.ts'
export { tables } from './tables.ts'
