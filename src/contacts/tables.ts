import type { TablesOf } from '#database'
import { accountTable } from './account-table.ts'
import { contactTable } from './contact-table.ts'
import { differentcontactsTable } from './different-table.ts'

export const tables = {
  accountTable,
  contactTable,
  differentcontactsTable,
}

export type Tables = TablesOf<typeof tables>
