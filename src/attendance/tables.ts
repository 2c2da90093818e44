import type { TablesOf } from '#database'
import { checkinTable } from './checkin-table.ts'

export const tables = {
  checkinTable,
}

export type Tables = TablesOf<typeof tables>
