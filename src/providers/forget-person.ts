import type { Caller } from '#pipeline'
import type { Needs } from './needs.ts'
import { openAccount } from './open-account.ts'
import { requireRight } from './policy.ts'
import { ProviderError } from './provider-error.ts'
import { refusals } from './refusals.ts'

export interface ForgetWish {
  readonly configurationId: string
  readonly email: string
}

/**
 * Has the provider erase what it keeps about an e-mail address in this account (GDPR, article 17).
 * The hub's own rows are another matter. Nobody by this address is no error.
 * @throws `not-allowed`, `cannot-forget`, `not-forgotten`, and what `openAccount` refuses
 */
export async function forgetPerson(
  needs: Needs,
  caller: Caller,
  { configurationId, email }: ForgetWish,
): Promise<void> {
  requireRight(caller, 'Update')
  requireRight(caller, 'Delete', 'contact')
  const { provider, configuration } = await openAccount(needs, configurationId)
  if (provider.forget === undefined) {
    throw refusals['cannot-forget']({ provider: configuration.provider.name })
  }
  try {
    await provider.forget(email)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    throw refusals['not-forgotten']({ message: error.message }, { cause: error })
  }
  needs.log.info({ configurationId, userId: caller.userId }, 'a provider has forgotten a person')
}
