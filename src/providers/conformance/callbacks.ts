import assert from 'node:assert/strict'
import type { CallbackRequest, Callbacks } from '../contract.ts'
import type { Bench } from './bench.ts'
import { ability, type ConformanceCase, failsAs } from './case.ts'
import { joiningPerson, passUntilDoorsOpen } from './registrants.ts'
import { createdWebinar } from './webinars.ts'

/** What the vendor sends is believed if it is the vendor who sends it, and counts once. */
export const callbackCases: readonly ConformanceCase[] = [
  {
    id: 'callback',
    name: 'callbacks are read if and only if the vendor sends any',
    async run(bench) {
      assert.equal(bench.provider.callbacks === undefined, bench.peer.callback === undefined)
    },
  },
  {
    id: 'callback-ended',
    name: 'the end of a webinar is told by a callback, sent twice it is the same',
    notHere: sendsNothing,
    async run(bench) {
      const { callbacks, request, webinarId } = await callbackOf(bench)
      const { happenings } = await callbacks.read(request)
      const ended = happenings.find(({ kind }) => kind === 'ended')
      assert.equal(ended?.webinarId, webinarId)
      assert.ok(Math.abs((ended?.at.getTime() ?? 0) - bench.clock.now().getTime()) < 60_000)
      assert.deepEqual((await callbacks.read(request)).happenings, happenings)
    },
  },
  {
    id: 'callback-forged',
    name: 'a callback that was changed on its way, or is not signed, fails as "auth"',
    notHere: sendsNothing,
    async run(bench) {
      const { callbacks, request } = await callbackOf(bench)
      const body = Buffer.concat([request.body, Buffer.from(' ')])
      await failsAs(bench, 'auth', () => callbacks.read({ ...request, body }))
      const unsigned = { ...request, headers: {}, query: {}, url: withoutQuery(request.url) }
      await failsAs(bench, 'auth', () => callbacks.read(unsigned))
    },
  },
  {
    id: 'callback-subscription',
    name: 'asking twice to be called makes one subscription of each kind',
    notHere: ({ provider }) =>
      provider.callbacks?.subscribe === undefined
        ? 'nobody asks for callbacks: a person enters the address, or there are none'
        : undefined,
    async run(bench) {
      const subscribe = bench.provider.callbacks?.subscribe ?? assert.fail()
      await subscribe()
      const once = bench.peer.subscriptions?.() ?? []
      assert.ok(once.length > 0)
      await subscribe()
      assert.deepEqual(bench.peer.subscriptions?.(), once)
    },
  },
]

function sendsNothing({ provider }: Bench): string | undefined {
  return provider.callbacks === undefined ? 'the vendor sends no callbacks' : undefined
}

const withoutQuery = (url: string) => url.split('?', 1)[0] ?? url

interface Sent {
  readonly callbacks: Callbacks
  readonly request: CallbackRequest
  readonly webinarId: string
}

async function callbackOf(bench: Bench): Promise<Sent> {
  const callbacks = bench.provider.callbacks ?? assert.fail('There is nothing to read.')
  await callbacks.subscribe?.()
  const plan = bench.plan()
  const webinar = await createdWebinar(bench, plan)
  const { webinarId } = webinar
  // Rooms that open at the click are not there, and cannot end, before somebody has clicked.
  const person = await joiningPerson(bench, webinarId)
  passUntilDoorsOpen(bench, plan)
  await bench.provider.joinUrl(webinar, person, plan)
  return { callbacks, webinarId, request: await ability(bench, 'callback')(webinarId) }
}
