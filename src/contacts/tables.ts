import type { TablesOf } from '#database'
import { accountTable } from './account-table.ts'
import { contactTable } from './contact-table.ts'

export const tables = {
  accountTable,
  contactTable,
}

export type Tables = TablesOf<typeof tables>
