import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboundResponse } from '#outbound'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import { webex } from './index.ts'
import { displayNameOf, toAttendanceItems, toRegistrantBody } from './mapping.ts'
import { withWebex } from './webex-peer.ts'

const daily = { frequency: 'daily', interval: 1, count: 5 } as const

test('what takes place once registers people with one call each, and twice finds the first', () =>
  withWebex(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench)
    const person = bench.person()
    const before = control.received().length
    const first = await bench.provider.register(webinarId, person)
    assert.match(first.registrantId, /^registrants\//)
    assert.equal(control.received().length - before, 1)
    assert.deepEqual(await bench.provider.register(webinarId, person), first)
  }))

test('people of a series are invitees, and are withdrawn as such', () =>
  withWebex(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench, bench.plan({ recurrence: daily }))
    const person = bench.person()
    const first = await bench.provider.register(webinarId, person)
    assert.match(first.registrantId, /^invitees\//)
    assert.deepEqual(await bench.provider.register(webinarId, person), first)
    const audience = () => control.invitees(webinarId).filter(({ coHost }) => !coHost)
    assert.deepEqual(
      audience().map(({ email }) => email),
      [person.email],
    )
    await bench.provider.cancelRegistrant(webinarId, first.registrantId)
    assert.deepEqual(audience(), [])
    await bench.provider.cancelRegistrant(webinarId, first.registrantId)
  }))

test('a full webinar refuses, and nobody gets in as an invitee instead', () =>
  withWebex(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench, bench.plan({ maxAttendees: 1 }))
    await bench.provider.register(webinarId, bench.person())
    const error = await failsAs(bench, 'rejected', () =>
      bench.provider.register(webinarId, bench.person()),
    )
    assert.match(error.message, /maximum number of registrants/)
    assert.equal(control.registrants(webinarId).length, 1)
    assert.equal(control.invitees(webinarId).length, 2)
  }))

test('with manual approval a link is made from the moment the host approves', () =>
  withWebex(
    async (bench, { control }) => {
      const webinar = await createdWebinar(bench)
      const person = bench.person()
      const registrant = await bench.provider.register(webinar.webinarId, person)
      const click = () => bench.provider.joinUrl(webinar, { ...person, ...registrant })
      const id = registrant.registrantId.split('/')[1] ?? ''
      assert.match((await failsAs(bench, 'rejected', click)).message, /has to approve/)
      control.approve(id, 'approved')
      assert.match(await click(), /integrationJoinToken=/)
      control.approve(id, 'rejected')
      assert.match((await failsAs(bench, 'rejected', click)).message, /denied/)
    },
    { approval: 'Manual' },
  ))

test('a link is for the person who clicks, for a quarter of an hour', () =>
  withWebex(async (bench, { control }) => {
    const webinar = await createdWebinar(bench)
    const person = bench.person()
    const registrant = await bench.provider.register(webinar.webinarId, person)
    const url = await bench.provider.joinUrl(webinar, { ...person, ...registrant })
    const [link] = control.links()
    assert.equal(link?.email, person.email)
    assert.equal(link?.name, "Zoë O'Brien")
    assert.equal((await bench.peer.enter?.(url))?.name, "Zoë O'Brien")
    bench.clock.advance(16 * 60_000)
    assert.equal(await bench.peer.enter?.(url), undefined)
    assert.match(await (await fetch(url)).text(), /has expired/)
  }))

test('before the doors of a webinar open no link can be made, and Webex says why', () =>
  withWebex(
    async (bench) => {
      const webinar = await createdWebinar(bench)
      const person = bench.person()
      const registrant = await bench.provider.register(webinar.webinarId, person)
      const error = await failsAs(bench, 'scope', () =>
        bench.provider.joinUrl(webinar, { ...person, ...registrant }),
      )
      assert.match(error.message, /has not started and cannot be joined before the host/)
    },
    { kind: 'Webinars' },
  ))

test('all runs of a series are told together, page after page', () =>
  withWebex(async (bench, { control }) => {
    control.change({ largestPage: 2 })
    const plan = bench.plan({ recurrence: daily })
    const { webinarId } = await createdWebinar(bench, plan)
    const day = (at: number, minutes = 0) =>
      new Date(plan.start.getTime() + at * 86_400_000 + minutes * 60_000)
    for (const at of [0, 1, 2, 3, 4]) {
      for (const name of ['ann', 'bea', 'cleo']) {
        const person = { name, email: `${name}@example.com` }
        control.attendAs(webinarId, person, { join: day(at), leave: day(at, 30) })
      }
    }
    bench.clock.moveTo(day(60))
    const { items } = await bench.provider.attendance(webinarId, undefined)
    assert.equal(items.length, 15)
    assert.ok(items.every((item) => item.viewingMinutes === 30))
  }))

for (const openLeave of ['1970', 'absent'] as const) {
  test(`somebody who is still there has no leave (Webex says: ${openLeave})`, () =>
    withWebex(async (bench, { control }) => {
      control.change({ openLeave })
      const { webinarId } = await createdWebinar(bench)
      control.open(webinarId)
      bench.clock.advance(60_000)
      const { items } = await bench.provider.attendance(webinarId, undefined)
      assert.equal(items.length, 1)
      assert.equal(items[0]?.leftAt, undefined)
      assert.equal(items[0]?.viewingMinutes, undefined)
      assert.ok(items[0]?.joinedAt !== undefined)
    }))
}

test('a corrected leave is told, and who waited is told as in the lobby', () =>
  withWebex(async (bench, { control }) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    const after = (minutes: number) => new Date(plan.start.getTime() + minutes * 60_000)
    const ann = { name: 'Ann', email: 'ann@example.com' }
    const stayId = control.attendAs(webinarId, ann, { join: after(0), leave: after(20) })
    const late = { name: 'Late', email: 'late@example.com' }
    control.attendAs(webinarId, late, { join: after(0), leave: after(20), state: 'lobby' })
    bench.clock.moveTo(after(120))
    const minutes = async () =>
      (await bench.provider.attendance(webinarId, undefined)).items.map((item) => [
        item.email,
        item.viewingMinutes,
        item.inWaitingRoom,
      ])
    const waiting = ['late@example.com', 20, true]
    assert.deepEqual(await minutes(), [['ann@example.com', 20, false], waiting])
    control.correct(stayId, after(35))
    assert.deepEqual(await minutes(), [['ann@example.com', 35, false], waiting])
  }))

test('devices at the same time are one stay, a return is another, garbage is handed on', () => {
  const time = (minutes: number) => new Date(Date.UTC(2031, 4, 5, 10, minutes)).toISOString()
  const device = (from: number, to: number | undefined) => ({
    joinedTime: time(from),
    ...(to === undefined ? { leftTime: '1970-01-01T00:00:00Z' } : { leftTime: time(to) }),
  })
  const items = toAttendanceItems([
    {
      email: 'ann@example.com',
      state: 'end',
      devices: [device(0, 10), device(5, 20), device(40, 50)],
    },
    { email: 'bea@example.com', state: 'joined', devices: [device(0, 10), device(30, undefined)] },
    { email: 'cleo@example.com', state: 'end', joinedTime: time(0), leftTime: time(30) },
    { email: 'dora@example.com', state: 'end', joinedTime: time(30), leftTime: time(0) },
    { joinedTime: 'yesterday', leftTime: 7 },
    null,
  ])
  assert.deepEqual(
    items
      .slice(0, 6)
      .map((item) => [
        item.email?.split('@')[0],
        item.joinedAt?.toISOString().slice(14, 16),
        item.leftAt?.toISOString().slice(14, 16),
        item.viewingMinutes,
      ]),
    [
      ['ann', '00', '20', 20],
      ['ann', '40', '50', 10],
      ['bea', '00', '10', 10],
      ['bea', '30', undefined, undefined],
      ['cleo', '00', '30', 30],
      ['dora', '30', '00', -30],
    ],
  )
  assert.ok(Number.isNaN(items[6]?.joinedAt?.getTime()))
  assert.equal(items[7]?.joinedAt, undefined)
  assert.equal(items.length, 8)
})

test('people without a name are registered by what is known of them', () => {
  const person = {
    idempotencyKey: 'one',
    firstName: '',
    lastName: '',
    email: 'zoe@example.com',
    company: undefined,
    language: undefined,
  }
  assert.deepEqual(toRegistrantBody(person), {
    firstName: 'zoe',
    lastName: 'zoe',
    email: 'zoe@example.com',
    sendEmail: false,
  })
  assert.equal(toRegistrantBody({ ...person, firstName: 'Zoë' }).lastName, 'Zoë')
  assert.equal(displayNameOf(person), 'zoe')
  assert.equal(displayNameOf({ ...person, lastName: "O'Brien" }), "O'Brien")
})

test('a next page on another server is not asked for: the token would go there', () =>
  withWebex(async (bench) => {
    const { webinarId } = await createdWebinar(bench)
    const text = JSON.stringify({ items: [] })
    const asked: string[] = []
    const lured = webex.connect({
      ...bench.account,
      request: async (request) => {
        asked.push(String(request.url))
        if (!String(request.url).includes('/meetings?')) return await bench.account.request(request)
        const headers = { link: '<https://elsewhere.example/v1/meetings?offset=2>; rel="next"' }
        const body = Buffer.from(text)
        const answer: OutboundResponse = {
          status: 200,
          headers,
          body,
          text: () => text,
          durationMs: 1,
        }
        return answer
      },
    })
    const error = await failsAs(bench, 'unexpected', () => lured.attendance(webinarId, undefined))
    assert.match(error.message, /on another server/)
    assert.ok(asked.every((url) => !url.includes('elsewhere')))
  }))
