/** For `rate-limits.test.ts`: a process of its own that calls an account as often as it may. */
import { once } from 'node:events'
import { type ConnectionTarget, connect } from '#database'
import { openHub } from './account-fixture.ts'
import { ProviderError } from './provider-error.ts'

export interface PaceProcess {
  readonly target: ConnectionTarget
  /** Base64. */
  readonly masterKey: string
  readonly configurationId: string
  readonly milliseconds: number
}

const o: PaceProcess = JSON.parse(process.argv[2] ?? '')
const database = connect(o.target, {
  applicationName: 'pace process',
  poolSize: 4,
  statementTimeoutMs: 10_000,
  onIdleError: () => undefined,
})
const hub = openHub(database.db, { masterKey: Buffer.from(o.masterKey, 'base64') })
const { provider } = await hub.providers.openAccount(o.configurationId)
process.stdout.write('ready\n')
await once(process.stdin, 'data')
const end = performance.now() + o.milliseconds
let heldBack = 0

async function callAgainAndAgain(): Promise<void> {
  while (performance.now() < end) {
    try {
      await provider.webinarTypes()
    } catch (error) {
      if (!(error instanceof ProviderError && error.kind === 'rate-limited')) throw error
      heldBack += 1
      if (error.heldBack) return
    }
  }
}

await Promise.all([1, 2, 3, 4].map(callAgainAndAgain))
process.stdout.write(`${heldBack}\n`)
await hub.close()
await database.close()
process.stdin.destroy()
