import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recurrence } from '#calendar'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import type { WebinarPlan } from '../contract.ts'
import { changesOf, ruleOf } from './mapping.ts'
import type { WebexTwin } from './twin/index.ts'
import { withWebex } from './webex-peer.ts'

const sent = ({ control }: WebexTwin, method: string, path: RegExp) =>
  control.received().filter((request) => request.method === method && path.test(request.path))
    .length

const daily: Recurrence = { frequency: 'daily', interval: 1, count: 5 }

test('a creation whose answer was lost is found by its tag, although it lies a month ahead', () =>
  withWebex(async (bench, { control }) => {
    const start = new Date(bench.clock.now().getTime() + 30 * 86_400_000)
    const plan = bench.plan({ start, end: new Date(start.getTime() + 3_600_000) })
    const first = await bench.provider.createWebinar(plan)
    const again = await bench.provider.createWebinar({ ...plan, title: 'Only chillies' })
    assert.equal(again.webinarId, first.webinarId)
    assert.deepEqual(
      control.meetings().map(({ order }) => order.title),
      ['Only chillies'],
    )
  }))

test('a series that is running already can be renamed: its start, which is over, is not sent', () =>
  withWebex(async (bench) => {
    const plan = bench.plan({ recurrence: daily })
    const { webinarId } = await createdWebinar(bench, plan)
    bench.clock.moveTo(new Date(plan.start.getTime() + 2 * 86_400_000))
    await bench.provider.updateWebinar(webinarId, { ...plan, title: 'The second half' })
    assert.deepEqual(bench.peer.titles?.(), ['The second half'])
    const start = new Date(plan.start.getTime() - 86_400_000)
    await failsAs(bench, 'rejected', () =>
      bench.provider.updateWebinar(webinarId, { ...plan, start }),
    )
  }))

test('an update that changes nothing changes nothing at Webex', () =>
  withWebex(async (bench, twin) => {
    const plan = bench.plan({ recurrence: daily, password: 'Ring24!' })
    const { webinarId } = await createdWebinar(bench, plan)
    await bench.provider.updateWebinar(webinarId, plan)
    assert.equal(sent(twin, 'PATCH', /./), 0)
    assert.equal(sent(twin, 'PUT', /./), 0)
  }))

test('a series can become a single meeting, but what takes registrations cannot become a series', () =>
  withWebex(async (bench) => {
    const plan = bench.plan({ recurrence: daily })
    const series = await createdWebinar(bench, plan)
    await bench.provider.updateWebinar(series.webinarId, { ...plan, recurrence: undefined })
    assert.equal(bench.peer.occurrences?.(series.webinarId).length, 1)
    const single = bench.plan()
    const { webinarId } = await createdWebinar(bench, single)
    const error = await failsAs(bench, 'rejected', () =>
      bench.provider.updateWebinar(webinarId, { ...single, recurrence: daily }),
    )
    assert.match(error.message, /cannot make a series of a webinar that takes registrations/)
  }))

test('an event becomes what its webinar type says, whatever the configuration prefers', () =>
  withWebex(async (bench, { control }) => {
    const types = await bench.provider.webinarTypes()
    assert.deepEqual(types, [
      { name: 'Webex Meetings Pro 1000', value: 'meeting:3' },
      { name: 'Webex Webinars 1000', value: 'webinar:130' },
    ])
    const plan = bench.plan({ webinarType: 'webinar:130' })
    const { webinarId } = await createdWebinar(bench, plan)
    const [meeting] = control.meetings()
    assert.equal(meeting?.order.scheduledType, 'webinar')
    assert.equal(meeting?.order.sessionTypeId, 130)
    const other = { ...plan, webinarType: 'meeting:3' }
    const error = await failsAs(bench, 'rejected', () =>
      bench.provider.updateWebinar(webinarId, other),
    )
    assert.match(error.message, /cannot make something else of a webinar/)
    await failsAs(bench, 'rejected', () =>
      bench.provider.createWebinar(bench.plan({ webinarType: 'live' })),
    )
  }))

test('presenters are panelists of a webinar and co-hosts of a meeting, the audience is neither', () =>
  withWebex(async (bench, { control }) => {
    const roles = (webinarId: string) =>
      control
        .invitees(webinarId)
        .map(({ email, coHost, panelist }) => [email, coHost, panelist])
        .sort()
    const meeting = await createdWebinar(bench, bench.plan({ recurrence: daily }))
    const person = bench.person({ email: 'zoe@example.com' })
    await bench.provider.register(meeting.webinarId, person)
    assert.deepEqual(roles(meeting.webinarId), [
      ['ola@example.com', true, false],
      ['pia@example.com', true, false],
      ['zoe@example.com', false, false],
    ])
    const plan = bench.plan({ webinarType: 'webinar:130' })
    const webinar = await createdWebinar(bench, plan)
    assert.deepEqual(roles(webinar.webinarId), [
      ['ola@example.com', false, true],
      ['pia@example.com', true, true],
    ])
    const producer = { name: 'Ola Nordmann', email: 'OLA@example.com' }
    await bench.provider.updateWebinar(webinar.webinarId, { ...plan, producer })
    assert.deepEqual(roles(webinar.webinarId), [['OLA@example.com', true, true]])
  }))

test('when a team changes, the audience of a series stays invited', () =>
  withWebex(async (bench, { control }) => {
    control.change({ largestPage: 2 })
    const plan = bench.plan({ recurrence: daily })
    const { webinarId } = await createdWebinar(bench, plan)
    for (const _person of [1, 2, 3, 4]) await bench.provider.register(webinarId, bench.person())
    await bench.provider.updateWebinar(webinarId, { ...plan, presenters: [] })
    assert.deepEqual(bench.peer.cohosts?.(webinarId), ['pia@example.com'])
    assert.equal(control.invitees(webinarId).length, 5)
  }))

test('after a hundred creations in 24 hours the job is told when to come again', () =>
  withWebex(async (bench, { control }) => {
    control.change({ creationsPerDay: 1 })
    await bench.provider.createWebinar(bench.plan())
    const error = await failsAs(bench, 'rate-limited', () =>
      bench.provider.createWebinar(bench.plan()),
    )
    assert.equal(error.retryAfterSeconds, 3600)
  }))

test('an account without a licence for webinars, or without the site, is found by the check', () =>
  withWebex(
    async (bench, { control }) => {
      assert.equal((await bench.provider.check()).status, 'healthy')
      const sessionTypes = control.settings().sessionTypes.filter(({ type }) => type === 'meeting')
      control.change({ sessionTypes })
      const unlicensed = await bench.provider.check()
      assert.equal(unlicensed.status, 'forbidden')
      assert.match(unlicensed.message, /Hanna Host does not have a licence for a webinar/)
      const plan = bench.plan()
      await failsAs(bench, 'rejected', () => bench.provider.createWebinar(plan))
      control.change({ sites: ['other.webex.com'] })
      const elsewhere = await bench.provider.check()
      assert.equal(elsewhere.status, 'forbidden')
      assert.match(elsewhere.message, /the site example\.webex\.com, only other\.webex\.com/)
    },
    { kind: 'Webinars', siteUrl: 'example.webex.com' },
  ))

const start = new Date('2031-01-31T09:00:00Z')

const rules: readonly (readonly [Recurrence | undefined, string | undefined])[] = [
  [undefined, undefined],
  [{ frequency: 'once' }, undefined],
  [{ frequency: 'daily', interval: 1, count: 20 }, 'FREQ=DAILY;INTERVAL=1;COUNT=20'],
  [
    { frequency: 'weekly', interval: 1, weekdays: ['wednesday', 'monday'], until: '2031-06-01' },
    'FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,WE;UNTIL=20310601T215959Z',
  ],
  [{ frequency: 'weekly', interval: 2 }, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'],
  [{ frequency: 'monthly', interval: 1, monthDay: 10 }, 'FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=10'],
  [{ frequency: 'monthly', interval: 1 }, 'FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=31'],
  [
    { frequency: 'monthly', interval: 1, week: -1, weekday: 'monday' },
    'FREQ=MONTHLY;INTERVAL=1;BYDAY=-1MO',
  ],
]

for (const [recurrence, rule] of rules) {
  test(`${JSON.stringify(recurrence) ?? 'no recurrence'} is written as ${rule ?? 'nothing'}`, () => {
    const plan = { recurrence, start, timeZone: 'Europe/Berlin' } as WebinarPlan
    assert.equal(ruleOf(plan), rule)
  })
}

test('a rule that Webex writes in another order is not sent again', () => {
  const plan = {
    title: 'Soil',
    description: undefined,
    start,
    end: new Date('2031-01-31T10:00:00Z'),
    timeZone: 'Europe/Berlin',
    password: undefined,
    recurrence: { frequency: 'daily', interval: 2, count: 3 },
  } as WebinarPlan
  const found = {
    id: 'one',
    title: 'Soil',
    start: '2031-01-31T10:00:00+01:00',
    end: '2031-01-31T10:00:00Z',
    timezone: 'Europe/Berlin',
    recurrence: 'RRULE:COUNT=3;FREQ=DAILY;INTERVAL=2',
  }
  assert.deepEqual(changesOf(plan, found), {})
  assert.deepEqual(changesOf(plan, { ...found, recurrence: null }), {
    recurrence: 'FREQ=DAILY;INTERVAL=2;COUNT=3',
  })
})
