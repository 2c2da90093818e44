/** A server for tests: the twin, an account at it, and a browser that follows join links. */
import { frozenClock, type MovableClock } from '#clock'
import type { Peer } from '../conformance.ts'
import type { Account, Provider } from '../contract.ts'
import { accountAt, at, failureOfCall, person, plan, start } from '../trial-fixture.ts'
import { vatra } from './index.ts'
import { newKeys, startVatraTwin, type VatraTwin } from './twin/index.ts'

/** Making keys takes longer than all the rest of a test. */
export const keys = newKeys()

/** Opens the link, and the page's script says that somebody is there. */
export async function enterAsBrowser({ control }: VatraTwin, url: string) {
  const page = await (await fetch(url)).text()
  const stays = /data-stays="([^"]+)"/.exec(page)?.[1]
  if (stays === undefined) return undefined
  const entered = await fetch(new URL(stays, url), { method: 'POST' })
  if (entered.status !== 201) return undefined
  const { stayId } = (await entered.json()) as { stayId: string }
  return control.stays().find(({ id }) => id === stayId)
}

const secretsOf = (twin: VatraTwin): Readonly<Record<string, string>> => ({
  gr_apitoken: twin.token,
  gr_jwtpublickey: twin.keys.publicKey,
  gr_jwtprivatekey: twin.keys.privateKey,
})

export async function startPeer(clock: MovableClock): Promise<Peer> {
  const twin = await startVatraTwin({ clock, keys })
  const { control } = twin
  control.change({ attendanceLagSeconds: 120 })
  return {
    baseUrl: twin.url,
    clientId: undefined,
    secrets: secretsOf(twin),
    settings: {},
    close: twin.close,
    misbehave: (kind) => control.misbehave({ kind }),
    titles: () => control.webinars().map(({ title }) => title),
    enter: (url) => enterAsBrowser(twin, url),
    attendanceNames: 'external',
    attend: (externalId, { join, leave }, webinarId) => {
      control.attend(webinarId, { externalId, join, leave })
    },
    lagSeconds: 120,
    pageSize: (pageSize) => control.change({ pageSize }),
    record: (webinarId, start, minutes) => control.record(webinarId, start, minutes * 60),
  }
}

export interface World {
  readonly clock: MovableClock
  readonly twin: VatraTwin
  readonly account: Account
  readonly provider: Provider
}

export { at, failureOfCall, person, plan, start }

/** Ten minutes before the webinar; `description` is what the administrator typed. */
export async function inWorld(
  description: unknown,
  act: (world: World) => Promise<void>,
  secrets: Readonly<Record<string, string>> = {},
): Promise<void> {
  const clock = frozenClock(at(-10))
  const twin = await startVatraTwin({ clock, keys })
  const account = accountAt({
    provider: 'vatra',
    baseUrl: twin.url,
    clock,
    settings: description === undefined ? {} : { surface: JSON.stringify(description) },
    secret: (column) => ({ ...secretsOf(twin), ...secrets })[column],
  })
  try {
    await act({ clock, twin, account, provider: vatra.connect(account) })
  } finally {
    await account.close()
    await twin.close()
  }
}
