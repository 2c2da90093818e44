import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startWebexTwin } from '#providers'
import { CalendarStore } from '../../test/calendar-store.ts'
import { cleanUpAfterwards } from '../../test/database.ts'
import { calendarsTo, meetingWorld, type Planner, pressAccept } from '../../test/meeting-world.ts'
import { passTime } from '../../test/story.ts'

interface ResetDate {
  readonly state: string
  readonly start: string
  readonly becomes: { readonly start: string } | null
}

const start = new Date('2026-09-01T08:00:00Z')
const world = await meetingWorld({ start, withoutTwins: true })
const { hub, smtp } = world
const twin = await startWebexTwin({ clock: hub.clock })
cleanUpAfterwards(() => twin.close())
twin.control.change({ refreshTokenLifeSeconds: 20 * 365 * 24 * 3600 })
twin.control.addUser({ name: 'Paula Planner', email: 'paula@webex.example' })
const configurationId = await world.accountOf({
  adapter: 'webex',
  name: 'Webex',
  url: `${twin.url}/v1`,
  values: {
    msevtmgt_clientid: twin.clientId,
    msevtmgt_clientsecret: twin.clientSecret,
    gr_actionclientid: twin.actionClientId,
    gr_actionclientsecret: twin.actionClientSecret,
  },
  accept: (url) => pressAccept(url),
  end: () => undefined,
  close: async () => undefined,
})
const paula = await world.planner('Paula Planner', 'paula@planners.example')

const form = {
  title: 'Planning',
  start: '2026-10-05T10:00',
  end: '2026-10-05T11:00',
  timeZone: 'Europe/Berlin',
  recurrence: { frequency: 'weekly', count: 6 },
  password: 'pA55word',
  attendees: [] as { email: string; name?: string }[],
  cohosts: [] as { email: string; name?: string }[],
}

async function plan(more: Partial<typeof form>, by: Planner = paula) {
  const made = await by.ask('POST', '', { configurationId, ...form, ...more })
  assert.equal(made.status, 201, JSON.stringify(made.answer))
  return made.answer
}

const meetingAtWebex = (title: string) =>
  twin.control.meetings().find(({ order }) => order.title === title)

const subjectsTo = (email: string) => smtp.mailsTo(email).map(({ subject }) => subject)

/** What the calendar of a reader shows after all mails so far. */
function calendarOf(email: string): CalendarStore {
  const store = new CalendarStore()
  for (const text of calendarsTo(smtp, email)) store.take(text)
  return store
}

test('a series at Webex: planned, changed, one date moved, one cancelled, all cancelled; calendars follow and nobody is mailed for nothing', async () => {
  const [ada, bert, carl] = ['ada', 'bert', 'carl'].map((name) => `${name}@series.example`) as [
    string,
    string,
    string,
  ]
  const made = await plan({
    title: 'Series',
    attendees: [{ email: ada, name: 'Ada Attendee' }],
    cohosts: [{ email: carl, name: 'Carl Cohost' }],
  })
  assert.deepEqual(subjectsTo(ada), [], 'nobody is invited before the provider has the meeting')
  await hub.worker.runUntilIdle()
  const series = meetingAtWebex('Series')
  assert.equal(series?.order.recurrence, 'FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;COUNT=6')
  assert.equal(series?.order.password, 'pA55word')
  const known = twin.control.invitees(series?.id ?? '').map(({ email, coHost }) => [email, coHost])
  assert.deepEqual(known.sort(), [
    [ada, false],
    [carl, true],
    ['paula@planners.example', true],
  ])
  for (const email of [ada, carl, 'paula@planners.example']) {
    assert.deepEqual(subjectsTo(email), ['Invitation: Series'], email)
  }
  assert.equal(calendarOf(ada).times()[4], '2026-11-02T10:00:00/2026-11-02T11:00:00')

  const path = `/${made.id}`
  const added = [
    { email: ada, name: 'Ada Attendee' },
    { email: bert, name: 'Bert' },
  ]
  const whole = { ...form, title: 'Series', cohosts: [{ email: carl }] }
  assert.equal((await paula.ask('PUT', path, { ...whole, attendees: added })).status, 200)
  await hub.worker.runUntilIdle()
  assert.deepEqual(subjectsTo(bert), ['Invitation: Series'])
  assert.deepEqual(subjectsTo(ada), ['Invitation: Series'], 'who else comes is no news to Ada')
  await paula.ask('PUT', path, { ...whole, attendees: added })
  await hub.worker.runUntilIdle()
  assert.deepEqual(subjectsTo(bert), ['Invitation: Series'], 'nothing changed, nobody is mailed')

  const across = await paula.ask('POST', `${path}/dates/2026-10-12T10:00:00/move`, {
    start: '2026-10-20T10:00',
    end: '2026-10-20T11:00',
  })
  assert.deepEqual([across.status, across.answer.input], [400, 'end'])
  const moved = await paula.ask('POST', `${path}/dates/2026-10-12T10:00:00/move`, {
    start: '2026-10-13T15:00',
    end: '2026-10-13T15:30',
  })
  assert.equal(moved.status, 200, JSON.stringify(moved.answer))
  await paula.ask('POST', `${path}/dates/2026-10-19T10:00:00/cancel`, {})
  await hub.worker.runUntilIdle()
  assert.deepEqual(subjectsTo(ada).slice(1), ['Moved date: Series', 'Cancelled date: Series'])
  const times = [
    '2026-10-05T10:00:00/2026-10-05T11:00:00',
    '2026-10-13T15:00:00/2026-10-13T15:30:00',
    '2026-10-26T10:00:00/2026-10-26T11:00:00',
    '2026-11-02T10:00:00/2026-11-02T11:00:00',
    '2026-11-09T10:00:00/2026-11-09T11:00:00',
  ]
  assert.deepEqual(calendarOf(ada).times(), times)
  const datesAtWebex = (title: string) =>
    meetingAtWebex(title)?.times.map((time) => time.toISOString().slice(0, 16))
  const instants = ['2026-10-05T08:00', '2026-10-13T13:00', '2026-10-26T09:00']
  const all = [...instants, '2026-11-02T09:00', '2026-11-09T09:00']
  assert.deepEqual(datesAtWebex('Series'), all, 'Webex has the dates that people have')

  const renamed = { ...whole, title: 'Renamed', attendees: [{ email: ada }] }
  await paula.ask('PUT', path, renamed)
  await hub.worker.runUntilIdle()
  assert.deepEqual(datesAtWebex('Renamed'), all, 'Webex has the new title and the same dates')
  assert.deepEqual(calendarOf(ada).times(), times, 'single dates stay what they are')
  assert.deepEqual(subjectsTo(ada).slice(3), ['Changed: Renamed'])
  assert.equal(subjectsTo(bert).at(-1), 'No longer invited: Renamed')
  assert.deepEqual(calendarOf(bert).entries(), [])
  const left = twin.control.invitees(series?.id ?? '').map(({ email }) => email)
  assert.ok(!left.includes(bert), 'Webex does not expect Bert any more')

  assert.equal((await paula.ask('POST', `${path}/cancel`, {})).answer.changed, true)
  assert.equal((await paula.ask('POST', `${path}/cancel`, {})).answer.changed, false)
  await hub.worker.runUntilIdle()
  assert.deepEqual(subjectsTo(ada).slice(4), ['Cancelled: Renamed'])
  for (const email of [ada, bert, carl]) assert.deepEqual(calendarOf(email).entries(), [], email)
  assert.equal(meetingAtWebex('Renamed'), undefined, 'it is gone at Webex')
  const { answer } = await paula.ask('GET', '?when=past')
  assert.equal(answer.value[0].status, 'cancelled')
})

test('another time of a series asks before it resets a moved date; a cancelled day stays cancelled, in calendars and at Webex', async () => {
  const email = 'ada@reset.example'
  const made = await plan({ title: 'Reset', attendees: [{ email, name: 'Ada Attendee' }] })
  const path = `/${made.id}`
  const to = { start: '2026-10-13T15:00', end: '2026-10-13T15:30' }
  await paula.ask('POST', `${path}/dates/2026-10-12T10:00:00/move`, to)
  await paula.ask('POST', `${path}/dates/2026-10-19T10:00:00/cancel`, {})
  await hub.worker.runUntilIdle()
  const later = { ...form, title: 'Reset', start: '2026-10-05T14:00', end: '2026-10-05T15:00' }
  const change = { ...later, attendees: [{ email, name: 'Ada Attendee' }] }
  const wish = { configurationId, currentId: made.id, ...change }
  const { answer: preview } = await paula.ask('POST', '/preview', wish)
  assert.deepEqual(
    preview.resets.map(({ state, start, becomes }: ResetDate) => [state, start, becomes?.start]),
    [['moved', '2026-10-13T15:00:00', '2026-10-12T14:00:00']],
  )
  const days = ['2026-10-05', '2026-10-12', '2026-10-26', '2026-11-02', '2026-11-09']
  assert.deepEqual(
    preview.dates.map((date: ResetDate) => date.start.slice(0, 10)),
    days,
    'the preview knows which day stays cancelled',
  )
  const asked = await paula.ask('PUT', path, change)
  assert.deepEqual([asked.status, asked.answer.code], [409, 'meeting-resets-dates'])
  assert.match(asked.answer.detail, /2026-10-12 10:00/)
  assert.equal((await paula.ask('PUT', path, { ...change, resetDates: true })).status, 200)
  await hub.worker.runUntilIdle()
  assert.deepEqual(
    calendarOf(email).times(),
    days.map((day) => `${day}T14:00:00/${day}T15:00:00`),
  )
  assert.deepEqual(subjectsTo(email).at(-1), 'Changed: Reset')
  const atWebex = meetingAtWebex('Reset')?.times.map((time) => time.toISOString().slice(0, 10))
  assert.deepEqual(atWebex, days)
})

test('a meeting that Webex did not answer for is tried again under its key, and nobody hears of it before', async () => {
  twin.control.setFault({ kind: 'failing', times: 2 })
  const email = 'ada@retry.example'
  await plan({ title: 'Retried', attendees: [{ email }] })
  await hub.worker.runUntilIdle()
  assert.deepEqual(subjectsTo(email), [])
  await passTime(hub, 1)
  await passTime(hub, 1)
  assert.deepEqual(subjectsTo(email), ['Invitation: Retried'])
  const made = twin.control.meetings().filter(({ order }) => order.title === 'Retried')
  assert.equal(made.length, 1)
})

test('what is cancelled before it ever reached Webex is not made there, and nobody gets a mail', async () => {
  twin.control.setFault({ kind: 'failing', times: 3 })
  const email = 'ada@early.example'
  const made = await plan({ title: 'Early', attendees: [{ email }] })
  await hub.worker.runUntilIdle()
  await paula.ask('POST', `/${made.id}/cancel`, {})
  for (let at = 0; at < 5; at += 1) await passTime(hub, 1)
  assert.deepEqual(subjectsTo(email), [])
  assert.equal(meetingAtWebex('Early'), undefined)
  const { answer } = await paula.ask('GET', `/${made.id}`)
  assert.equal(answer.status, 'cancelled')
})

test('a change before the first invitation went out is one invitation, to what is true in the end', async () => {
  const email = 'ada@quick.example'
  const made = await plan({ title: 'Quick', attendees: [{ email }] })
  await paula.ask('PUT', `/${made.id}`, { ...form, title: 'Quicker', attendees: [{ email }] })
  await hub.worker.runUntilIdle()
  assert.deepEqual(subjectsTo(email), ['Invitation: Quicker'])
  assert.equal(calendarOf(email).entries().length, 1)
})

test('the meeting is its planner’s own at Webex once they have signed in; before, the account holds it', async () => {
  const { answer } = await paula.ask('GET', '/options')
  const [account] = answer.accounts
  assert.equal(account.actingAs.who, 'account')
  assert.match(account.actingAs.alert, /^You are not authorized\./)
  assert.equal(account.obstacle, null)
  assert.equal(answer.user.email, 'paula@planners.example')
  const caller = { userId: paula.userId, businessUnitId: '', roles: ['System Administrator'] }
  const { url } = await hub.providers.startAuthorization(caller, {
    configurationId,
    purpose: 'action',
  })
  const back = new URL(await pressAccept(url, 'paula@webex.example')).searchParams
  await hub.providers.finishAuthorization(caller, {
    state: back.get('state') ?? '',
    code: back.get('code') ?? '',
  })
  const options = (await paula.ask('GET', '/options')).answer
  assert.deepEqual(
    [options.accounts[0].actingAs.who, options.accounts[0].actingAs.name],
    ['you', 'Paula Planner'],
  )
  await plan({ title: 'Her own' })
  await hub.worker.runUntilIdle()
  assert.equal(meetingAtWebex('Her own')?.host.email, 'paula@webex.example')
  const other = await world.planner('Otto Other', 'otto@planners.example')
  await plan({ title: 'Of the account' }, other)
  await hub.worker.runUntilIdle()
  assert.equal(meetingAtWebex('Of the account')?.host.email, twin.hostEmail)
})

test('a link leads into the meeting near its time, and says why where it does not', async () => {
  const email = 'ada@links.example'
  const made = await plan({
    title: 'Links',
    start: '2026-09-10T10:00',
    end: '2026-09-10T11:00',
    recurrence: { frequency: 'once' } as never,
    attendees: [{ email, name: 'Ada Attendee' }],
  })
  await hub.worker.runUntilIdle()
  const link = /https?:\/\/\S+\/m\/[\w-]+/.exec(smtp.mailsTo(email)[0]?.text ?? '')?.[0] ?? ''
  const open = async (headers = {}) => await fetch(link, { redirect: 'manual', headers })
  const early = await (await open()).text()
  assert.match(early, /<h1>Links<\/h1>[\s\S]*It is too early. This link lets you in from Thursday/)
  assert.match(early, /data-reload-in="\d+"/)
  assert.match(await (await open({ 'accept-language': 'de' })).text(), /Es ist noch zu früh/)
  hub.clock.moveTo(new Date('2026-09-10T07:50:00Z'))
  const inside = await open()
  assert.equal(inside.status, 302)
  assert.match(inside.headers.get('location') ?? '', new RegExp(`^${twin.url}`))
  const preview = await open({ 'user-agent': 'Slackbot-LinkExpanding 1.0' })
  assert.deepEqual([preview.status, preview.headers.get('location')], [200, null])
  const unknown = await fetch(`${link.slice(0, -2)}xx`)
  assert.equal(unknown.status, 404)
  assert.match(await unknown.text(), /This link to a meeting is not known here/)
  await paula.ask('POST', `/${made.id}/cancel`, {})
  assert.match(await (await open()).text(), /This meeting was cancelled/)
})

test('a meeting that cannot be asked for, because the sign-in of its planner is over, keeps no other from being looked after', async () => {
  const { pool } = hub.testDatabase
  const { rows } = await pool.query<{ id: string; webinarid: string; actinguserid: string | null }>(
    `select m.gr_meetingid as id, r.webinarid, r.actinguserid from gr_meeting m
     join gr_meetingroom r on r.meetingid = m.gr_meetingid
     where m.gr_name in ('Her own', 'Of the account') and r.deletedon is null
     order by r.createdon`,
  )
  const [own, other] = rows
  assert.deepEqual([own?.actinguserid, other?.actinguserid], [paula.userId, null])
  await pool.query(
    `delete from gr_accounttoken where configurationid in
     (select gr_signinid from gr_signin where userid = $1)`,
    [paula.userId],
  )
  const hers = await hub.providers.openAccount(configurationId, { actingUserId: paula.userId })
  await assert.rejects(hers.provider.readWebinar(own?.webinarid ?? ''), { kind: 'auth' })
  const { provider } = await hub.providers.openAccount(configurationId)
  await provider.deleteWebinar(other?.webinarid ?? '')
  await passTime(hub, 7 * 60)
  await passTime(hub, 1)
  const statusOf = async (id = '') => (await paula.ask('GET', `/${id}`)).answer.status
  assert.deepEqual([await statusOf(own?.id), await statusOf(other?.id)], ['scheduled', 'deleted'])
})
