import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { silentLog } from '#log'
import type { RunningServer } from './running-server.ts'
import { superviseServer } from './supervise-server.ts'

/** A server that ends when the test says so; its process id is one that nobody has (beyond pid_max). */
function pretendedServer() {
  const { promise, resolve } = Promise.withResolvers<string>()
  const server: RunningServer = { pid: 2 ** 30, ended: promise }
  return { server, die: () => resolve('SIGKILL') }
}

test('a server that never comes back is tried a limited number of times, and stop still works', async () => {
  const first = pretendedServer()
  let tries = 0
  const stop = superviseServer(first.server, {
    async launch() {
      tries += 1
      throw new Error('the disk is full')
    },
    end: async () => assert.fail('there is nothing to end'),
    log: silentLog,
    pauses: [0, 1, 1],
  })
  first.die()
  await sleep(50)
  assert.equal(tries, 3)
  await stop()
  assert.equal(tries, 3)
})

test('a stop while the server is being started again ends the new one', async () => {
  const first = pretendedServer()
  const second = pretendedServer()
  const launched = Promise.withResolvers<void>()
  const launching = Promise.withResolvers<RunningServer>()
  const ended: RunningServer[] = []
  const stop = superviseServer(first.server, {
    launch() {
      launched.resolve()
      return launching.promise
    },
    async end(server) {
      ended.push(server)
      second.die()
    },
    log: silentLog,
  })
  first.die()
  await launched.promise
  const stopped = stop()
  launching.resolve(second.server)
  await stopped
  assert.deepEqual(ended, [second.server])
})

test('a stop during the pause before a try does not wait for it', async () => {
  const first = pretendedServer()
  const stop = superviseServer(first.server, {
    launch: () => assert.fail('it was stopped before'),
    end: async () => undefined,
    log: silentLog,
    pauses: [60_000],
  })
  first.die()
  await sleep(10)
  const started = performance.now()
  await stop()
  assert.ok(performance.now() - started < 5000)
})
