/** Contacts in the console, as an event manager uses them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create, row, update } from '../story.ts'

const hub = await testHub()

test('a contact is added, found, and changed; a change of somebody else in between is told', {
  skip: noBrowser,
}, async () => {
  const { page, told, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/contacts')
  await page.getByText('No contacts yet').waitFor()
  await page.getByRole('link', { name: 'New contact' }).first().click()
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Last name').fill('L'.repeat(60))
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText('At most 50 characters.').waitFor()
  await page.getByLabel('Last name').fill('Lovelace')
  await page.getByLabel('Email', { exact: true }).fill('ada@example.org')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  assert.equal((await row(hub, 'contact', id)).emailaddress1, 'ada@example.org')

  await page.getByLabel('Job title').fill('Mathematician')
  await update(hub, 'contact', id, { telephone1: '+44 1' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Somebody else changed this record').waitFor()
  assert.equal((await row(hub, 'contact', id)).jobtitle, null)
  await page.getByRole('button', { name: 'Save mine over it' }).click()
  await told('Saved')
  assert.equal((await row(hub, 'contact', id)).jobtitle, 'Mathematician')
  await looksRight('contact')
  await looksRightOnPhone('contact')

  await create(hub, 'contact', { firstname: 'Grace', lastname: 'Hopper' })
  await open('/contacts')
  await page.getByLabel('Search', { exact: true }).fill('lovel')
  await page.getByText('1 row').waitFor()
  await looksRight('contacts')
  await looksRightOnPhone('contacts')
  assert.deepEqual(complaints, [])
})

test('a contact that is deactivated leaves the list and comes back', {
  skip: noBrowser,
}, async () => {
  const id = await create(hub, 'contact', { firstname: 'Rosa', lastname: 'Quiet' })
  const { page, told, open, complaints } = await visitConsole(hub)
  await open(`/contacts/${id}`)
  await page.getByRole('button', { name: 'Deactivate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await page.getByText('Inactive', { exact: true }).waitFor()
  assert.equal((await row(hub, 'contact', id)).statecode, 1)
  await open('/contacts?q=Quiet')
  await page.getByText('Nothing matches').waitFor()
  await open('/contacts?q=Quiet&state=inactive')
  await page.getByRole('link', { name: 'Rosa Quiet' }).click()
  await page.getByRole('button', { name: 'Activate' }).click()
  await told('Done')
  assert.equal((await row(hub, 'contact', id)).statecode, 0)
  assert.deepEqual(complaints, [])
})
