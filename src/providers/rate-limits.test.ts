import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { frozenClock, movableClock } from '#clock'
import { testDatabase } from '../../test/database.ts'
import { newAccount, openHub, signIn, type TestAccount, type TestHub } from './account-fixture.ts'
import type { PaceProcess } from './pace-process.ts'
import { createRateLimits, type Limit, spacingOf } from './rate-limits.ts'

const database = await testDatabase()
const { db } = database
const masterKey = randomBytes(32)
const program = fileURLToPath(new URL('pace-process.ts', import.meta.url))

const pausing = openHub(db)
const account = await newAccount(pausing)
await account.twin.close()

/** A configuration of its own for each test: paces are kept per configuration. */
async function freshLimit(perMinute: number): Promise<Limit> {
  const { id } = await pausing.pipeline.execute(account.caller, {
    message: 'Create',
    table: 'msevtmgt_webinarconfiguration',
    target: { msevtmgt_name: randomUUID(), msevtmgt_webinarproviderid: account.providerId },
  })
  return { configurationId: id, perMinute }
}

const limits = () => createRateLimits({ db, clock: movableClock() })

test('a few calls go at once, the next ones evenly one after the other', async () => {
  const limit = await freshLimit(100)
  const rates = limits()
  const waits: number[] = []
  for (let call = 0; call < 12; call += 1) waits.push((await rates.reserve(limit, 10_000)).waitMs)
  assert.ok(waits.filter((wait) => wait < 100).length >= 5, waits.join(' '))
  const [before = 0, last = 0] = waits.slice(-2)
  assert.ok(Math.abs(last - before - spacingOf(limit)) < 200, waits.join(' '))
})

test('what two processes are given together has never more places in a minute than the limit', async () => {
  const limit = await freshLimit(100)
  const both = [limits(), limits()]
  const began = performance.now()
  const places: number[] = []
  for (let call = 0; call < 220; call += 1) {
    const { waitMs } = await (both[call % 2] as (typeof both)[0]).reserve(limit, 1e9)
    places.push(performance.now() - began + waitMs)
  }
  for (const from of places) {
    const within = places.filter((place) => place >= from && place < from + 60_000).length
    assert.ok(within <= 100, `${within} places within a minute`)
  }
  assert.ok(Math.max(...places) < 170_000, 'the limit is nearly used')
})

test('calls that find no place are told later and later times', async () => {
  const limit = await freshLimit(60)
  const rates = limits()
  for (let call = 0; call < 30; call += 1) await rates.reserve(limit, 1e9)
  const first = await rates.reserve(limit, 1_000)
  const second = await rates.reserve(limit, 1_000)
  assert.deepEqual([first.granted, second.granted], [false, false])
  assert.ok(first.waitMs > 15_000 && second.waitMs - first.waitMs >= 1_000)
})

test('a pause that one process was asked for holds back all, an hour at most', async () => {
  const limit = await freshLimit(100)
  const clock = frozenClock(new Date('2026-05-01T10:00:00Z'))
  const [one, other] = [createRateLimits({ db, clock }), createRateLimits({ db, clock })]
  await one.pause(limit.configurationId, 120)
  const held = await other.reserve(limit, 10_000)
  assert.equal(held.granted, false)
  assert.equal(Math.round(held.waitMs / 1000), 121)
  await other.pause(limit.configurationId, 1e9)
  assert.equal(await one.silence(limit.configurationId), 3_600_000)
  clock.advance(3_600_000)
  assert.equal((await one.reserve(limit, 10_000)).granted, true)
})

test('configurations do not wait for one another', async () => {
  const [one, other] = [await freshLimit(10), await freshLimit(10)]
  const rates = limits()
  for (let call = 0; call < 20; call += 1) await rates.reserve(one, 1e9)
  assert.equal((await rates.reserve(other, 0)).granted, true)
})

async function ownProcess(account: TestAccount, milliseconds: number) {
  const { configurationId } = account
  const { target } = database
  const key = masterKey.toString('base64')
  const input: PaceProcess = { target, masterKey: key, configurationId, milliseconds }
  const child = spawn(process.execPath, [program, JSON.stringify(input)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return {
    async run() {
      child.stdin.write('go\n')
      const [heldBack] = await once(child.stdout, 'data')
      await once(child, 'exit')
      return Number(heldBack)
    },
  }
}

async function withSignedIn(act: (hub: TestHub, account: TestAccount) => Promise<void>) {
  const hub = openHub(db, { masterKey })
  const account = await newAccount(hub)
  try {
    await signIn(hub, account)
    await act(hub, account)
  } finally {
    await hub.close()
    await account.twin.close()
  }
}

const arrivals = ({ twin }: TestAccount) =>
  twin.control.received().map(({ at }) => new Date(at).getTime())

test('two real processes together never send the provider more than the limit', () =>
  withSignedIn(async (hub, account) => {
    const perMinute = 600
    await hub.pipeline.execute(account.caller, {
      message: 'Update',
      table: 'msevtmgt_webinarconfiguration',
      id: account.configurationId,
      target: { gr_requestsperminute: perMinute },
    })
    const processes = await Promise.all([5_000, 5_000].map((ms) => ownProcess(account, ms)))
    const before = arrivals(account).length
    await Promise.all(processes.map((each) => each.run()))
    const times = arrivals(account).slice(before)
    // The pace of a whole minute: what came in any window, were it to go on like this.
    const spacing = spacingOf({ perMinute })
    for (const [at, from] of times.entries()) {
      for (const to of times.slice(at + 1)) {
        const count = times.filter((time) => time >= from && time <= to).length
        const most = (to - from + 6_500) / spacing + 1
        assert.ok(count <= most, `${count} calls in ${to - from} ms`)
      }
    }
    assert.ok(times.length > 35, `only ${times.length} calls: the limit is hardly used`)
  }))

test('Retry-After that one process is told silences the other within two seconds', () =>
  withSignedIn(async (hub, account) => {
    // The twin asks for silence until the end of its minute, which has just begun.
    hub.clock.moveTo(new Date(Math.ceil(hub.clock.now().getTime() / 60_000) * 60_000))
    const processes = await Promise.all([6_000, 6_000].map((ms) => ownProcess(account, ms)))
    const before = arrivals(account).length
    const running = processes.map((each) => each.run())
    account.twin.control.setModes({ kind: 'rateLimited', perMinute: 1 })
    const held = await Promise.all(running)
    assert.ok(
      held.every((count) => count > 0),
      held.join(' '),
    )
    const times = arrivals(account).slice(before)
    const [first = 0] = times
    assert.ok(
      times.every((time) => time - first < 3_500),
      'nobody called after the pause was known',
    )
  }))
