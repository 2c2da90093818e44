/** What happens to signing secrets when an endpoint is created or changed. */
import type { Clock } from '#clock'
import type { Execution, Values } from '#pipeline'
import type { Vault } from '#vault'
import { signature } from '../choices.ts'
import { signatureRefusals } from './refusals.ts'
import { currentSecret, defaultOverlapHours, earlierSecret } from './secret-places.ts'
import { readSigningSecret } from './signing-key.ts'

export interface SignatureOptions {
  readonly vault: Pick<Vault, 'read' | 'put' | 'remove'>
  readonly clock: Clock
}

/** Stage 20: a secret that is replaced goes on signing for some time. */
export async function settleSignature(
  execution: Execution,
  options: SignatureOptions,
): Promise<void> {
  const { target, pre } = execution
  if (Object.hasOwn(target, 'gr_signingsecret')) {
    const isSet = target.gr_signingsecret !== null
    target.gr_issigningsecretset = isSet
    if (pre?.gr_issigningsecretset === true) await keepEarlier(execution, isSet, options)
  }
  const { gr_signature, gr_issigningsecretset } = { ...pre, ...target }
  const isSigned = gr_signature !== undefined && gr_signature !== null
  if (!isSigned || gr_issigningsecretset === true) return
  throw signatureRefusals['signing-secret-missing']({}, { input: 'gr_signingsecret' })
}

async function keepEarlier(
  { tx, id, target, pre }: Execution,
  isReplaced: boolean,
  { vault, clock }: SignatureOptions,
): Promise<void> {
  const hours = overlapOf({ ...pre, ...target })
  const old = isReplaced && hours > 0 ? await vault.read(tx, currentSecret(id)) : undefined
  if (old === undefined) await vault.remove(tx, earlierSecret(id))
  else await vault.put(tx, earlierSecret(id), old)
  target.gr_earliersecretuntil =
    old === undefined ? null : new Date(clock.now().getTime() + hours * 3_600_000)
}

const overlapOf = ({ gr_signingoverlap: hours }: Values): number =>
  typeof hours === 'number' ? hours : defaultOverlapHours

/** Stage 40: steps see no secrets, so that their form is checked when they are in the vault. */
export async function checkSigningSecret(
  execution: Execution,
  { vault }: SignatureOptions,
): Promise<void> {
  const { tx, id, post } = execution
  const wanted = post?.gr_signature
  if (wanted === undefined || wanted === null || post?.gr_issigningsecretset !== true) return
  const key = readSigningSecret((await vault.read(tx, currentSecret(id))) ?? '')
  const version = wanted === signature.asymmetric.value ? 'v1a' : 'v1'
  if (key?.version !== version) {
    throw signatureRefusals['signing-secret'](
      { signature: version },
      { input: 'gr_signingsecret', expected: version === 'v1' ? 'whsec_…' : 'whsk_…' },
    )
  }
  const shown = key.publicKey ?? null
  if (shown === (post.gr_signingpublickey ?? null)) return
  const target = { gr_signingpublickey: shown }
  await execution.execute({
    message: 'Update',
    table: 'serviceendpoint',
    id,
    target,
    internal: true,
  })
}
