import type { Execution, Values } from '#pipeline'
import type { Vault } from '#vault'
import { isHttpAuthentication, readAuthorization } from './authorization.ts'
import { authenticationType, contract } from './choices.ts'
import { isQueueContract } from './queue/broker-address.ts'
import { refuseQueue } from './queue/check-queue.ts'
import { readConnectionString } from './queue/credentials.ts'
import { pathIn } from './queue/queue-endpoint.ts'
import { refusals } from './refusals.ts'

/** Secret columns and the readable ones that say whether a value is kept. */
const flags = {
  authvalue: 'isauthvalueset',
  saskey: 'issaskeyset',
  sastoken: 'issastokenset',
} as const

/** Refuses endpoints that could never be called; notes which secrets they have. */
export async function settleEndpoint({ target, pre }: Execution): Promise<void> {
  for (const [secret, flag] of Object.entries(flags)) {
    if (Object.hasOwn(target, secret)) target[flag] = target[secret] !== null
  }
  const endpoint = { ...pre, ...target }
  if (isQueueContract(endpoint.contract)) return refuseQueue(endpoint)
  refuseContract(endpoint)
  refuseUrl(endpoint.url)
  refuseAuthentication(endpoint)
}

function refuseContract({ contract: number }: Values): void {
  if (number === undefined || number === contract.webhook.value) return
  const known = Object.values(contract).find(({ value }) => value === number)
  const found = known === undefined ? String(number) : `${known.value} (${known.label})`
  throw refusals['webhook-contract']({ contract: found }, { input: 'contract', found })
}

function refuseUrl(url: unknown): void {
  const problem = problemOf(url)
  if (problem !== undefined) throw refusals['webhook-url']({ problem }, { input: 'url' })
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
