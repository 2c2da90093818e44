import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recurrence } from '#calendar'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import type { ZoomTwin } from './twin/index.ts'
import { withZoom } from './zoom-peer.ts'

const sent = ({ control }: ZoomTwin, method: string) =>
  control
    .received()
    .filter((request) => request.method === method && request.path.startsWith('/v2')).length

test('a creation whose answer was lost is found again, although lists shorten the agenda', () =>
  withZoom(async (bench, { control }) => {
    const plan = bench.plan({ description: 'Soil, light and water. '.repeat(40) })
    const first = await bench.provider.createWebinar(plan)
    assert.equal((await bench.provider.createWebinar(plan)).webinarId, first.webinarId)
    assert.equal(control.meetings().length, 1)
  }))

test('a plan that changed after the lost answer reaches the webinar that was made', () =>
  withZoom(async (bench, { control }) => {
    const plan = bench.plan()
    const first = await bench.provider.createWebinar(plan)
    const again = await bench.provider.createWebinar({ ...plan, title: 'Only chillies' })
    assert.equal(again.webinarId, first.webinarId)
    assert.deepEqual(
      control.meetings().map(({ order }) => order.topic),
      ['Only chillies'],
    )
  }))

test('two sessions with one title at one time are two webinars', () =>
  withZoom(async (bench, { control }) => {
    const plan = bench.plan()
    await bench.provider.createWebinar(plan)
    await bench.provider.createWebinar({ ...plan, idempotencyKey: 'another-session' })
    assert.equal(control.meetings().length, 2)
  }))

test('an update that changes nothing costs nothing of the changes of the day', () =>
  withZoom(async (bench, twin) => {
    const start = new Date('2031-03-10T09:00:00.000Z')
    bench.clock.moveTo(new Date('2031-03-01T09:00:00.000Z'))
    const end = new Date('2031-03-10T10:00:00.000Z')
    const recurrence: Recurrence = { frequency: 'weekly', interval: 1, count: 3 }
    const plan = bench.plan({ start, end, recurrence, password: 'Ring24!' })
    const { webinarId } = await createdWebinar(bench, plan)
    await bench.provider.updateWebinar(webinarId, plan)
    assert.equal(sent(twin, 'PATCH'), 0)
    await bench.provider.updateWebinar(webinarId, { ...plan, password: 'Ring25!' })
    assert.equal(sent(twin, 'PATCH'), 1)
  }))

test('when the changes of a host are used up, the job is told to come again after midnight UTC', () =>
  withZoom(async (bench, { control }) => {
    bench.clock.moveTo(new Date('2031-05-05T20:00:00.000Z'))
    control.change({ changesPerDay: 2 })
    await bench.provider.createWebinar(bench.plan())
    await bench.provider.createWebinar(bench.plan())
    const error = await failsAs(bench, 'rate-limited', () =>
      bench.provider.createWebinar(bench.plan()),
    )
    assert.match(error.message, /Zoom takes 2 creations and changes for one host a day/)
    assert.ok(Math.abs((error.retryAfterSeconds ?? 0) - 4 * 3600) < 60)
    bench.clock.advance((error.retryAfterSeconds ?? 0) * 1000)
    await assert.doesNotReject(bench.provider.createWebinar(bench.plan()))
  }))

test('presenters without a licence of the account do not spoil the meeting', () =>
  withZoom(async (bench, { control }) => {
    const presenters = [
      { externalId: 'one', name: 'Gesa Gast', email: 'gesa@elsewhere.example' },
      { externalId: 'two', name: 'Basil Basic', email: 'basil@example.com' },
    ]
    control.addUser({ email: 'basil@example.com', type: 1 })
    const { webinarId } = await createdWebinar(bench, bench.plan({ presenters }))
    assert.deepEqual(bench.peer.cohosts?.(webinarId), ['pia@example.com'])
  }))

test('the host of the account is not an alternative host', () =>
  withZoom(async (bench, { hostEmail }) => {
    const producer = { name: 'Hanna Host', email: hostEmail }
    const { webinarId } = await createdWebinar(bench, bench.plan({ producer }))
    assert.deepEqual(bench.peer.cohosts?.(webinarId), ['ola@example.com'])
  }))

test('more panelists than Zoom takes at once are added in several calls', () =>
  withZoom(
    async (bench) => {
      const presenters = Array.from({ length: 64 }, (_, at) => ({
        externalId: `p${at}`,
        name: `Presenter ${at}`,
        email: `p${at}@example.com`,
      }))
      const { webinarId } = await createdWebinar(bench, bench.plan({ presenters }))
      assert.equal(bench.peer.cohosts?.(webinarId).length, 65)
    },
    { kind: 'Webinars' },
  ))

test('a webinar takes as many registrations as the event has places', () =>
  withZoom(
    async (bench) => {
      const { webinarId } = await createdWebinar(bench, bench.plan({ maxAttendees: 1 }))
      await bench.provider.register(webinarId, bench.person())
      const error = await failsAs(bench, 'rejected', () =>
        bench.provider.register(webinarId, bench.person()),
      )
      assert.equal(error.vendorCode, '3035')
    },
    { kind: 'Webinars' },
  ))

test('a password that Zoom cannot take is refused before anything is made', () =>
  withZoom(async (bench, { control }) => {
    const plan = bench.plan({ password: 'far too long' })
    const error = await failsAs(bench, 'rejected', () => bench.provider.createWebinar(plan))
    assert.match(error.message, /has 12 characters; Zoom takes 10 at most/)
    assert.equal(control.meetings().length, 0)
  }))

const impossible: readonly { readonly recurrence: Recurrence; readonly message: RegExp }[] = [
  { recurrence: { frequency: 'monthly', interval: 1, monthDay: -1 }, message: /no last day/ },
  {
    recurrence: { frequency: 'monthly', interval: 1, week: 5, weekday: 'monday' },
    message: /first to fourth/,
  },
  { recurrence: { frequency: 'daily', interval: 1, count: 61 }, message: /60 dates/ },
  { recurrence: { frequency: 'weekly', interval: 51, count: 2 }, message: /every 50 at most/ },
]

for (const { recurrence, message } of impossible) {
  test(`a series that Zoom has no words for is refused: ${message.source}`, () =>
    withZoom(async (bench, { control }) => {
      const plan = bench.plan({ recurrence })
      const error = await failsAs(bench, 'rejected', () => bench.provider.createWebinar(plan))
      assert.match(error.message, message)
      assert.equal(control.meetings().length, 0)
    }))
}

const onThe31st = {
  start: new Date('2031-01-31T09:00:00.000Z'),
  end: new Date('2031-01-31T10:00:00.000Z'),
  recurrence: { frequency: 'monthly', interval: 1, monthDay: 31, count: 4 },
} as const

test('a series that Zoom would hold on other days is taken back, and the first such day is named', () =>
  withZoom(async (bench, { control }) => {
    bench.clock.moveTo(new Date('2031-01-01T09:00:00.000Z'))
    control.change({ shortMonths: 'clamp' })
    const error = await failsAs(bench, 'rejected', () =>
      bench.provider.createWebinar(bench.plan(onThe31st)),
    )
    assert.match(error.message, /it has 2031-02-28 where the hub has 2031-03-31/)
    assert.equal(control.meetings().length, 0)
    control.change({ shortMonths: 'skip' })
    await assert.doesNotReject(bench.provider.createWebinar(bench.plan(onThe31st)))
  }))

test('weeks that begin on another day are noticed', () =>
  withZoom(async (bench, { control }) => {
    bench.clock.moveTo(new Date('2031-03-01T09:00:00.000Z'))
    const plan = bench.plan({
      start: new Date('2031-03-10T09:00:00.000Z'),
      end: new Date('2031-03-10T10:00:00.000Z'),
      recurrence: { frequency: 'weekly', interval: 2, weekdays: ['monday', 'sunday'], count: 6 },
    })
    await failsAs(bench, 'rejected', () => bench.provider.createWebinar(plan))
    assert.equal(control.meetings().length, 0)
  }))

test('a series without an end is planned as far as Zoom keeps dates', () =>
  withZoom(async (bench, { control }) => {
    const recurrence: Recurrence = { frequency: 'daily', interval: 1 }
    const { webinarId } = await createdWebinar(bench, bench.plan({ recurrence }))
    assert.equal(control.occurrences(webinarId.split('/')[1] ?? '').length, 60)
  }))

test('a series that is running already can be changed: dates that are over do not count', () =>
  withZoom(async (bench) => {
    const start = new Date('2031-03-10T09:00:00.000Z')
    bench.clock.moveTo(new Date('2031-03-01T09:00:00.000Z'))
    const end = new Date('2031-03-10T10:00:00.000Z')
    const recurrence: Recurrence = { frequency: 'daily', interval: 1, count: 5 }
    const plan = bench.plan({ start, end, recurrence })
    const { webinarId } = await createdWebinar(bench, plan)
    bench.clock.moveTo(new Date('2031-03-12T12:00:00.000Z'))
    const changed = { ...plan, title: 'The second half' }
    assert.equal((await bench.provider.updateWebinar(webinarId, changed)).webinarId, webinarId)
    assert.deepEqual(bench.peer.titles?.(), ['The second half'])
  }))

test('a date that the host has taken out stays out when the title changes, and hinders nothing', () =>
  withZoom(async (bench, twin) => {
    const recurrence: Recurrence = { frequency: 'daily', interval: 1, count: 5 }
    const plan = bench.plan({ recurrence })
    const { webinarId } = await createdWebinar(bench, plan)
    const id = webinarId.split('/')[1] ?? ''
    twin.control.takeOut(id, twin.control.occurrences(id)[2]?.id ?? '')
    await bench.provider.updateWebinar(webinarId, { ...plan, title: 'Without Wednesday' })
    assert.deepEqual(bench.peer.titles?.(), ['Without Wednesday'])
    const left = twin.control.occurrences(id).filter(({ status }) => status === 'available')
    assert.equal(left.length, 4)
  }))
