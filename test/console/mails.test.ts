/** Mails and their templates in the console, as an event manager uses them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { startSmtpPeer } from '../smtp-peer.ts'
import { makeEvent, register } from '../story.ts'

const smtp = await startSmtpPeer()
const hub = await testHub({ environment: { SMTP_URL: smtp.url } })
const { id: eventId } = await makeEvent(hub, undefined, { msevtmgt_name: 'Open day' })

test('a mail that was refused is found first, understood, and sent to the right address', {
  skip: noBrowser,
}, async () => {
  await register(hub, eventId, 'fine@example.org')
  await hub.worker.runUntilIdle()
  smtp.refusals.push({ code: 550, message: '5.1.1 No such user here' })
  await register(hub, eventId, 'typo@example.org', { firstName: 'Grace', lastName: 'Hopper' })
  await hub.worker.runUntilIdle()

  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/mails')
  await page.getByText('2 rows').waitFor()
  await page.locator('tbody tr').first().getByText('Failed').waitFor()
  await looksRight('mails')
  await looksRightOnPhone('mails')
  await page.locator('tbody tr').first().getByRole('link').click()
  await page.getByText('It was not sent').waitFor()
  await page.getByText('The address does not exist').waitFor()
  await page.frameLocator('iframe').getByText('Open day').first().waitFor()
  await page.getByText('Plain text').click()
  await page.locator('pre').getByText('Open day').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Calendar entry' }).click(),
  ])
  assert.equal(download.suggestedFilename(), 'invite.ics')
  await page.getByRole('button', { name: 'Send again' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('To').fill('right@example.org')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('It is on its way').waitFor()
  await hub.worker.runUntilIdle()
  assert.equal(smtp.mailsTo('right@example.org').length, 1)
  assert.deepEqual(complaints, [])
})

test('a letter is written anew with placeholders, seen, tried, sent to registrants, and taken back', {
  skip: noBrowser,
}, async () => {
  const { page, told, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub, {
    as: 'writer@example.org',
  })
  await open('/mail-templates')
  await looksRight('mail-templates')
  await looksRightOnPhone('mail-templates')
  await page.getByRole('link', { name: 'Write your own: Confirmation', exact: true }).click()
  await page.getByText('This is the letter that goes out now').waitFor()
  await page.getByLabel('Subject').fill('Welcome to ')
  await page.getByRole('button', { name: 'event.name', exact: true }).click()
  await page.getByTestId('preview-subject').getByText('Welcome to Spring Conference').waitFor()
  await page.getByLabel('Text (HTML)').fill('<p>Dear {{recipient.nam}}</p>')
  await page.getByRole('alert').getByText('{{recipient.name}}').waitFor()
  await page
    .getByLabel('Text (HTML)')
    .fill('<h2>Hello {{recipient.name}}</h2><p>We look forward to you.</p><div>{{details}}</div>')
  await page.frameLocator('iframe').getByText('Hello Ada').waitFor()
  await looksRight('mail-template')
  await looksRightOnPhone('mail-template')
  await page.getByRole('button', { name: 'Create' }).click()
  await told('Saved')
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The test is on its way').waitFor()
  await register(hub, eventId, 'new@example.org', { firstName: 'Alan', lastName: 'Turing' })
  await hub.worker.runUntilIdle()
  assert.equal(smtp.mailsTo('writer@example.org')[0]?.subject, 'Welcome to Spring Conference')
  const [letter] = smtp.mailsTo('new@example.org')
  assert.equal(letter?.subject, 'Welcome to Open day')
  assert.match(letter?.html ?? '', /Hello Alan/)

  await page.getByRole('button', { name: 'Back to the built-in letter' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Back to the built-in letter' }).click()
  await page.getByRole('heading', { name: 'Mail templates' }).waitFor()
  const { rows } = await sql`select 1 from gr_mailtemplate`.execute(hub.testDatabase.db)
  assert.equal(rows.length, 0)
  assert.deepEqual(complaints, [])
})
