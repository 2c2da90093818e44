import type { TablesOf } from '#database'
import { auditTable } from './audit/audit-table.ts'
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
import {
  externalIdentityTable,
  rolePrivilegeTable,
  signInFailureTable,
  singleSignOnTable,
} from './sign-in-tables.ts'
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
  signInFailureTable,
  singleSignOnTable,
  externalIdentityTable,
  rolePrivilegeTable,
  auditTable,
}

/** The many-to-many links, for joins. */
type IntersectTables = {
  systemuserroles: { systemuserid: string; roleid: string }
  teammembership: { teamid: string; systemuserid: string }
  teamroles: { teamid: string; roleid: string }
}

export type Tables = TablesOf<typeof tables> & IntersectTables
