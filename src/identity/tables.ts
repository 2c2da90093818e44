import type { TablesOf } from '#database'
import {
  accessTokenTable,
  apiKeyTable,
  applicationSecretTable,
  applicationTable,
  passwordTable,
  signInLinkTable,
  signInSessionTable,
} from './credential-tables.ts'
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
  apiKeyTable,
  signInLinkTable,
  signInSessionTable,
  passwordTable,
  applicationTable,
  applicationSecretTable,
  accessTokenTable,
}

/** The many-to-many link of users and roles, for joins. */
type IntersectTables = {
  systemuserroles: { systemuserid: string; roleid: string }
}

export type Tables = TablesOf<typeof tables> & IntersectTables
