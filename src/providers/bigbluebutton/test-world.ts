/** A twin, a hub that is called back over real HTTP, and an account: what most tests here need. */
import type { FastifyInstance } from 'fastify'
import { frozenClock, type MovableClock } from '#clock'
import type {
  Account,
  Happening,
  JoiningRegistrant,
  Provider,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { at, failureOfCall, person as trialPerson, plan as trialPlan } from '../trial-fixture.ts'
import { createByteServer } from '../twin/byte-server.ts'
import { listen } from '../twin/listen.ts'
import { openServer, type Server } from './client.ts'
import { bigBlueButton } from './index.ts'
import { accountAt, type Settings } from './test-server.ts'
import { type BigBlueButtonTwin, startBigBlueButtonTwin, type TwinSettings } from './twin/index.ts'

export interface World {
  readonly clock: MovableClock
  readonly twin: BigBlueButtonTwin
  readonly account: Account
  readonly provider: Provider
  readonly server: Server
  /** What callbacks have told, each happening once. */
  happenings(): readonly Happening[]
  /** Statuses that the hub answers with instead of listening, one per call. */
  refuseNext(...statuses: readonly number[]): void
}

export interface WorldOptions {
  readonly settings?: Settings
  readonly twin?: Partial<TwinSettings>
}

/** Ten minutes before the webinar. Repetitions of callbacks take milliseconds. */
export async function inWorld(options: WorldOptions, act: (world: World) => Promise<void>) {
  const clock = frozenClock(at(-10))
  const twin = await startBigBlueButtonTwin({ clock })
  twin.control.change({ hookDelaysMs: [5, 5, 5], recordingDelaysMs: [5, 5, 5], ...options.twin })
  const hub = createByteServer()
  const heard = new Map<string, Happening>()
  const refusals: number[] = []
  let provider: Provider | undefined
  registerHook(hub, () => provider, heard, refusals)
  const callbackUrl = `${await listen(hub, {})}/hooks/bigbluebutton/one`
  const account = accountAt(twin, clock, options.settings, callbackUrl)
  provider = bigBlueButton.connect(account)
  try {
    await act({
      clock,
      twin,
      account,
      provider,
      server: await openServer(account),
      happenings: () => [...heard.values()],
      refuseNext: (...statuses) => refusals.push(...statuses),
    })
  } finally {
    await account.close()
    await twin.close()
    await hub.close()
  }
}

/** As the hub's own route does: signature wrong 401, otherwise 200, and each happening once. */
function registerHook(
  hub: FastifyInstance,
  provider: () => Provider | undefined,
  heard: Map<string, Happening>,
  refusals: number[],
): void {
  hub.route<{ Querystring: Record<string, string> }>({
    method: ['GET', 'POST'],
    url: '/hooks/bigbluebutton/one',
    async handler(request, reply) {
      const refusal = refusals.shift()
      if (refusal !== undefined) return reply.code(refusal).send()
      const body = request.body instanceof Uint8Array ? request.body : new Uint8Array()
      const { method, url, query } = request
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      try {
        const reading = await provider()?.callbacks?.read({ method, url, query, headers, body })
        for (const each of reading?.happenings ?? []) heard.set(each.id, heard.get(each.id) ?? each)
        return reply.code(200).send()
      } catch (error) {
        if (error instanceof ProviderError) return reply.code(401).send()
        throw error
      }
    },
  })
}

export { at, failureOfCall }

/** A title that has to be escaped. */
export const plan: WebinarPlan = {
  ...trialPlan,
  title: 'Tomatoes & peppers: <b>what</b> to plant',
  language: 'en',
}

export const person = (id: string, changes: Partial<JoiningRegistrant> = {}): JoiningRegistrant =>
  trialPerson({ idempotencyKey: id, ...changes })

/** Publishes the webinar, and somebody clicks. */
export async function opened(world: World, changes: Partial<WebinarPlan> = {}) {
  const whole = { ...plan, ...changes }
  const webinar = await world.provider.createWebinar(whole)
  const url = await world.provider.joinUrl(webinar, person('registration-1'), whole)
  return { webinar, url, plan: whole }
}

/** A person clicks and comes in. */
export async function comeIn(
  { provider, twin }: World,
  webinar: Webinar,
  id: string,
  when: Date,
): Promise<void> {
  const url = await provider.joinUrl(webinar, person(id), plan)
  await (await fetch(url, { redirect: 'manual' })).arrayBuffer()
  twin.control.come(webinar.webinarId, id, when)
}
