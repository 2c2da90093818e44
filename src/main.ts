import { existsSync } from 'node:fs'
import { readSettings } from '#config'
import { isRefusal } from '#errors'

/** Command line of the hub: what each command does stands in `usage`. */
const commands: Readonly<Record<string, () => Promise<void>>> = {
  serve: async () => (await import('./serve.ts')).serve(settings(), options()),
  worker: async () => (await import('./serve.ts')).serve(settings(), { http: false, worker: true }),
  migrate: async () => (await import('./serve.ts')).migrateOnly(settings()),
  twins: async () => (await import('./twins.ts')).runTwins(settings()),
  demo: async () => (await import('./demo.ts')).demo(process.env),
  'verify-provider': async () =>
    (await import('#verify-provider')).verifyProviderCommand(process.argv.slice(3)),
  doctor: async () => (await import('./doctor.ts')).doctor(process.env),
}

const usage = `Usage: greenroom <command>

  serve             migrations, HTTP and worker in one process
  serve --no-worker HTTP only, for scale-out
  worker            background jobs only
  migrate           brings the database up to date and ends
  twins             starts the provider simulators
  demo              a new hub with demo data that plays the whole story, then stays up
  verify-provider URL
                    grades a service that implements the Webinar Extension API
  doctor            says what is wrong with this installation

Settings come from the environment or .env: docs/reference/settings.md`

function settings() {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return readSettings(process.env)
}

function options() {
  return { http: true, worker: !process.argv.includes('--no-worker') }
}

async function main(): Promise<void> {
  const command = commands[process.argv[2] ?? '']
  if (command === undefined) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  await command()
}

try {
  await main()
} catch (error) {
  console.error(isRefusal(error) ? `${error.sentence} ${error.advice}` : error)
  process.exitCode = 1
}
