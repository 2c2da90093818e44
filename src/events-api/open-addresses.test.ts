import assert from 'node:assert/strict'
import { test } from 'node:test'
import ical from 'ical.js'
import type { JoinDecision } from '#webinars'
import { attendee, eventWorld, publicUrl } from '../../test/event-world.ts'
import { openEventsApi, openWebsite } from '../../test/open-events-api.ts'

const world = await eventWorld()
let decision: JoinDecision = { kind: 'page', reason: 'on-site-only', occasion: undefined }
const api = await openEventsApi(world, { decideJoin: async () => decision })
const site = await openWebsite(world, api, 'https://www.company.example')

async function published(values: object = {}) {
  const id = await world.createEvent({ msevtmgt_enablecaptcha: false, ...values })
  return {
    id,
    readableId: String((await world.read('msevtmgt_event', id)).msevtmgt_readableeventid),
  }
}

/** As a click in a mail: no token, no origin. */
const open = (path: string, options: RequestInit = {}) =>
  fetch(`${api.base}/${path}`, { redirect: 'manual', ...options })

const calendar = (data: unknown) =>
  open(`calendar/personal/ics?data=${encodeURIComponent(JSON.stringify(data))}`)

async function entriesOf(response: Response) {
  assert.equal(response.status, 200, await response.clone().text())
  const component = new ical.Component(ical.parse(await response.text()))
  assert.equal(component.getFirstPropertyValue('method'), 'PUBLISH')
  return component.getAllSubcomponents('vevent').map((entry) => ({
    value: (name: string) => String(entry.getFirstPropertyValue(name)),
    has: (name: string) => entry.hasProperty(name),
  }))
}

async function registered(eventId: string): Promise<{ id: string; number: string }> {
  const { json } = await site.call(`events/${eventId}/registrations`, {
    body: { attendees: [attendee(crypto.randomUUID().slice(0, 8))] },
  })
  assert.equal(json.status, 'Success')
  const { rows } = await world.pool.query(
    `select msevtmgt_eventregistrationid as id, msevtmgt_name as number
     from msevtmgt_eventregistration where msevtmgt_eventid = $1 order by createdon desc limit 1`,
    [eventId],
  )
  return rows[0]
}

test("A personal calendar file holds the organiser's text, filled in, in UTC.", async () => {
  const event = await published({
    msevtmgt_name: 'Spring Fair',
    msevtmgt_calendarcontent:
      '<p>Dear {{ name }},<br>enter <a href="{{msevtmgt_checkin_url}}">here</a>. {{unknown}}</p>',
  })
  const session = await world.createSession(event.id, { msevtmgt_name: 'Opening' })
  const response = await calendar([
    {
      readableEventId: event.readableId,
      data: { name: '<b>Ada</b>', eventRegistrationId: 'ER 7F3K2M9Q' },
    },
    { readableEventId: event.readableId, sessionId: session },
  ])
  assert.match(response.headers.get('content-type') ?? '', /^text\/calendar/)
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  const [whole, part] = await entriesOf(response)
  assert.equal(whole?.value('summary'), 'Spring Fair')
  assert.equal(whole?.value('dtstart'), '2027-04-20T07:00:00Z')
  assert.equal(whole?.value('priority'), '5')
  assert.equal(
    // To the reader an X- property is no text, so it leaves the escapes of RFC 5545 §3.3.11 in.
    whole?.value('x-alt-desc').replace(/\\(.)/g, '$1'),
    `<p>Dear &#60;b&#62;Ada&#60;/b&#62;,<br>enter <a href="${publicUrl}/EvtMgmt/api/v2.0/checkin/stream?eventRegistrationId=ER-7F3K2M9Q">here</a>. </p>`,
  )
  assert.match(whole?.value('description') ?? '', /^Dear <b>Ada<\/b>,\nenter here\./)
  assert.equal(part?.value('summary'), 'Opening')
})

test('Without a text, an online event gets its personal link.', async () => {
  const event = await published({
    msevtmgt_eventformat: 100000003,
    msevtmgt_webinarurl: 'https://webinar.example/join',
  })
  const own = { eventRegistrationId: 'ER-7F3K2M9Q' }
  const [entry] = await entriesOf(await calendar([{ readableEventId: event.id, data: own }]))
  assert.match(
    entry?.value('description') ?? '',
    /checkin\/stream\?eventRegistrationId=ER-7F3K2M9Q$/,
  )
  assert.equal(entry?.has('conference'), true)
})

test('Unreadable data, foreign links and unknown events stay out of calendar files.', async () => {
  const event = await published({ msevtmgt_calendarcontent: 'Go to {{msevtmgt_checkin_url}}!' })
  assert.equal((await open('calendar/personal/ics?data=%5B')).status, 400)
  assert.equal((await open('calendar/personal/ics')).status, 400)
  assert.equal((await calendar([])).status, 400)
  assert.equal((await calendar([{ readableEventId: 7 }])).status, 400)
  assert.equal((await calendar([{ readableEventId: 'No_Such_Event' }])).status, 404)
  const draft = await published({ msevtmgt_publishstatus: 100000000 })
  assert.equal((await calendar([{ readableEventId: draft.id }])).status, 404)
  const evil = { msevtmgt_checkin_url: 'https://evil.example/' }
  const [entry] = await entriesOf(await calendar([{ readableEventId: event.id, data: evil }]))
  assert.equal(entry?.value('description'), 'Go to !')
})

test('The QR code of an event is a drawing that pages of others may show.', async () => {
  const { readableId } = await published()
  const response = await open(`events/${readableId}/qrcode`)
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'image/svg+xml')
  assert.equal(response.headers.get('access-control-allow-origin'), '*')
  assert.equal(response.headers.get('cross-origin-resource-policy'), 'cross-origin')
  assert.match(await response.text(), /^<svg[^>]+xmlns/)
  assert.equal((await open('events/No_Such_Event/qrcode')).status, 404)
})

test('The link behind "Join in Teams" records one click and leads into the webinar.', async () => {
  const event = await published()
  const { id, number } = await registered(event.id)
  const webinar = 'https://webinar.example/join/7'
  decision = {
    kind: 'redirect',
    url: webinar,
    occasion: { table: 'msevtmgt_event', id: event.id } as never,
  }
  const link = `checkin/stream?eventRegistrationId=${number.replace('-', '%20')}`
  const looked = [
    await open(link, { method: 'HEAD' }),
    await open(link, { headers: { 'sec-purpose': 'prefetch' } }),
    await open(link, { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0' } }),
  ]
  assert.deepEqual(
    looked.map(({ status }) => status),
    [200, 503, 503],
  )
  const count = async () =>
    (
      await world.pool.query('select 1 from msevtmgt_checkin where msevtmgt_registrationid = $1', [
        id,
      ])
    ).rows.length
  assert.equal(await count(), 0)
  for (const target of ['', `&redirectUri=${encodeURIComponent(webinar)}`]) {
    const answer = await open(link + target)
    assert.deepEqual([answer.status, answer.headers.get('location')], [302, webinar])
  }
  assert.equal(await count(), 1)
  const other = `&redirectUri=${encodeURIComponent('https://evil.example/login')}`
  const refused = await open(link + other)
  assert.equal(refused.status, 400)
  assert.equal(((await refused.json()) as { Code: string }).Code, 'redirect-not-allowed')
  for (const trick of ['javascript:alert(1)', `${publicUrl}.evil.example/`, `//evil.example`]) {
    assert.equal(
      (await open(`${link}&redirectUri=${encodeURIComponent(trick)}`)).status,
      400,
      trick,
    )
  }
  assert.equal((await open('checkin/stream?eventRegistrationId=ER-00000000')).status, 404)
})

test('A website posts check-ins on the day and may be sent back to its own pages only.', async () => {
  decision = { kind: 'page', reason: 'on-site-only', occasion: undefined }
  const event = await published({
    msevtmgt_eventstartdate: '2026-09-01T20:00:00',
    msevtmgt_eventenddate: '2026-09-01T23:00:00',
  })
  const { number } = await registered(event.id)
  const post = (body: object, query = '') =>
    open(`checkins${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: site.origin },
      body: JSON.stringify(body),
    })
  const early = await post({ eventRegistrationId: number })
  assert.equal(early.status, 409)
  world.clock.advance(6.5 * 3_600_000)
  const first = await post({ eventRegistrationId: number })
  assert.deepEqual(await first.json(), { checkedIn: true, created: true })
  assert.equal(first.headers.get('access-control-allow-origin'), site.origin)
  const back = `${site.origin}/thanks`
  const again = await post(
    { eventRegistrationId: number },
    `?redirectUri=${encodeURIComponent(back)}`,
  )
  assert.deepEqual([again.status, again.headers.get('location')], [303, back])
  const foreign = await post({ eventRegistrationId: number, redirectUri: 'https://evil.example' })
  assert.equal(foreign.status, 400)
})
