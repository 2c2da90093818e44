import type { TablesOf } from '#database'
import { checkinTable } from './checkin-table.ts'
import {
  attendanceDecisionTable,
  refusedAttendanceTable,
  verdictChangeTable,
} from './verdict-tables.ts'

export const tables = {
  checkinTable,
  verdictChangeTable,
  refusedAttendanceTable,
  attendanceDecisionTable,
}

export type Tables = TablesOf<typeof tables>
