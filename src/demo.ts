/**
 * `npm run demo`: a fresh hub, the simulators, and the whole story from an account to a verdict,
 * each step printed with the address where it can be seen. Then it stays up for browsing.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { movableClock, systemClock } from '#clock'
import { readSettings } from '#config'
import { createLog } from '#log'
import { startTwins } from '#twins'
import { dayBefore, type Storyteller, webinarStart } from './demo-acts.ts'
import { playStory } from './demo-story.ts'
import { startHub, stopOnSignals } from './serve.ts'

export async function demo(environment: NodeJS.ProcessEnv): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-demo-'))
  const port = await freePort(Number(environment.PORT ?? 3000))
  const settings = readSettings({
    GREENROOM_LOG_LEVEL: 'warn',
    ...environment,
    PORT: String(port),
    GREENROOM_DATA_DIR: environment.GREENROOM_DATA_DIR ?? folder,
    GREENROOM_OUTBOUND_ALLOW: [environment.GREENROOM_OUTBOUND_ALLOW, '127.0.0.1']
      .filter(Boolean)
      .join(','),
  })
  const log = createLog({ level: settings.logLevel })
  const start = webinarStart(systemClock.now())
  const clock = movableClock(dayBefore(start))
  const twins = await startTwins({ clock, host: '127.0.0.1', log, firstPort: 0 })
  const hub = await startHub(settings, { http: true, worker: true }, { clock, log })
  const stop = async () => {
    await hub.stop()
    await twins.close()
    await rm(folder, { recursive: true, force: true })
  }
  stopOnSignals({ stop }, log)
  const tell = storyteller()
  const administrator = await hub.identity.ensureAdministrator('demo@example.org')
  const { adminEmail: email, adminPassword: password, apiKey } = settings
  await hub.identity.ensureFirstAdministrator({ email, password, apiKey })
  try {
    await playStory({ hub, twins, clock, settings, tell }, start)
  } catch (error) {
    await stop()
    throw error
  }
  const token = await hub.identity.newSignInLink(administrator)
  tell.end([
    ['Console (one-time sign-in)', `${settings.publicUrl}/admin/sign-in?token=${token}`],
    ['Public site', settings.publicUrl],
    ['Mails', `${settings.publicUrl}/admin/mails`],
    ['System jobs', `${settings.publicUrl}/admin/jobs`],
  ])
}

/** The wanted port, or any free one when somebody else has it. */
async function freePort(wanted: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () => {
      const other = createServer()
      other.once('error', reject)
      other.listen(0, '127.0.0.1', () => closeAndGive(other, resolve))
    })
    probe.listen(wanted, '127.0.0.1', () => closeAndGive(probe, resolve))
  })
}

function closeAndGive(server: ReturnType<typeof createServer>, give: (port: number) => void): void {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  server.close(() => give(port))
}

function storyteller(): Storyteller & { end(links: readonly (readonly [string, string])[]): void } {
  const began = performance.now()
  let step = 0
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`
  return {
    step(sentence, url) {
      step += 1
      console.log(
        `${String(step).padStart(2)}. ${sentence}${url === undefined ? '' : `\n    ${url}`}`,
      )
    },
    end(links) {
      console.log(`\nThe story took ${seconds()}. Greenroom stays up; stop it with Ctrl-C.\n`)
      for (const [label, url] of links) console.log(`  ${label}: ${url}`)
    },
  }
}
