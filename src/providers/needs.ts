import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Log } from '#log'
import type { Outbound } from '#outbound'
import type { Caller, Pipeline } from '#pipeline'
import type { Vault } from '#vault'
import type { ProviderDefinition } from './contract.ts'
import type { EndpointPace } from './endpoint-pace.ts'
import type { PacingTime, RateLimits } from './rate-limits.ts'

/** What the acts of this module work with; made once by `createProviders`. */
export interface Needs {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly vault: Vault
  readonly outbound: Outbound
  readonly clock: Clock
  readonly log: Log
  /** Where browsers reach the hub, without trailing slash. */
  readonly publicUrl: string
  /** In whose name the hub writes by itself. */
  readonly system: Caller
  readonly definitions: readonly ProviderDefinition[]
  readonly rateLimits: RateLimits
  readonly endpointPace: EndpointPace
  readonly pacingTime: PacingTime
}
