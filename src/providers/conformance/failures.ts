import assert from 'node:assert/strict'
import type { ProviderErrorKind } from '../provider-error.ts'
import { ability, type ConformanceCase, failsAs } from './case.ts'
import type { Misbehaviour } from './peer.ts'

/** Every way in which a service goes wrong has its kind, and a sentence that people understand. */
const outcomes: readonly { how: Misbehaviour; kind: ProviderErrorKind; name: string }[] = [
  { how: 'web-page', kind: 'unexpected', name: 'a web page instead of an answer' },
  { how: 'no-content', kind: 'unexpected', name: 'an empty answer' },
  { how: 'redirect', kind: 'unexpected', name: 'a redirect' },
  { how: 'cut-connection', kind: 'unavailable', name: 'a connection that is cut' },
  { how: 'slow', kind: 'unavailable', name: 'an answer that does not come in time' },
  { how: 'failing', kind: 'unavailable', name: 'an answer of the 5xx kind' },
  { how: 'forbidden', kind: 'scope', name: 'a missing right' },
]

export const failureCases: readonly ConformanceCase[] = [
  ...outcomes.map(({ how, kind, name }) => ({
    id: `failure-${how}`,
    name: `${name} fails as "${kind}"`,
    async run(bench: Parameters<ConformanceCase['run']>[0]) {
      ability(bench, 'misbehave')(how)
      await failsAs(bench, kind, () => bench.provider.createWebinar(bench.plan()))
    },
  })),
  {
    id: 'failure-rate-limited',
    name: 'too many requests fail as "rate-limited" and say when to come again',
    async run(bench) {
      ability(bench, 'misbehave')('rate-limited')
      const error = await failsAs(bench, 'rate-limited', () =>
        bench.provider.createWebinar(bench.plan()),
      )
      assert.ok((error.retryAfterSeconds ?? 0) > 0)
    },
  },
]
