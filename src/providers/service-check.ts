import type { ServiceCheck } from './contract.ts'
import { ProviderError, type ProviderErrorKind } from './provider-error.ts'

/** What the failure of a check says about the account ("Provider service status"). */
export const statusByKind: Readonly<Record<ProviderErrorKind, ServiceCheck['status']>> = {
  auth: 'not-authenticated',
  scope: 'forbidden',
  'rate-limited': 'unhealthy',
  'not-found': 'unhealthy',
  rejected: 'unhealthy',
  unavailable: 'unhealthy',
  unexpected: 'unhealthy',
}

/** Runs a check; a ProviderError becomes its result, any other error is thrown on. */
export async function checkedService(check: () => Promise<ServiceCheck>): Promise<ServiceCheck> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    return { status: statusByKind[error.kind], message: error.message }
  }
}
