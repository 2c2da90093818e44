export type { ActedFor, ActingFor } from './act-for.ts'
export type { ApiKeys, CreatedApiKey, NewApiKey } from './api-keys.ts'
export type { AccessToken, Applications, NewApplication, NewSecret } from './applications.ts'
export {
  createIdentity,
  type FirstAdministrator,
  type Identity,
  isAccessToken,
  type SignedIn,
} from './identity.ts'
export { onBehalfSteps } from './on-behalf-steps.ts'
export { mayAdministrate, mayDo, type Privilege } from './policy.ts'
export { type CredentialOperations, registerCredentialOperations } from './register-operations.ts'
export { relationships } from './relationships.ts'
export { tables } from './tables.ts'
export {
  organizationId,
  type RoleName,
  roleIds,
  rootBusinessUnitId,
  systemCaller,
  systemUserId,
} from './well-known.ts'
