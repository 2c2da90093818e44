import type { TablesOf } from '#database'
import {
  businessunitTable,
  organizationTable,
  transactioncurrencyTable,
} from './organization-tables.ts'
import { roleTable, systemuserTable, teamTable } from './user-tables.ts'

export const tables = {
  organizationTable,
  transactioncurrencyTable,
  businessunitTable,
  systemuserTable,
  teamTable,
  roleTable,
}

export type Tables = TablesOf<typeof tables>
