/** `gr_RotateSigningSecret`: the hub makes a secret and shows it this once. */
import type { Execution, MessageDefinition, MessageOutput } from '#pipeline'
import { signature } from '../choices.ts'
import { signatureRefusals } from './refusals.ts'
import { findSignature } from './signature-rows.ts'
import { makeSigningSecret, readSigningSecret } from './signing-key.ts'

/**
 * Input `OverlapHours` (optional): how long earlier secrets stay valid, from now on. Output
 * `Secret`, and for v1a `PublicKey`, which is what receivers get. No steps can be registered for
 * the message: they would hand the secret on.
 */
export const rotateSigningSecret: MessageDefinition = {
  name: 'gr_RotateSigningSecret',
  table: 'serviceendpoint',
  offer: {
    on: 'row',
    takes: { OverlapHours: 'Int32?' },
    gives: { Secret: 'String', PublicKey: 'String' },
  },
  run: async (executions) => {
    const results: (MessageOutput | Error)[] = []
    for (const each of executions) results.push(await rotate(each))
    return results
  },
}

async function rotate(execution: Execution): Promise<MessageOutput> {
  const { id, tx, input } = execution
  const overlap = overlapIn(input)
  const kind = (await findSignature(tx, id)) ?? signature.symmetric.value
  const secret = makeSigningSecret(kind === signature.asymmetric.value ? 'v1a' : 'v1')
  const own = { gr_signature: kind, gr_signingsecret: secret }
  const target = overlap === undefined ? own : { ...own, gr_signingoverlap: overlap }
  await execution.execute({ message: 'Update', table: 'serviceendpoint', id, target })
  const publicKey = readSigningSecret(secret)?.publicKey
  return {
    id,
    output: { Secret: secret, ...(publicKey === undefined ? {} : { PublicKey: publicKey }) },
  }
}

function overlapIn({ OverlapHours: hours }: Execution['input']): number | undefined {
  if (hours === undefined || hours === null) return undefined
  if (typeof hours === 'number' && Number.isInteger(hours) && hours >= 0 && hours <= 8_760) {
    return hours
  }
  const found = JSON.stringify(hours).slice(0, 40)
  throw signatureRefusals['signing-overlap']({ found }, { input: 'OverlapHours', found })
}
