import type { TablesOf } from '#database'
import { checkinTable } from './checkin-table.ts'
import { refusedAttendanceTable, verdictChangeTable } from './verdict-tables.ts'

export const tables = { checkinTable, verdictChangeTable, refusedAttendanceTable }

export type Tables = TablesOf<typeof tables>
