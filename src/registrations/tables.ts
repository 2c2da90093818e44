import type { TablesOf } from '#database'
import { eventregistrationTable, sessionregistrationTable } from './registration-tables.ts'

export const tables = {
  eventregistrationTable,
  sessionregistrationTable,
}

export type Tables = TablesOf<typeof tables>
