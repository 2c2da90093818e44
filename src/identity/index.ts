export type { ActedFor, ActingFor } from './act-for.ts'
export type { ApiKeys, CreatedApiKey, NewApiKey } from './api-keys.ts'
export type { AccessToken, Applications, NewApplication, NewSecret } from './applications.ts'
export type { Audit, AuditFilter, AuditPage, AuditRow } from './audit/audit.ts'
export type { AuditChange, RecordNames } from './audit/audit-shapes.ts'
export { auditSteps } from './audit/audit-steps.ts'
export { forgetAuditJob, forgetAuditSchedule } from './audit/forget-audit.ts'
export { refuseForeignPage, sessionCookie } from './browser-session.ts'
export {
  createIdentity,
  type FirstAdministrator,
  type Identity,
  isAccessToken,
} from './identity.ts'
export { onBehalfSteps } from './on-behalf-steps.ts'
export { mayDoWith } from './own-rows.ts'
export type { Named, Rights, Role, RoleTable, TeamRow } from './people-shapes.ts'
export { type Extent, extentOf, mayAdministrate, mayDo, type Privilege } from './policy.ts'
export { type CredentialOperations, registerCredentialOperations } from './register-operations.ts'
export { relationships } from './relationships.ts'
export { accountLetterJob } from './sign-in/account-letters.ts'
export type { PasswordLink } from './sign-in/password-link.ts'
export type { Session, SignedIn } from './sign-in/sessions.ts'
export type { SingleSignOn, SingleSignOnAnswer } from './sign-in/single-sign-on.ts'
export { identitySteps } from './steps.ts'
export { tables } from './tables.ts'
export type { UserRow } from './user-rows.ts'
export type { Invited, UserChange } from './users.ts'
export {
  organizationId,
  type RoleName,
  roleIds,
  rootBusinessUnitId,
  systemCaller,
  systemUserId,
} from './well-known.ts'
