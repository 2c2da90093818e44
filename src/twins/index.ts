import type { Clock } from '#clock'
import type { Log } from '#log'
import type { WebinarExtensionTwin } from '#providers'
import {
  bigBlueButton,
  digitalSamba,
  eTutorium,
  microsoftTeams,
  ofWebinarExtension,
  on24,
  type RunningTwin,
  type StartTwin,
  vatra,
  webex,
  webinarExtension,
  zoom,
} from './running-twins.ts'

export type { RunningTwin } from './running-twins.ts'

export interface Twins {
  /** The Webinar Extension API first. */
  readonly all: readonly RunningTwin[]
  readonly webinarExtension: WebinarExtensionTwin
  close(): Promise<void>
}

export interface TwinsOptions {
  readonly clock: Clock
  readonly host: string
  readonly log: Log
  /** Twins listen on this port and the following ones; 0 takes free ports. */
  readonly firstPort: number
  /** Only the Webinar Extension API and these, for tests that need no others. */
  readonly only?: readonly StartTwin[]
}

/** In this order on the ports after the first one; a new provider's twin is one more name here. */
const starters: readonly StartTwin[] = [
  on24,
  bigBlueButton,
  digitalSamba,
  zoom,
  webex,
  microsoftTeams,
  eTutorium,
  vatra,
]

/** Starts the simulators of all providers that have one. */
export async function startTwins({
  firstPort,
  only = starters,
  ...place
}: TwinsOptions): Promise<Twins> {
  const port = (at: number) => (firstPort === 0 ? 0 : firstPort + at)
  const twin = await webinarExtension({ ...place, port: port(0) })
  const others = await Promise.all(only.map((start, at) => start({ ...place, port: port(at + 1) })))
  const all = [ofWebinarExtension(twin), ...others]
  return {
    all,
    webinarExtension: twin,
    async close() {
      await Promise.all(all.map((each) => each.close()))
    },
  }
}
