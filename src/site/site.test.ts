import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { localOf } from '#calendar'
import { eventWorld, publicUrl } from '../../test/event-world.ts'
import { openSite, type TestSite } from './site-fixture.ts'

const world = await eventWorld()
let site: TestSite

before(async () => {
  site = await openSite(world)
})
after(() => site.server.close())

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(site.address + path, {
    redirect: 'manual',
    headers: { 'accept-language': 'en-GB', ...headers },
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

type Fields = Record<string, string | readonly string[]>

async function post(
  path: string,
  fields: Fields,
  headers: Record<string, string> = { origin: publicUrl },
): Promise<Answer> {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value].flat()) body.append(name, each)
  }
  const response = await fetch(site.address + path, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { 'accept-language': 'en-GB', ...headers },
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** A live event; gives the path of its page. */
async function published(name: string, target = {}): Promise<{ id: string; path: string }> {
  const id = await world.createEvent({ msevtmgt_name: name, ...target })
  const row = await world.read('msevtmgt_event', id)
  return { id, path: `/e/${row.msevtmgt_readableeventid}` }
}

const keyOf = (page: string) => /name="key" value="([^"]+)"/.exec(page)?.[1] as string

/** Opens the form and takes the time that a person takes. */
async function openForm(path: string): Promise<string> {
  const { status, text } = await get(path)
  assert.equal(status, 200)
  world.clock.advance(4_000)
  return keyOf(text)
}

const ada = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@engines.example', company: '' }

async function registered(path: string, fields: Fields = ada): Promise<string> {
  const answer = await post(path, { ...fields, key: await openForm(path) })
  assert.equal(answer.status, 303, answer.text)
  return String(answer.headers.get('location'))
}

async function countOf(eventId: string): Promise<number> {
  return Number((await world.read('msevtmgt_event', eventId)).msevtmgt_registrationcount)
}

test('The front page says kindly that nothing is on.', async () => {
  const { status, text } = await get('/')
  assert.equal(status, 200)
  assert.match(text, /Nothing scheduled right now/)
})

test('The front page lists live events that are not over, the next one first, and nothing else.', async () => {
  await published('Later Talk', {
    msevtmgt_eventstartdate: '2027-06-01T09:00:00',
    msevtmgt_eventenddate: '2027-06-01T10:00:00',
  })
  await published('Sooner Talk')
  await published('Hidden Draft', { msevtmgt_publishstatus: 100000000 })
  await published('By Invitation', { msevtmgt_websitepreference: 192350003 })
  await published('On Our Own Site', { msevtmgt_websitepreference: 192350002 })
  const past = await published('Already Over')
  await world.pool.query(
    `update msevtmgt_event set msevtmgt_eventstartdate = '2026-08-31 09:00', msevtmgt_eventenddate = '2026-08-31 10:00'
     where msevtmgt_eventid = $1`,
    [past.id],
  )
  const { text } = await get('/')
  assert.ok(text.indexOf('Sooner Talk') > 0)
  assert.ok(text.indexOf('Sooner Talk') < text.indexOf('Later Talk'))
  for (const hidden of ['Hidden Draft', 'By Invitation', 'On Our Own Site', 'Already Over']) {
    assert.ok(!text.includes(hidden), hidden)
  }
})

test('Whether an event is over is decided in its own zone.', async () => {
  const zone = 'America/Los_Angeles'
  const { id } = await published('Night Watch', { gr_timezone: zone })
  const hour = 60 * 60_000
  const move = (start: number, end: number) =>
    world.pool.query(
      `update msevtmgt_event set msevtmgt_eventstartdate = $2, msevtmgt_eventenddate = $3
       where msevtmgt_eventid = $1`,
      [id, ...[start, end].map((ms) => localOf(new Date(world.clock.now().getTime() + ms), zone))],
    )
  await move(-hour, hour)
  assert.match((await get('/')).text, /Night Watch/)
  await move(-2 * hour, -hour)
  assert.doesNotMatch((await get('/')).text, /Night Watch/)
})

test('The page of an event shows when and where in its own zone, who speaks and what is on.', async () => {
  const building = await world.create('msevtmgt_building', {
    msevtmgt_name: 'Trade Hall',
    msevtmgt_addressline1: 'Main Street 1',
    msevtmgt_city: 'Graz',
  })
  const { id, path } = await published('Evening of Talks', {
    msevtmgt_eventstartdate: '2027-09-24T18:00:00',
    msevtmgt_eventenddate: '2027-09-24T20:30:00',
    gr_timezone: 'Europe/Vienna',
    msevtmgt_building: building,
    msevtmgt_description: '<p>Come <b>early</b></p><script>alert(1)</script>',
    msevtmgt_maximumeventcapacity: 2,
  })
  const speaker = await world.create('msevtmgt_speaker', {
    msevtmgt_name: 'Grace Hopper',
    msevtmgt_title: 'Rear admiral',
    msevtmgt_website: 'javascript:alert(1)',
  })
  await world.createSession(id, {
    msevtmgt_name: 'Nanoseconds',
    msevtmgt_starttime: '2027-09-24T18:00:00',
    msevtmgt_endtime: '2027-09-24T19:00:00',
    msevtmgt_eventspeakerid: speaker,
  })
  await world.createSession(id, {
    msevtmgt_name: 'Unfinished',
    msevtmgt_publishstatus: 100000000,
    msevtmgt_starttime: '2027-09-24T18:00:00',
    msevtmgt_endtime: '2027-09-24T19:00:00',
  })
  const { text } = await get(path)
  assert.match(text, /Friday,? 24 September 2027/)
  assert.match(text, /18:00 – 20:30 CEST/)
  assert.match(text, /Trade Hall/)
  assert.match(text, /Main Street 1, Graz/)
  assert.match(text, /<p>Come <strong>early<\/strong><\/p>/)
  assert.match(text, /Nanoseconds[\s\S]*Grace Hopper/)
  assert.match(text, /Rear admiral/)
  assert.match(text, /2 seats left/)
  assert.doesNotMatch(text, /javascript:|alert\(1\)|Unfinished/)
  assert.match((await get(path, { 'accept-language': 'en-US' })).text, /6:00 PM – 8:30 PM/)
})

test('A page stays under 100 KB, runs nothing inline and comes with its security headers.', async () => {
  const { path } = await published('Fortress')
  const { text, headers } = await get(path)
  assert.ok(Buffer.byteLength(text) < 100_000)
  const policy = headers.get('content-security-policy') ?? ''
  for (const part of [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]) {
    assert.ok(policy.includes(part), part)
  }
  assert.doesNotMatch(policy, /unsafe/)
  assert.doesNotMatch(text, / style="| on[a-z]+="|<style/)
  for (const [, attributes] of text.matchAll(/<script([^>]*)>/g)) {
    assert.match(attributes as string, /src=|application\/ld\+json/)
  }
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.equal(headers.get('x-frame-options'), 'DENY')
  assert.match(headers.get('strict-transport-security') ?? '', /max-age/)
})

test('Style sheet and script are kept by browsers for a year under the hash of their content.', async () => {
  const { text } = await get('/')
  const addresses = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1])
  assert.equal(addresses.length, 3)
  for (const address of addresses) {
    const answer = await get(address as string)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('cache-control') ?? '', /max-age=31536000, immutable/)
  }
  assert.equal((await get('/favicon.ico')).status, 302)
})

test('Search engines are told what the event is; a name cannot break out of the data.', async () => {
  const name = 'Q&A </script><script>alert(1)</script>'
  const { path } = await published(name, {
    msevtmgt_eventformat: 100000002,
    msevtmgt_webinarurl: 'https://meet.example/1',
    msevtmgt_language: 100000002,
  })
  const { text } = await get(path)
  const data = JSON.parse(
    /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(text)?.[1] as string,
  )
  assert.equal(data['@type'], 'Event')
  assert.equal(data.name, name)
  assert.equal(data.startDate, '2027-04-20T09:00:00+02:00')
  assert.equal(data.eventAttendanceMode, 'https://schema.org/OnlineEventAttendanceMode')
  assert.equal(data.location['@type'], 'VirtualLocation')
  assert.equal(data.inLanguage, 'de')
  assert.doesNotMatch(text, /<script>alert/)
  assert.match(text, /<h1 lang="de"/)
  assert.match(text, /<meta property="og:title" content="Q&#38;A &#60;\/script&#62;/)
  assert.doesNotMatch(text, /meet\.example/)
})

test('Robots find the events and stay away from personal links.', async () => {
  const { path } = await published('Findable')
  const robots = await get('/robots.txt')
  assert.match(robots.text, /Disallow: \/r\/[\s\S]*Disallow: \/j\//)
  assert.match(robots.text, new RegExp(`Sitemap: ${publicUrl}/sitemap.xml`))
  const sitemap = await get('/sitemap.xml')
  assert.match(sitemap.headers.get('content-type') ?? '', /application\/xml/)
  assert.ok(sitemap.text.includes(`<loc>${publicUrl}${path}</loc>`))
  assert.doesNotMatch(sitemap.text, /Hidden_Draft/)
})

test('Unknown and unpublished events get the same friendly page (404).', async () => {
  const draft = await published('Still Secret', { msevtmgt_publishstatus: 100000000 })
  for (const path of ['/e/No_Such_Event', draft.path, `/e/${draft.id}`]) {
    const { status, text, headers } = await get(path)
    assert.equal(status, 404)
    assert.match(headers.get('content-type') ?? '', /text\/html/)
    assert.match(text, /We cannot find this event/)
    assert.doesNotMatch(text, /Still Secret/)
  }
})

test('Somebody registers and is thanked, with the join link, the calendar and a way to cancel.', async () => {
  const { id, path } = await published('Open House', {
    msevtmgt_eventformat: 100000002,
    msevtmgt_webinarurl: 'https://meet.example/2',
  })
  const thanks = await registered(path, { ...ada, company: 'Engines Ltd' })
  assert.match(thanks, /^\/r\/[\w-]{64}$/)
  const { status, text, headers } = await get(thanks)
  assert.equal(status, 200)
  assert.match(text, /You are registered/)
  assert.match(text, /a•••@engines\.example/)
  assert.doesNotMatch(text, /ada@engines/)
  assert.ok(text.includes(`${publicUrl}/j/${thanks.slice(3)}`))
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
  const { path } = await published('Garden Party')
  const { text } = await get(await registered(path))
  assert.match(text, /You are registered/)
  assert.doesNotMatch(text, /join link/i)
})

test('Pressing the button twice registers once; filling in somebody else registers them, too.', async () => {
  const { id, path } = await published('Double Click')
  const fields = { ...ada, key: await openForm(path) }
  const [first, second] = await Promise.all([post(path, fields), post(path, fields)])
  assert.equal(first.status, 303)
  assert.equal(first.headers.get('location'), second.headers.get('location'))
  assert.equal(await countOf(id), 1)
  const other = await post(path, { ...fields, firstName: 'Grace', email: 'grace@navy.example' })
  assert.equal(other.status, 303)
  assert.notEqual(other.headers.get('location'), first.headers.get('location'))
  assert.equal(await countOf(id), 2)
})

test('Everything that is wrong is said at once, leads to its field, and nothing typed is lost.', async () => {
  const { path } = await published('Picky')
  const { status, text } = await post(path, {
    firstName: 'Ada "the first"',
    lastName: '',
    email: 'ada@',
    company: 'E'.repeat(161),
    key: await openForm(path),
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
    const { id, path } = await published('No Robots')
    const key = keyOf((await get(path)).text)
    world.clock.advance(waits)
    const first = await post(path, { ...ada, ...extra, key })
    assert.equal(first.status, 422)
    assert.match(first.text, /press the button once more/)
    assert.ok(first.text.includes('value="ada@engines.example"'))
    assert.equal(await countOf(id), 0)
    world.clock.advance(3_000)
    const second = await post(path, { ...ada, key: keyOf(first.text) })
    assert.equal(second.status, 303)
  })
}

test('A form without its key, or with one from the future, is not taken at once.', async () => {
  const { id, path } = await published('Forged')
  for (const key of ['', 'zzzzzzzzzz-AAAAAAAAAAAAAAAA', "'; drop table"]) {
    assert.equal((await post(path, { ...ada, key })).status, 422)
  }
  assert.equal(await countOf(id), 0)
})

test("Another website's page can neither register nor cancel.", async () => {
  const { id, path } = await published('Same Origin')
  const key = await openForm(path)
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site', origin: publicUrl },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of foreign) {
    const answer = await post(path, { ...ada, key }, headers)
    assert.equal(answer.status, 403, JSON.stringify(headers))
    assert.match(answer.text, /sent from another website/)
  }
  assert.equal(await countOf(id), 0)
  const thanks = await registered(path)
  for (const headers of foreign) {
    assert.equal((await post(`${thanks}/cancel`, {}, headers)).status, 403)
  }
  assert.equal(await countOf(id), 1)
})

test('Sessions can be chosen where the event lets people; a full one cannot.', async () => {
  const { id, path } = await published('Conference', { msevtmgt_allowcustomagenda: true })
  const open = await world.createSession(id, { msevtmgt_name: 'Roomy' })
  const small = await world.createSession(id, {
    msevtmgt_name: 'Cosy',
    msevtmgt_sessionmaxcapacity: 1,
  })
  const thanks = await registered(path, { ...ada, session: [open, small] })
  assert.match(
    (await get(thanks)).text,
    /Your sessions[\s\S]*Cosy[\s\S]*Roomy|Your sessions[\s\S]*Roomy[\s\S]*Cosy/,
  )
  const key = await openForm(path)
  const { text } = await get(path)
  assert.match(text, new RegExp(`value="${small}" disabled`))
  assert.match(text, /Fully booked/)
  const late = await post(path, {
    ...ada,
    email: 'late@people.example',
    session: [open, small],
    key,
  })
  assert.equal(late.status, 409)
  assert.match(late.text, /<a href="#sessions">“Cosy” is fully booked by now\.<\/a>/)
  assert.match(late.text, new RegExp(`value="${open}" checked`))
  const plain = await published('Fixed Agenda')
  await world.createSession(plain.id)
  assert.doesNotMatch((await get(plain.path)).text, /type="checkbox"/)
})

test('Whoever comes too late for the last seat is told so and keeps what was typed.', async () => {
  const { path } = await published('Last Seat', { msevtmgt_maximumeventcapacity: 1 })
  const key = await openForm(path)
  await registered(path)
  const late = await post(path, { ...ada, firstName: 'Grace', email: 'grace@navy.example', key })
  assert.equal(late.status, 409)
  assert.match(late.text, /All seats were taken while you were here/)
  assert.ok(late.text.includes('value="grace@navy.example"'))
  const page = await get(path)
  assert.match(page.text, /Fully booked/)
  assert.doesNotMatch(page.text, /<form/)
})

test('A closed registration shows the message of the organiser, or else since when.', async () => {
  const closed = {
    msevtmgt_setregistrationsenddate: true,
    msevtmgt_stopwebsiteregistrationson: '2027-01-01T12:00:00',
  }
  const worded = await published('Closing', {
    ...closed,
    msevtmgt_websitemessage: '<p>Write to <a href="mailto:desk@company.example">the desk</a></p>',
  })
  const silent = await published('Closing Quietly', closed)
  const key = await openForm(worded.path)
  const close = { msevtmgt_stopwebsiteregistrationson: '2026-08-01T12:00:00' }
  await world.update('msevtmgt_event', worded.id, close)
  await world.update('msevtmgt_event', silent.id, close)
  const { text } = await get(worded.path)
  assert.match(text, /Registration is closed/)
  assert.match(text, /<a href="mailto:desk@company\.example"/)
  assert.doesNotMatch(text, /<form/)
  assert.match((await get(silent.path)).text, /closed on Saturday,? 1 August 2026 at 12:00 CEST/)
  const late = await post(worded.path, { ...ada, key })
  assert.equal(late.status, 409)
  assert.match(late.text, /Write to the desk/)
})

test('Cancelled and past events say what they are and take nobody.', async () => {
  const cancelled = await published('Called Off')
  await world.update('msevtmgt_event', cancelled.id, { msevtmgt_publishstatus: 100000004 })
  const page = await get(cancelled.path)
  assert.equal(page.status, 200)
  assert.match(page.text, /This event is cancelled/)
  assert.match(page.text, /EventCancelled/)
  const past = await published('Long Gone')
  await world.pool.query(
    `update msevtmgt_event set msevtmgt_eventstartdate = '2026-08-01 09:00', msevtmgt_eventenddate = '2026-08-01 10:00'
     where msevtmgt_eventid = $1`,
    [past.id],
  )
  const over = await get(past.path)
  assert.match(over.text, /This event is over/)
  assert.doesNotMatch(over.text, /<form/)
})

test('Cancelling asks first, gives the seat back, and looking at the question cancels nothing.', async () => {
  const { id, path } = await published('Change of Mind', { msevtmgt_maximumeventcapacity: 1 })
  const thanks = await registered(path)
  const question = await get(`${thanks}/cancel`)
  assert.match(question.text, /Cancel your registration\?/)
  assert.equal(await countOf(id), 1)
  const done = await post(`${thanks}/cancel`, {})
  assert.equal(done.status, 303)
  assert.equal(done.headers.get('location'), thanks)
  assert.match((await get(thanks)).text, /Your registration is cancelled/)
  assert.equal(await countOf(id), 0)
  assert.equal((await post(`${thanks}/cancel`, {})).status, 303)
  assert.equal((await get(`${thanks}/cancel`)).status, 303)
  assert.match((await get(path)).text, /1 seat left/)
})

test('After the event nobody can cancel any more, and the page says why.', async () => {
  const { id, path } = await published('Too Late')
  const thanks = await registered(path)
  await world.pool.query(
    `update msevtmgt_event set msevtmgt_eventstartdate = '2026-08-01 09:00', msevtmgt_eventenddate = '2026-08-01 10:00'
     where msevtmgt_eventid = $1`,
    [id],
  )
  const answer = await post(`${thanks}/cancel`, {})
  assert.equal(answer.status, 409)
  assert.match(answer.text, /can no longer be cancelled/)
  assert.match((await get(thanks)).text, /This event is over/)
})

test('The calendar file puts the event into the calendar.', async () => {
  const { path } = await published('In My Calendar')
  const thanks = await registered(path)
  const { status, headers, text } = await get(`${thanks}/calendar.ics`)
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^text\/calendar/)
  assert.match(headers.get('content-disposition') ?? '', /In_My_Calendar\.ics/)
  assert.match(text, /^BEGIN:VCALENDAR/)
  assert.match(text, /SUMMARY:In My Calendar/)
})

test('Links with a token that this hub did not make lead to a page that helps (404).', async () => {
  const { path } = await published('Tampered')
  const token = (await registered(path)).slice(3)
  const changed = `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`
  for (const wrong of [changed, token.slice(0, -1), `${token}A`, 'x', '%00', '..%2f..%2fetc']) {
    for (const at of [
      `/r/${wrong}`,
      `/j/${wrong}`,
      `/r/${wrong}/cancel`,
      `/r/${wrong}/calendar.ics`,
    ]) {
      const { status, text } = await get(at)
      assert.equal(status, 404, at)
      assert.match(text, /This link does not work/)
    }
  }
})
