/** Website, event administration and organisation in the console. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type ConsoleVisit, noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { row } from '../story.ts'

const hub = await testHub()
const visit: ConsoleVisit | undefined = noBrowser === false ? await visitConsole(hub) : undefined
const opened = () => visit ?? assert.fail('There is no browser.')
const lastPart = (address: string) => new URL(address).pathname.split('/').at(-1) ?? ''

test('a website of one’s own is registered, and calls the Events API with what the page shows', {
  skip: noBrowser,
}, async () => {
  const { page, told, open, looksRight, looksRightOnPhone } = opened()
  await open('/website')
  await page.getByText('No web application yet').waitFor()
  await looksRight('website-empty')
  await page.getByRole('link', { name: 'New web application' }).first().click()
  await page.getByLabel('Name').fill('Our event site')
  await page.getByLabel('Origin').fill('https://events.example.org/path')
  await page.getByRole('button', { name: 'Create' }).click()
  await page
    .getByText(/https:\/\/events\.example\.org/)
    .last()
    .waitFor()
  await page.getByLabel('Origin').fill('https://events.example.org')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: 'How the website calls' }).waitFor()
  const stored = await row(hub, 'msevtmgt_webapplication', lastPart(page.url()))
  const token = String(stored.msevtmgt_token)
  await page.getByText(token, { exact: true }).waitFor()
  const answer = await fetch(
    `${hub.url}/EvtMgmt/api/v2.0/events/published/?emApplicationtoken=${token}`,
    { headers: { origin: 'https://events.example.org' } },
  )
  assert.equal(answer.status, 200)
  await told('Saved')
  await looksRight('website-application')
  await looksRightOnPhone('website-application')
})

test('further columns are ticked in a list, and secrets are not in it', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone } = opened()
  await open('/website/tables/new')
  await page.getByLabel('Name').fill('More of events')
  await page
    .getByLabel(/^Table/)
    .first()
    .click()
  await page.getByRole('option', { name: 'Event', exact: true }).click()
  assert.equal(await page.getByText('gr_webinarpassword').count(), 0)
  await page.getByLabel('Find a column').fill('timezone')
  await page.getByRole('checkbox', { name: /gr_timezone/ }).check()
  await page.getByText('1 column chosen').waitFor()
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: 'More of events' }).waitFor()
  const stored = await row(hub, 'msevtmgt_websiteentityconfiguration', lastPart(page.url()))
  assert.equal(stored.msevtmgt_selectedfields, '["gr_timezone"]')
  await page.getByLabel('Find a column').fill('')
  await looksRight('website-table')
  await looksRightOnPhone('website-table')
  await open('/website?view=tables')
  await page.getByText('gr_timezone').waitFor()
  await looksRight('website-tables')
})

test('rules for registrations are made, one record active at a time, demo payment with a loud warning', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone } = opened()
  await open('/administration')
  await page.getByText('No record is active').waitFor()
  await page.getByRole('link', { name: 'New record' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Standard rules')
  await page.getByLabel('E-mail', { exact: true }).check()
  await page.getByLabel('Merge', { exact: true }).check()
  await page.getByLabel('Confirmation to purchasers').uncheck()
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: 'Standard rules' }).waitFor()
  const id = lastPart(page.url())
  const stored = await row(hub, 'msevtmgt_eventadministration', id)
  assert.equal(stored.msevtmgt_contactmatchingstrategy, 100_000_000)
  assert.equal(stored.gr_duplicateregistrations, 100_000_001)
  assert.equal(stored.msevtmgt_sendmailtopurchaser, 100_000_001)
  await page.getByLabel('Enable demo payment confirmation').click()
  await page.getByRole('button', { name: 'Switch it on' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Demo payment is on').waitFor()
  await looksRight('administration')
  await looksRightOnPhone('administration')
  await open('/administration')
  await page.getByText('Demo payment is on').waitFor()
  await looksRight('administration-list')
  await looksRightOnPhone('administration-list')

  await open('/administration/new')
  await page.getByText('Only one record can be active').waitFor()
  await page.getByRole('button', { name: 'Deactivate “Standard rules”' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Winter rules')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: 'Winter rules' }).waitFor()
  await open('/administration')
  await page.getByText('Inactive', { exact: true }).click()
  await page.getByRole('link', { name: 'Standard rules' }).click()
  await page.getByRole('button', { name: 'Activate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Deactivate' }).waitFor()
  assert.equal((await row(hub, 'msevtmgt_eventadministration', id)).statecode, 0)
})

test('the organisation has a name, a currency, and says how long jobs are kept', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone, complaints } = opened()
  await open('/organization')
  await page.getByRole('button', { name: 'Add a currency' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Swiss franc')
  await dialog.getByLabel('Code').fill('CHF')
  await dialog.getByLabel('Symbol').fill('Fr.')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('button', { name: 'Swiss franc' }).waitFor()
  await dialog.waitFor({ state: 'detached' })
  await page.getByLabel('Name').first().fill('Example Events')
  await page.getByLabel('Days after success').fill('14')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('button', { name: 'Create' }).waitFor({ state: 'detached' })
  const answering = page.waitForResponse((each) => each.request().method() === 'PATCH')
  await page.getByRole('button', { name: 'Save' }).first().click()
  assert.ok((await answering).ok())
  const { rows } = await sql<{ name: string; days: number }>`
    select (select name from organization) as name, succeededdays as days
    from gr_jobretention where kind = '*'`.execute(hub.testDatabase.db)
  assert.deepEqual(rows[0], { name: 'Example Events', days: 14 })
  await looksRight('organization')
  await looksRightOnPhone('organization')
  assert.deepEqual(complaints, [])
})
