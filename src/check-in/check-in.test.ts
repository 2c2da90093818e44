import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { systemCaller } from '#identity'
import { eventWithDoor, guestAt, signInAs } from '../../test/door-world.ts'
import { testHub } from '../../test/hub.ts'
import { create, row } from '../../test/story.ts'
import { readCode } from './door.ts'

const hub = await testHub()
const staff = await signInAs(hub, 'Check-in Staff')
const event = await eventWithDoor(hub, 'Fair', { msevtmgt_allowcustomagenda: true })
const workshop = await event.createSession('Workshop')

// biome-ignore lint/suspicious/noExplicitAny: answers have every shape
type Json = any

async function call(
  path: string,
  body?: object,
  cookie = staff,
): Promise<{ status: number; json: Json }> {
  const response = await fetch(`${hub.url}/api/v1/check-in/${path}`, {
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  return { status: response.status, json: await response.json() }
}

const scan = async (code: string, more: object = {}, at = event.id) =>
  (await call(`${at}/scan`, { code, ...more })).json

const present = async (path = `${event.id}/count`) => (await call(path)).json.present

test('A guest is welcome once, and already in from then on, at whichever door.', async () => {
  const ada = await guestAt(hub, event.id, 'Ada Lovelace', { company: 'Engines' })
  const before = await present()
  const first = await scan(ada.number)
  assert.deepEqual(
    [first.answer, first.name, first.company, first.number],
    ['welcome', 'Ada Lovelace', 'Engines', ada.number],
  )
  const second = await scan(` er ${ada.number.slice(3).toLowerCase()} `)
  assert.deepEqual([second.answer, second.since], ['already-in', first.since])
  assert.equal(await present(), before + 1)
  const stored = await row(hub, 'msevtmgt_event', event.id)
  assert.equal(stored.msevtmgt_checkincount, before + 1)
})

test('The same scan sent again after a bad network is the same welcome, and one check-in.', async () => {
  const { number, id } = await guestAt(hub, event.id, 'Bad Network')
  const scannedOn = new Date(hub.clock.now().getTime() - 90_000).toISOString()
  const answers = await Promise.all([1, 2, 3].map(() => scan(number, { scannedOn })))
  assert.deepEqual(
    answers.map(({ answer }) => answer),
    ['welcome', 'welcome', 'welcome'],
  )
  assert.equal(answers[0].since, scannedOn)
  const { rows } = await hub.testDatabase.pool.query(
    'select 1 from msevtmgt_checkin where msevtmgt_registrationid = $1',
    [id],
  )
  assert.equal(rows.length, 1)
})

test('Two doors that scan one guest at once let one guest in.', async () => {
  const { number } = await guestAt(hub, event.id, 'Two Doors')
  const now = hub.clock.now().getTime()
  const answers = await Promise.all(
    [1, 2, 3, 4].map((n) => scan(number, { scannedOn: new Date(now - n * 1000).toISOString() })),
  )
  const welcome = answers.filter(({ answer }) => answer === 'welcome')
  assert.equal(welcome.length, 1)
  assert.equal(answers.filter(({ answer }) => answer === 'already-in').length, 3)
})

test('Cancelled, foreign and unknown codes are told apart and let nobody in.', async () => {
  const gone = await guestAt(hub, event.id, 'Gone Guest')
  await hub.registrations.cancel(systemCaller, gone.id, { by: 'staff' })
  const other = await eventWithDoor(hub, 'Another Fair')
  const stranger = await guestAt(hub, other.id, 'Stranger Here')
  const before = await present()
  assert.equal((await scan(gone.number)).answer, 'cancelled')
  const foreign = await scan(stranger.number)
  assert.deepEqual([foreign.answer, foreign.event], ['other-event', 'Another Fair'])
  for (const code of ['ER-00000000', 'https://evil.example', 'AP-', '%', "' or 1=1 --"]) {
    assert.equal((await scan(code)).answer, 'unknown', code)
  }
  assert.equal(await present(), before)
})

test('At the door of a session only those who booked it are welcome.', async () => {
  const booked = await guestAt(hub, event.id, 'Booked Guest', { sessions: [workshop] })
  const plain = await guestAt(hub, event.id, 'Plain Guest')
  const at = { sessionId: workshop }
  assert.equal((await scan(plain.number, at)).answer, 'not-for-this-session')
  assert.equal((await scan(booked.number, at)).answer, 'welcome')
  assert.equal((await scan(booked.number, at)).answer, 'already-in')
  assert.equal((await scan(booked.number)).answer, 'welcome', 'the event has a door of its own')
  const { json } = await call(`${event.id}/count?session=${workshop}`)
  assert.deepEqual(json, { registered: 1, present: 1 })
})

test('The code of an attendee pass is understood; the pass says which sessions it opens.', async () => {
  const paid = await eventWithDoor(hub, 'Paid Fair')
  const open = await paid.createSession('Open')
  const closed = await paid.createSession('Closed')
  const pass = await create(hub, 'msevtmgt_pass', {
    msevtmgt_name: 'Half a day',
    msevtmgt_eventid: paid.id,
    msevtmgt_passprice: '0',
    msevtmgt_noofpassesallocated: 5,
  })
  await hub.testDatabase.pool.query(
    'insert into msevtmgt_pass_session (msevtmgt_passid, msevtmgt_sessionid) values ($1, $2)',
    [pass, open],
  )
  const guest = await guestAt(hub, paid.id, 'Pass Holder', { passId: pass })
  const { rows } = await hub.testDatabase.pool.query(
    'select msevtmgt_name as code from msevtmgt_attendeepass where msevtmgt_eventregistrationid = $1',
    [guest.id],
  )
  const code = rows[0].code
  const closedTo = await scan(code, { sessionId: closed }, paid.id)
  assert.deepEqual([closedTo.answer, closedTo.pass], ['not-for-this-session', 'Half a day'])
  assert.equal((await scan(code, { sessionId: open }, paid.id)).answer, 'welcome')
})

test('The list finds people by parts of what is known, and says how they stand.', async () => {
  const { number } = await guestAt(hub, event.id, 'Zoë Ünicode', { company: 'O_Reilly 100%' })
  const find = async (search: string) =>
    (await call(`${event.id}/guests?search=${encodeURIComponent(search)}`)).json.guests
  for (const search of ['zoë', 'ünic', number, '100%', 'o_re', 'zoë.ünicode@']) {
    assert.deepEqual(
      (await find(search)).map(({ number }: Json) => number),
      [number],
      search,
    )
  }
  assert.deepEqual(await find('%%'), [])
  assert.equal((await scan(number, { fromList: true })).answer, 'welcome')
  const [found] = await find('zoë')
  assert.equal(found.state, 'in')
  const gone = await find('Gone Guest')
  assert.equal(gone[0].state, 'cancelled')
})

test('A check-in is undone with a reason, stays in the books, and the guest may come again.', async () => {
  const { id, number } = await guestAt(hub, event.id, 'Wrong Badge')
  await scan(number)
  const before = await present()
  const undo = (reason: string) => call(`${event.id}/undo`, { registrationId: id, reason })
  assert.equal((await undo(' ')).status, 400)
  assert.deepEqual((await undo('Scanned the badge of somebody else')).json, { undone: true })
  assert.equal(await present(), before - 1)
  assert.equal((await undo('Again')).status, 409)
  const { rows } = await hub.testDatabase.pool.query(
    'select gr_reason, gr_supersededon from msevtmgt_checkin where msevtmgt_registrationid = $1',
    [id],
  )
  assert.equal(rows[0].gr_reason, 'Undone: Scanned the badge of somebody else')
  assert.ok(rows[0].gr_supersededon instanceof Date)
  assert.equal((await row(hub, 'msevtmgt_eventregistration', id)).gr_verdict, 100000000)
  assert.equal((await scan(number)).answer, 'welcome')
  assert.equal(await present(), before)
})

test('Only staff may look and scan; others are sent to the sign-in or refused.', async () => {
  const page = await fetch(`${hub.url}/checkin/${event.id}`, { redirect: 'manual' })
  const back = encodeURIComponent(`/checkin/${event.id}`)
  const location = page.headers.get('location')
  assert.deepEqual([page.status, location], [303, `/admin/sign-in?return=${back}`])
  assert.equal((await call(`${event.id}/count`, undefined, '')).status, 401)
  const reader = await signInAs(hub, 'Reader')
  assert.equal((await call(`${event.id}/scan`, { code: 'ER-00000000' }, reader)).status, 403)
  assert.equal((await call(`${event.id}/guests`, undefined, reader)).status, 403)
  const foreign = await fetch(`${hub.url}/api/v1/check-in/${event.id}/scan`, {
    method: 'POST',
    headers: { cookie: staff, origin: 'https://evil.example', 'content-type': 'application/json' },
    body: '{"code":"ER-00000000"}',
  })
  assert.equal(foreign.status, 403)
  assert.equal((await call('No_Such_Event/count')).status, 404)
  assert.equal((await call(`${event.id}/count?session=${event.id}`)).status, 404)
})

test('A code is read in every spelling, and nothing else is taken for one.', () => {
  const symbols = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
  const number = fc.string({ unit: fc.constantFrom(...symbols), minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(number, fc.constantFrom('-', ' ', ''), fc.boolean(), (digits, joint, small) => {
      for (const [prefix, kind] of [
        ['ER', 'registration'],
        ['AP', 'pass'],
      ] as const) {
        const text = `${prefix}${joint}${digits}`
        const read = readCode(small ? ` ${text.toLowerCase()}\n` : text)
        assert.deepEqual(read, { kind, number: `${prefix}-${digits}` })
      }
    }),
  )
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = readCode(text)
      if (read !== undefined) assert.match(read.number, /^(ER|AP)-[0-9A-HJKMNP-TV-Z]{8}$/)
    }),
  )
})
