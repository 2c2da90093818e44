/**
 * `verify-provider URL`: calls a service as the hub does and grades what it finds, for vendors who
 * implement the Webinar Extension API. It makes one webinar with two registrations and deletes it.
 */
import { randomUUID } from 'node:crypto'
import { systemClock } from '#clock'
import { silentLog } from '#log'
import { createOutbound, type Outbound } from '#outbound'
import {
  type Account,
  findDefinition,
  type Provider,
  ProviderError,
  providerDefinitions,
  type RegistrantPlan,
  type Webinar,
  type WebinarPlan,
} from '#providers'

export interface Verification {
  readonly url: string
  /** A bearer token of the service; without one only what is open can be checked. */
  readonly token: string | undefined
}

export interface Finding {
  readonly id: string
  readonly promise: string
  readonly outcome: 'kept' | 'broken' | 'not checked'
  /** What was found, where it is not what was promised. */
  readonly found?: string
}

export interface Report {
  readonly url: string
  readonly findings: readonly Finding[]
  /** Promises kept, of those that could be checked, in percent. */
  readonly score: number
  readonly grade: 'A' | 'B' | 'C' | 'D' | 'F'
}

interface Visit {
  readonly provider: Provider
  readonly outbound: Outbound
  readonly url: string
  readonly token: string | undefined
  readonly plan: WebinarPlan
  /** What earlier checks made. */
  webinar?: Webinar
  registrantId?: string
}

interface Check {
  readonly id: string
  readonly promise: string
  readonly open?: boolean
  run(visit: Visit): Promise<void>
}

/** Seconds for which a pending webinar is waited for. */
const patience = 60

export async function verifyProvider({ url, token }: Verification): Promise<Report> {
  const outbound = createOutbound({ allow: [new URL(url).hostname], log: silentLog })
  const provider = connect(url, token, outbound)
  const visit: Visit = { provider, outbound, url, token, plan: trialWebinar() }
  const findings: Finding[] = []
  for (const check of checks) findings.push(await find(check, visit))
  await outbound.close()
  return grade(url, findings)
}

function connect(url: string, token: string | undefined, outbound: Outbound): Provider {
  const definition = findDefinition(providerDefinitions, 'webinar-extension')
  if (definition === undefined)
    throw new Error('The adapter of the Webinar Extension API is missing.')
  const account: Account = {
    configurationId: randomUUID(),
    baseUrl: url.replace(/\/$/, ''),
    clientId: 'verify-provider',
    settings: {},
    secret: async () => undefined,
    token: async (options) => {
      if (token !== undefined && options?.refused !== token) return token
      throw new ProviderError('auth', {
        provider: definition.id,
        message: 'The token is not accepted.',
      })
    },
    request: (request) => outbound.request({ timeoutMs: 20_000, ...request }),
    callbackUrl: 'https://hub.example/hooks/webinar-extension/verify-provider',
    clock: systemClock,
    log: silentLog,
  }
  return definition.connect(account)
}

function trialWebinar(): WebinarPlan {
  const start = new Date(
    Math.ceil(systemClock.now().getTime() / 3600_000) * 3600_000 + 24 * 3600_000,
  )
  return {
    idempotencyKey: randomUUID(),
    kind: 'event',
    title: 'Trial of verify-provider — ä, 漢字 & <b>',
    description: 'Made by a check and deleted at its end.',
    start,
    end: new Date(start.getTime() + 3600_000),
    timeZone: 'Europe/Berlin',
    language: 'en',
    webinarType: undefined,
    pastedUrl: undefined,
    maxAttendees: 10,
    recurrence: undefined,
    password: undefined,
    producer: undefined,
    presenters: [],
  }
}

function person(): RegistrantPlan {
  const idempotencyKey = randomUUID()
  const email = `${idempotencyKey}@verify.example`
  return {
    idempotencyKey,
    firstName: 'Trial',
    lastName: 'Person',
    email,
    company: undefined,
    language: 'en',
  }
}

const checks: readonly Check[] = [
  {
    id: 'authorize-form',
    promise: 'GET /auth/authorize answers with an HTML form',
    open: true,
    run: async ({ outbound, url }) => {
      const query = 'client_id=verify&redirect_uri=https%3A%2F%2Fhub.example%2Fback&state=abc'
      const answer = await outbound.request({
        method: 'GET',
        url: `${url}/auth/authorize?${query}`,
      })
      demand(answer.status < 500, `status ${answer.status}`)
      demand(
        /html/.test(answer.headers['content-type'] ?? ''),
        `content type ${answer.headers['content-type']}`,
      )
    },
  },
  {
    id: 'token-refuses',
    promise: 'POST /auth/token refuses a code that was never given, in JSON',
    open: true,
    run: async ({ outbound, url }) => {
      const body = {
        grant_type: 'authorization_code',
        code: 'never-given',
        client_id: 'verify',
        client_secret: 'verify',
        refresh_token: null,
        redirect_uri: 'https://hub.example/WebResources/msevtmgt_AuthorizationResult.html',
      }
      const answer = await outbound.request(jsonRequest('POST', `${url}/auth/token`, body))
      demand(answer.status >= 400 && answer.status < 500, `status ${answer.status}`)
      parse(answer.text())
    },
  },
  {
    id: 'no-token',
    promise: 'a call without a token is answered with 401',
    open: true,
    run: async ({ outbound, url }) => {
      const answer = await outbound.request({ method: 'GET', url: `${url}/webinar-types` })
      demand(answer.status === 401, `status ${answer.status}`)
    },
  },
  {
    id: 'status',
    promise: 'GET /status says that the service is healthy',
    run: async ({ provider }) => {
      const { status, message } = await provider.check()
      demand(status === 'healthy', `${status}: ${message}`)
    },
  },
  {
    id: 'webinar-types',
    promise: 'GET /webinar-types lists kinds with name and value',
    run: async ({ provider }) => {
      for (const { name, value } of await provider.webinarTypes())
        demand(name !== '' && value !== '', 'an empty one')
    },
  },
  {
    id: 'create',
    promise: 'a webinar is created and ends up created, with both URLs',
    run: async (visit) => {
      visit.webinar = await untilCreated(
        visit.provider,
        await visit.provider.createWebinar(visit.plan),
      )
      demand(visit.webinar.webinarUrl !== undefined, 'no webinarUrl')
      demand(visit.webinar.presentationManagerUrl !== undefined, 'no presentationManagerUrl')
    },
  },
  {
    id: 'create-once',
    promise: 'the same Idempotency-Key makes no second webinar',
    run: async (visit) => {
      const again = await visit.provider.createWebinar(visit.plan)
      demand(again.webinarId === webinarOf(visit).webinarId, `a second one, ${again.webinarId}`)
    },
  },
  {
    id: 'update',
    promise: 'PUT changes the webinar and keeps its id',
    run: async (visit) => {
      const plan = { ...visit.plan, title: 'Trial, changed' }
      const changed = await visit.provider.updateWebinar(webinarOf(visit).webinarId, plan)
      demand(changed.webinarId === webinarOf(visit).webinarId, `another id, ${changed.webinarId}`)
    },
  },
  {
    id: 'register',
    promise: 'a registration gets an id and a join URL; the same key makes no second one',
    run: async (visit) => {
      const { webinarId } = webinarOf(visit)
      const registrant = person()
      const first = await visit.provider.register(webinarId, registrant)
      demand(first.joinUrl !== undefined && URL.canParse(first.joinUrl), `joinUrl ${first.joinUrl}`)
      const second = await visit.provider.register(webinarId, registrant)
      demand(second.registrantId === first.registrantId, `a second one, ${second.registrantId}`)
      visit.registrantId = first.registrantId
    },
  },
  {
    id: 'attendance',
    promise: 'attendance of a webinar that nobody attended is an empty list with updatedAt',
    run: async (visit) => {
      const report = await visit.provider.attendance(webinarOf(visit).webinarId, undefined)
      demand(report.items.length === 0, `${report.items.length} records`)
      demand(!Number.isNaN(report.updatedAt.getTime()), 'updatedAt is no instant')
    },
  },
  {
    id: 'cancel',
    promise: 'a registration can be cancelled, also twice',
    run: async (visit) => {
      if (visit.registrantId === undefined) throw new Prerequisite('no registration was made')
      const { webinarId } = webinarOf(visit)
      await visit.provider.cancelRegistrant(webinarId, visit.registrantId)
      await visit.provider.cancelRegistrant(webinarId, visit.registrantId)
    },
  },
  {
    id: 'unknown-webinar',
    promise: 'an unknown webinar is answered with 404 and a message in JSON',
    run: async ({ outbound, url, token }) => {
      const headers = { authorization: `Bearer ${token}` }
      const answer = await outbound.request({
        method: 'GET',
        url: `${url}/webinars/unknown-${randomUUID()}`,
        headers,
      })
      demand(answer.status === 404, `status ${answer.status}`)
      const { message } = parse(answer.text())
      demand(typeof message === 'string' && message !== '', 'no message for people')
    },
  },
  {
    id: 'delete',
    promise: 'the webinar can be deleted, also twice',
    run: async (visit) => {
      await visit.provider.deleteWebinar(webinarOf(visit).webinarId)
      await visit.provider.deleteWebinar(webinarOf(visit).webinarId)
    },
  },
]

class Broken extends Error {}
class Prerequisite extends Error {}

function demand(isKept: boolean, found: string): asserts isKept {
  if (!isKept) throw new Broken(found)
}

function webinarOf({ webinar }: Visit): Webinar {
  if (webinar === undefined) throw new Prerequisite('no webinar was created')
  return webinar
}

function jsonRequest(method: string, url: string, body: object) {
  return {
    method,
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch (cause) {
    throw new Broken(`the body is not JSON: ${String(cause)}`)
  }
}

async function untilCreated(provider: Provider, webinar: Webinar): Promise<Webinar> {
  let current = webinar
  for (let second = 0; current.state === 'pending' && second < patience; second += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    current = await provider.readWebinar(current.webinarId)
  }
  demand(
    current.state === 'created',
    `${current.state}: ${current.stateReason ?? 'no reason given'}`,
  )
  return current
}

async function find(check: Check, visit: Visit): Promise<Finding> {
  const { id, promise } = check
  if (check.open !== true && visit.token === undefined) {
    return { id, promise, outcome: 'not checked', found: 'needs --token' }
  }
  try {
    await check.run(visit)
    return { id, promise, outcome: 'kept' }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return { id, promise, outcome: error instanceof Prerequisite ? 'not checked' : 'broken', found }
  }
}

function grade(url: string, findings: readonly Finding[]): Report {
  const checked = findings.filter(({ outcome }) => outcome !== 'not checked')
  const kept = checked.filter(({ outcome }) => outcome === 'kept')
  const score = checked.length === 0 ? 0 : Math.floor((kept.length / checked.length) * 100)
  const [letter] = (
    [
      ['A', 100],
      ['B', 85],
      ['C', 70],
      ['D', 50],
      ['F', 0],
    ] as const
  ).find(([, least]) => score >= least) ?? ['F']
  return { url, findings, score, grade: letter }
}

const marks = { kept: 'ok  ', broken: 'BAD ', 'not checked': '–   ' } as const

export function reportText({ url, findings, score, grade: letter }: Report): string {
  const lines = findings.map(
    ({ promise, outcome, found }) =>
      `${marks[outcome]}${promise}${found === undefined ? '' : `\n        found: ${found}`}`,
  )
  return [url, ...lines, `Grade ${letter} (${score} % of what could be checked)`].join('\n')
}

const usage =
  'Usage: greenroom verify-provider <base service URL> [--token <bearer token>] [--json]'

/** Exit code 1 when a promise is broken, 2 when the command line is. */
export async function verifyProviderCommand(parameters: readonly string[]): Promise<void> {
  const [url] = parameters
  if (url === undefined || !URL.canParse(url)) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  const at = parameters.indexOf('--token')
  const report = await verifyProvider({ url, token: at < 0 ? undefined : parameters[at + 1] })
  console.log(parameters.includes('--json') ? JSON.stringify(report, null, 2) : reportText(report))
  if (report.findings.some(({ outcome }) => outcome === 'broken')) process.exitCode = 1
}
