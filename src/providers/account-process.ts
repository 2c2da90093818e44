/** For `access-token.test.ts`: a second and third hub, each a process of its own. */
import { once } from 'node:events'
import { type ConnectionTarget, connect } from '#database'
import { openHub } from './account-fixture.ts'

export interface AccountProcess {
  readonly target: ConnectionTarget
  /** Base64. */
  readonly masterKey: string
  readonly configurationId: string
}

const { target, masterKey, configurationId }: AccountProcess = JSON.parse(process.argv[2] ?? '')
const database = connect(target, {
  applicationName: 'account process',
  poolSize: 4,
  statementTimeoutMs: 10_000,
  onIdleError: () => undefined,
})
const hub = openHub(database.db, { masterKey: Buffer.from(masterKey, 'base64') })
const { provider } = await hub.providers.openAccount(configurationId)
process.stdout.write('ready\n')
await once(process.stdin, 'data')
const checks = await Promise.all([1, 2, 3].map(() => provider.check()))
process.stdout.write(`${checks.map(({ status }) => status).join(' ')}\n`)
await hub.close()
await database.close()
process.stdin.destroy()
