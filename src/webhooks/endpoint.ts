import type { Db } from '#database'
import { isRefusal } from '#errors'
import type { Vault } from '#vault'
import {
  type Authorization,
  isHttpAuthentication,
  readAuthorization,
  withQuery,
} from './authorization.ts'
import { deliveryRefusals } from './delivery-refusals.ts'
import { type EndpointOptions, readOptions } from './endpoint-options.ts'
import { isQueueContract } from './queue/broker-address.ts'
import { QueueEndpoint } from './queue/queue-endpoint.ts'
import type { EndpointRow } from './registration-rows.ts'
import { currentSecret, earlierSecret, type SecretPlace } from './signatures/secret-places.ts'
import { readSigningSecret, type SigningKey } from './signatures/signing-key.ts'

/** Where an endpoint is called, and by what it recognises the hub. Holds secrets: never logged. */
export interface HttpTarget {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Deliveries are signed with all of these, and with the earlier ones until they expire. */
  readonly keys: readonly SigningKey[]
  readonly earlierKeys: readonly SigningKey[]
  readonly earlierUntil: Date
}

const noKeys = { keys: [], earlierKeys: [], earlierUntil: new Date(0) } as const

/** One version of a registered endpoint. */
export class Endpoint {
  readonly id: string
  readonly name: string
  readonly version: number
  /** For showing: without query, which may hold keys. */
  readonly url: string
  /** Where messages go to a broker instead of a URL. */
  readonly queue: QueueEndpoint | undefined
  /** Undefined where it is to be called as Dataverse would. */
  readonly options: EndpointOptions | undefined
  readonly #row: EndpointRow
  readonly #vault: Pick<Vault, 'read'>
  #target: Promise<HttpTarget> | undefined

  constructor(row: EndpointRow, vault: Pick<Vault, 'read'>) {
    this.id = row.serviceendpointid
    this.name = row.name
    this.version = row.versionnumber
    this.url = (row.url ?? '').replace(/[?#].*$/s, '')
    this.queue = isQueueContract(row.contract) ? new QueueEndpoint(row, vault) : undefined
    this.options = readOptions(row)
    this.#row = row
    this.#vault = vault
  }

  /**
   * Read once per version and process: unsealing a secret takes a statement, and thousands of
   * deliveries a second use the same one.
   * @throws the refusals `endpoint-…` where it cannot be called as it is registered
   */
  async target(db: Db): Promise<HttpTarget> {
    this.#target ??= this.#readTarget(db)
    try {
      return await this.#target
    } catch (error) {
      this.#target = undefined
      throw error
    }
  }

  async #readTarget(db: Db): Promise<HttpTarget> {
    const { url, authtype } = this.#row
    if (url === null || !URL.canParse(url)) throw this.#notCallable('its URL cannot be read')
    if (!isHttpAuthentication(authtype)) throw this.#notCallable('its authentication is unknown')
    const address = { table: 'serviceendpoint', row: this.id, column: 'authvalue' }
    const value = await this.#vault.read(db, address)
    const { headers, query } = this.#refusing(() => readAuthorization(authtype, value))
    const keys = this.options?.isSigned === true ? await this.#readKeys(db) : noKeys
    return { url: withQuery(url, query), headers, ...keys }
  }

  async #readKeys(db: Db): Promise<Pick<HttpTarget, 'keys' | 'earlierKeys' | 'earlierUntil'>> {
    const current = await this.#readKey(db, currentSecret(this.id))
    if (current === undefined) throw this.#notCallable('its signing secret cannot be read')
    const until = this.options?.earlierSecretUntil
    if (until === undefined) return { ...noKeys, keys: [current] }
    const earlier = await this.#readKey(db, earlierSecret(this.id))
    return {
      keys: [current],
      earlierKeys: earlier === undefined ? [] : [earlier],
      earlierUntil: until,
    }
  }

  async #readKey(db: Db, place: SecretPlace): Promise<SigningKey | undefined> {
    const secret = await this.#vault.read(db, place)
    return secret === undefined ? undefined : readSigningSecret(secret)
  }

  #notCallable(problem: string) {
    return deliveryRefusals['endpoint-not-reached']({ endpoint: this.name, problem: `${problem}.` })
  }

  /** What cannot be put into a request fails with the code of the delivery. */
  #refusing(read: () => Authorization): Authorization {
    try {
      return read()
    } catch (cause) {
      const values = { endpoint: this.name }
      if (isRefusal(cause, 'webhook-headers')) {
        throw deliveryRefusals['endpoint-headers'](values, { cause })
      }
      if (isRefusal(cause)) throw deliveryRefusals['endpoint-query'](values, { cause })
      throw cause
    }
  }
}
