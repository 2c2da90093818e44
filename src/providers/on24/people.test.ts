import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import { toAttendanceItems, toJoinUrl } from './mapping.ts'
import { enterAsBrowser, withOn24 } from './on24-peer.ts'

const minute = 60_000

test('a registration carries the id of the hub, and what the form requires beside it is not insisted on', () =>
  withOn24(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench)
    const person = bench.person({ company: undefined })
    const { registrantId, joinUrl } = await bench.provider.register(webinarId, person)
    assert.equal(registrantId, person.email)
    assert.equal(joinUrl, undefined)
    const [known] = control.registrants(webinarId)
    assert.equal(known?.fields.exteventusercd, person.idempotencyKey)
    assert.equal(known?.fields.eventemail, 'N')
  }))

test('somebody who had cancelled and registers again is there again', () =>
  withOn24(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench)
    const person = bench.person()
    const { registrantId } = await bench.provider.register(webinarId, person)
    await bench.provider.cancelRegistrant(webinarId, registrantId)
    assert.equal(control.registrants(webinarId).length, 0)
    await bench.provider.register(webinarId, person)
    assert.equal(control.registrants(webinarId).length, 1)
  }))

test('somebody registers after the start, when ON24 restores nobody any more', () =>
  withOn24(async (bench, { control }) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    bench.clock.moveTo(new Date(plan.start.getTime() + minute))
    await bench.provider.register(webinarId, bench.person())
    assert.equal(control.registrants(webinarId).length, 1)
  }))

test('a cancellation after the start is refused by ON24, and its words are told', () =>
  withOn24(async (bench) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    const { registrantId } = await bench.provider.register(webinarId, bench.person())
    bench.clock.moveTo(plan.start)
    const error = await failsAs(bench, 'rejected', () =>
      bench.provider.cancelRegistrant(webinarId, registrantId),
    )
    assert.match(error.message, /not allowed after the event has started/)
  }))

test('an address that is too long for ON24 is refused without being repeated', () =>
  withOn24(async (bench) => {
    const { webinarId } = await createdWebinar(bench)
    const email = `${'a'.repeat(95)}@example.org`
    const error = await failsAs(bench, 'rejected', () =>
      bench.provider.register(webinarId, bench.person({ email })),
    )
    assert.match(error.message, /at most 100 characters; this one has 107/)
    assert.ok(!error.message.includes(email))
  }))

test('long and missing names are no reason to leave somebody out', () =>
  withOn24(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench)
    const person = bench.person({ firstName: 'Ä'.repeat(80), lastName: ' ' })
    await bench.provider.register(webinarId, person)
    const [known] = control.registrants(webinarId)
    assert.equal(known?.fields.firstname?.length, 50)
    assert.equal(known?.fields.lastname, '-')
  }))

test('presenters and hosts are sent to the presentation manager, attendees never', () =>
  withOn24(async (bench, twin) => {
    const plan = bench.plan()
    const webinar = await createdWebinar(bench, plan)
    bench.clock.moveTo(plan.start)
    const person = { ...bench.person(), registrantId: undefined, joinUrl: undefined }
    for (const role of ['presenter', 'host'] as const) {
      const url = await bench.provider.joinUrl(webinar, { ...person, role })
      assert.equal(url, webinar.presentationManagerUrl)
      assert.equal((await enterAsBrowser(twin, url))?.role, 'presenter')
    }
    const url = await bench.provider.joinUrl(webinar, person)
    assert.equal((await enterAsBrowser(twin, url))?.role, 'attendee')
  }))

test('where the hub has no link kept, it is read at the click', () =>
  withOn24(async (bench) => {
    const webinar = await createdWebinar(bench)
    const bare = { ...webinar, webinarUrl: undefined, presentationManagerUrl: undefined }
    const person = { ...bench.person(), registrantId: undefined, joinUrl: undefined }
    const url = await bench.provider.joinUrl(webinar, person)
    assert.equal(await bench.provider.joinUrl(bare, person), url)
    const host = await bench.provider.joinUrl(bare, { ...person, role: 'host' })
    assert.equal(host, webinar.presentationManagerUrl)
  }))

test('who was cancelled does not get in by the address, and nobody before the lobby opens', () =>
  withOn24(async (bench, twin) => {
    const plan = bench.plan()
    const webinar = await createdWebinar(bench, plan)
    const person = bench.person()
    const registrant = await bench.provider.register(webinar.webinarId, person)
    const url = await bench.provider.joinUrl(webinar, { ...person, ...registrant })
    assert.equal(await enterAsBrowser(twin, url), undefined, 'the lobby is shut')
    await bench.provider.cancelRegistrant(webinar.webinarId, registrant.registrantId)
    bench.clock.moveTo(plan.start)
    assert.equal(await enterAsBrowser(twin, url), undefined)
  }))

test('whatever people are called, the address says so and nothing else', () => {
  const address = 'https://login.example/?e={eventid}&k={key}&m={email}&f={firstname}&l={lastname}'
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.emailAddress(), (name, email) => {
      const person = {
        idempotencyKey: 'one',
        firstName: name,
        lastName: 'Smith',
        email,
        company: undefined,
        language: undefined,
        registrantId: undefined,
        joinUrl: undefined,
      }
      const query = new URL(toJoinUrl(address, '7', 'KEY', person)).searchParams
      assert.deepEqual([...query.keys()], ['e', 'k', 'm', 'f', 'l'])
      assert.equal(query.get('m'), email)
      assert.equal(query.get('l'), 'Smith')
    }),
  )
})

test('a stay that ON24 tells hours later and one that it corrects are told as they are then', () =>
  withOn24(async (bench, { control }) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    const at = (minutes: number) => new Date(plan.start.getTime() + minutes * minute)
    const stay = { join: at(0), leave: at(30) }
    const first = control.attend(webinarId, { email: 'one@example.org', ...stay })
    control.attend(webinarId, { email: 'two@example.org', ...stay, lagSeconds: 7200 })
    const told = async (minutes: number) => {
      bench.clock.moveTo(new Date(plan.end.getTime() + minutes * minute))
      return (await bench.provider.attendance(webinarId, undefined)).items
    }
    assert.deepEqual((await told(29)).length, 0)
    assert.deepEqual(
      (await told(31)).map(({ email }) => email),
      ['one@example.org'],
    )
    assert.equal((await told(121)).length, 2)
    control.correct(first, { leave: at(50) })
    const [corrected] = await told(130)
    assert.equal(corrected?.leftAt?.getTime(), Math.floor(at(50).getTime() / 1000) * 1000)
    assert.equal(Math.round(corrected?.viewingMinutes ?? 0), 50)
  }))

test('pages that are too large for the vendor are asked for again in its own size', () =>
  withOn24(async (bench, { control }) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    control.change({ mostItemsPerPage: 100 })
    for (let person = 0; person < 120; person += 1) {
      const stay = { join: plan.start, leave: plan.end }
      control.attend(webinarId, { email: `p${person}@example.org`, ...stay })
    }
    bench.clock.moveTo(new Date(plan.end.getTime() + 31 * minute))
    const { items } = await bench.provider.attendance(webinarId, undefined)
    assert.equal(new Set(items.map(({ email }) => email)).size, 120)
  }))

test('rows without a readable time, or that are no rows, are told as unreadable and cost no other row', () => {
  const items = toAttendanceItems([
    { email: 'A@example.org', starttime: '2031-05-05T03:00:00', usage: 'Live' },
    'nonsense',
    {
      email: 'b@example.org',
      starttime: '2031-05-05T03:00:00-07:00',
      usage: 'Archived',
      duration: '?',
    },
  ])
  assert.ok(Number.isNaN(items[0]?.joinedAt?.getTime()), 'a time without an offset is not guessed')
  assert.equal(items[0]?.registrantId, 'a@example.org')
  assert.equal(items[1]?.joinedAt, undefined)
  assert.equal(items[2]?.joinedAt?.toISOString(), '2031-05-05T10:00:00.000Z')
  assert.equal(items[2]?.viewingMinutes, undefined)
  assert.equal(items[2]?.watchedRecording, true)
})

test('a person is forgotten in all events of the client, and nobody twice', () =>
  withOn24(async (bench, { control }) => {
    const [one, other] = [await createdWebinar(bench), await createdWebinar(bench)]
    const person = bench.person()
    for (const { webinarId } of [one, other]) await bench.provider.register(webinarId, person)
    await bench.provider.register(one.webinarId, bench.person())
    await bench.provider.forget?.(person.email)
    assert.equal(control.registrants(one.webinarId).length, 1)
    assert.equal(control.registrants(other.webinarId).length, 0)
    await bench.provider.forget?.(person.email)
    const wrong = bench.definition.connect({ ...bench.account, clientId: '999' })
    await failsAs(bench, 'not-found', async () => wrong.forget?.(person.email))
  }))
