import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { after, before, beforeEach, test } from 'node:test'
import { type Occasion, readOccasion } from '#events'
import { systemCaller } from '#identity'
import { createLog } from '#log'
import type { JoinObstacle } from '#webinars'
import { attendee, eventWorld } from '../../test/event-world.ts'
import { openSite, type TestSite } from '../../test/open-site.ts'
import { secondsUntil } from './join-page.ts'

const world = await eventWorld()
const lines: string[] = []
const log = createLog({
  level: 'info',
  destination: new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  }),
})
let site: TestSite
let checkIn: TestSite['checkIn']

before(async () => {
  site = await openSite(world, { log })
  checkIn = site.checkIn
})
beforeEach(() => {
  site.checkIn = checkIn
  lines.length = 0
})
after(() => site.server.close())

const room = 'https://rooms.provider.example/w/4711?tk=secret'

/** Somebody registered for a webinar, and the path of their join link. */
async function guest(target = {}) {
  const eventId = await world.createEvent({
    msevtmgt_name: 'Town Hall',
    msevtmgt_eventformat: 100000002,
    msevtmgt_webinarurl: 'https://meet.example/1',
    ...target,
  })
  const answer = await world.registrations.register(systemCaller, {
    eventId,
    attendees: [attendee(eventId.slice(0, 6))],
  })
  const id = answer.registrations[0]?.registrationId as string
  const occasion = (await readOccasion(world.db, 'msevtmgt_event', eventId)) as Occasion
  return { id, eventId, occasion, path: `/j/${world.registrations.joinToken(id)}` }
}

function letIn(occasion: Occasion): void {
  site.decide = async () => ({ kind: 'redirect', url: room, occasion })
}

function stop(reason: JoinObstacle, occasion?: Occasion): void {
  site.decide = async () => ({ kind: 'page', reason, occasion })
}

async function follow(path: string, o: RequestInit = {}) {
  const response = await fetch(site.address + path, {
    redirect: 'manual',
    ...o,
    headers: { 'accept-language': 'en-GB', ...(o.headers as Record<string, string>) },
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

async function evidenceOf(registrationId: string) {
  const { rows } = await world.pool.query(
    `select gr_source, gr_reference, msevtmgt_sessionattended, msevtmgt_checkintime
     from msevtmgt_checkin where msevtmgt_registrationid = $1 order by createdon`,
    [registrationId],
  )
  return rows as Record<string, unknown>[]
}

test('A click leads into the webinar and is kept as evidence, once a minute.', async () => {
  const { id, occasion, path } = await guest()
  letIn(occasion)
  const before = world.clock.now()
  const { status, headers } = await follow(path)
  assert.equal(status, 302)
  assert.equal(headers.get('location'), room)
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.equal(headers.get('cache-control'), 'no-store')
  const [first] = await evidenceOf(id)
  assert.equal(first?.gr_source, 100000000)
  assert.match(String(first?.gr_reference), /^click:2026-09-01T\d\d:\d\dZ$/)
  assert.equal(first?.msevtmgt_sessionattended, null)
  assert.ok((first?.msevtmgt_checkintime as Date) >= before)
  const again = await follow(path)
  assert.equal(again.status, 302)
  world.clock.advance(60_000)
  await follow(path)
  assert.equal((await evidenceOf(id)).length, 2)
})

test('A click that leads into a session is evidence for that session.', async () => {
  const { id, eventId, path } = await guest()
  const sessionId = await world.createSession(eventId)
  letIn((await readOccasion(world.db, 'msevtmgt_session', sessionId)) as Occasion)
  assert.equal((await follow(path)).status, 302)
  assert.equal((await evidenceOf(id))[0]?.msevtmgt_sessionattended, sessionId)
})

const machines: readonly [string, RequestInit, number][] = [
  ['A HEAD request', { method: 'HEAD' }, 200],
  ['A prefetching browser', { headers: { 'sec-purpose': 'prefetch;anonymous-client-ip' } }, 503],
  ['An older prefetching browser', { headers: { purpose: 'prefetch' } }, 503],
  ['A chat that shows a preview', { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0' } }, 200],
  [
    'A meeting app that shows a preview',
    { headers: { 'user-agent': 'SkypeUriPreview Preview/0.5' } },
    200,
  ],
]

for (const [who, request, expected] of machines) {
  test(`${who} leaves no evidence and never learns the address of the room.`, async () => {
    const { id, occasion, path } = await guest()
    letIn(occasion)
    const answer = await follow(path, request)
    assert.equal(answer.status, expected)
    assert.equal(answer.headers.get('location'), null)
    assert.ok(!answer.text.includes('rooms.provider'))
    assert.deepEqual(await evidenceOf(id), [])
  })
}

test('A preview names the event, so that people know what the link is.', async () => {
  const { occasion, path } = await guest()
  letIn(occasion)
  const { text } = await follow(path, { headers: { 'user-agent': 'WhatsApp/2.23' } })
  assert.match(text, /<title>Join: Town Hall/)
})

test('A person whose browser is taken for a preview gets in all the same.', async () => {
  const { id, occasion, path } = await guest()
  letIn(occasion)
  const phone = { 'user-agent': 'Mozilla/5.0 (Linux; Android 9; CUBOT X18) Mobile Safari/537.36' }
  assert.equal((await follow(path, { headers: phone })).status, 302)
  const odd = { 'user-agent': 'Mozilla/5.0 PreviewBrowser/1.0' }
  const page = await follow(path, { headers: odd })
  const onward = /href="(\/j\/[^"]+)"[^>]*>Join now/.exec(page.text)?.[1] as string
  world.clock.advance(60_000)
  assert.equal((await follow(onward, { headers: odd })).status, 302)
  assert.equal((await evidenceOf(id)).length, 2)
})

test('A click that cannot be recorded does not keep the person out, but is logged.', async () => {
  const { occasion, path } = await guest()
  letIn(occasion)
  site.checkIn = async () => {
    throw new Error('the disk is full')
  }
  assert.equal((await follow(path)).status, 302)
  assert.match(lines.join(''), /the disk is full[\s\S]*could not be recorded/)
})

test('A record that takes for ever does not keep the person out either.', async () => {
  const { occasion, path } = await guest()
  letIn(occasion)
  site.checkIn = () => new Promise(() => undefined)
  const start = performance.now()
  assert.equal((await follow(path)).status, 302)
  assert.ok(performance.now() - start < 4_000)
  assert.match(lines.join(''), /takes long/)
})

test('Whoever is early is told when the link opens, in the zone of the event, and waits on the page.', async () => {
  const { occasion, id, path } = await guest({
    msevtmgt_eventstartdate: '2026-09-02T18:00:00',
    msevtmgt_eventenddate: '2026-09-02T19:00:00',
    gr_timezone: 'America/New_York',
    gr_joinearlyminutes: 15,
  })
  stop('too-early', occasion)
  const { status, text } = await follow(path)
  assert.equal(status, 200)
  assert.match(text, /You are early/)
  assert.match(text, /starts on Wednesday,? 2 September 2026 at 18:00 GMT-4/)
  assert.match(text, /from 17:45 GMT-4/)
  assert.match(text, /data-reload-in="\d+"/)
  assert.deepEqual(await evidenceOf(id), [])
})

test('The waiting page comes back when the link opens, spread over a few seconds, and never at once.', () => {
  const opens = new Date('2026-09-02T17:30:00Z')
  const at = (time: string) => secondsUntil('too-early', opens, new Date(time)) as number
  for (let each = 0; each < 50; each += 1) {
    const wait = at('2026-09-02T17:20:00Z')
    assert.ok(wait >= 600 && wait < 605, String(wait))
    assert.ok(at('2026-09-02T17:29:59.900Z') >= 1)
  }
  assert.equal(at('2026-01-01T00:00:00Z'), 6 * 60 * 60)
})

const obstacles: readonly [JoinObstacle, RegExp, RegExp][] = [
  ['registration-cancelled', /Your registration is cancelled/, /href="\/e\/[^"]+">Register again/],
  ['event-cancelled', /“Town Hall” was cancelled/, /My registration/],
  ['not-live', /Not open yet/, /Try again/],
  ['over', /“Town Hall” is over/, /It ended on Tuesday,? 20 April 2027 at 17:00 CEST/],
  ['being-prepared', /being prepared/, /data-reload-in="10"/],
  ['provider-down', /does not answer right now/, /data-reload-in="30"[\s\S]*Try again/],
]

for (const [reason, title, advice] of obstacles) {
  test(`Where the link cannot lead in (${reason}), a page says why and what to do.`, async () => {
    const { id, occasion, path } = await guest()
    stop(reason, reason === 'registration-cancelled' ? undefined : occasion)
    const { status, text, headers } = await follow(path)
    assert.equal(status, 200)
    assert.match(text, title)
    assert.match(text, advice)
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.deepEqual(await evidenceOf(id), [])
  })
}

test('The link of an event on site shows the address.', async () => {
  const building = await world.create('msevtmgt_building', {
    msevtmgt_name: 'Trade Hall',
    msevtmgt_addressline1: 'Main Street 1',
  })
  const { occasion, path } = await guest({
    msevtmgt_eventformat: 100000001,
    msevtmgt_building: building,
  })
  stop('on-site-only', occasion)
  const { text } = await follow(path)
  assert.match(text, /takes place on site/)
  assert.match(text, /Trade Hall<\/b><br>Main Street 1/)
})

test('When deciding itself fails, the person gets a page with a reference, and the log the cause.', async () => {
  const { path } = await guest()
  site.decide = async () => {
    throw new Error('no connection to the database')
  }
  const { status, text } = await follow(path)
  assert.equal(status, 500)
  assert.match(text, /Something went wrong on our side/)
  assert.doesNotMatch(text, /database/)
  assert.match(lines.join(''), /no connection to the database/)
})
