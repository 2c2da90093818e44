import assert from 'node:assert/strict'
import test from 'node:test'
import { frozenClock, type MovableClock } from '#clock'
import { withTransaction } from '#database'
import { isRefusal } from '#errors'
import { testDatabase } from '../../test/database.ts'
import { cancel, enqueue, ensureSchedule, type Schedule } from './index.ts'
import {
  everyMinutes,
  job,
  kindOf,
  rowOf,
  rowsOfKind,
  stopWorkersAfterwards,
  workerOn,
} from './jobs-fixture.ts'

stopWorkersAfterwards()
const { db, pool } = await testDatabase()
const start = new Date('2030-01-01T00:00:00Z')
const at = (time: string) => new Date(`2030-01-01T${time}Z`)

const scheduleOf = (kind: string, more: Partial<Schedule> = {}): Schedule => ({
  kind,
  name: `Every hour: ${kind}`,
  rule: '60',
  payload: { b: 1, a: 2 },
  uniqueKey: kind,
  ...more,
})

const ensure = (clock: MovableClock, schedule: Schedule) =>
  withTransaction(db, (tx) => ensureSchedule(tx, schedule, clock.now(), everyMinutes))

function ticking(kind: string, clock: MovableClock, fails: () => boolean = () => false) {
  const ticks: Date[] = []
  const tick = kindOf(kind, async () => {
    ticks.push(clock.now())
    if (fails()) throw new Error('This tick failed')
    return undefined
  })
  return { ticks, worker: workerOn({ db, pool }, [tick], { clock }) }
}

test('a schedule runs at each of its occurrences, once each', async () => {
  const clock = frozenClock(start)
  const { ticks, worker } = ticking('hourly', clock)
  await ensure(clock, scheduleOf('hourly'))
  for (let step = 0; step < 8; step += 1) {
    await worker.runUntilIdle()
    clock.advance(30 * 60_000)
  }
  assert.deepEqual(ticks, [at('01:00:00'), at('02:00:00'), at('03:00:00')])
})

test('occurrences that were missed take place once, and the rhythm stays', async () => {
  const clock = frozenClock(start)
  const { ticks, worker } = ticking('missed', clock)
  await ensure(clock, scheduleOf('missed'))
  clock.moveTo(at('05:20:00'))
  assert.equal(await worker.runUntilIdle(), 1)
  const [waiting] = (await rowsOfKind(db, 'missed')).filter((row) => row.statuscode === 10)
  assert.deepEqual(waiting?.postponeuntil, at('06:00:00'))
  assert.deepEqual(ticks, [at('05:20:00')])
})

test('asking for a schedule again, even at the same moment, changes nothing', async () => {
  const clock = frozenClock(start)
  const ids = await Promise.all([1, 2, 3, 4].map(() => ensure(clock, scheduleOf('again'))))
  clock.advance(600_000)
  ids.push(await ensure(clock, scheduleOf('again', { payload: { a: 2, b: 1 } })))
  assert.equal(new Set(ids).size, 1)
  assert.deepEqual((await rowOf(db, ids[0])).postponeuntil, at('01:00:00'))
})

test('a changed rule or payload counts from the next occurrence on', async () => {
  const clock = frozenClock(start)
  const id = await ensure(clock, scheduleOf('changed'))
  await ensure(clock, scheduleOf('changed', { rule: '15', payload: { c: 3 } }))
  const row = await rowOf(db, id)
  assert.deepEqual(row.postponeuntil, at('00:15:00'))
  assert.deepEqual([row.recurrencepattern, row.gr_payload], ['15', { c: 3 }])
})

test('a schedule goes on after an occurrence that failed', async () => {
  const clock = frozenClock(start)
  const { ticks, worker } = ticking('failing', clock, () => ticks.length === 1)
  await ensure(clock, scheduleOf('failing'))
  for (let hour = 0; hour < 3; hour += 1) {
    clock.advance(3_600_000)
    await worker.runUntilIdle()
  }
  assert.equal(ticks.length, 3)
  const statuses = (await rowsOfKind(db, 'failing')).map((row) => row.statuscode).sort()
  assert.deepEqual(statuses, [10, 30, 30, 31])
})

test('cancelling a recurring job ends its schedule until someone asks for it again', async () => {
  const clock = frozenClock(start)
  const { ticks, worker } = ticking('ended', clock)
  const id = await ensure(clock, scheduleOf('ended'))
  await withTransaction(db, (tx) => cancel(tx, id, clock.now()))
  clock.advance(7_200_000)
  await worker.runUntilIdle()
  assert.equal(ticks.length, 0)
  await ensure(clock, scheduleOf('ended'))
  clock.advance(3_600_000)
  await worker.runUntilIdle()
  assert.equal(ticks.length, 1)
})

test('a recurring job enqueued without a key of its own recurs as one series', async () => {
  const clock = frozenClock(start)
  const { ticks, worker } = ticking('series', clock)
  const request = job('series', { recurrence: '10', autoDelete: true })
  await withTransaction(db, (tx) => enqueue(tx, [request], clock.now()))
  for (let step = 0; step < 4; step += 1) {
    await worker.runUntilIdle()
    clock.advance(600_000)
  }
  assert.deepEqual(ticks, [start, at('00:10:00'), at('00:20:00'), at('00:30:00')])
  assert.deepEqual(
    (await rowsOfKind(db, 'series')).map((row) => row.statuscode),
    [10],
  )
})

test('a rule without another occurrence is refused, naming it', async () => {
  const never = withTransaction(db, (tx) =>
    ensureSchedule(tx, scheduleOf('never'), start, () => undefined),
  )
  await assert.rejects(
    never,
    (error) => isRefusal(error, 'schedule-without-next') && error.message.includes('"60"'),
  )
})
