import assert from 'node:assert/strict'
import type { Provider, ProviderDefinition, WebinarPlan } from '../contract.ts'
import type { Bench } from './bench.ts'
import { type ConformanceCase, failsAs } from './case.ts'
import { createdWebinar } from './webinars.ts'

interface Made {
  readonly webinarId: string
  readonly plan: WebinarPlan
}

interface Claim {
  readonly what: string
  readonly isMade: (definition: ProviderDefinition) => boolean
  readonly call: (provider: Provider, bench: Bench, webinar: Made) => Promise<unknown>
}

/** The methods that may be left out, and where that is said. */
const claims: readonly Claim[] = [
  {
    what: 'webinarTypes',
    isMade: ({ capabilities }) => capabilities.webinarTypes,
    call: (provider) => provider.webinarTypes(),
  },
  {
    what: 'update',
    isMade: ({ capabilities }) => capabilities.update,
    call: (provider, _bench, { webinarId, plan }) =>
      provider.updateWebinar(webinarId, { ...plan, title: 'Another title' }),
  },
  {
    what: 'registrants',
    isMade: ({ capabilities }) => capabilities.registrants,
    call: (provider, bench, { webinarId }) => provider.register(webinarId, bench.person()),
  },
  {
    what: 'cancel',
    isMade: ({ capabilities }) => capabilities.cancel,
    call: (provider, _bench, { webinarId }) => provider.cancelRegistrant(webinarId, 'somebody'),
  },
  {
    what: 'attendance',
    isMade: ({ capabilities: { attendance } }) => attendance === 'query' || attendance === 'events',
    call: (provider, _bench, { webinarId }) => provider.attendance(webinarId, undefined),
  },
  {
    what: 'recordings',
    isMade: ({ capabilities }) => capabilities.recordings,
    call: (provider, _bench, { webinarId }) => provider.recordings(webinarId),
  },
  // The last one: nothing can be asked about what is gone.
  {
    what: 'delete',
    isMade: ({ capabilities }) => capabilities.delete,
    call: (provider, _bench, { webinarId }) => provider.deleteWebinar(webinarId),
  },
]

/** The claims are honest: what is claimed works, what is not claimed says so. */
export const capabilityCases: readonly ConformanceCase[] = [
  {
    id: 'not-claimed',
    name: 'what is not claimed answers that it cannot be done',
    async run(bench) {
      const made = await webinarWithPlan(bench)
      for (const { isMade, call } of claims) {
        if (isMade(bench.definition)) continue
        const error = await failsAs(bench, 'rejected', () => call(bench.provider, bench, made))
        assert.match(error.message, /^\S.+ cannot .+\.$/)
      }
    },
  },
  {
    id: 'claimed',
    name: 'what is claimed does not answer that it cannot be done',
    async run(bench) {
      const made = await webinarWithPlan(bench)
      for (const { what, isMade, call } of claims) {
        if (!isMade(bench.definition)) continue
        await assert.doesNotReject(call(bench.provider, bench, made), what)
      }
    },
  },
  {
    id: 'authorization',
    name: 'there is an authorization if and only if somebody has to sign in',
    async run(bench) {
      const has = bench.provider.authorization !== undefined
      assert.equal(has, bench.definition.auth === 'authorize')
    },
  },
]

async function webinarWithPlan(bench: Bench): Promise<Made> {
  const plan = bench.plan()
  const { webinarId } = await createdWebinar(bench, plan)
  return { webinarId, plan }
}
