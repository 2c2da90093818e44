import assert from 'node:assert/strict'
import type { Capabilities, ProviderDefinition } from '../contract.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import type { Bench } from './bench.ts'
import type { Peer } from './peer.ts'

/** One promise of every provider. */
export interface ConformanceCase {
  /** For naming it in a list of skips. */
  readonly id: string
  readonly name: string
  /** Why the promise is not made by this provider, or undefined where it is. */
  readonly notFor?: (definition: ProviderDefinition) => string | undefined
  /** The same, where only the opened account tells. */
  readonly notHere?: (bench: Bench) => string | undefined
  run(bench: Bench): Promise<void>
}

/** The ability of the peer, or a failing test: a peer without it needs a skip with a reason. */
export function ability<Name extends keyof Peer>(
  bench: Bench,
  name: Name,
): NonNullable<Peer[Name]> {
  const found = bench.peer[name]
  assert.ok(found !== undefined, `The peer cannot "${name}": skip this case and say why.`)
  return found as NonNullable<Peer[Name]>
}

/** The call fails with a ProviderError of this kind and a sentence that repeats no secret. */
export async function failsAs(
  bench: Bench,
  kind: ProviderErrorKind,
  call: () => Promise<unknown>,
): Promise<ProviderError> {
  const error = await call().then(
    () => assert.fail(`The call succeeded; a ProviderError '${kind}' was expected.`),
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProviderError)) throw error
  assert.equal(error.kind, kind, error.message)
  assert.equal(error.provider, bench.definition.id)
  bench.assertSentence(error.message)
  return error
}

export const withAuthorization = ({ auth }: ProviderDefinition) =>
  auth === 'authorize' ? undefined : 'nobody signs in'

/** The capabilities that are simply there or not. */
type Claim = {
  [Name in keyof Capabilities]-?: Capabilities[Name] extends boolean ? Name : never
}[keyof Capabilities]

export const claiming =
  (capability: Claim) =>
  ({ capabilities }: ProviderDefinition) =>
    capabilities[capability] ? undefined : `does not claim "${capability}"`
