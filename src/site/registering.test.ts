import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventWorld, publicUrl } from '../../test/event-world.ts'
import {
  ada,
  type Fields,
  formKeyOf,
  openSite,
  type TestSite,
  visitorOf,
} from '../../test/open-site.ts'

const world = await eventWorld()
let site: TestSite
let visitor: ReturnType<typeof visitorOf>

before(async () => {
  site = await openSite(world)
  visitor = visitorOf(world, site)
})
after(() => site.server.close())

test('Somebody registers and is thanked, with the join link, the calendar and a way to cancel.', async () => {
  const { id, path } = await visitor.published('Open House', {
    msevtmgt_eventformat: 100000002,
    msevtmgt_webinarurl: 'https://meet.example/2',
  })
  const thanks = await visitor.registered(path, { ...ada, company: 'Engines Ltd' })
  assert.match(thanks, /^\/r\/[\w-]{64}$/)
  const { status, text, headers } = await visitor.get(thanks)
  assert.equal(status, 200)
  assert.match(text, /You are registered/)
  assert.match(text, /a•••@engines\.example/)
  assert.doesNotMatch(text, /ada@engines/)
  const made = String(world.registrations.readPersonalToken(visitor.mailed(thanks).slice(3)))
  assert.ok(text.includes(world.registrations.joinLink(made)))
  assert.ok(text.includes(`${thanks}/calendar.ics`))
  assert.ok(text.includes(`${thanks}/cancel`))
  assert.match(text, /name="robots" content="noindex"/)
  assert.equal(headers.get('referrer-policy'), 'same-origin')
  const rows = await world.pool.query(
    'select gr_company, gr_language from msevtmgt_eventregistration where msevtmgt_eventid = $1',
    [id],
  )
  assert.deepEqual(rows.rows, [{ gr_company: 'Engines Ltd', gr_language: 'en-GB' }])
})

test('An event on site has no join link to show.', async () => {
  const { path } = await visitor.published('Garden Party')
  const { text } = await visitor.get(await visitor.registered(path))
  assert.match(text, /You are registered/)
  assert.doesNotMatch(text, /join link/i)
})

test('Pressing the button twice registers once; filling in somebody else registers them, too.', async () => {
  const { id, path } = await visitor.published('Double Click')
  const fields = { ...ada, key: await visitor.openForm(path) }
  const [first, second] = await Promise.all([
    visitor.post(path, fields),
    visitor.post(path, fields),
  ])
  assert.equal(first.status, 303)
  assert.equal(first.headers.get('location'), second.headers.get('location'))
  assert.equal(await visitor.countOf(id), 1)
  const other = await visitor.post(path, {
    ...fields,
    firstName: 'Grace',
    email: 'grace@navy.example',
  })
  assert.equal(other.status, 303)
  assert.notEqual(other.headers.get('location'), first.headers.get('location'))
  assert.equal(await visitor.countOf(id), 2)
})

test('Everything that is wrong is said at once, leads to its field, and nothing typed is lost.', async () => {
  const { path } = await visitor.published('Picky')
  const { status, text } = await visitor.post(path, {
    firstName: 'Ada "the first"',
    lastName: '',
    email: 'ada@',
    company: 'E'.repeat(161),
    key: await visitor.openForm(path),
  })
  assert.equal(status, 422)
  assert.match(text, /<title>Please check: Picky/)
  assert.match(text, /role="alert"/)
  for (const field of ['lastName', 'email', 'company']) {
    assert.ok(text.includes(`href="#${field}"`), field)
    const input = new RegExp(`<input id="${field}"[^>]*aria-describedby="${field}-problem"`)
    assert.match(text, input)
    assert.ok(text.includes(`id="${field}-problem"`))
  }
  assert.ok(text.includes('value="Ada &#34;the first&#34;"'))
  assert.ok(text.includes('value="ada@"'))
  assert.doesNotMatch(text, /href="#firstName"/)
})

const robots: readonly [string, Fields, number][] = [
  ['posts at once', {}, 0],
  ['fills in the field that people cannot see', { website: 'https://spam.example' }, 4_000],
]

for (const [what, extra, waits] of robots) {
  test(`Whoever ${what} is asked to press the button again, with everything filled in.`, async () => {
    const { id, path } = await visitor.published('No Robots')
    const key = formKeyOf((await visitor.get(path)).text)
    world.clock.advance(waits)
    const first = await visitor.post(path, { ...ada, ...extra, key })
    assert.equal(first.status, 422)
    assert.match(first.text, /press the button once more/)
    assert.ok(first.text.includes('value="ada@engines.example"'))
    assert.equal(await visitor.countOf(id), 0)
    world.clock.advance(3_000)
    const second = await visitor.post(path, { ...ada, key: formKeyOf(first.text) })
    assert.equal(second.status, 303)
  })
}

test('A form without its key, or with one from the future, is not taken at once.', async () => {
  const { id, path } = await visitor.published('Forged')
  for (const key of ['', 'zzzzzzzzzz-AAAAAAAAAAAAAAAA', "'; drop table"]) {
    assert.equal((await visitor.post(path, { ...ada, key })).status, 422)
  }
  assert.equal(await visitor.countOf(id), 0)
})

test("Another website's page can neither register nor cancel.", async () => {
  const { id, path } = await visitor.published('Same Origin')
  const key = await visitor.openForm(path)
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site', origin: publicUrl },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of foreign) {
    const answer = await visitor.post(path, { ...ada, key }, headers)
    assert.equal(answer.status, 403, JSON.stringify(headers))
    assert.match(answer.text, /sent from another website/)
  }
  assert.equal(await visitor.countOf(id), 0)
  const thanks = await visitor.registered(path)
  for (const headers of foreign) {
    assert.equal((await visitor.post(`${thanks}/cancel`, {}, headers)).status, 403)
  }
  assert.equal(await visitor.countOf(id), 1)
})

test('Sessions can be chosen where the event lets people; a full one cannot.', async () => {
  const { id, path } = await visitor.published('Conference', { msevtmgt_allowcustomagenda: true })
  const open = await world.createSession(id, { msevtmgt_name: 'Roomy' })
  const small = await world.createSession(id, {
    msevtmgt_name: 'Cosy',
    msevtmgt_sessionmaxcapacity: 1,
  })
  const thanks = await visitor.registered(path, { ...ada, session: [open, small] })
  assert.match(
    (await visitor.get(thanks)).text,
    /Your sessions[\s\S]*Cosy[\s\S]*Roomy|Your sessions[\s\S]*Roomy[\s\S]*Cosy/,
  )
  const key = await visitor.openForm(path)
  const { text } = await visitor.get(path)
  assert.match(text, new RegExp(`value="${small}" disabled`))
  assert.match(text, /Fully booked/)
  const late = await visitor.post(path, {
    ...ada,
    email: 'late@people.example',
    session: [open, small],
    key,
  })
  assert.equal(late.status, 409)
  assert.match(late.text, /<a href="#sessions">“Cosy” is fully booked by now\.<\/a>/)
  assert.match(late.text, new RegExp(`value="${open}" checked`))
  const plain = await visitor.published('Fixed Agenda')
  await world.createSession(plain.id)
  assert.doesNotMatch((await visitor.get(plain.path)).text, /type="checkbox"/)
})

test('Whoever comes too late for the last seat is told so and keeps what was typed.', async () => {
  const { path } = await visitor.published('Last Seat', { msevtmgt_maximumeventcapacity: 1 })
  const key = await visitor.openForm(path)
  await visitor.registered(path)
  const late = await visitor.post(path, {
    ...ada,
    firstName: 'Grace',
    email: 'grace@navy.example',
    key,
  })
  assert.equal(late.status, 409)
  assert.match(late.text, /All seats were taken while you were here/)
  assert.ok(late.text.includes('value="grace@navy.example"'))
  const page = await visitor.get(path)
  assert.match(page.text, /Fully booked/)
  assert.doesNotMatch(page.text, /<form/)
})

test('A closed registration shows the message of the organiser, or else since when.', async () => {
  const closed = {
    msevtmgt_setregistrationsenddate: true,
    msevtmgt_stopwebsiteregistrationson: '2027-01-01T12:00:00',
  }
  const worded = await visitor.published('Closing', {
    ...closed,
    msevtmgt_websitemessage: '<p>Write to <a href="mailto:desk@company.example">the desk</a></p>',
  })
  const silent = await visitor.published('Closing Quietly', closed)
  const key = await visitor.openForm(worded.path)
  const close = { msevtmgt_stopwebsiteregistrationson: '2026-08-01T12:00:00' }
  await world.update('msevtmgt_event', worded.id, close)
  await world.update('msevtmgt_event', silent.id, close)
  const { text } = await visitor.get(worded.path)
  assert.match(text, /Registration is closed/)
  assert.match(text, /<a href="mailto:desk@company\.example"/)
  assert.doesNotMatch(text, /<form/)
  assert.match(
    (await visitor.get(silent.path)).text,
    /closed on Saturday,? 1 August 2026 at 12:00 CEST/,
  )
  const late = await visitor.post(worded.path, { ...ada, key })
  assert.equal(late.status, 409)
  assert.match(late.text, /Write to the desk/)
})

test('Cancelled and past events say what they are and take nobody.', async () => {
  const cancelled = await visitor.published('Called Off')
  await world.update('msevtmgt_event', cancelled.id, { msevtmgt_publishstatus: 100000004 })
  const page = await visitor.get(cancelled.path)
  assert.equal(page.status, 200)
  assert.match(page.text, /This event is cancelled/)
  assert.match(page.text, /EventCancelled/)
  const past = await visitor.published('Long Gone')
  await visitor.letPass(past.id)
  const over = await visitor.get(past.path)
  assert.match(over.text, /This event is over/)
  assert.doesNotMatch(over.text, /<form/)
})

test('Cancelling asks first, gives the seat back, and looking at the question cancels nothing.', async () => {
  const { id, path } = await visitor.published('Change of Mind', {
    msevtmgt_maximumeventcapacity: 1,
  })
  const thanks = await visitor.registered(path)
  const question = await visitor.get(`${thanks}/cancel`)
  assert.match(question.text, /Cancel your registration\?/)
  assert.equal(await visitor.countOf(id), 1)
  const done = await visitor.post(`${thanks}/cancel`, {})
  assert.equal(done.status, 303)
  assert.equal(done.headers.get('location'), thanks)
  assert.match((await visitor.get(thanks)).text, /Your registration is cancelled/)
  assert.equal(await visitor.countOf(id), 0)
  assert.equal((await visitor.post(`${thanks}/cancel`, {})).status, 303)
  assert.equal((await visitor.get(`${thanks}/cancel`)).status, 303)
  assert.match((await visitor.get(path)).text, /1 seat left/)
})

test('After the event nobody can cancel any more, and the page says why.', async () => {
  const { id, path } = await visitor.published('Too Late')
  const thanks = await visitor.registered(path)
  await visitor.letPass(id)
  const answer = await visitor.post(`${thanks}/cancel`, {})
  assert.equal(answer.status, 409)
  assert.match(answer.text, /can no longer be cancelled/)
  assert.match((await visitor.get(thanks)).text, /This event is over/)
})

test('The calendar file puts the event into the calendar.', async () => {
  const { path } = await visitor.published('In My Calendar')
  const thanks = await visitor.registered(path)
  const { status, headers, text } = await visitor.get(`${thanks}/calendar.ics`)
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^text\/calendar/)
  assert.match(headers.get('content-disposition') ?? '', /In_My_Calendar\.ics/)
  assert.match(text, /^BEGIN:VCALENDAR/)
  assert.match(text, /SUMMARY:In My Calendar/)
})

test('Links with a token that this hub did not make lead to a page that helps (404).', async () => {
  const { path } = await visitor.published('Tampered')
  const token = (await visitor.registered(path)).slice(3)
  const changed = `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`
  for (const wrong of [changed, token.slice(0, -1), `${token}A`, 'x', '%00', '..%2f..%2fetc']) {
    for (const at of [
      `/r/${wrong}`,
      `/j/${wrong}`,
      `/r/${wrong}/cancel`,
      `/r/${wrong}/calendar.ics`,
    ]) {
      const { status, text } = await visitor.get(at)
      assert.equal(status, 404, at)
      assert.match(text, /This link does not work/)
    }
  }
})
