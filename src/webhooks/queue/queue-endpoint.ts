/** One version of an endpoint whose messages go to a broker. */
import type { Db } from '#database'
import type { Vault } from '#vault'
import { authenticationType, messageFormat, userClaim } from '../choices.ts'
import type { EndpointRow } from '../registration-rows.ts'
import { addressOf, type BrokerAddress } from './broker-address.ts'
import { type ConnectionString, type Credentials, readConnectionString } from './credentials.ts'
import { registrationRefusals } from './refusals.ts'

/** Holds secrets: never logged. */
export interface QueueTarget {
  readonly address: BrokerAddress
  readonly credentials: Credentials
  /** Where messages are sent: the name of a queue, topic or hub. */
  readonly path: string
}

type Secret = 'saskey' | 'sastoken' | 'authvalue'

export class QueueEndpoint {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly format: 'json' | 'xml'
  /** Which claims about the user go with a message, beside both ids. */
  readonly claims: 'none' | 'id' | 'person'
  readonly #row: EndpointRow
  readonly #vault: Pick<Vault, 'read'>

  constructor(row: EndpointRow, vault: Pick<Vault, 'read'>) {
    this.id = row.serviceendpointid
    this.name = row.name
    this.version = row.versionnumber
    this.format = row.messageformat === messageFormat.textXml.value ? 'xml' : 'json'
    this.claims = claimsOf(row.userclaim)
    this.#row = row
    this.#vault = vault
  }

  /** @throws the refusals `queue-…` of registrations, where a row came around their checks */
  async target(db: Db): Promise<QueueTarget> {
    const { authtype } = this.#row
    if (authtype === authenticationType.connectionString.value) return await this.#ofString(db)
    const address = addressOf(this.#row)
    const credentials = await this.#credentials(db)
    return { address, credentials, path: pathOf(this.#row.path) }
  }

  async #ofString(db: Db): Promise<QueueTarget> {
    const read = readConnectionString(await this.#secret(db, 'authvalue'))
    const { address, credentials } = read
    return { address, credentials, path: pathIn(read, this.#row.path) }
  }

  async #credentials(db: Db): Promise<Credentials> {
    const { authtype, saskeyname } = this.#row
    if (authtype === authenticationType.sasToken.value) {
      return { kind: 'token', token: (await this.#secret(db, 'sastoken')) ?? '' }
    }
    const password = (await this.#secret(db, 'saskey')) ?? ''
    return { kind: 'password', user: saskeyname ?? '', password }
  }

  async #secret(db: Db, column: Secret): Promise<string | undefined> {
    return await this.#vault.read(db, { table: 'serviceendpoint', row: this.id, column })
  }
}

function claimsOf(value: number | null): QueueEndpoint['claims'] {
  if (value === userClaim.userInfo.value) return 'person'
  return value === userClaim.userId.value ? 'id' : 'none'
}

/** The column, else what the connection string says. */
export function pathIn({ path }: ConnectionString, column: unknown): string {
  return pathOf(typeof column === 'string' && column.trim() !== '' ? column : path)
}

function pathOf(path: string | null | undefined): string {
  if (path === null || path === undefined || path.trim() === '') {
    throw registrationRefusals['queue-path']({}, { input: 'path' })
  }
  return path.trim()
}
