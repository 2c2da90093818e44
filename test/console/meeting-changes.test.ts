/** Meetings in the console: single dates that a change would reset, and what vendors' own pages do. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { startZoomTwin } from '#providers'
import { CalendarStore } from '../calendar-store.ts'
import { type ConsoleVisit, noBrowser, visitConsole } from '../console-browser.ts'
import { cleanUpAfterwards } from '../database.ts'
import { meetingWorld } from '../meeting-world.ts'
import { passTime, row } from '../story.ts'

const world = await meetingWorld({ environment: { SMTP_URL: '' }, withoutTwins: true })
const { hub } = world
const zoom = await startZoomTwin({ clock: hub.clock })
cleanUpAfterwards(() => zoom.close())
const paula = await world.planner('Paula Planner', 'paula@planners.example')
const email = 'ada@guests.example'

let visit: ConsoleVisit
let configurationId: string
before(async () => {
  if (noBrowser !== false) return
  configurationId = await world.accountOf({
    ...{ adapter: 'zoom', name: 'Zoom', url: `${zoom.url}/v2`, accept: undefined },
    values: {
      msevtmgt_clientid: zoom.clientId,
      gr_clientsecret: zoom.clientSecret,
      gr_callbacksecret: zoom.callbackSecret,
      accountId: zoom.accountId,
      host: zoom.hostEmail,
      oauthUrl: zoom.url,
    },
    end: () => undefined,
    close: async () => undefined,
  })
  zoom.control.setCallbackUrl(`${hub.url}/hooks/zoom/${configurationId}`)
  visit = await visitConsole(hub)
})

/** Once: time passes in these tests, and the day may change. */
const ahead = hub.clock.now().getTime() + 28 * 86_400_000

/** A Monday four weeks ahead, and so many days later. */
function monday(days = 0): string {
  const toMonday = (8 - new Date(ahead).getUTCDay()) % 7
  return new Date(ahead + (toMonday + days) * 86_400_000).toISOString().slice(0, 10)
}

async function settle(): Promise<void> {
  await hub.worker.runUntilIdle()
  await passTime(hub, 1)
  await passTime(hub, 1)
}

async function plan(title: string, recurrence?: object) {
  const { answer } = await paula.ask('POST', '', {
    configurationId,
    title,
    ...{ start: `${monday()}T10:00`, end: `${monday()}T11:00`, timeZone: 'Asia/Tokyo' },
    ...(recurrence === undefined ? {} : { recurrence }),
    attendees: [{ email, name: 'Ada Attendee' }],
    cohosts: [],
  })
  await settle()
  return answer.id as string
}

async function calendarOf(title: string): Promise<CalendarStore> {
  const { rows } = await hub.testDatabase.pool.query<{ calendar: string }>(
    `select calendar from gr_mail where recipient = $1 and name like $2
     order by createdon, versionnumber`,
    [email, `%${title}%`],
  )
  const store = new CalendarStore()
  for (const { calendar } of rows) store.take(calendar)
  return store
}

const lettersOf = async (title: string) => {
  const { rows } = await hub.testDatabase.pool.query(
    'select 1 from gr_mail where recipient = $1 and name like $2',
    [email, `%${title}%`],
  )
  return rows.length
}

/** As somebody does on the vendor's own page. */
async function atVendor(meetingId: string) {
  const { rows } = await hub.testDatabase.pool.query<{ webinarid: string }>(
    'select webinarid from gr_meetingroom where meetingid = $1 and deletedon is null',
    [meetingId],
  )
  const { provider } = await hub.providers.openAccount(configurationId)
  return { provider, webinarId: rows[0]?.webinarid ?? '' }
}

/** The vendor calls the hub over real HTTP. */
async function noticed(meetingId: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    await hub.worker.runUntilIdle()
    const { gr_goneon, gr_difference } = await row(hub, 'gr_meeting', meetingId)
    if (gr_goneon !== null || gr_difference !== null) return
    await wait(50)
  }
  assert.fail('the hub has not noticed it')
}

const save = (page: Page) => page.getByRole('button', { name: 'Save and tell people' }).click()

test('another time of a series asks before moved dates follow it; a new title asks nothing and keeps them', {
  skip: noBrowser,
}, async () => {
  const { page, open, told, looksRight, looksRightOnPhone, complaints } = visit
  const id = await plan('Weekly round', { frequency: 'weekly', count: 4 })
  const to = { start: `${monday(8)}T15:00`, end: `${monday(8)}T16:00` }
  await paula.ask('POST', `/${id}/dates/${monday(7)}T10:00:00/move`, to)
  await paula.ask('POST', `/${id}/dates/${monday(14)}T10:00:00/cancel`, {})
  await settle()

  await open(`/meetings/${id}/change`)
  await page.getByLabel('Title').fill('Weekly round, renamed')
  await save(page)
  await told('The meeting is changed')
  await settle()
  const dates = (time: string, ...days: number[]) =>
    days.map((day) => `${monday(day)}T${time}`).sort()
  const startsOf = async (title: string) =>
    (await calendarOf(title)).times().map((span) => span.slice(0, 16))
  assert.deepEqual(
    await startsOf('Weekly round'),
    [...dates('10:00', 0, 21), `${monday(8)}T15:00`].sort(),
  )

  await open(`/meetings/${id}/change`)
  await page.getByLabel('From', { exact: true }).fill('14:00')
  const notice = page.getByRole('alert').filter({ hasText: '1 changed date follows the series' })
  await notice.getByText(/goes back to/).waitFor()
  assert.equal(await page.locator('.preview-dates > li').count(), 3, 'the cancelled day stays so')
  await looksRight('meeting-reset')
  await looksRightOnPhone('meeting-reset')
  await save(page)
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/A moved date keeps its own time only while/).waitFor()
  await looksRight('meeting-reset-question')
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.deepEqual((await startsOf('Weekly round')).length, 3, 'nothing was saved')
  // Saved at once: the question names the dates all the same.
  await page.getByLabel('From', { exact: true }).fill('10:00')
  await notice.waitFor({ state: 'detached' })
  await page.getByLabel('From', { exact: true }).fill('14:00')
  await save(page)
  await dialog.waitFor()
  assert.match(await dialog.innerText(), /1 changed date follows .*goes back to/s)
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await save(page)
  await dialog.getByRole('button', { name: 'Save and reset' }).click()
  await told('The meeting is changed')
  await settle()
  assert.deepEqual(await startsOf('Weekly round'), dates('14:00', 0, 7, 21))
  assert.deepEqual(complaints, [])
})

test('a meeting that somebody deleted at the vendor says so; it is made again, or cancelled for everybody', {
  skip: noBrowser,
}, async () => {
  const { page, open, told, looksRight, looksRightOnPhone, complaints } = visit
  const id = await plan('Deleted there')
  for (const decision of ['again', 'cancel']) {
    const { provider, webinarId } = await atVendor(id)
    await provider.deleteWebinar(webinarId)
    await noticed(id)
    await open(`/meetings/${id}`)
    const alert = page.getByRole('alert').filter({ hasText: 'Deleted at Our Zoom on' })
    await alert.waitFor()
    await page.getByText('Deleted at the provider', { exact: true }).waitFor()
    assert.equal(await lettersOf('Deleted there'), 1, 'nobody is written to')
    if (decision === 'cancel') {
      await alert.getByRole('button', { name: 'Cancel the meeting' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Cancel the meeting' }).click()
      await told('The meeting is cancelled')
      await settle()
      assert.deepEqual((await calendarOf('Deleted there')).entries(), [])
      continue
    }
    await looksRight('meeting-deleted')
    await looksRightOnPhone('meeting-deleted')
    await open('/meetings?scope=all')
    await page.getByText('Deleted at the provider', { exact: true }).waitFor()
    await open(`/meetings/${id}`)
    await alert.getByRole('button', { name: 'Make it again' }).click()
    await told('The meeting is being made again')
    await settle()
    await page.getByText('Scheduled', { exact: true }).waitFor()
    assert.equal(await lettersOf('Deleted there'), 1, 'calendar entries stay, nobody is written to')
    const again = await atVendor(id)
    assert.notEqual(again.webinarId, webinarId)
    assert.equal((await again.provider.readWebinar(again.webinarId)).state, 'created')
  }
  assert.deepEqual(complaints, [])
})

test('a meeting that somebody changed at the vendor says what stands there, and is set right', {
  skip: noBrowser,
}, async () => {
  const { page, open, told, looksRight, looksRightOnPhone, complaints } = visit
  const id = await plan('Changed there')
  const { provider, webinarId } = await atVendor(id)
  const start = new Date(`${monday()}T06:30:00Z`)
  await provider.updateWebinar(webinarId, {
    ...({ kind: 'event', idempotencyKey: id, language: 'en', timeZone: 'Asia/Tokyo' } as const),
    ...{ title: 'Renamed there', start, end: new Date(start.getTime() + 3_600_000) },
    ...{ description: undefined, webinarType: undefined, pastedUrl: undefined, presenters: [] },
    ...{ maxAttendees: undefined, recurrence: undefined, password: undefined },
    producer: undefined,
  })
  await noticed(id)
  await open(`/meetings/${id}`)
  const alert = page.getByRole('alert').filter({ hasText: 'Changed at Our Zoom' })
  await alert.getByText(/There it is now: “Renamed there”, .*15:30/).waitFor()
  await looksRight('meeting-differs')
  await looksRightOnPhone('meeting-differs')
  await alert.getByRole('button', { name: 'Set it right there' }).click()
  await told('The provider is told again')
  await settle()
  await page.getByText('Scheduled', { exact: true }).waitFor()
  await alert.waitFor({ state: 'detached' })
  assert.equal((await provider.readWebinar(webinarId)).standsAs?.title, 'Changed there')
  assert.equal(await lettersOf('Changed there'), 1, 'nobody is written to')
  assert.deepEqual(complaints, [])
})

test('single dates that somebody changed at the vendor stand in the alert; a moved one is set right there', {
  skip: noBrowser,
}, async () => {
  const { page, open, told, looksRight, looksRightOnPhone, complaints } = visit
  const id = await plan('Dates there', { frequency: 'weekly', count: 4 })
  const { provider, webinarId } = await atVendor(id)
  // Ten in the morning in Tokyo.
  const at = (days: number, hour = 1) => new Date(`${monday(days)}T0${hour}:00:00Z`)
  const original = (days: number) => ({ original: at(days), movedTo: undefined })
  await provider.dates?.cancel(webinarId, original(14))
  await provider.dates?.move(webinarId, original(7), { start: at(8, 5), end: at(8, 6) })
  await differing(id, 2)
  await open(`/meetings/${id}`)
  const alert = page.getByRole('alert').filter({ hasText: 'Changed at Our Zoom, noticed on' })
  await alert.getByText(/: there it is now .*, 14:00.*15:00\./).waitFor()
  await alert.getByText(/: deleted there\.$/).waitFor()
  await alert.getByText(/does not come back by itself/).waitFor()
  await looksRight('meeting-dates-differ')
  await looksRightOnPhone('meeting-dates-differ')
  await alert.getByRole('button', { name: 'Set it right there' }).click()
  await told('The provider is told again')
  await differing(id, 1)
  await open(`/meetings/${id}`)
  await alert.getByText(/: deleted there\.$/).waitFor()
  assert.equal(await alert.getByRole('button', { name: 'Set it right there' }).count(), 0)
  assert.equal(await lettersOf('Dates there'), 1, 'nobody is written to')
  assert.deepEqual(complaints, [])
})

/** So many single dates differ, and nothing is on its way to the vendor. */
async function differing(meetingId: string, count: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    await hub.worker.runUntilIdle()
    const { answer } = await paula.ask('GET', `/${meetingId}`)
    if (answer.status === 'scheduled' && answer.difference?.dates.length === count) return
    await wait(50)
  }
  assert.fail(`the hub has not noticed ${count} dates`)
}
