/** A server for tests: the twin, an account at it, and a browser that follows join links. */
import { randomUUID } from 'node:crypto'
import type { MovableClock } from '#clock'
import { silentLog } from '#log'
import { createOutbound } from '#outbound'
import type { Misbehaviour, Peer } from '../conformance.ts'
import type { Account, CallbackRequest } from '../contract.ts'
import { networkFailure } from '../network-failure.ts'
import type { CarryCall, OutgoingCall } from '../twin/courier.ts'
import { type BigBlueButtonTwin, startBigBlueButtonTwin } from './twin/index.ts'

/** Where people go by themselves: join, redirect, page, and the page's script. */
export async function enterAsBrowser(twin: BigBlueButtonTwin, url: string) {
  const joined = await fetch(url, { redirect: 'manual' })
  await joined.arrayBuffer()
  const location = joined.headers.get('location') ?? ''
  if (joined.status !== 302 || location.includes('errors=')) return undefined
  const page = await (await fetch(location)).text()
  const stays = /data-stays="([^"]+)"/.exec(page)?.[1]
  if (stays === undefined) return undefined
  const before = new Set(peopleInside(twin).map(({ internalId }) => internalId))
  await fetch(new URL(stays, location), { method: 'POST' })
  return peopleInside(twin).find(({ internalId }) => !before.has(internalId))
}

const peopleInside = ({ control }: BigBlueButtonTwin) =>
  control.rooms().flatMap(({ people }) => people.filter(({ isThere }) => isThere))

export type Settings = Readonly<Record<string, string>>

export const peerWith =
  (settings: Settings) =>
  async (clock: MovableClock): Promise<Peer> => {
    const sent: OutgoingCall[] = []
    const carry: CarryCall = async (call) => {
      sent.push(call)
      return { status: 200 }
    }
    const twin = await startBigBlueButtonTwin({ clock, carry })
    const { control } = twin
    return {
      baseUrl: twin.url,
      clientId: undefined,
      secrets: { msevtmgt_accesstoken: twin.secret },
      settings,
      close: twin.close,
      misbehave: (kind: Misbehaviour) => control.misbehave({ kind }),
      titles: () => control.rooms().map(({ name }) => name),
      enter: (url) => enterAsBrowser(twin, url),
      record: (meetingId, start, minutes) => {
        const startTime = start.getTime()
        const endTime = startTime + minutes * 60_000
        control.addRecording({ meetingId, name: 'Growing tomatoes', startTime, endTime })
      },
      async callback(meetingId) {
        control.endRoom(meetingId)
        await control.settled()
        const ended = sent.find(({ body }) => body.includes('meeting-ended'))
        if (ended === undefined) throw new Error('The twin has told nobody of the end.')
        return asRequest(ended)
      },
    }
  }

/** What the hub's route hands to the adapter. */
export function asRequest({ method, url, headers, body }: OutgoingCall): CallbackRequest {
  const { pathname, search, searchParams } = new URL(url)
  return {
    method,
    url: `${pathname}${search}`,
    headers,
    query: Object.fromEntries(searchParams),
    body: Buffer.from(body),
  }
}

/** An account at a twin whose callbacks go to `callbackUrl`. */
export function accountAt(
  twin: BigBlueButtonTwin,
  clock: MovableClock,
  settings: Settings = {},
  callbackUrl = 'https://hub.example/hooks/bigbluebutton/one',
): Account & { close(): Promise<void> } {
  const outbound = createOutbound({ allow: ['127.0.0.1'], log: silentLog })
  return {
    configurationId: randomUUID(),
    baseUrl: twin.url,
    clientId: undefined,
    settings,
    secret: async () => twin.secret,
    token: async () => {
      throw new Error('BigBlueButton has no tokens.')
    },
    request: (request) =>
      outbound.request(request).catch((error: unknown) => {
        throw networkFailure('bigbluebutton', error)
      }),
    callbackUrl,
    clock,
    log: silentLog,
    close: () => outbound.close(),
  }
}
