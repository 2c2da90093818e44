import type { Db } from '#database'
import type { Execution, Values } from '#pipeline'
import type { Vault } from '#vault'
import { isHttpAuthentication, readAuthorization } from './authorization.ts'
import { authenticationType, contract } from './choices.ts'
import { isQueueContract } from './queue/broker-address.ts'
import { refuseQueue } from './queue/check-queue.ts'
import { readConnectionString } from './queue/credentials.ts'
import { pathIn } from './queue/queue-endpoint.ts'
import { refusals } from './refusals.ts'
import { findWaitingStep } from './step-rows.ts'

/** Secret columns and the readable ones that say whether a value is kept. */
const flags = {
  authvalue: 'isauthvalueset',
  saskey: 'issaskeyset',
  sastoken: 'issastokenset',
} as const

/** Refuses endpoints that could never be called; notes which secrets they have. */
export async function settleEndpoint(
  { target, pre, db, id }: Execution,
  ports: readonly number[] | undefined,
): Promise<void> {
  for (const [secret, flag] of Object.entries(flags)) {
    if (Object.hasOwn(target, secret)) target[flag] = target[secret] !== null
  }
  const endpoint = { ...pre, ...target }
  if (isQueueContract(endpoint.contract)) {
    refuseQueue(endpoint)
    refuseOptionsOfWebhooks(endpoint)
    if (pre !== undefined && !isQueueContract(pre.contract)) await refuseWaitingSteps(db, id)
    return
  }
  refuseContract(endpoint)
  refuseUrl(endpoint.url, ports)
  refuseAuthentication(endpoint)
}

function refuseContract({ contract: number }: Values): void {
  if (number === undefined || number === contract.webhook.value) return
  const known = Object.values(contract).find(({ value }) => value === number)
  const found = known === undefined ? String(number) : `${known.value} (${known.label})`
  throw refusals['webhook-contract']({ contract: found }, { input: 'contract', found })
}

/** What headers, the body of HTTP or its status codes carry. */
const optionsOfWebhooks = [
  'gr_disableongone',
  'gr_envelope',
  'gr_handshake',
  'gr_signature',
] as const

function refuseOptionsOfWebhooks(endpoint: Values): void {
  const option = optionsOfWebhooks.find((name) => (endpoint[name] ?? false) !== false)
  if (option !== undefined) throw refusals['option-of-webhooks']({ option }, { input: option })
}

async function refuseWaitingSteps(db: Db, id: string): Promise<void> {
  const step = await findWaitingStep(db, id)
  if (step === undefined) return
  throw refusals['endpoint-has-synchronous-steps']({ step }, { input: 'contract' })
}

function refuseUrl(url: unknown, ports: readonly number[] | undefined): void {
  const problem = problemOf(url)
  if (problem !== undefined) throw refusals['webhook-url']({ problem }, { input: 'url' })
  const { port, protocol } = new URL(String(url))
  const found = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  if (ports === undefined || ports.includes(found)) return
  const allowed = ports.join(', ')
  throw refusals['webhook-port']({ port: found, allowed }, { input: 'url', expected: allowed })
}

function problemOf(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.trim() === '') return 'there is none'
  const url = URL.parse(text)
  if (url === null) return 'it cannot be read'
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `it starts with ${url.protocol}`
  return url.username === '' && url.password === '' ? undefined : 'it holds a user name or password'
}

function refuseAuthentication({ authtype }: Values): void {
  if (isHttpAuthentication(authtype)) return
  const found = authtype === undefined || authtype === null ? 'none' : String(authtype)
  throw refusals['webhook-authentication']({ found }, { input: 'authtype', found })
}

/**
 * Steps do not see secrets, so their form is checked when they are in the vault, before the
 * transaction ends.
 */
export async function checkAuthorization(
  { tx, id, post }: Execution,
  vault: Pick<Vault, 'read'>,
): Promise<void> {
  const authtype = post?.authtype
  if (authtype === authenticationType.connectionString.value) {
    const address = { table: 'serviceendpoint', row: id, column: 'authvalue' }
    pathIn(readConnectionString(await vault.read(tx, address)), post?.path)
    return
  }
  if (!isHttpAuthentication(authtype)) return
  const address = { table: 'serviceendpoint', row: id, column: 'authvalue' }
  readAuthorization(authtype, await vault.read(tx, address))
}
