/**
 * Calls to a Vatra server, as the description of the account spells them. Each has two halves:
 * `ask` builds and sends, `read…` checks and returns and is pure.
 */
import Type from 'typebox'
import { answerReader, type Exchange, unexpected } from '../answer.ts'
import type { Account } from '../contract.ts'
import { allPages } from '../pages.ts'
import { ProviderError } from '../provider-error.ts'
import { refuseErrors } from './errors.ts'
import { type CallName, type Calls, readSurface, type Surface } from './surface.ts'
import { fill, fillAddress, pick, type Values } from './template.ts'

export const providerId = 'vatra'

/** A server at the vendor, with everything that a call takes. */
export interface Server {
  readonly account: Account
  readonly surface: Surface
  readonly token: string
}

/** @throws ProviderError 'auth' without an API token, 'rejected' for a description that cannot be read */
export async function openServer(account: Account): Promise<Server> {
  const reading = readSurface(account.settings.surface)
  if (reading.kind === 'fault') {
    const message = `The description of the API takes ${reading.expected}.`
    throw new ProviderError('rejected', { provider: providerId, message })
  }
  const token = (await account.secret('gr_apitoken'))?.trim() ?? ''
  if (token !== '') return { account, surface: reading.surface, token }
  const message = 'There is no API token. Enter the one of your Vatra account.'
  throw new ProviderError('auth', { provider: providerId, message })
}

/** Completes "was asked to …". */
const acts: Readonly<Record<CallName, string>> = {
  account: 'tell about the account',
  find: 'find the webinar',
  create: 'create the webinar',
  read: 'tell about the webinar',
  update: 'change the webinar',
  delete: 'delete the webinar',
  participants: 'list the participants',
  recordings: 'list the recordings',
}

export async function ask<Name extends CallName>(
  { account, surface, token }: Server,
  name: Name,
  call: NonNullable<Calls[Name]>,
  values: Values,
): Promise<Exchange> {
  const { method, path, body } = call
  const { header, value } = surface.authorization
  const response = await account.request({
    method,
    url: account.baseUrl + fillAddress(path, values),
    headers: {
      accept: 'application/json',
      [header]: String(fill(value, { token })),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(fill(body, values)) }),
  })
  const service = URL.parse(account.baseUrl)?.host ?? account.baseUrl
  const receivedAt = account.clock.now()
  const act = acts[name]
  return { provider: providerId, service, act, sent: [token], response, receivedAt }
}

const readAny = answerReader(Type.Unknown())

/** A successful answer, as JSON. */
export function readAnswer(exchange: Exchange, { errors }: Surface): unknown {
  refuseErrors(exchange, errors)
  return readAny(exchange)
}

/** The id of a webinar goes into paths; dots alone would change the path. */
export function idAt(answer: unknown, field: string): string | undefined {
  const value = pick(answer, field)
  const id = typeof value === 'number' ? String(value) : value
  return typeof id === 'string' && /^(?!\.{1,2}$).{1,200}$/.test(id) ? id : undefined
}

export function readId(exchange: Exchange, surface: Surface, field: string): string {
  const id = idAt(readAnswer(exchange, surface), field)
  if (id !== undefined) return id
  throw unexpected(exchange, `no id at "${field}", where the description says that it is`)
}

/** One page of a list: its items, and where the next one begins. */
export function readPage(
  exchange: Exchange,
  surface: Surface,
  { list, next }: { readonly list: string; readonly next?: string },
): { readonly items: readonly unknown[]; readonly next: string | undefined } {
  const answer = readAnswer(exchange, surface)
  const items = pick(answer, list)
  if (!Array.isArray(items)) {
    const place = list === '' ? 'in the answer itself' : `at "${list}"`
    throw unexpected(exchange, `no list ${place}, where the description says that it is`)
  }
  const cursor = pick(answer, next)
  const isThere = (typeof cursor === 'string' && cursor !== '') || typeof cursor === 'number'
  return { items, next: isThere ? String(cursor) : undefined }
}

/** All items of a list that comes in pages. */
export async function allItems<Name extends 'find' | 'participants' | 'recordings'>(
  server: Server,
  name: Name,
  call: NonNullable<Calls[Name]>,
  values: Values,
): Promise<readonly unknown[]> {
  const pages = await allPages(providerId, async (cursor) =>
    readPage(await ask(server, name, call, { ...values, cursor }), server.surface, call),
  )
  return pages.flatMap(({ items }) => items)
}
