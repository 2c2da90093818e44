/** Custom columns in the console: added while the hub runs, there at once, removed with a warning. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { systemCaller } from '#identity'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create } from '../story.ts'

const hub = await testHub()

async function columnOf(contactId: string, name: string): Promise<unknown> {
  const { rows } = await sql<Record<string, unknown>>`select * from contact
    where contactid = ${contactId}`.execute(hub.testDatabase.db)
  return rows[0]?.[name]
}

async function chooseKind(page: Page, kind: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: kind, exact: true }).click()
}

test('a column is added, filled in at a contact, changed, and removed when nothing uses it', {
  skip: noBrowser,
}, async () => {
  const { page, told, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const contactId = await create(hub, 'contact', { firstname: 'Ada', lastname: 'Lovelace' })
  await open('/columns')
  await page.getByText('No custom columns yet').waitFor()
  await looksRight('columns-empty')

  await button('Add a column').first().click()
  await chooseKind(page, 'Choice')
  await page.getByLabel('Label').fill('Shirt size')
  assert.equal(await page.getByLabel('Name in queries').inputValue(), 'new_ShirtSize')
  await page.getByLabel('Option 1', { exact: true }).fill('Small')
  await page.getByLabel('Option 2', { exact: true }).fill('Large')
  await page.getByRole('switch', { name: 'Make an index' }).check()
  await looksRight('column-new')
  await looksRightOnPhone('column-new')
  await button('Create').click()
  await page.getByText('Shirt size is there').waitFor()
  await page.getByRole('row', { name: /Shirt size.*Choice.*Small, Large.*Index/ }).waitFor()

  await button('Add a column').first().click()
  await page.getByLabel('Label').fill('Badge name')
  await page.getByLabel('Name in queries').fill('badge')
  await button('Create').click()
  await page
    .getByRole('alert')
    .getByText(/cannot be the name of a custom column/)
    .waitFor()
  await page.getByLabel('Name in queries').fill('new_BadgeName')
  await button('Create').click()
  await page.getByText('Badge name is there').waitFor()

  // The contact form knows both at once: the page is not loaded again.
  await page.getByRole('link', { name: 'Contacts' }).click()
  await page.getByRole('link', { name: 'Ada Lovelace' }).click()
  await page.getByLabel('Badge name').fill('Countess')
  await page.getByRole('combobox', { name: 'Shirt size' }).click()
  await page.getByRole('option', { name: 'Large' }).click()
  await button('Save').click()
  await told('Saved')
  assert.equal(await columnOf(contactId, 'new_badgename'), 'Countess')
  assert.equal(await columnOf(contactId, 'new_shirtsize'), 100_000_001)
  await looksRight('contact-custom')
  await page.getByRole('link', { name: 'Query' }).click()
  await page.getByRole('textbox', { name: 'Text of the query' }).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('contacts?$select=new_bad')
  await page.getByRole('option', { name: 'new_badgename' }).waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: 'Custom columns' }).click()
  await looksRight('columns')
  await looksRightOnPhone('columns')
  await button('Change Shirt size').click()
  await button('One more').click()
  await page.getByLabel('Option 3', { exact: true }).fill('Huge')
  await button('Save').click()
  await page.getByText('Small, Large, Huge').waitFor()
  await button('Change Shirt size').click()
  await button('Remove option 2').click()
  await button('Save').click()
  await page
    .getByRole('alert')
    .getByText(/cannot be removed: rows of contact have it/)
    .waitFor()
  await button('Cancel').click()

  // Where a webhook uses it, the hub says so and keeps it.
  const { endpointId: endpoint } = await hub.webhooks.register(systemCaller, {
    name: 'Badges',
    url: 'https://badges.example/hook',
    authentication: { kind: 'WebhookKey', key: 'k-123456' },
    steps: [{ message: 'Update', table: 'contact', filteringAttributes: ['new_badgename'] }],
  })
  await button('Delete: Badge name').click()
  await button('Remove with its values').click()
  await page
    .getByRole('alert')
    .getByText(/is used by the filtering attributes/)
    .waitFor()
  await looksRight('column-in-use')
  await button('No, keep it').click()
  await hub.pipeline.execute(systemCaller, {
    message: 'Delete',
    table: 'serviceendpoint',
    id: endpoint,
  })
  await button('Delete: Badge name').click()
  await button('Remove with its values').click()
  await told('Deleted')
  await page.getByText('new_badgename').waitFor({ state: 'detached' })
  assert.equal(await columnOf(contactId, 'new_badgename'), undefined)
  assert.deepEqual(complaints, [])
})

test('numbers, yes or no, and links to records take what they need', {
  skip: noBrowser,
}, async () => {
  const { page, open, complaints } = await visitConsole(hub)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const add = async (kind: string, label: string, more: () => Promise<void>) => {
    await button('Add a column').first().click()
    await chooseKind(page, kind)
    await page.getByLabel('Label').fill(label)
    await more()
    await button('Create').click()
    await page.getByText(`${label} is there`).waitFor()
  }
  await open('/columns')
  await add('Money', 'Travel budget', async () => {
    await page.getByLabel('At least').fill('0')
    await page.getByLabel('At most').fill('500')
  })
  await page.getByRole('row', { name: /Travel budget.*Money.*from 0, to 500/ }).waitFor()
  await add('Yes or no', 'Vegetarian', async () => {
    await page.getByRole('switch').first().check()
  })
  await add('Link to a record', 'Mentor', async () => {
    await page.getByRole('combobox', { name: 'Points to' }).click()
    await page.getByRole('option', { name: 'Contact', exact: true }).click()
  })
  const { rows } = await sql<{ name: string; type: string }>`
    select column_name as name, data_type as type from information_schema.columns
    where table_name = 'contact' and column_name like 'new\\_%' order by 1`.execute(
    hub.testDatabase.db,
  )
  const types = Object.fromEntries(rows.map(({ name, type }) => [name, type]))
  assert.equal(types.new_travelbudget, 'numeric')
  assert.equal(types.new_vegetarian, 'boolean')
  assert.equal(types.new_mentor, 'uuid')
  assert.deepEqual(complaints, [])
})
