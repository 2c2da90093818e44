/** Keeping the webhooks of rooms in order: one while it is open, none when it is long over. */
import { ProviderError } from '../provider-error.ts'
import { callbackAddress, markIn } from './callback-address.ts'
import type { Server } from './client.ts'
import { readAnswer } from './client.ts'
import {
  askHookRemoval,
  askHooks,
  askNewHook,
  type Hook,
  readHooks,
  readNewHook,
} from './hook-calls.ts'

/** The server processes a recording for hours and tells the end of it by the same webhook. */
const wantedHours = 24

/** Makes the server tell us what happens in the room, unless it does. */
export async function ensureHook(server: Server, meetingId: string): Promise<void> {
  if ((await ownHooks(server, meetingId)).length > 0) return
  const { account, secret } = server
  const until = account.clock.now().getTime() + wantedHours * 3_600_000
  const target = { kind: 'events', meetingId, mark: String(until) } as const
  readNewHook(
    await askNewHook(server, meetingId, callbackAddress(account.callbackUrl, secret, target)),
  )
}

/** Servers keep a room's webhook when the room is over; what still has to come comes in hours. */
export async function dropOutdatedHooks(server: Server, meetingId: string): Promise<void> {
  const now = server.account.clock.now().getTime()
  for (const hook of await ownHooks(server, meetingId)) {
    if (Number(hook.mark) < now) await dropHook(server, hook)
  }
}

export async function dropHooks(server: Server, meetingId: string): Promise<void> {
  for (const hook of await ownHooks(server, meetingId)) await dropHook(server, hook)
}

interface OwnHook extends Hook {
  readonly mark: string
}

/** The list also holds webhooks for all rooms, which others have made. */
async function ownHooks(server: Server, meetingId: string): Promise<readonly OwnHook[]> {
  const hooks = readHooks(await askHooks(server, meetingId))
  return hooks.flatMap((hook) => {
    const mark = markIn(hook.callbackUrl, server.account.callbackUrl)
    return mark === undefined ? [] : [{ ...hook, mark }]
  })
}

/** Gone is also what the server has dropped itself. */
async function dropHook(server: Server, { hookId }: Hook): Promise<void> {
  try {
    readAnswer(await askHookRemoval(server, hookId))
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'not-found') throw error
  }
}
