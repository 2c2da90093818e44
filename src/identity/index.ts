export {
  createIdentity,
  type FirstAdministrator,
  type Identity,
  type SignedIn,
} from './identity.ts'
export { mayDo, type Privilege } from './policy.ts'
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
