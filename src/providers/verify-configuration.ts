import { withTransaction } from '#database'
import type { Caller, Values } from '#pipeline'
import { authenticationOf } from './authentication.ts'
import { authorized, serviceStatus } from './choices.ts'
import { type Configuration, requireConfiguration } from './configuration.ts'
import type { ServiceCheck, WebinarType } from './contract.ts'
import type { Needs } from './needs.ts'
import {
  connectAccount,
  definitionOf,
  missingCredentials,
  type OpenOptions,
  obstacleTo,
} from './open-account.ts'
import { requireRight } from './policy.ts'
import { checkedService } from './service-check.ts'
import { synchronizeWebinarTypes } from './synchronize-webinar-types.ts'
import { writeConfiguration } from './write-configuration.ts'

export interface VerifyRequest extends OpenOptions {
  readonly configurationId: string
}

interface Finding {
  readonly check: ServiceCheck
  /** Undefined: not asked, or not told. */
  readonly types: readonly WebinarType[] | undefined
}

/**
 * Asks the provider whether the account works, and writes what it says: provider service status,
 * message, webinar types. The result is never an error of the provider; that is what it tells.
 * @throws `not-found`, `not-allowed`, `account-inactive`, `provider-inactive`, `consent-missing`
 */
export async function verifyConfiguration(
  needs: Needs,
  caller: Caller,
  { configurationId, ...options }: VerifyRequest,
): Promise<ServiceCheck> {
  requireRight(caller, 'Update')
  const configuration = await requireConfiguration(needs.db, configurationId)
  const { check, types } = await find(needs, configuration, options)
  const after = await requireConfiguration(needs.db, configurationId)
  const changes = changesOf(needs, after, check)
  await withTransaction(needs.db, async (tx) => {
    if (Object.keys(changes).length > 0) {
      await writeConfiguration(needs, tx, caller, configurationId, changes)
    }
    if (types !== undefined) await synchronizeWebinarTypes(needs, tx, caller, after, types)
  })
  return check
}

async function find(
  needs: Needs,
  configuration: Configuration,
  options: OpenOptions,
): Promise<Finding> {
  const obstacle = await obstacleTo(needs, configuration)
  if (obstacle !== undefined && obstacle.code !== 'setting-missing') throw obstacle
  if (obstacle !== undefined)
    return unusable('unhealthy', `${obstacle.sentence} ${obstacle.advice}`)
  const off = await missingCredentials(needs, configuration)
  if (off !== undefined) return unusable('not-authenticated', `${off.sentence} ${off.advice}`)
  return await ask(needs, configuration, options)
}

const unusable = (status: ServiceCheck['status'], message: string): Finding => ({
  check: { status, message },
  types: undefined,
})

/** A service that is healthy but cannot list its webinar types is not healthy. */
async function ask(
  needs: Needs,
  configuration: Configuration,
  options: OpenOptions,
): Promise<Finding> {
  const { provider, definition } = await connectAccount(needs, configuration, options)
  let types: readonly WebinarType[] | undefined
  const check = await checkedService(async () => {
    const answer = await provider.check()
    const isWorthAsking = answer.status === 'healthy' && definition.capabilities.webinarTypes
    if (isWorthAsking) types = await provider.webinarTypes()
    return answer
  })
  return { check, types }
}

const statusOfCheck = {
  healthy: serviceStatus.healthy.value,
  'not-authenticated': serviceStatus.notAuthenticated.value,
  forbidden: serviceStatus.forbidden.value,
  unhealthy: serviceStatus.unhealthy.value,
} as const

/** Only what is new is written: a check that finds nothing new fires no steps and no webhooks. */
function changesOf(needs: Needs, configuration: Configuration, check: ServiceCheck): Values {
  const message = check.message.slice(0, 1000)
  const status = statusOfCheck[check.status]
  const isAuthorized = authorizedAfter(needs, configuration, check)
  return {
    ...(status === configuration.status ? {} : { msevtmgt_providerservicestatus: status }),
    ...(message === configuration.message ? {} : { msevtmgt_message: message }),
    ...(isAuthorized === configuration.authorized ? {} : { msevtmgt_authorized: isAuthorized }),
  }
}

/** Where nobody signs in, credentials count as authenticated when the provider accepts them. */
function authorizedAfter(
  needs: Needs,
  configuration: Configuration,
  { status }: ServiceCheck,
): number | undefined {
  const definition = definitionOf(needs, configuration)
  const signsIn = authenticationOf(definition, configuration.settings) === 'authorize'
  if (signsIn) return configuration.authorized
  if (status === 'unhealthy') return configuration.authorized
  return status === 'not-authenticated' ? authorized.no.value : authorized.yes.value
}
