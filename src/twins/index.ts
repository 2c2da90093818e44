import type { Clock } from '#clock'
import type { Log } from '#log'
import { startWebinarExtensionTwin, type WebinarExtensionTwin } from '#providers'

/** A running simulator of one provider. */
export interface RunningTwin {
  /** Id of the provider definition. */
  readonly adapter: string
  readonly name: string
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
}

export interface Twins {
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
}

/** Starts the simulators of all providers that have one. */
export async function startTwins({ clock, host, log, firstPort }: TwinsOptions): Promise<Twins> {
  const webinarExtension = await startWebinarExtensionTwin({ clock, host, log, port: firstPort })
  const { url, clientId, clientSecret } = webinarExtension
  return {
    all: [
      {
        adapter: 'webinar-extension',
        name: 'Webinar Extension API twin',
        url,
        clientId,
        clientSecret,
      },
    ],
    webinarExtension,
    close: () => webinarExtension.close(),
  }
}
