/** Registrations of an event in the console: by hand, letters, waitlist, passes, door, cancelling. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { systemCaller } from '#identity'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create, makeEvent, register, row, settleWebinar, signedInAccount } from '../story.ts'

const hub = await testHub()

async function rowsOf(table: string, column: string, id: string) {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}
    where ${sql.ref(column)} = ${id}`.execute(hub.testDatabase.db)
  return rows
}

test('somebody is registered by hand, checked in with a reason, written to again, and cancelled', {
  skip: noBrowser,
}, async () => {
  const { configurationId } = await signedInAccount(hub)
  const { id } = await makeEvent(hub, configurationId, { msevtmgt_name: 'Spring webinar' })
  await register(hub, id, 'grace@example.org', { firstName: 'Grace', lastName: 'Hopper' })
  await settleWebinar(hub)
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await open(`/events/${id}/registrations`)
  await page.getByRole('link', { name: 'Grace Hopper' }).waitFor()
  await button('Add a registration').click()
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Last name').fill('Lovelace')
  await page.getByLabel('E-mail').fill('not an address')
  await page.getByLabel('E-mail').fill('ada@example.org')
  await page.getByLabel('Company').fill('Analytical Engines')
  await looksRight('registration-add')
  await button('Register').click()
  await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor()
  await settleWebinar(hub)
  const [registration] = await rowsOf(
    'msevtmgt_eventregistration',
    'gr_company',
    'Analytical Engines',
  )
  const registrationId = String(registration?.msevtmgt_eventregistrationid)
  assert.equal(
    (await row(hub, 'msevtmgt_eventregistration', registrationId)).msevtmgt_publishingstate,
    100000001,
  )
  await button('Refresh').click()
  await page.getByText('Known there').nth(1).waitFor()
  await looksRight('event-registrations')
  await looksRightOnPhone('event-registrations')
  await page.getByLabel('Search', { exact: true }).fill('lovelace')
  await page.getByText('1 row').waitFor()

  // The page of the person.
  await page.getByRole('link', { name: 'Ada Lovelace' }).click()
  await page.getByText('Join link').first().waitFor()
  await button('Check in').click()
  await page.getByLabel('Reason').fill('Came without a code')
  await page.getByRole('dialog').getByRole('button', { name: 'Check in' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('By hand', { exact: false }).first().waitFor()
  const [checkin] = await rowsOf('msevtmgt_checkin', 'msevtmgt_registrationid', registrationId)
  assert.equal(checkin?.gr_reason, 'Came without a code')
  await button('Resend the confirmation').click()
  await page.getByText('The confirmation is on its way once more.').waitFor()
  await hub.worker.runUntilIdle()
  const letters = await rowsOf('gr_mail', 'registrationid', registrationId)
  assert.deepEqual(
    letters.map(({ kind }) => kind),
    ['confirmation', 'confirmation'],
  )
  await open(`/registrations/${registrationId}`)
  await page.getByText('2 rows').waitFor()
  await looksRight('registration')
  await looksRightOnPhone('registration')
  await button('Cancel registration').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel registration' }).click()
  await page.getByText('Cancelled. The seat is free again.').waitFor()
  assert.equal((await row(hub, 'msevtmgt_eventregistration', registrationId)).statecode, 1)

  await open(`/events/${id}/mail`)
  await page
    .getByRole('button', { name: /Spring webinar/ })
    .first()
    .waitFor()
  await looksRight('event-mail')
  await page
    .getByRole('button', { name: /Spring webinar/ })
    .first()
    .click()
  await page.frameLocator('iframe').getByText('Spring webinar').first().waitFor()
  await open(`/events/${id}/checkins`)
  await page.getByText('of 1 registered').waitFor()
  await looksRight('event-checkins')
  await looksRightOnPhone('event-checkins')
  await open(`/events/${id}/attendance`)
  await page.waitForLoadState('networkidle')
  assert.deepEqual(complaints, [])
})

test('free seats go to those who wait, purchases are marked as paid, pictures are shown', {
  skip: noBrowser,
}, async () => {
  const { id } = await makeEvent(hub, undefined, {
    msevtmgt_name: 'Summer school',
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
    msevtmgt_waitlistthisevent: 100000002,
  })
  await register(hub, id, 'first@example.org')
  await hub.registrations.register(systemCaller, {
    eventId: id,
    attendees: [
      { firstName: 'Alan', lastName: 'Turing', email: 'alan@example.org', waitlisted: true },
    ],
  })
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await open(`/events/${id}/waitlist`)
  await page.getByText('Alan Turing').waitFor()
  await button('Offer free seats now').click()
  await page.getByText('0 registered, 0 invited.').waitFor()
  await looksRight('event-waitlist')
  await looksRightOnPhone('event-waitlist')
  await page.getByLabel('Select Alan Turing').or(page.getByRole('checkbox').nth(1)).first().check()
  await button('Remove').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Nobody waits').waitFor()
  assert.equal((await rowsOf('msevtmgt_waitlistitem', 'msevtmgt_event', id)).length, 0)

  const sold = await makeEvent(hub, undefined, { msevtmgt_name: 'Master class' })
  const passId = await create(hub, 'msevtmgt_pass', {
    msevtmgt_name: 'Full pass',
    msevtmgt_eventid: sold.id,
    msevtmgt_passprice: '120',
    msevtmgt_noofpassesallocated: 20,
  })
  await hub.registrations.register(systemCaller, {
    eventId: sold.id,
    attendees: [{ firstName: 'Katherine', lastName: 'J', email: 'k@example.org', passId }],
  })
  await open(`/events/${sold.id}/passes`)
  await page.getByRole('checkbox').nth(1).check()
  await looksRight('event-passes')
  await button('Mark as paid').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as paid' }).click()
  await page.getByText('Paid. Everybody on it is registered.').waitFor()
  assert.equal((await rowsOf('msevtmgt_eventregistration', 'msevtmgt_eventid', sold.id)).length, 1)
  await looksRightOnPhone('event-passes')

  await open(`/events/${sold.id}/website`)
  await page.locator('input[type=file]').setInputFiles({
    name: 'picture.png',
    mimeType: 'image/png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  })
  await page.getByAltText('The picture of this event').waitFor()
  assert.equal((await rowsOf('gr_picture', 'gr_event', sold.id)).length, 1)
  await looksRight('event-website')
  await looksRightOnPhone('event-website')
  await open(`/events/${sold.id}`)
  await button('Cancel event').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel event' }).click()
  await button('Make it a draft again').waitFor()
  assert.equal((await row(hub, 'msevtmgt_event', sold.id)).msevtmgt_publishstatus, 100000004)
  assert.deepEqual(complaints, [])
})
