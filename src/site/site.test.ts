import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { localOf } from '#calendar'
import { eventWorld, publicUrl } from '../../test/event-world.ts'
import { openSite, type TestSite, visitorOf } from '../../test/open-site.ts'

const world = await eventWorld()
let site: TestSite
let visitor: ReturnType<typeof visitorOf>

before(async () => {
  site = await openSite(world)
  visitor = visitorOf(world, site)
})
after(() => site.server.close())

test('The front page says kindly that nothing is on.', async () => {
  const { status, text } = await visitor.get('/')
  assert.equal(status, 200)
  assert.match(text, /Nothing scheduled right now/)
})

test('The front page lists live events that are not over, the next one first, and nothing else.', async () => {
  await visitor.published('Later Talk', {
    msevtmgt_eventstartdate: '2027-06-01T09:00:00',
    msevtmgt_eventenddate: '2027-06-01T10:00:00',
  })
  await visitor.published('Sooner Talk')
  await visitor.published('Hidden Draft', { msevtmgt_publishstatus: 100000000 })
  await visitor.published('By Invitation', { msevtmgt_websitepreference: 192350003 })
  await visitor.published('On Our Own Site', { msevtmgt_websitepreference: 192350002 })
  const past = await visitor.published('Already Over')
  await visitor.letPass(past.id)
  const { text } = await visitor.get('/')
  assert.ok(text.indexOf('Sooner Talk') > 0)
  assert.ok(text.indexOf('Sooner Talk') < text.indexOf('Later Talk'))
  for (const hidden of ['Hidden Draft', 'By Invitation', 'On Our Own Site', 'Already Over']) {
    assert.ok(!text.includes(hidden), hidden)
  }
})

test('Whether an event is over is decided in its own zone.', async () => {
  const zone = 'America/Los_Angeles'
  const { id } = await visitor.published('Night Watch', { gr_timezone: zone })
  const hour = 60 * 60_000
  const move = (start: number, end: number) =>
    world.pool.query(
      `update msevtmgt_event set msevtmgt_eventstartdate = $2, msevtmgt_eventenddate = $3
       where msevtmgt_eventid = $1`,
      [id, ...[start, end].map((ms) => localOf(new Date(world.clock.now().getTime() + ms), zone))],
    )
  await move(-hour, hour)
  assert.match((await visitor.get('/')).text, /Night Watch/)
  await move(-2 * hour, -hour)
  assert.doesNotMatch((await visitor.get('/')).text, /Night Watch/)
})

test('The page of an event shows when and where in its own zone, who speaks and what is on.', async () => {
  const building = await world.create('msevtmgt_building', {
    msevtmgt_name: 'Trade Hall',
    msevtmgt_addressline1: 'Main Street 1',
    msevtmgt_city: 'Graz',
  })
  const { id, path } = await visitor.published('Evening of Talks', {
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
  const { text } = await visitor.get(path)
  assert.match(text, /Friday,? 24 September 2027/)
  assert.match(text, /18:00 – 20:30 CEST/)
  assert.match(text, /Trade Hall/)
  assert.match(text, /Main Street 1, Graz/)
  assert.match(text, /<p>Come <strong>early<\/strong><\/p>/)
  assert.match(text, /Nanoseconds[\s\S]*Grace Hopper/)
  assert.match(text, /Rear admiral/)
  assert.match(text, /2 seats left/)
  assert.doesNotMatch(text, /javascript:|alert\(1\)|Unfinished/)
  assert.match((await visitor.get(path, { 'accept-language': 'en-US' })).text, /6:00 PM – 8:30 PM/)
})

test('A page stays under 100 KB, runs nothing inline and comes with its security headers.', async () => {
  const { path } = await visitor.published('Fortress')
  const { text, headers } = await visitor.get(path)
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
  const { text } = await visitor.get('/')
  const addresses = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1])
  assert.equal(addresses.length, 3)
  for (const address of addresses) {
    const answer = await visitor.get(address as string)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('cache-control') ?? '', /max-age=31536000, immutable/)
  }
  assert.equal((await visitor.get('/favicon.ico')).status, 302)
})

test('Search engines are told what the event is; a name cannot break out of the data.', async () => {
  const name = 'Q&A </script><script>alert(1)</script>'
  const { path } = await visitor.published(name, {
    msevtmgt_eventformat: 100000002,
    msevtmgt_webinarurl: 'https://meet.example/1',
    msevtmgt_language: 100000002,
  })
  const { text } = await visitor.get(path)
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
  const { path } = await visitor.published('Findable')
  const robots = await visitor.get('/robots.txt')
  assert.match(robots.text, /Disallow: \/r\/[\s\S]*Disallow: \/j\//)
  assert.match(robots.text, new RegExp(`Sitemap: ${publicUrl}/sitemap.xml`))
  const sitemap = await visitor.get('/sitemap.xml')
  assert.match(sitemap.headers.get('content-type') ?? '', /application\/xml/)
  assert.ok(sitemap.text.includes(`<loc>${publicUrl}${path}</loc>`))
  assert.doesNotMatch(sitemap.text, /Hidden_Draft/)
})

test('Unknown and unpublished events get the same friendly page (404).', async () => {
  const draft = await visitor.published('Still Secret', { msevtmgt_publishstatus: 100000000 })
  for (const path of ['/e/No_Such_Event', draft.path, `/e/${draft.id}`]) {
    const { status, text, headers } = await visitor.get(path)
    assert.equal(status, 404)
    assert.match(headers.get('content-type') ?? '', /text\/html/)
    assert.match(text, /We cannot find this event/)
    assert.doesNotMatch(text, /Still Secret/)
  }
})
