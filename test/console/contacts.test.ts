/** Contacts in the console, as an event manager uses them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create, makeEvent, register, row, update } from '../story.ts'

const hub = await testHub()

test('a contact is added, found, and changed; a change of somebody else in between is told', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
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
  await page.getByText('Saved').last().waitFor()
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

const contactOf = async (registrationId: string) =>
  String((await row(hub, 'msevtmgt_eventregistration', registrationId)).msevtmgt_contactid)

test('two contacts of one person are found, compared and merged; registrations and mails come along', {
  skip: noBrowser,
}, async () => {
  const { id: eventId } = await makeEvent(hub, undefined, { msevtmgt_name: 'Compilers at work' })
  const spring = await makeEvent(hub, undefined, { msevtmgt_name: 'Spring school' }, 300)
  const kept = await contactOf(
    await register(hub, eventId, 'grace@navy.example', { firstName: 'Grace', lastName: 'Murray' }),
  )
  await update(hub, 'contact', kept, { telephone1: '+1 555 010 2030' })
  const other = await create(hub, 'contact', {
    firstname: 'Grace',
    lastname: 'Murray',
    mobilephone: '+1 (555) 010-2030',
    jobtitle: 'Rear admiral',
    emailaddress1: 'g.murray@example.org',
  })
  const second = await register(hub, spring.id, 'g.murray@example.org', {
    firstName: 'Grace',
    lastName: 'Murray',
  })
  const doubled = await register(hub, eventId, 'g.murray@example.org', {
    firstName: 'Grace',
    lastName: 'Murray',
  })
  await hub.worker.runUntilIdle()

  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  page.setDefaultTimeout(40_000)
  await open(`/contacts/${kept}`)
  await page.getByText('There is probably 1 more contact of this person').waitFor()
  await looksRight('contact-similar')
  await open('/contacts')
  await page.getByRole('link', { name: 'Find duplicates' }).click()
  await page.getByText('1 pair').waitFor()
  await looksRight('contact-duplicates')
  await looksRightOnPhone('contact-duplicates')
  await page.getByRole('link', { name: 'Compare the contacts of Grace Murray' }).click()
  await page.getByText('Both have a place at the same event').waitFor()
  const merge = page.getByRole('button', { name: 'Merge', exact: true })
  assert.equal(await merge.isDisabled(), true)
  await looksRight('contact-merge')
  await looksRightOnPhone('contact-merge')
  await page.getByRole('button', { name: 'Cancel the other one' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the other one' }).click()
  await page.getByText('Both have a place at the same event').waitFor({ state: 'hidden' })
  assert.equal((await row(hub, 'msevtmgt_eventregistration', doubled)).msevtmgt_iscanceled, true)
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('radio', { name: 'Email: g.murray@example.org' }).click()
  await merge.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click()
  await page.getByRole('heading', { name: 'Grace Murray' }).waitFor()
  const contact = await row(hub, 'contact', kept)
  assert.equal(contact.emailaddress1, 'g.murray@example.org')
  assert.equal(contact.jobtitle, 'Rear admiral')
  assert.equal(contact.mobilephone, '+1 (555) 010-2030')
  assert.equal((await row(hub, 'contact', other)).masterid, kept)
  assert.equal(await contactOf(second), kept)

  await page.getByRole('tab', { name: 'Registrations' }).click()
  await page.getByRole('link', { name: 'Spring school' }).waitFor()
  await looksRight('contact-registrations')
  await looksRightOnPhone('contact-registrations')
  await page.getByRole('tab', { name: 'Mails' }).click()
  await page.getByRole('link', { name: /Spring school/ }).waitFor()
  await looksRight('contact-mails')
  await page.getByRole('tab', { name: 'Webinar accounts' }).click()
  await page.getByText('Not in any webinar account').waitFor()

  await open(`/contacts/${other}`)
  await page.getByText('This contact was merged').waitFor()
  await looksRight('contact-merged')
  await page.locator('main').getByRole('link', { name: 'Grace Murray' }).click()
  await page.getByText('This contact was merged').waitFor({ state: 'hidden' })
  assert.deepEqual(complaints, [])
})

test('a contact that is deactivated leaves the list and comes back', {
  skip: noBrowser,
}, async () => {
  const id = await create(hub, 'contact', { firstname: 'Rosa', lastname: 'Quiet' })
  const { page, open, complaints } = await visitConsole(hub)
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
  await page.getByText('Done').waitFor()
  assert.equal((await row(hub, 'contact', id)).statecode, 0)
  assert.deepEqual(complaints, [])
})
