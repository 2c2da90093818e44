/** For the tests of this folder. */
import type { MovableClock } from '#clock'
import { type Bench, openBench } from '../conformance/bench.ts'
import type { Peer, StartPeer } from '../conformance.ts'
import { on24 } from './index.ts'
import { type On24Twin, startOn24Twin } from './twin/index.ts'

export interface On24Peer extends Peer {
  readonly twin: On24Twin
}

/** An ON24 twin as the other side of a conformance run. */
export async function startPeer(
  clock: MovableClock,
  settings: Readonly<Record<string, string>> = {},
): Promise<On24Peer> {
  const twin = await startOn24Twin({ clock })
  const { control } = twin
  // The suite knows one lag: from the leave at half past ten to half an hour after the end at eleven.
  const lagSeconds = 3600
  control.change({ archiveLagSeconds: lagSeconds })
  return {
    twin,
    baseUrl: `${twin.url}/v2`,
    clientId: twin.clientId,
    secrets: {
      msevtmgt_accesstokenkey: twin.tokenKey,
      msevtmgt_accesstokensecret: twin.tokenSecret,
    },
    settings: { joinAddress: twin.joinAddress, ...settings },
    close: twin.close,
    misbehave: (kind) => control.misbehave({ kind }),
    titles: () => control.events().map((event) => event.settings.title),
    registrants: (webinarId) => control.registrants(webinarId).length,
    attend: (email, { join, leave, watchedRecording }, webinarId) => {
      control.attend(webinarId, { email, join, leave, isArchive: watchedRecording })
    },
    enter: (url) => enterAsBrowser(twin, url),
    lagSeconds,
    pageSize: (largestPage) => control.change({ largestPage }),
  }
}

/** Opens the link, and the page's script says that somebody is there. */
export async function enterAsBrowser({ control }: On24Twin, url: string) {
  const page = await (await fetch(url)).text()
  const stays = /data-stays="([^"]+)"/.exec(page)?.[1]
  if (stays === undefined) return undefined
  const entered = await fetch(new URL(stays, url), { method: 'POST' })
  if (entered.status !== 201) return undefined
  const { stayId } = (await entered.json()) as { stayId: string }
  const isKnown = control
    .events()
    .some(({ id }) => control.stays(id).some((each) => each.id === stayId))
  if (!isKnown) return { name: 'A presenter', externalId: '', role: 'presenter' }
  const { fields } = control.personIn(stayId)
  const name = `${fields.firstname} ${fields.lastname}`
  return { name, externalId: fields.exteventusercd ?? '', role: 'attendee' }
}

/** Plays a scene with an account of its own. */
export async function withOn24(
  act: (bench: Bench & { readonly peer: On24Peer }, twin: On24Twin) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  const start: StartPeer = (clock) => startPeer(clock, settings)
  const bench = (await openBench(on24, start)) as Bench & { readonly peer: On24Peer }
  try {
    await act(bench, bench.peer.twin)
  } finally {
    await bench.close()
  }
}
