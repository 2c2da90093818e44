/**
 * The calls of bbb-webhooks, an optional package of the server that tells what happens in a room
 * (docs.bigbluebutton.org/development/webhooks). Their checksum is over `hooks/…`.
 */
import type { Exchange } from '../answer.ts'
import { isWebPage } from '../answer.ts'
import { ask, type Server } from './client.ts'
import { readSuccess } from './errors.ts'
import { listOf, textOf } from './xml.ts'

export interface Hook {
  /** A number in old versions, a UUID since 3.0. */
  readonly hookId: string
  readonly callbackUrl: string
}

/** Everything else that happens in a room is not ours to know. */
const events = 'meeting-created,meeting-ended,user-joined,user-left,rap-publish-ended' as const

/** hooks/create for one room; the same address again gives the hook that there is. */
export const askNewHook = (server: Server, meetingID: string, callbackURL: string) =>
  askHook(server, 'send what happens in the room', 'hooks/create', {
    callbackURL,
    meetingID,
    eventID: events,
    getRaw: false,
  })

export const readNewHook = (exchange: Exchange): string | undefined =>
  textOf(readSuccess(exchange), 'hookID')

/** hooks/list: those of one room and those for all rooms; without a room all. */
export const askHooks = (server: Server, meetingID?: string) =>
  askHook(server, 'list its webhooks', 'hooks/list', { meetingID })

export function readHooks(exchange: Exchange): readonly Hook[] {
  return listOf(readSuccess(exchange), 'hooks', 'hook').flatMap((hook) => {
    const hookId = textOf(hook, 'hookID')
    const callbackUrl = textOf(hook, 'callbackURL')
    return hookId === undefined || callbackUrl === undefined ? [] : [{ hookId, callbackUrl }]
  })
}

/** hooks/destroy */
export const askHookRemoval = (server: Server, hookID: string) =>
  askHook(server, 'remove a webhook', 'hooks/destroy', { hookID })

/** hooks/ping: whether the package is there at all. */
export const askHookPing = (server: Server) => askHook(server, 'answer to a ping', 'hooks/ping', {})

/**
 * bbb-webhooks before 3.0 knows SHA-1 only: it answers 500 with a web page to a checksum of another
 * length, so the call is signed again with that.
 */
async function askHook(
  server: Server,
  act: string,
  call: string,
  parameters: Readonly<Record<string, string | boolean | undefined>>,
): Promise<Exchange> {
  const exchange = await ask(server, act, call, parameters)
  if (server.algorithm === 'sha1' || !isUnknownLength(exchange)) return exchange
  return await ask(server, act, call, parameters, 'sha1')
}

const isUnknownLength = ({ response }: Exchange) => response.status === 500 && isWebPage(response)
