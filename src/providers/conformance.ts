/**
 * What every provider promises, as tests. A provider's own test file calls `describeProvider` with
 * its definition and its twin; the twin is called over real HTTP, only the clock is moved by hand.
 *
 * Words: *peer* is the other side, usually the twin, with what a test can make happen there.
 * *Case* is one promise. A case whose capability is not claimed is skipped for that reason; any
 * other skip must give its own.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { authenticationOf } from './authentication.ts'
import { attendanceCases } from './conformance/attendance.ts'
import { authorizationCases } from './conformance/authorization.ts'
import { type Bench, openBench } from './conformance/bench.ts'
import { callbackCases } from './conformance/callbacks.ts'
import { capabilityCases } from './conformance/capabilities.ts'
import type { ConformanceCase } from './conformance/case.ts'
import { directoryCases } from './conformance/directory.ts'
import { failureCases } from './conformance/failures.ts'
import type { StartPeer } from './conformance/peer.ts'
import { recordingCases } from './conformance/recordings.ts'
import { recurrenceCases } from './conformance/recurrence.ts'
import { registrantCases } from './conformance/registrants.ts'
import { serviceCases } from './conformance/service.ts'
import { webinarCases } from './conformance/webinars.ts'
import type { ProviderDefinition } from './contract.ts'
import { adjusted } from './open-account.ts'

export type { Misbehaviour, Peer, StartPeer } from './conformance/peer.ts'

const cases = [
  ...authorizationCases,
  ...serviceCases,
  ...webinarCases,
  ...recurrenceCases,
  ...registrantCases,
  ...attendanceCases,
  ...recordingCases,
  ...directoryCases,
  ...callbackCases,
  ...capabilityCases,
  ...failureCases,
] as const satisfies readonly ConformanceCase[]

export interface ProviderTest {
  readonly definition: ProviderDefinition
  /** Where they decide about signing in and capabilities: those of the peer. */
  readonly settings?: Readonly<Record<string, string>>
  readonly startPeer: StartPeer
  /** Promises that cannot be put to this provider, by the id of the case: the reason. */
  readonly skip?: Readonly<Record<string, string>>
}

/** Registers the conformance suite of one provider with the test runner. */
export function describeProvider({ settings = {}, ...test }: ProviderTest): void {
  describeAccount({ ...test, definition: definitionWith(test.definition, settings) })
}

/** The definition as an account with these settings sees it. */
export const definitionWith = (
  definition: ProviderDefinition,
  settings: Readonly<Record<string, string>>,
): ProviderDefinition => ({
  ...adjusted(definition, { settings }),
  auth: authenticationOf(definition, settings),
})

function describeAccount(given: Omit<ProviderTest, 'settings'>): void {
  describe(`${given.definition.name} keeps what every provider promises`, () => {
    test('every reason for a skip belongs to a promise that would be tested otherwise', () => {
      const known = cases.filter((each) => each.notFor?.(given.definition) === undefined)
      for (const id of Object.keys(given.skip ?? {})) {
        assert.ok(
          known.some((each) => each.id === id),
          `"${id}" is no case, or its capability is not claimed anyway.`,
        )
      }
    })
    for (const each of cases) {
      const reason = each.notFor?.(given.definition) ?? given.skip?.[each.id]
      test(each.name, { skip: reason ?? false }, async (context) => {
        const skipped = await runCase(given, each)
        if (skipped !== undefined) context.skip(skipped)
      })
    }
  })
}

/** Gives the reason where the case could not be put to the opened account. */
async function runCase(given: ProviderTest, each: ConformanceCase): Promise<string | undefined> {
  const bench: Bench = await openBench(given.definition, given.startPeer)
  try {
    if (given.definition.auth === 'authorize') await bench.signIn()
    const reason = each.notHere?.(bench)
    if (reason === undefined) await each.run(bench)
    return reason
  } finally {
    await bench.close()
  }
}
