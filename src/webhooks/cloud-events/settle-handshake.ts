/** When a receiver is asked whether it wants events: after it was registered, and when it moved. */
import type { Execution } from '#pipeline'
import { handshakeState } from '../choices.ts'
import { type HandshakePayload, handshakeKind } from './handshake-words.ts'

/** Whoever receives at another address, or recognises the hub by something else, is asked anew. */
const asking = ['url', 'gr_handshake', 'authtype', 'authvalue'] as const

/** Stage 20. Until the receiver has agreed nothing is sent. */
export async function settleHandshake({ target, pre }: Execution): Promise<void> {
  const endpoint = { ...pre, ...target }
  if (endpoint.gr_handshake !== true) {
    if (Object.hasOwn(target, 'gr_handshake')) target.gr_handshakestate = null
    return
  }
  const isNews = pre === undefined || asking.some((name) => Object.hasOwn(target, name))
  if (!isNews) return
  target.gr_handshakestate = handshakeState.asked.value
  target.gr_handshakeproblem = null
  target.gr_allowedrate = null
}

/** Stage 40. The receiver is called by a job: nothing slow in a transaction. */
export async function askReceiver(execution: Execution): Promise<void> {
  const { id, post } = execution
  if (post?.gr_handshakestate !== handshakeState.asked.value) return
  const payload: HandshakePayload = { endpoint: id }
  execution.enqueue({
    kind: handshakeKind,
    name: `Ask the receiver of "${post.name}" whether it wants events`,
    payload,
    uniqueKey: `${handshakeKind}:${id}`,
  })
}
