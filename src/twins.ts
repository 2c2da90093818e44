/** `twins`: the provider simulators as a process of their own, for rehearsals. */
import { systemClock } from '#clock'
import type { Settings } from '#config'
import { createLog } from '#log'
import { findDefinition, providerDefinitions } from '#providers'
import { type RunningTwin, startTwins } from '#twins'

export async function runTwins(settings: Settings): Promise<void> {
  const log = createLog({ level: settings.logLevel, name: 'twins' })
  const twins = await startTwins({ clock: systemClock, host: settings.host, log, firstPort: 3100 })
  for (const twin of twins.all) console.log(describeTwin(twin))
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

/** What to type where, in the words of the form. */
function describeTwin({ name, adapter, url, values }: RunningTwin): string {
  const settings = findDefinition(providerDefinitions, adapter)?.settings ?? []
  const labelOf = (column: string) =>
    settings.find((setting) => setting.name === column)?.label ?? column
  const lines = Object.entries(values).map(([column, value]) => `  ${labelOf(column)}: ${value}`)
  return [`${name} (adapter ${adapter})`, `  Base service URL: ${url}`, ...lines].join('\n')
}
