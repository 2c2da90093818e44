/** An account for tests: the twin, and a browser that follows personal links. */
import { frozenClock, type MovableClock } from '#clock'
import type { Peer } from '../conformance.ts'
import type { Account, JoiningRegistrant, Provider, WebinarPlan } from '../contract.ts'
import {
  accountAt,
  at,
  failureOfCall,
  start,
  person as trialPerson,
  plan as trialPlan,
} from '../trial-fixture.ts'
import { eTutorium } from './index.ts'
import { type ETutoriumTwin, startETutoriumTwin } from './twin/index.ts'
import { unconfirmedNames } from './unknown-surface.ts'

export const everything = unconfirmedNames.join(', ')

/** Opens the link, and the page's script says that somebody is there. Gives what the page says. */
export async function enterAsBrowser(url: string): Promise<string | undefined> {
  const page = await (await fetch(url)).text()
  const stays = /data-stays="([^"]+)"/.exec(page)?.[1]
  if (stays === undefined) return undefined
  const entered = await fetch(new URL(stays, url), { method: 'POST' })
  return entered.status === 201 ? page : undefined
}

const isTeam = (role: string) => role !== 'listener'

export const peerWith =
  (settings: Readonly<Record<string, string>>) =>
  async (clock: MovableClock): Promise<Peer> => {
    const twin = await startETutoriumTwin({ clock })
    const { control } = twin
    control.change({
      attendanceLagSeconds: 120,
      hasUnconfirmedCalls: settings.unconfirmed !== undefined,
    })
    const people = (webinarId: string) => control.participants(webinarId)
    return {
      baseUrl: twin.url,
      clientId: undefined,
      secrets: { msevtmgt_accesstoken: twin.token },
      settings: { roomAddress: twin.url, ...settings },
      close: twin.close,
      misbehave: (kind) => control.misbehave({ kind }),
      titles: () => control.webinars().map(({ title }) => title),
      registrants: (webinarId) => people(webinarId).filter(({ role }) => !isTeam(role)).length,
      cohosts: (webinarId) =>
        people(webinarId)
          .filter(({ role }) => isTeam(role))
          .map(({ email }) => email),
      attend: (registrantId, { join, leave }) => control.attend(registrantId, { join, leave }),
      lagSeconds: 120,
    }
  }

export interface World {
  readonly clock: MovableClock
  readonly twin: ETutoriumTwin
  readonly account: Account
  readonly provider: Provider
}

export { at, failureOfCall, start }

/** Ten minutes before the webinar. */
export async function inWorld(
  settings: Readonly<Record<string, string>>,
  act: (world: World) => Promise<void>,
  secrets: Readonly<Record<string, string>> = {},
): Promise<void> {
  const clock = frozenClock(at(-10))
  const twin = await startETutoriumTwin({ clock })
  const account = accountAt({
    provider: 'etutorium',
    baseUrl: twin.url,
    clock,
    settings: { roomAddress: `${twin.url}/`, ...settings },
    secret: (column) => ({ msevtmgt_accesstoken: twin.token, ...secrets })[column],
  })
  try {
    await act({ clock, twin, account, provider: eTutorium.connect(account) })
  } finally {
    await account.close()
    await twin.close()
  }
}

export const plan: WebinarPlan = {
  ...trialPlan,
  timeZone: 'Europe/Kyiv',
  language: 'uk-UA',
  presenters: [{ externalId: 's1', name: 'Ola Nordmann', email: 'Ola@Example.com' }],
}

export const person = (changes: Partial<JoiningRegistrant> = {}): JoiningRegistrant =>
  trialPerson({ email: 'Zoe@example.com', ...changes })
