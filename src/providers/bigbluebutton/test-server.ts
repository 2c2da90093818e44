/** A server for tests: the twin, an account at it, and a browser that follows join links. */
import type { MovableClock } from '#clock'
import type { Misbehaviour, Peer } from '../conformance.ts'
import { accountAt as accountOf, asRequest, keptCalls } from '../trial-fixture.ts'
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
    const { sent, carry } = keptCalls()
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

/** An account at a twin whose callbacks go to `callbackUrl`. */
export const accountAt = (
  twin: BigBlueButtonTwin,
  clock: MovableClock,
  settings: Settings = {},
  callbackUrl?: string,
) =>
  accountOf({
    provider: 'bigbluebutton',
    baseUrl: twin.url,
    clock,
    settings,
    callbackUrl,
    secret: () => twin.secret,
  })
