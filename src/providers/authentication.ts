import type { Authentication, ProviderDefinition } from './contract.ts'

/** How the account with these settings signs in. */
export function authenticationOf(
  { auth }: Pick<ProviderDefinition, 'auth'>,
  settings: Readonly<Record<string, string>>,
): Authentication {
  return typeof auth === 'function' ? auth(settings) : auth
}
