/** Whether a request has what an endpoint is registered with: for request bins. */
import type { Db } from '#database'
import { isRefusal } from '#errors'
import type { Vault } from '#vault'
import { Endpoint, type HttpTarget } from './endpoint.ts'
import { type EndpointRow, readEndpoints } from './registration-rows.ts'
import { type SigningKey, signatureHeaders } from './signatures/signing-key.ts'

export interface ReceivedWebhook {
  /** Endpoints whose URL is this address, or begins with it, are asked. */
  readonly address: string
  readonly receivedOn: Date
  /** Path and query as they came. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

export interface ReceivedCheck {
  readonly endpointId: string
  readonly endpointName: string
  readonly checks: readonly Finding[]
  /** Values in the request that are secrets of the endpoint; in the query as they are written. */
  readonly secretHeaders: readonly string[]
  readonly secretsInQuery: readonly string[]
}

interface Finding {
  readonly isRight: boolean
  readonly sentence: string
}

export interface CheckReceivedNeeds {
  readonly db: Db
  readonly vault: Pick<Vault, 'read'>
}

export async function checkReceived(
  needs: CheckReceivedNeeds,
  received: ReceivedWebhook,
): Promise<readonly ReceivedCheck[]> {
  const endpoints = (await readEndpoints(needs.db)).filter(({ url }) =>
    isFor(url, received.address),
  )
  return await Promise.all(endpoints.map((row) => check(needs, row, received)))
}

function isFor(url: string | null, address: string): boolean {
  if (url === null || !URL.canParse(url)) return false
  const { href } = new URL(url)
  const end = href[address.length]
  return href.startsWith(address) && (end === undefined || '/?#'.includes(end))
}

async function check(
  { db, vault }: CheckReceivedNeeds,
  row: EndpointRow,
  received: ReceivedWebhook,
): Promise<ReceivedCheck> {
  const endpoint = new Endpoint(row, vault)
  const head = { endpointId: endpoint.id, endpointName: endpoint.name }
  try {
    const target = await endpoint.target(db)
    const added = pairsAdded(row.url ?? '', target.url)
    return {
      ...head,
      checks: [
        checkAuthentication(target, added, received),
        ...(target.keys.length === 0 ? [] : [checkSignature(target, received)]),
      ],
      secretHeaders: Object.values(target.headers),
      secretsInQuery: added.map((pair) => pair.slice(pair.indexOf('=') + 1)),
    }
  } catch (error) {
    if (!isRefusal(error)) throw error
    const checks = [{ isRight: false, sentence: error.sentence }]
    return { ...head, checks, secretHeaders: [], secretsInQuery: [] }
  }
}

/** Pairs as they are written, so that the comparison does not depend on how they are read. */
function queryPairs(url: string): string[] {
  const at = url.indexOf('?')
  return at < 0 ? [] : url.slice(at + 1).split('&')
}

/** What authentication puts behind the query that is registered. */
function pairsAdded(registered: string, called: string): string[] {
  const own = queryPairs(new URL(registered).href)
  return queryPairs(called).slice(own.length)
}

function checkAuthentication(
  target: HttpTarget,
  added: readonly string[],
  { headers, target: requested }: ReceivedWebhook,
): Finding {
  const pairs = queryPairs(requested)
  const wrong = [
    ...Object.entries(target.headers)
      .filter(([key, value]) => !headers.some((each) => isHeader(each, key) && each[1] === value))
      .map(([key]) => `the header ${key}`),
    ...added
      .filter((pair) => !pairs.includes(pair))
      .map((pair) => `${pair.split('=')[0]} in the query`),
  ]
  if (wrong.length === 0) return { isRight: true, sentence: 'Authentication is as registered.' }
  return {
    isRight: false,
    sentence: `Authentication is not as registered: ${wrong.join(', ')} is missing or has another value.`,
  }
}

const isHeader = ([name]: readonly [string, string], key: string) => name.toLowerCase() === key

/** What readers of Standard Webhooks allow by default. */
const toleranceMs = 300_000

function checkSignature(
  { keys, earlierKeys, earlierUntil }: HttpTarget,
  { headers, body, receivedOn }: ReceivedWebhook,
): Finding {
  const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map(
    (part) => headers.find((each) => isHeader(each, `webhook-${part}`))?.[1],
  )
  if (id === undefined || timestamp === undefined || signature === undefined) {
    return { isRight: false, sentence: 'It is not signed, but the endpoint has a signing secret.' }
  }
  const at = new Date(Number(timestamp) * 1000)
  if (!(Math.abs(at.getTime() - receivedOn.getTime()) <= toleranceMs)) {
    return { isRight: false, sentence: 'The time of the signature is off by more than 5 minutes.' }
  }
  const valid: readonly SigningKey[] = earlierUntil > receivedOn ? [...keys, ...earlierKeys] : keys
  const text = new TextDecoder().decode(body)
  const expected = signatureHeaders(valid, id, at, text)['webhook-signature']?.split(' ') ?? []
  return signature.split(' ').some((each) => expected.includes(each))
    ? { isRight: true, sentence: 'The signature is right.' }
    : { isRight: false, sentence: 'The signature is of another secret or another body.' }
}
