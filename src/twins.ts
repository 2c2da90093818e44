/** `twins`: the provider simulators as a process of their own, for rehearsals. */
import { systemClock } from '#clock'
import type { Settings } from '#config'
import { createLog } from '#log'
import { startTwins } from '#twins'

export async function runTwins(settings: Settings): Promise<void> {
  const log = createLog({ level: settings.logLevel, name: 'twins' })
  const twins = await startTwins({ clock: systemClock, host: settings.host, log, firstPort: 3100 })
  for (const twin of twins.all) {
    console.log(
      `${twin.name}: ${twin.url}  client id ${twin.clientId}  client secret ${twin.clientSecret}`,
    )
  }
  const stop = () => {
    twins.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
