/** One visit at a service: what is sent, what comes, and what earlier checks have made there. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, systemClock } from '#clock'
import { isOutboundFailure, type Outbound } from '#outbound'

export interface Visitor {
  readonly url: string
  /** A bearer token of the service. */
  readonly token?: string | undefined
  /** A sign-in that a person has just done: gives the token, and lets revocation be checked. */
  readonly signIn?: SignIn | undefined
  /** A webinar that people attended, so that records of attendance can be checked. */
  readonly attended?: string | undefined
  /** How many people are registered; more than one page shows whether pages work. Default 5. */
  readonly registrations?: number
  /** The slowest answer that is good, in milliseconds. Default 5000. */
  readonly slowestMs?: number
  /** How long a pending webinar is waited for, in milliseconds. Default 60,000. */
  readonly patienceMs?: number
}

export interface SignIn {
  readonly code: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
}

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the base address. */
  readonly path: string
  readonly body?: unknown
  readonly key?: string
  /** Default: the token of the visit; null: none. */
  readonly token?: string | null
}

export interface Exchange {
  readonly method: string
  readonly path: string
  readonly sent: string
  readonly answer: Answer | undefined
  /** Why there is no answer. */
  readonly failure: string | undefined
  /** Made of no secrets: can be shown. */
  readonly shown: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly durationMs: number
}

export interface MadeRegistration {
  readonly id: string
  readonly key: string
  readonly joinUrl: string
  readonly person: Readonly<Record<string, string>>
  readonly at: Date
}

export interface Visit {
  readonly visitor: Visitor
  readonly clock: Clock
  readonly exchanges: Exchange[]
  readonly secrets: Set<string>
  call(question: Question): Promise<Exchange>
  token: string | undefined
  refreshToken: string | undefined
  /** The trial webinar, once it is created, and the key it was made under. */
  webinarId: string | undefined
  readonly webinarKey: string
  /** Everything to be deleted at the end. */
  readonly made: Set<string>
  readonly registrations: MadeRegistration[]
}

/** Hubs call at most 100 times a minute; so do we, once the first minute's worth is used up. */
const freeCalls = 90
const spacingMs = 650
const longestWaitSeconds = 120
const attempts = 3

export function startVisit(outbound: Outbound, visitor: Visitor): Visit {
  const exchanges: Exchange[] = []
  const given = [visitor.token, visitor.signIn?.code, visitor.signIn?.clientSecret]
  const visit: Visit = {
    visitor,
    clock: systemClock,
    exchanges,
    secrets: new Set(given.filter((each) => each !== undefined && each !== '')) as Set<string>,
    token: visitor.token,
    refreshToken: undefined,
    webinarId: undefined,
    webinarKey: randomUUID(),
    made: new Set(),
    registrations: [],
    call: (question) => callPatiently(outbound, visit, question),
  }
  return visit
}

/** Waits as it is asked to with 429, as a hub would. */
async function callPatiently(
  outbound: Outbound,
  visit: Visit,
  question: Question,
): Promise<Exchange> {
  for (let attempt = 1; ; attempt += 1) {
    if (visit.exchanges.length > freeCalls) await sleep(spacingMs)
    const exchange = await callOnce(outbound, visit, question)
    visit.exchanges.push(exchange)
    if (exchange.answer?.status !== 429 || attempt === attempts) return exchange
    const seconds = Number(exchange.answer.headers['retry-after'] ?? 1)
    if (!(seconds <= longestWaitSeconds)) return exchange
    await sleep(seconds * 1000)
  }
}

async function callOnce(outbound: Outbound, visit: Visit, question: Question): Promise<Exchange> {
  const { method, path } = question
  const token = question.token === undefined ? visit.token : question.token
  const body = question.body === undefined ? undefined : JSON.stringify(question.body)
  const headers: Record<string, string> = { accept: 'application/json' }
  if (typeof token === 'string') headers.authorization = `Bearer ${token}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (question.key !== undefined) headers['idempotency-key'] = question.key
  const sent = sentText(question, headers, body)
  const common = { method, path, sent }
  try {
    const url = `${visit.visitor.url}${path}`
    const timeoutMs = Math.max(30_000, 2 * (visit.visitor.slowestMs ?? 0))
    const response = await outbound.request({
      method,
      url,
      headers,
      timeoutMs,
      ...(body === undefined ? {} : { body }),
    })
    const { status, durationMs } = response
    const answer = { status, headers: response.headers, text: response.text(), durationMs }
    return { ...common, answer, failure: undefined, shown: answerText(answer) }
  } catch (error) {
    if (!isOutboundFailure(error)) throw error
    return { ...common, answer: undefined, failure: error.message, shown: error.message }
  }
}

function sentText(
  { method, path }: Question,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${path}`, ...lines, ...(body === undefined ? [] : ['', body])].join('\n')
}

const shownHeaders = [
  'content-type',
  'retry-after',
  'www-authenticate',
  'location',
  'cache-control',
]

function answerText({ status, headers, text, durationMs }: Answer): string {
  const lines = shownHeaders.flatMap((name) =>
    headers[name] === undefined ? [] : [`${name}: ${headers[name]}`],
  )
  const shown = text.length > 600 ? `${text.slice(0, 600)} …` : text
  return [
    `${status} after ${Math.round(durationMs)} ms`,
    ...lines,
    ...(text === '' ? [] : ['', shown]),
  ].join('\n')
}

/** The same text without the tokens, codes and client secret of this visit. */
export function withoutSecrets({ secrets }: Visit, text: string): string {
  let shown = text
  for (const secret of secrets) shown = shown.replaceAll(secret, '(secret)')
  return shown
}

export async function pause(milliseconds: number): Promise<void> {
  await sleep(milliseconds)
}
