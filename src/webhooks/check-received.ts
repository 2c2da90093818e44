/** Whether a request has what an endpoint is registered with: for request bins. */
import type { Db } from '#database'
import type { Vault } from '#vault'
import {
  type Authorization,
  isHttpAuthentication,
  readAuthorization,
  withQuery,
} from './authorization.ts'
import { type EndpointRow, readEndpoints } from './registration-rows.ts'

export interface ReceivedWebhook {
  /** Endpoints whose URL is this address, or begins with it, are asked. */
  readonly address: string
  /** Path and query as they came. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

export interface ReceivedCheck {
  readonly endpointId: string
  readonly endpointName: string
  readonly checks: readonly { readonly isRight: boolean; readonly sentence: string }[]
  /** Values in the request that are secrets of the endpoint; in the query as they are written. */
  readonly secretHeaders: readonly string[]
  readonly secretsInQuery: readonly string[]
}

export interface CheckReceivedNeeds {
  readonly db: Db
  readonly vault: Pick<Vault, 'read'>
}

export async function checkReceived(
  { db, vault }: CheckReceivedNeeds,
  received: ReceivedWebhook,
): Promise<readonly ReceivedCheck[]> {
  const endpoints = (await readEndpoints(db)).filter(({ url }) => isFor(url, received.address))
  return await Promise.all(
    endpoints.map(async (row) => check(row, await readSecrets(db, vault, row), received)),
  )
}

function isFor(url: string | null, address: string): boolean {
  if (url === null || !URL.canParse(url)) return false
  const { href } = new URL(url)
  const end = href[address.length]
  return href.startsWith(address) && (end === undefined || '/?#'.includes(end))
}

async function readSecrets(
  db: Db,
  vault: Pick<Vault, 'read'>,
  { serviceendpointid, authtype }: EndpointRow,
): Promise<Authorization | undefined> {
  if (!isHttpAuthentication(authtype)) return undefined
  const address = { table: 'serviceendpoint', row: serviceendpointid, column: 'authvalue' }
  return readAuthorization(authtype, await vault.read(db, address))
}

function check(
  { serviceendpointid, name, url }: EndpointRow,
  secrets: Authorization | undefined,
  { headers, target }: ReceivedWebhook,
): ReceivedCheck {
  const head = { endpointId: serviceendpointid, endpointName: name }
  if (secrets === undefined || url === null) {
    return { ...head, checks: [], secretHeaders: [], secretsInQuery: [] }
  }
  const wrongHeaders = Object.entries(secrets.headers).filter(
    ([key, value]) => !headers.some((each) => each[0].toLowerCase() === key && each[1] === value),
  )
  const expected = new URL(withQuery(url, secrets.query))
  const pairs = queryPairs(target)
  const wrongQuery = queryPairs(expected.pathname + expected.search).filter(
    (pair) => !pairs.includes(pair),
  )
  return {
    ...head,
    checks: [
      verdict(
        wrongHeaders.map(([key]) => `the header ${key}`),
        wrongQuery.map((pair) => `${pair.split('=')[0]} in the query`),
      ),
    ],
    secretHeaders: Object.values(secrets.headers),
    secretsInQuery: secrets.query.map(([, value]) => encodeURIComponent(value)),
  }
}

/** Pairs as they are written, so that the comparison does not depend on how they are read. */
function queryPairs(target: string): string[] {
  const at = target.indexOf('?')
  return at < 0 ? [] : target.slice(at + 1).split('&')
}

function verdict(headers: readonly string[], query: readonly string[]) {
  const wrong = [...headers, ...query]
  if (wrong.length === 0) return { isRight: true, sentence: 'Authentication is as registered.' }
  return {
    isRight: false,
    sentence: `Authentication is not as registered: ${wrong.join(', ')} is missing or has another value.`,
  }
}
