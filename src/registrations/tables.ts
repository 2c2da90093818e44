import type { TablesOf } from '#database'
import { registrationanswerTable } from './answer-table.ts'
import { eventregistrationTable, sessionregistrationTable } from './registration-tables.ts'

export const tables = {
  eventregistrationTable,
  sessionregistrationTable,
  registrationanswerTable,
}

export type Tables = TablesOf<typeof tables>
