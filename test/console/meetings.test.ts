/** Meetings in the console: the form used by a person at every provider's twin, and what people get. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import ICAL from 'ical.js'
import type { Page } from 'playwright-core'
import { CalendarStore, type Entry } from '../calendar-store.ts'
import { type ConsoleVisit, noBrowser, visitConsole } from '../console-browser.ts'
import { meetingWorld } from '../meeting-world.ts'
import { create, passTime } from '../story.ts'

const world = await meetingWorld({ environment: { SMTP_URL: '' } })
const { hub, twins } = world
const ada = 'ada@guests.example'
const carl = 'carl@guests.example'

/** A Tuesday some weeks ahead: months and clocks change in between. */
function tuesday(weeks: number): string {
  const day = hub.clock.now().getTime() + weeks * 7 * 86_400_000
  const toTuesday = (9 - new Date(day).getUTCDay()) % 7
  return new Date(day + toTuesday * 86_400_000).toISOString().slice(0, 10)
}

const later = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

async function settle(): Promise<void> {
  await hub.worker.runUntilIdle()
  await passTime(hub, 1)
  await passTime(hub, 1)
}

/** What the calendar of somebody shows after all mails about this meeting. */
async function calendarOf(email: string, title: string): Promise<string[]> {
  const { rows } = await hub.testDatabase.pool.query<{ calendar: string }>(
    `select calendar from gr_mail where recipient = $1 and name like $2 and state = 100000002
     order by createdon, versionnumber`,
    [email, `%${title}%`],
  )
  const store = new CalendarStore()
  for (const { calendar } of rows) store.take(calendar)
  const entries = store.entries()
  const others = entries.filter(({ recurrenceId }) => recurrenceId !== undefined)
  const isOther = (start: string) => others.some(({ recurrenceId }) => recurrenceId === start)
  return entries
    .flatMap((entry) => {
      if (entry.rule === undefined) return [entry.start]
      const gone = new Set(entry.exceptions)
      return datesOf(entry).filter((start) => !gone.has(start) && !isOther(start))
    })
    .map((start) => start.slice(0, 16))
    .toSorted()
}

/** As an independent reader of calendars counts them. */
function datesOf({ start, rule }: Entry): string[] {
  const dates = ICAL.Recur.fromString(rule ?? '').iterator(ICAL.Time.fromDateTimeString(start))
  const found: string[] = []
  for (let next = dates.next(); next; next = dates.next()) found.push(next.toString())
  return found
}

interface Options {
  readonly accounts: readonly {
    readonly configurationId: string
    readonly obstacle: string | null
    readonly capabilities: { readonly recurrence: boolean; readonly password: boolean }
  }[]
}

async function capabilitiesOf(page: Page, configurationId: string) {
  const { accounts } = (await page.evaluate(
    "fetch('/api/v1/meetings/options').then((answer) => answer.json())",
  )) as Options
  const account = accounts.find((each) => each.configurationId === configurationId)
  assert.equal(account?.obstacle, null)
  return account?.capabilities ?? assert.fail('the account is not offered')
}

async function pick(page: Page, label: string, text: string): Promise<void> {
  const field = page.locator('input').and(page.getByLabel(label, { exact: true }))
  await field.click()
  await field.fill(text)
}

/** Day and times of the form, and the zone by the city. */
async function when(page: Page, date: string): Promise<void> {
  await page.getByLabel('Date', { exact: true }).fill(date)
  await page.getByLabel('From', { exact: true }).fill('10:00')
  await page.getByLabel('To', { exact: true }).fill('10:45')
  await pick(page, 'Time zone', 'Tokyo')
  await page.getByRole('option', { name: /^Tokyo/ }).click()
}

await create(hub, 'contact', { firstname: 'Ada', lastname: 'Attendee', emailaddress1: ada })

let visit: ConsoleVisit
before(async () => {
  if (noBrowser === false) visit = await visitConsole(hub)
})

test('a list without meetings says what fills it', { skip: noBrowser }, async () => {
  await visit.open('/meetings')
  await visit.page.getByText('You have no meetings ahead').waitFor()
  await visit.looksRight('meetings-empty')
})

for (const [at, { adapter, name }] of twins.all.entries()) {
  test(`a meeting is scheduled by the form, changed and cancelled at ${name}`, {
    skip: noBrowser,
  }, async () => {
    const { page, open, looksRight, looksRightOnPhone, complaints } = visit
    const configurationId = await world.accountAt(adapter)
    const { recurrence, password } = await capabilitiesOf(page, configurationId)
    const title = `Planning at ${name}`
    const first = tuesday(3 + at)
    await open('/meetings/new')
    await page.getByRole('radio', { name: `Our ${name}` }).click()
    await page.getByRole('button', { name: 'Schedule and invite' }).click()
    await page.getByText('Give the meeting a title').waitFor()
    await page.getByLabel('Title').fill(title)
    await when(page, first)
    await pick(page, 'Attendees', 'atten')
    await page.getByRole('option', { name: /Ada Attendee/ }).click()
    await pick(page, 'Co-hosts', carl)
    await page.keyboard.press('Enter')
    if (password === true) await page.getByLabel('Password').fill('pass1234')
    else assert.equal(await page.getByLabel('Password').isDisabled(), true)
    if (recurrence === true) {
      await page.getByText('Weekly', { exact: true }).click()
      await page.getByLabel('Dates', { exact: true }).fill('4')
      await page.getByText('Every week on Tuesday, 4 times').first().waitFor()
    } else await page.getByText(/makes no series/).waitFor()
    await page.getByText('You and 2 people get an invitation.').waitFor()
    if (adapter === 'webex') {
      await looksRight('meeting-form')
      await looksRightOnPhone('meeting-form')
    }
    await page.getByRole('button', { name: 'Schedule and invite' }).click()
    await page.getByRole('heading', { name: title }).waitFor()
    await settle()
    await page.getByText('Scheduled', { exact: true }).waitFor()
    const dates = recurrence === true ? [0, 7, 14, 21] : [0]
    assert.deepEqual(
      await calendarOf(ada, title),
      dates.map((days) => `${later(first, days)}T10:00`),
    )
    if (recurrence === true) await changeDates(page, first)
    else await changeTime(page)
    await settle()
    const expected =
      recurrence === true
        ? [`${first}T10:00`, `${later(first, 8)}T15:00`, `${later(first, 21)}T10:00`]
        : [`${first}T16:00`]
    assert.deepEqual(await calendarOf(ada, title), expected)
    assert.deepEqual(await calendarOf(carl, title), expected)
    await page.reload()
    await page.getByText('Scheduled', { exact: true }).waitFor()
    await page.getByText('Calendar mails').waitFor()
    if (adapter === 'webex') {
      await looksRight('meeting')
      await looksRightOnPhone('meeting')
      await open('/meetings')
      await page.getByText('2 people invited').waitFor()
      await looksRight('meetings')
      await looksRightOnPhone('meetings')
      await page.getByRole('link', { name: title }).click()
    }
    await page.getByRole('button', { name: 'Cancel the meeting' }).click()
    await page.getByText(/3 people get a mail/).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the meeting' }).click()
    await page.getByText('The meeting is cancelled').waitFor()
    await settle()
    assert.deepEqual(await calendarOf(ada, title), [])
    assert.deepEqual(complaints, [])
  })
}

/** The second date a day and some hours later, the third not at all. */
async function changeDates(page: Page, first: string): Promise<void> {
  const lines = page.locator('.meeting-rows').first().locator('li')
  await lines.nth(1).getByRole('button', { name: 'Move' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Date', { exact: true }).fill(later(first, 20))
  await dialog.getByLabel('From', { exact: true }).fill('15:00')
  await dialog.getByRole('button', { name: 'Move the date' }).click()
  await dialog.getByText(/has to stay before/).waitFor()
  await dialog.getByLabel('Date', { exact: true }).fill(later(first, 8))
  await dialog.getByRole('button', { name: 'Move the date' }).click()
  await lines.nth(1).getByText('Moved').waitFor()
  await lines.nth(2).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel this date' }).click()
  await lines.nth(2).getByText('Cancelled').waitFor()
}

async function changeTime(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Change', exact: true }).click()
  await page.getByLabel('From', { exact: true }).fill('16:00')
  await page.getByRole('button', { name: 'Save and tell people' }).click()
  await page.getByRole('link', { name: 'Change', exact: true }).waitFor()
}
