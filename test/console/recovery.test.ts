/** What could not be processed, repaired in the console. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { recoveryKind } from '#registrations'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { makeEvent, register, row } from '../story.ts'

const hub = await testHub()

test('a code that nobody knew is corrected and checked in; several are tried again; one is given up', {
  skip: noBrowser,
}, async () => {
  const { id: eventId } = await makeEvent(hub, undefined, { msevtmgt_name: 'Open day' })
  const registrationId = await register(hub, eventId, 'ada@example.org')
  const number = String(
    (await row(hub, 'msevtmgt_eventregistration', registrationId)).msevtmgt_name,
  )
  const scanned = (code: string) =>
    hub.recovery.keep({
      kind: recoveryKind.checkIn.value,
      name: `Check-in with the code ${code}`,
      eventId,
      payload: { code, eventId, scannedOn: hub.clock.now().toISOString() },
      problem: `There is no registration with the code ${code}.`,
    })
  const wrong = await scanned('ER-NOSUCHONE')
  const missed = await hub.recovery.keep({
    kind: recoveryKind.registration.value,
    name: 'Registration of bo@example.org',
    eventId,
    payload: {
      eventId,
      attendees: [{ email: 'bo@example.org', firstName: 'Bo', lastName: 'Late' }],
      purchaser: null,
    },
    problem: 'The database was away.',
  })
  const hopeless = await scanned('ER-HOPELESS')

  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/recovery')
  await page.getByText('3 rows').waitFor()
  await looksRight('recovery')
  await looksRightOnPhone('recovery')
  await page.getByLabel('Select Registration of bo@example.org').check()
  await page.getByLabel('Select Check-in with the code ER-HOPELESS').check()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('1 of 2 were processed').waitFor()
  assert.equal((await row(hub, 'gr_recoveryitem', missed)).gr_outcome, 100000001)
  const { rows } = await sql`select 1 from contact where emailaddress1 = 'bo@example.org'`.execute(
    hub.testDatabase.db,
  )
  assert.equal(rows.length, 1)

  await page.getByRole('link', { name: 'Check-in with the code ER-NOSUCHONE' }).click()
  await page.getByRole('textbox', { name: 'Code' }).fill(number)
  await looksRight('recovery-item')
  await looksRightOnPhone('recovery-item')
  await page.getByRole('button', { name: 'Save and try again' }).click()
  await page.getByText('Done: it was processed').waitFor()
  assert.equal((await row(hub, 'gr_recoveryitem', wrong)).gr_outcome, 100000001)

  await open(`/recovery/${hopeless}`)
  await page.getByRole('button', { name: 'Give up' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('A code of another organisation.')
  await dialog.getByRole('button', { name: 'Give up' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('A code of another organisation.').waitFor()
  assert.equal((await row(hub, 'gr_recoveryitem', hopeless)).gr_outcome, 100000002)
  assert.deepEqual(complaints, [])
})
