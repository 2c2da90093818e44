/**
 * A real broker: Debian's RabbitMQ with its AMQP 1.0 plug-in, started for one test file in a
 * folder of its own. Undefined, with the reason in words, where the machine has none.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanUpAfterwards } from './database.ts'
import { unusedPort } from './hub.ts'

export interface Broker {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

const program = '/usr/lib/rabbitmq/bin/rabbitmq-server'

/** `skip` for tests that need a broker: false, or why there is none. */
export const noBroker = existsSync(program)
  ? false
  : 'no broker on this machine: install rabbitmq-server (apt-get install rabbitmq-server)'

/** Call at the top of a test file; takes about six seconds. */
export async function startRabbit(): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-rabbitmq-'))
  const port = await unusedPort()
  await writeFile(join(folder, 'plugins'), '[rabbitmq_amqp1_0].')
  const settings = [
    `listeners.tcp.1 = 127.0.0.1:${port}`,
    'log.console = true',
    'log.console.level = info',
    'log.file = false',
    // The disk of a test machine may be fuller than a broker likes.
    'disk_free_limit.absolute = 10MB',
  ]
  await writeFile(join(folder, 'rabbit.conf'), settings.join('\n'))
  const broker = spawn(program, [], {
    // A group of its own, so that the shell around Erlang and Erlang itself end together.
    detached: true,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      RABBITMQ_NODENAME: `greenroom-${randomBytes(4).toString('hex')}@localhost`,
      RABBITMQ_DIST_PORT: String(await unusedPort()),
      RABBITMQ_MNESIA_BASE: join(folder, 'data'),
      RABBITMQ_LOG_BASE: join(folder, 'log'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
      RABBITMQ_CONFIG_FILE: join(folder, 'rabbit'),
      ERL_EPMD_ADDRESS: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  cleanUpAfterwards(async () => {
    if (broker.pid !== undefined && broker.exitCode === null) {
      const ended = new Promise((resolve) => broker.once('exit', resolve))
      process.kill(-broker.pid, 'SIGKILL')
      await ended
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })
  await started(broker)
  return { host: '127.0.0.1', port, user: 'guest', password: 'guest' }
}

async function started(broker: ReturnType<typeof spawn>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  const timer = setTimeout(() => reject(new Error(`RabbitMQ does not start: ${said}`)), 60_000)
  const listen = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000)
    if (said.includes('Server startup complete')) resolve()
  }
  broker.stdout?.on('data', listen)
  broker.stderr?.on('data', listen)
  broker.once('exit', () => reject(new Error(`RabbitMQ ended: ${said}`)))
  try {
    await promise
  } finally {
    clearTimeout(timer)
  }
}
