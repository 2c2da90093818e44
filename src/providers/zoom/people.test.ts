import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import { uuidSegment } from './client.ts'
import { toAttendanceItems, toRegistrantBody } from './mapping.ts'
import { withZoom } from './zoom-peer.ts'

test('with manual approval the link works from the moment the host approves', () =>
  withZoom(
    async (bench, { control }) => {
      const webinar = await createdWebinar(bench)
      const person = bench.person()
      const registrant = await bench.provider.register(webinar.webinarId, person)
      assert.equal(registrant.joinUrl, undefined)
      const click = () => bench.provider.joinUrl(webinar, { ...person, ...registrant })
      const waiting = await failsAs(bench, 'rejected', click)
      assert.match(waiting.message, /has to approve this registration/)
      control.approve(registrant.registrantId, 'approve')
      assert.match(await click(), /\/w\/\d+\?tk=/)
      control.approve(registrant.registrantId, 'deny')
      assert.match((await failsAs(bench, 'rejected', click)).message, /denied/)
    },
    { approval: 'Manual' },
  ))

test('a repeated registration that Zoom refuses is the registration of the first time', () =>
  withZoom(async (bench, { control }) => {
    control.change({ repeatedRegistration: 'refused', largestPage: 2 })
    const { webinarId } = await createdWebinar(bench)
    const people = [bench.person(), bench.person(), bench.person()]
    const [, , last] = await Promise.all(
      people.map((person) => bench.provider.register(webinarId, person)),
    )
    assert.deepEqual(await bench.provider.register(webinarId, people[2] ?? bench.person()), last)
    assert.equal(bench.peer.registrants?.(webinarId), 3)
  }))

test('a job that was repeated until the three attempts of the day were used up still ends well', () =>
  withZoom(async (bench) => {
    const { webinarId } = await createdWebinar(bench)
    const person = bench.person()
    const first = await bench.provider.register(webinarId, person)
    for (const _attempt of [2, 3, 4, 5]) {
      assert.deepEqual(await bench.provider.register(webinarId, person), first)
    }
    assert.equal(bench.peer.registrants?.(webinarId), 1)
  }))

test('somebody whose attempts are used up and who is not there waits for midnight, unnamed', () =>
  withZoom(async (bench) => {
    const { webinarId } = await createdWebinar(bench)
    const person = bench.person()
    for (const _attempt of [1, 2, 3]) {
      const { registrantId } = await bench.provider.register(webinarId, person)
      await bench.provider.cancelRegistrant(webinarId, registrantId)
    }
    const error = await failsAs(bench, 'rate-limited', () =>
      bench.provider.register(webinarId, person),
    )
    assert.match(error.message, /Zoom takes 3 registrations of the same person a day/)
    assert.ok(!error.message.includes(person.email))
    assert.ok((error.retryAfterSeconds ?? 0) > 0)
  }))

test('a full webinar is not searched through for everybody who comes too late', () =>
  withZoom(
    async (bench, { control }) => {
      const { webinarId } = await createdWebinar(bench, bench.plan({ maxAttendees: 1 }))
      await bench.provider.register(webinarId, bench.person())
      await failsAs(bench, 'rejected', () => bench.provider.register(webinarId, bench.person()))
      const lists = control
        .received()
        .filter(({ method, path }) => method === 'GET' && path.endsWith('/registrants'))
      assert.equal(lists.length, 0)
    },
    { kind: 'Webinars' },
  ))

for (const [uuid, segment] of [
  ['aDYlohsHRtCd4ii1uC2+hA==', 'aDYlohsHRtCd4ii1uC2%2BhA%3D%3D'],
  ['/abc+d==', '%252Fabc%252Bd%253D%253D'],
  ['ab//cd==', 'ab%252F%252Fcd%253D%253D'],
  ['ab/cd==', 'ab%2Fcd%3D%3D'],
] as const) {
  test(`the UUID ${uuid} is encoded so that Zoom finds it`, () => {
    assert.equal(uuidSegment(uuid), segment)
  })
}

test('the reports of all dates of a series are told together, whatever their UUIDs hold', () =>
  withZoom(async (bench, { control }) => {
    const [start, end] = [new Date('2031-05-05T10:00:00Z'), new Date('2031-05-05T11:00:00Z')]
    bench.clock.moveTo(new Date('2031-05-01T10:00:00Z'))
    const recurrence = { frequency: 'daily', interval: 1, count: 4 } as const
    const { webinarId } = await createdWebinar(bench, bench.plan({ start, end, recurrence }))
    const { registrantId } = await bench.provider.register(webinarId, bench.person())
    const days = ['05', '06', '07', '08'].map((day) => `2031-05-${day}T10:00:00.000Z`)
    for (const day of days) {
      const join = new Date(day)
      control.attend(registrantId, { join, leave: new Date(join.getTime() + 1_800_000) })
    }
    bench.clock.moveTo(new Date('2031-05-09T10:00:00Z'))
    const uuids = control.runs(webinarId.split('/')[1] ?? '').map(({ uuid }) => uuid)
    assert.ok(
      uuids.some((uuid) => uuid.startsWith('/')),
      'No UUID begins with a slash.',
    )
    assert.ok(
      uuids.some((uuid) => uuid.includes('//')),
      'No UUID holds two slashes.',
    )
    const { items } = await bench.provider.attendance(webinarId, undefined)
    assert.deepEqual(
      items.map(({ joinedAt }) => joinedAt?.toISOString()),
      days,
    )
    assert.ok(items.every((item) => item.viewingMinutes === 30))
  }))

test('who only waited is told as in the waiting room, and a guest is known by the e-mail that was typed', () =>
  withZoom(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench)
    const id = webinarId.split('/')[1] ?? ''
    const join = new Date(bench.clock.now().getTime() + 3_600_000)
    const leave = new Date(join.getTime() + 600_000)
    control.attendAs(id, { name: 'Guest', email: 'guest@example.com' }, { join, leave })
    const status = 'in_waiting_room'
    control.attendAs(id, { name: 'Late', email: 'late@example.com' }, { join, leave, status })
    bench.clock.advance(24 * 3_600_000)
    const { items } = await bench.provider.attendance(webinarId, undefined)
    assert.deepEqual(
      items.map(({ registrantId, email, inWaitingRoom }) => [registrantId, email, inWaitingRoom]),
      [
        [undefined, 'guest@example.com', false],
        [undefined, 'late@example.com', true],
      ],
    )
  }))

test('a report that says 0 for everybody because it is early is read by its times', () =>
  withZoom(async (bench, { control }) => {
    control.change({ earlyReports: 'zero' })
    const { webinarId } = await createdWebinar(bench)
    const { registrantId } = await bench.provider.register(webinarId, bench.person())
    const join = new Date(bench.clock.now().getTime() + 3_600_000)
    const stayId = control.attend(registrantId, { join, leave: new Date(join.getTime() + 60_000) })
    bench.clock.moveTo(new Date(join.getTime() + 120_000))
    const early = await bench.provider.attendance(webinarId, undefined)
    assert.equal(early.items[0]?.viewingMinutes, undefined)
    assert.ok(early.items[0]?.leftAt !== undefined)
    control.correct(stayId, new Date(join.getTime() + 300_000))
    bench.clock.advance(3_600_000)
    const late = await bench.provider.attendance(webinarId, undefined)
    assert.equal(late.items[0]?.viewingMinutes, 5)
  }))

test('a webinar that was never held has no attendance; one that is gone is not found', () =>
  withZoom(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench)
    assert.deepEqual((await bench.provider.attendance(webinarId, undefined)).items, [])
    control.remove(webinarId.split('/')[1] ?? '')
    await failsAs(bench, 'not-found', () => bench.provider.attendance(webinarId, undefined))
  }))

test('rows that make no sense are handed on to be refused, and cost no other row', () => {
  const items = toAttendanceItems([
    null,
    { join_time: 'yesterday', leave_time: 42, duration: 'many', user_email: '' },
    { join_time: '2031-05-05T10:00:00Z', leave_time: '2031-05-05T10:30:00Z', duration: 1800 },
  ])
  assert.equal(items.length, 3)
  assert.ok(Number.isNaN(items[1]?.joinedAt?.getTime()))
  assert.ok(Number.isNaN(items[1]?.leftAt?.getTime()))
  assert.ok(Number.isNaN(items[1]?.viewingMinutes))
  assert.equal(items[1]?.email, undefined)
  assert.equal(items[2]?.viewingMinutes, 30)
})

test('people are registered in the languages and lengths that Zoom takes', () => {
  const person = {
    idempotencyKey: 'one',
    firstName: '',
    lastName: 'Ö'.repeat(80),
    email: 'oe@example.com',
    company: undefined,
    language: 'ja',
  }
  const body = toRegistrantBody(person)
  assert.equal(body.first_name.length, 64)
  assert.equal(body.last_name?.length, 64)
  assert.equal(body.language, 'jp-JP')
  assert.equal(toRegistrantBody({ ...person, lastName: '', language: 'de-CH' }).first_name, 'oe')
  assert.equal(toRegistrantBody({ ...person, language: 'de-CH' }).language, 'de-DE')
  assert.equal(toRegistrantBody({ ...person, language: 'nl' }).language, undefined)
  assert.equal(toRegistrantBody({ ...person, language: 'zh-Hant' }).language, 'zh-TW')
})
