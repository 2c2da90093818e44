/**
 * Verify, step by step: the keys, then every call of the description that changes nothing. Calls
 * about a webinar are put to one that does not exist: a server that knows the call says so in the
 * form that the description promises; one that does not know the path says something else.
 */
import { sign, verify } from 'node:crypto'
import type { Account, CheckStep, ServiceCheck } from '../contract.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { statusByKind } from '../service-check.ts'
import { ask, openServer, readAnswer, readPage, type Server } from './client.ts'
import { errorIn } from './errors.ts'
import { readKeys } from './join-link.ts'
import type { CallName, Calls } from './surface.ts'
import { fillAddress, pick, type Values } from './template.ts'

interface Outcome extends CheckStep {
  /** Why it failed. */
  readonly kind?: ProviderErrorKind
  readonly accountName?: string
}

const probe: Values = { id: 'greenroom-check', key: 'greenroom-check' }

const changing: readonly CallName[] = ['create', 'update', 'delete']

export async function checkServer(account: Account): Promise<ServiceCheck> {
  const outcomes = [await attempt('keys', () => tryKeys(account))]
  const server = await openServer(account)
  const names = Object.keys(server.surface.calls) as CallName[]
  for (const name of names) {
    const isDown = outcomes.some(({ kind }) => kind === 'unavailable')
    if (isDown) outcomes.push(skipped(name, 'not tried, because the server does not answer'))
    else if (changing.includes(name)) outcomes.push(skipped(name, untried(server, name)))
    else outcomes.push(await attempt(name, () => tryCall(server, name)))
  }
  return summary(outcomes)
}

const skipped = (name: string, message: string): Outcome => ({ name, result: 'skipped', message })

function untried({ surface }: Server, name: CallName): string {
  const { method = '', path = '' } = surface.calls[name] ?? {}
  return `${method} ${path} was not tried: it would change something`
}

type Success = Pick<Outcome, 'message' | 'accountName'>

async function attempt(name: string, act: () => Promise<Success>): Promise<Outcome> {
  try {
    return { name, result: 'passed', ...(await act()) }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    return { name, result: 'failed', message: error.message, kind: error.kind }
  }
}

async function tryKeys(account: Account): Promise<Success> {
  const { publicKey, privateKey } = await readKeys(account)
  const nonce = Buffer.from(crypto.randomUUID())
  const isVerified = verify('sha256', nonce, publicKey, sign('sha256', nonce, privateKey))
  if (isVerified) return { message: 'what the private key signs, the public key verifies' }
  const message = 'The JWT public key does not verify what the JWT private key signs.'
  throw new ProviderError('auth', { provider: 'vatra', message })
}

async function tryCall(server: Server, name: CallName): Promise<Success> {
  const { calls } = server.surface
  if (name === 'account' && calls.account !== undefined)
    return await tryAccount(server, calls.account)
  if (name === 'read' && calls.read !== undefined) {
    return await tryAbout(server, name, calls.read, (exchange) => {
      readAnswer(exchange, server.surface)
    })
  }
  if (name !== 'find' && name !== 'participants' && name !== 'recordings') {
    throw new TypeError(`The call ${name} is not one that can be tried.`)
  }
  const call = calls[name]
  if (call === undefined) throw new TypeError(`The call ${name} is not described.`)
  return await tryAbout(server, name, call, (exchange) => {
    readPage(exchange, server.surface, call)
  })
}

async function tryAccount(server: Server, call: NonNullable<Calls['account']>): Promise<Success> {
  const answer = readAnswer(await ask(server, 'account', call, {}), server.surface)
  const name = pick(answer, call.answer.name)
  const address = `${call.method} ${call.path}`
  if (typeof name !== 'string') return { message: `${address} accepts the API token` }
  return { message: `${address} accepts the API token of ${name}`, accountName: name }
}

/** Statuses that tell of a made-up id, where a message comes with them. */
const refusalsOfProbe: readonly number[] = [400, 404, 410, 422]

async function tryAbout<Name extends CallName>(
  server: Server,
  name: Name,
  call: NonNullable<Calls[Name]>,
  read: (exchange: Awaited<ReturnType<typeof ask>>) => void,
): Promise<Success> {
  const exchange = await ask(server, name, call, probe)
  const address = `${call.method} ${fillAddress(call.path, probe)}`
  const { status } = exchange.response
  const { errors } = server.surface
  if (!refusalsOfProbe.includes(status)) {
    read(exchange)
    return { message: `${address} answers as described` }
  }
  if (errorIn(exchange, errors).message !== undefined) {
    return { message: `${address} says in the described form that there is no such webinar` }
  }
  throw new ProviderError('not-found', {
    provider: exchange.provider,
    status,
    message: `${exchange.service} answered (${status}) to ${address} without a message at "${errors.message}": the path is wrong, or errors are spelled otherwise. Correct the description of the API, or remove the call with null.`,
  })
}

/** Failures first: what does not fit into the message is cut off at its end. */
function summary(outcomes: readonly Outcome[]): ServiceCheck {
  const steps = outcomes.map(({ name, result, message }) => ({ name, result, message }))
  const failed = outcomes.filter(({ result }) => result === 'failed')
  const [first] = failed
  const told = [
    ...failed.map(({ name, message }) => `Step "${name}" failed: ${message}`),
    listed('Passed', outcomes, 'passed'),
    listed('Not tried', outcomes, 'skipped'),
  ].filter((part) => part !== '')
  const accountName = outcomes.find((each) => each.accountName !== undefined)?.accountName
  const opening = first === undefined ? ['Vatra is usable.'] : []
  return {
    status: first === undefined ? 'healthy' : statusByKind[first.kind ?? 'unexpected'],
    message: [...opening, ...told].join(' '),
    ...(accountName === undefined ? {} : { accountName }),
    steps,
  }
}

function listed(title: string, outcomes: readonly Outcome[], result: CheckStep['result']): string {
  const names = outcomes.filter((each) => each.result === result).map(({ name }) => name)
  return names.length === 0 ? '' : `${title}: ${names.join(', ')}.`
}
