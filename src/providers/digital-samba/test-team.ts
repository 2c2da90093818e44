/** A team for tests: the twin, an account at it, and a browser that follows join links. */
import assert from 'node:assert/strict'
import { frozenClock, type MovableClock } from '#clock'
import type { Misbehaviour, Peer } from '../conformance.ts'
import type { Account, JoiningRegistrant, Provider } from '../contract.ts'
import {
  accountAt,
  asRequest,
  at,
  failureOfCall,
  keptCalls,
  plan,
  start,
  person as trialPerson,
} from '../trial-fixture.ts'
import type { OutgoingCall } from '../twin/courier.ts'
import { openTeam, type Team } from './client.ts'
import { digitalSamba } from './index.ts'
import { type DigitalSambaTwin, startDigitalSambaTwin } from './twin/index.ts'

/** Opens the link, and the page's script says that somebody is there. */
export async function enterAsBrowser(twin: DigitalSambaTwin, url: string) {
  const page = await (await fetch(url)).text()
  const stays = /data-stays="([^"]+)"/.exec(page)?.[1]
  if (stays === undefined) return undefined
  const entered = await fetch(new URL(stays, url), { method: 'POST' })
  if (entered.status !== 201) return undefined
  const { stayId } = (await entered.json()) as { stayId: string }
  const found = twin.control.participants().find(({ id }) => id === stayId)
  if (found === undefined) return undefined
  return { name: found.name, externalId: found.externalId ?? '', role: found.role }
}

export const peerWith =
  (settings: Readonly<Record<string, string>> = {}) =>
  async (clock: MovableClock): Promise<Peer> => {
    const { sent, carry } = keptCalls()
    const twin = await startDigitalSambaTwin({ clock, carry })
    const { control } = twin
    control.change({ attendanceLagSeconds: 120 })
    return {
      baseUrl: twin.url,
      clientId: undefined,
      secrets: { msevtmgt_accesstoken: twin.key },
      settings: { teamId: twin.teamId, ...settings },
      close: twin.close,
      misbehave: (kind: Misbehaviour) => control.misbehave({ kind }),
      titles: () => control.rooms().map((room) => room.settings.description),
      enter: (url) => enterAsBrowser(twin, url),
      attendanceNames: 'external',
      attend: (externalId, { join, leave }, roomId) => {
        control.attend(roomId, { externalId, join, leave })
      },
      lagSeconds: 120,
      pageSize: (pageSize) => control.change({ pageSize }),
      record: (roomId, start, minutes) => control.addRecording(roomId, start, minutes * 60),
      subscriptions: () =>
        control.webhooks().flatMap(({ events, endpoint }) => events.map((each) => each + endpoint)),
      async callback(roomId) {
        control.attend(roomId, { externalId: 'one', join: clock.now() })
        control.endSession(roomId)
        await control.settled()
        return asRequest(sent.at(-1) ?? assert.fail('The twin has told nobody of the end.'))
      },
    }
  }

export interface World {
  readonly clock: MovableClock
  readonly twin: DigitalSambaTwin
  readonly account: Account
  readonly provider: Provider
  readonly team: Team
  /** What the vendor sent to the hub. */
  readonly sent: readonly OutgoingCall[]
}

/** Ten minutes before the webinar. */
export async function inWorld(
  settings: Readonly<Record<string, string>>,
  act: (world: World) => Promise<void>,
): Promise<void> {
  const clock = frozenClock(at(-10))
  const { sent, carry } = keptCalls()
  const twin = await startDigitalSambaTwin({ clock, carry })
  const account = accountAt({
    provider: 'digital-samba',
    baseUrl: twin.url,
    clock,
    settings: { teamId: twin.teamId, ...settings },
    secret: () => twin.key,
  })
  const provider = digitalSamba.connect(account)
  try {
    await act({ clock, twin, account, provider, team: await openTeam(account), sent })
  } finally {
    await account.close()
    await twin.close()
  }
}

export { asRequest, at, failureOfCall, plan, start }

export const person = (id: string, changes: Partial<JoiningRegistrant> = {}): JoiningRegistrant =>
  trialPerson({ idempotencyKey: id, ...changes })
