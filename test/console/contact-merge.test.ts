/** Two contacts of one person in the console: found, compared, merged. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create, makeEvent, register, row, update } from '../story.ts'

const hub = await testHub()

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
