/** Words of one event's letters: written from its page, sent to its people alone, and taken back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { startSmtpPeer } from '../smtp-peer.ts'
import { makeEvent, register } from '../story.ts'

const smtp = await startSmtpPeer()
const hub = await testHub({ environment: { SMTP_URL: smtp.url } })
const fair = await makeEvent(hub, undefined, { msevtmgt_name: 'Engine fair' })
const other = await makeEvent(hub, undefined, { msevtmgt_name: 'Open day' })

async function confirmationOf(eventId: string, email: string): Promise<string | undefined> {
  await register(hub, eventId, email)
  await hub.worker.runUntilIdle()
  return smtp.mailsTo(email)[0]?.subject
}

test('an event has a confirmation of its own; other events keep theirs, and taking it back is one click', {
  skip: noBrowser,
}, async () => {
  const { page, told, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open(`/events/${fair.id}/mail`)
  await page.getByText('This event uses the common words.').waitFor()
  await looksRight('event-mail-common')
  await page.getByRole('main').getByRole('link', { name: 'Mail templates', exact: true }).click()
  await page.getByRole('link', { name: 'Write your own: Confirmation', exact: true }).click()
  await page.getByText('This is the letter that goes out now').waitFor()
  await page.getByRole('combobox', { name: 'Only for this event' }).fill('Engine')
  await page.getByRole('option', { name: 'Engine fair' }).click()
  await page.getByLabel('Subject').fill('Your seat among the engines: ')
  await page.getByRole('button', { name: 'event.name', exact: true }).click()
  await page
    .getByTestId('preview-subject')
    .getByText('Your seat among the engines: Engine fair')
    .waitFor()
  await looksRight('event-template')
  await looksRightOnPhone('event-template')
  await page.getByRole('button', { name: 'Create' }).click()
  await told('Saved')

  const [own, usual] = [
    await confirmationOf(fair.id, 'ada@example.org'),
    await confirmationOf(other.id, 'grace@example.org'),
  ]
  assert.equal(own, 'Your seat among the engines: Engine fair')
  assert.ok(usual !== undefined && !usual.includes('among the engines'), `${usual}`)

  await open(`/events/${fair.id}/mail`)
  await page.getByText('These replace the common words for this event.').waitFor()
  await page.getByText('1 row').waitFor()
  await looksRight('event-mail')
  await looksRightOnPhone('event-mail')
  await page
    .getByRole('listitem')
    .getByRole('link', { name: /Confirmation/ })
    .click()
  await page.getByLabel('Subject').waitFor()
  await page.getByRole('button', { name: 'Back to the built-in letter' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Back to the built-in letter' }).click()
  await told('The built-in letter goes out again')
  const again = await confirmationOf(fair.id, 'alan@example.org')
  assert.ok(again !== undefined && !again.includes('among the engines'), `${again}`)
  assert.deepEqual(complaints, [])
})
