/** What an event has beside sessions: sponsors, tracks, passes, questions; the public page shows them. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { localOf } from '#calendar'
import { publishStatus } from '#events'
import { type ConsoleVisit, noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create, makeEvent, minute } from '../story.ts'

const hub = await testHub()
const event = await makeEvent(hub, undefined, {
  msevtmgt_name: 'Engine fair',
  msevtmgt_readableeventid: 'engines',
})
const session = (name: string, startsIn: number) =>
  create(hub, 'msevtmgt_session', {
    msevtmgt_name: name,
    msevtmgt_event: event.id,
    msevtmgt_starttime: localOf(
      new Date(event.start.getTime() + startsIn * minute),
      'Europe/Berlin',
    ),
    msevtmgt_endtime: localOf(
      new Date(event.start.getTime() + (startsIn + 20) * minute),
      'Europe/Berlin',
    ),
    msevtmgt_publishstatus: publishStatus.live.value,
  })
const opening = await session('Opening', 0)
const workshop = await session('Workshop', 30)

async function rowsOf(table: string, column: string, id: string) {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}
    where ${sql.ref(column)} = ${id}`.execute(hub.testDatabase.db)
  return rows
}

async function publicPage(): Promise<string> {
  const headers = { 'accept-language': 'en' }
  return await (await fetch(`${hub.url}/e/engines`, { headers })).text()
}

let visit: ConsoleVisit
before(async () => {
  if (noBrowser === false) visit = await visitConsole(hub)
})

const button = (name: string) => visit.page.getByRole('button', { name, exact: true })
const drawer = () => visit.page.getByRole('dialog')

async function choose(label: string, option: string): Promise<void> {
  // Fields for several values lie under what they show.
  await drawer()
    .getByRole('combobox', { name: new RegExp(`^${label}`) })
    .click({ force: true })
  await visit.page.getByRole('option', { name: option, exact: true }).click()
}

async function inDrawer(name: string): Promise<void> {
  await drawer().getByRole('button', { name, exact: true }).click()
  await drawer().waitFor({ state: 'detached' })
}

test('a sponsor is added by name, given a category and an amount, and named on the public page; a known one is chosen', {
  skip: noBrowser,
}, async () => {
  const { page, open, told, looksRight, looksRightOnPhone, complaints } = visit
  await open(`/events/${event.id}/agenda`)
  await page.getByText('Companies that support the event').waitFor()
  await button('Add a sponsor').click()
  await drawer()
    .getByRole('textbox', { name: /^Company/ })
    .fill('Babbage Engines')
  await choose('Category', 'Gold')
  await looksRight('sponsor-add')
  await inDrawer('Add')
  await button('Babbage Engines').click()
  await drawer().getByLabel('Amount').fill('2500')
  await looksRight('sponsor')
  await looksRightOnPhone('sponsor')
  await inDrawer('Save')
  await told('Saved')
  await page.getByRole('row', { name: /Babbage Engines Gold/ }).waitFor()
  const [made] = await rowsOf('msevtmgt_sponsorship', 'msevtmgt_event', event.id)
  assert.deepEqual(
    [made?.msevtmgt_sponsorshipcategory, Number(made?.msevtmgt_sponsorshipamount)],
    [100000001, 2500],
  )
  assert.match(await publicPage(), /Babbage Engines/)

  // The company is known now: a second sponsorship makes no second company.
  await button('Add a sponsor').click()
  await drawer().getByRole('combobox', { name: 'Known company' }).fill('Babb')
  await page.getByRole('option', { name: 'Babbage Engines' }).click()
  await choose('Category', 'Silver')
  await inDrawer('Add')
  await page.getByRole('row', { name: /Babbage Engines Silver/ }).waitFor()
  const { rows } = await sql`select 1 from account where name = 'Babbage Engines'`.execute(
    hub.testDatabase.db,
  )
  assert.equal(rows.length, 1)
  await page
    .getByRole('row', { name: /Babbage Engines Silver/ })
    .getByRole('button')
    .click()
  await drawer().getByRole('button', { name: 'Delete' }).click()
  await page
    .getByRole('dialog', { name: 'Are you sure?' })
    .getByRole('button', { name: 'Delete' })
    .click()
  await told('Deleted')
  await page.getByRole('row', { name: /Babbage Engines Silver/ }).waitFor({ state: 'detached' })
  assert.deepEqual(complaints, [])
})

test('a track gathers sessions and stands beside them on the public page once it is live', {
  skip: noBrowser,
}, async () => {
  const { page, open, told, looksRight, looksRightOnPhone, complaints } = visit
  await open(`/events/${event.id}/agenda`)
  await button('Add a track').click()
  await drawer().getByLabel('Name').fill('First steps')
  await choose('Audience', 'Introductory')
  await inDrawer('Create')
  await told('Saved')
  await button('First steps').click()
  await choose('Sessions', 'Workshop')
  await drawer().getByText('Workshop', { exact: true }).first().waitFor()
  await page.keyboard.press('Tab')
  await looksRight('track')
  await looksRightOnPhone('track')
  await choose('Status', 'Live')
  await inDrawer('Save')
  await told('Saved')
  const [track] = await rowsOf('msevtmgt_sessiontrack', 'msevtmgt_eventid', event.id)
  assert.equal(track?.msevtmgt_publishstatus, publishStatus.live.value)
  const linked = await rowsOf(
    ...(['msevtmgt_sessiontrack_session', 'msevtmgt_sessiontrackid'] as const),
    String(track?.msevtmgt_sessiontrackid),
  )
  assert.deepEqual(
    linked.map(({ msevtmgt_sessionid }) => msevtmgt_sessionid),
    [workshop],
  )
  assert.match(await publicPage(), /Workshop[\s\S]*First steps/)
  assert.deepEqual(complaints, [])
})

test('questions of every kind are asked by the public form, in the order that was chosen', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone, complaints } = visit
  await open(`/events/${event.id}/questions`)
  const questions = [
    ['What do you work on?', 'Simple text'],
    ['Diet', 'Single choice', 'Anything\nVegetarian'],
    ['Topics', 'Multiple choice', 'Looms\nEngines'],
    ['Arrival', 'Date'],
    ['Do you bring a guest?', 'Boolean (yes/no)'],
  ] as const
  for (const [text, kind, choices] of questions) {
    await button('Add a question').click()
    await drawer().getByLabel('Question', { exact: false }).last().fill(text)
    await choose('Kind of answer', kind)
    if (choices !== undefined) await drawer().getByLabel('Choices').fill(choices)
    if (text === 'Diet') await looksRight('question-add')
    await inDrawer('Add')
    await page.getByText(text, { exact: true }).waitFor()
  }
  await button('Move up: Diet').click()
  const lines = page.locator('.questions > li')
  await lines.first().getByText('Diet', { exact: true }).waitFor()
  await lines.first().getByRole('switch', { name: 'Required' }).click()
  await lines.first().getByRole('switch', { name: 'Required', checked: true }).waitFor()
  await button('Remove: Arrival').click()
  await page.getByText('Arrival', { exact: true }).waitFor({ state: 'detached' })
  await looksRight('questions')
  await looksRightOnPhone('questions')
  const form = await publicPage()
  const places = ['Diet', 'What do you work on?', 'Topics', 'Do you bring a guest?'].map((text) =>
    form.indexOf(text),
  )
  assert.ok(!places.includes(-1), 'all are asked')
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  )
  assert.match(form, /Vegetarian/)
  assert.ok(!form.includes('Arrival'))
  assert.deepEqual(complaints, [])
})

test('a pass has a price, a number and its sessions; the public page sells it', {
  skip: noBrowser,
}, async () => {
  const { page, open, told, looksRight, looksRightOnPhone, complaints } = visit
  await open(`/events/${event.id}/passes`)
  await page.getByText('Without passes the event is free').waitFor()
  await button('Add a pass').click()
  await drawer().getByLabel('Name').fill('Early bird')
  await drawer().getByLabel('Price').fill('49.50')
  await drawer().getByLabel('Allocated').fill('20')
  await looksRight('pass-add')
  await inDrawer('Create')
  await told('Saved')
  await button('Early bird').click()
  await choose('Sessions', 'Opening')
  await drawer().getByText('Opening', { exact: true }).first().waitFor()
  await page.keyboard.press('Tab')
  await looksRight('pass')
  await looksRightOnPhone('pass')
  const [pass] = await rowsOf('msevtmgt_pass', 'msevtmgt_eventid', event.id)
  assert.deepEqual(
    [Number(pass?.msevtmgt_passprice), pass?.msevtmgt_noofpassesallocated],
    [49.5, 20],
  )
  const linked = await rowsOf(
    ...(['msevtmgt_pass_session', 'msevtmgt_passid'] as const),
    String(pass?.msevtmgt_passid),
  )
  assert.deepEqual(
    linked.map(({ msevtmgt_sessionid }) => msevtmgt_sessionid),
    [opening],
  )
  assert.match(await publicPage(), /Early bird[\s\S]*49\.50/)
  assert.deepEqual(complaints, [])
})
