import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { toAttendanceItems, toDate } from './mapping.ts'
import { at, inWorld, plan, start, type World } from './test-team.ts'

async function staysIn({ provider }: World, webinarId: string) {
  const { items } = await provider.attendance(webinarId, undefined)
  return items
    .map(({ externalId, joinedAt, leftAt }) => [
      externalId,
      joinedAt?.toISOString(),
      leftAt?.toISOString(),
    ])
    .toSorted()
}

const iso = (minutes: number) => at(minutes).toISOString()

test('who comes twice, in two sessions, has two stays', () =>
  inWorld({}, async (world) => {
    const { clock, provider, twin } = world
    const { webinarId } = await provider.createWebinar(plan)
    clock.moveTo(start)
    twin.control.attend(webinarId, { externalId: 'one', join: start, leave: at(10) })
    clock.moveTo(at(20))
    twin.control.attend(webinarId, { externalId: 'one', join: at(20) })
    clock.moveTo(at(25))
    assert.deepEqual(await staysIn(world, webinarId), [
      ['one', iso(0), iso(10)],
      ['one', iso(20), undefined],
    ])
    twin.control.endSession(webinarId)
    assert.deepEqual(await staysIn(world, webinarId), [
      ['one', iso(0), iso(10)],
      ['one', iso(20), iso(25)],
    ])
  }))

test('a browser that crashed leaves a stay that ends with its session', () =>
  inWorld({}, async (world) => {
    const { clock, provider, twin } = world
    const { webinarId } = await provider.createWebinar(plan)
    clock.moveTo(start)
    twin.control.crash(twin.control.attend(webinarId, { externalId: 'one', join: start }))
    twin.control.attend(webinarId, { externalId: 'two', join: start, leave: at(0) })
    twin.control.attend(webinarId, { externalId: 'three', join: start })
    clock.moveTo(at(40))
    twin.control.endSession(webinarId)
    assert.deepEqual(await staysIn(world, webinarId), [
      ['one', iso(0), iso(40)],
      ['three', iso(0), iso(40)],
      ['two', iso(0), iso(0)],
    ])
  }))

test('a row that the vendor corrects is told as it is now', () =>
  inWorld({}, async (world) => {
    const { clock, provider, twin } = world
    const { webinarId } = await provider.createWebinar(plan)
    clock.moveTo(start)
    const id = twin.control.attend(webinarId, { externalId: 'one', join: start, leave: at(0) })
    clock.moveTo(at(60))
    twin.control.correct(id, { leave: at(45) })
    assert.deepEqual(await staysIn(world, webinarId), [['one', iso(0), iso(45)]])
  }))

test('only the people of this room are told, all of them, also when pages are small', () =>
  inWorld({}, async (world) => {
    const { clock, provider, twin } = world
    twin.control.change({ pageSize: 7 })
    const { webinarId } = await provider.createWebinar(plan)
    const other = await provider.createWebinar({ ...plan, idempotencyKey: 'event-2' })
    clock.moveTo(start)
    for (let index = 0; index < 50; index += 1) {
      const room = index % 2 === 0 ? webinarId : other.webinarId
      twin.control.attend(room, { externalId: `registration-${index}`, join: start })
    }
    const { items } = await provider.attendance(webinarId, undefined)
    assert.equal(new Set(items.map(({ externalId }) => externalId)).size, 25)
    assert.equal(items.length, 25)
  }))

test('every form in which the vendor writes an instant is read as the same instant', () => {
  const instants = fc.date({
    min: new Date('2000-01-01'),
    max: new Date('2099-12-31'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(instants, (instant) => {
      const seconds = new Date(Math.floor(instant.getTime() / 1000) * 1000)
      const iso19 = seconds.toISOString().slice(0, 19)
      for (const text of [`${iso19}Z`, `${iso19}.000000Z`, iso19.replace('T', ' ')]) {
        assert.equal(toDate(text)?.getTime(), seconds.getTime())
      }
    }),
  )
})

test('whatever stands in a row, it becomes an item whose oddity can be seen', () => {
  fc.assert(
    fc.property(fc.array(fc.anything()), (rows) => {
      const items = toAttendanceItems(rows, [])
      assert.equal(items.length, rows.length)
      for (const { joinedAt, leftAt } of items) {
        for (const time of [joinedAt, leftAt]) assert.ok(time === undefined || time instanceof Date)
      }
    }),
  )
  const [odd] = toAttendanceItems([{ join_time: 'yesterday', leave_time: 7 }], [])
  assert.ok(Number.isNaN(odd?.joinedAt?.getTime()) && Number.isNaN(odd?.leftAt?.getTime()))
})
