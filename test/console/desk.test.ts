/** The desk decides in the console: overbooking by hand, a seat for one of a waitlist, two people. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { systemCaller } from '#identity'
import { type ConsoleVisit, noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create, makeEvent, register, row } from '../story.ts'

const hub = await testHub()

const button = ({ page }: ConsoleVisit, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true })

const seats = async (eventId: string) => {
  const event = await row(hub, 'msevtmgt_event', eventId)
  return [event.msevtmgt_registrationcount, event.gr_seatsreserved ?? 0]
}

async function lettersTo(email: string): Promise<string[]> {
  const { rows } = await sql<{ kind: string }>`select kind from gr_mail where recipient = ${email}
    order by createdon`.execute(hub.testDatabase.db)
  return rows.map(({ kind }) => kind)
}

test('the form says why a person cannot be registered, what overruling means, and does it', {
  skip: noBrowser,
}, async () => {
  const { id } = await makeEvent(hub, undefined, {
    msevtmgt_name: 'Annual dinner',
    msevtmgt_maximumeventcapacity: 1,
    gr_registrationsstarton: '2099-01-01T09:00:00',
    msevtmgt_eventstartdate: '2099-06-01T18:00:00',
    msevtmgt_eventenddate: '2099-06-01T22:00:00',
  })
  await hub.registrations.register(systemCaller, {
    eventId: id,
    attendees: [{ firstName: 'Alan', lastName: 'Turing', email: 'alan@example.org' }],
    overrule: ['registration-not-open'],
  })
  const visit = await visitConsole(hub)
  const { page, open, looksRight, looksRightOnPhone, complaints, told } = visit
  await open(`/events/${id}/registrations`)
  await page.getByRole('button', { name: 'Add a registration', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('First name').fill('Ada')
  await form.getByLabel('Last name').fill('Lovelace')
  await form.getByLabel('E-mail').fill('ada@example.org')
  await button(visit, 'Register').click()
  await form.getByText('Registration is not open yet').waitFor()
  await button(visit, 'Register anyway').click()
  await form.getByText('All seats are taken', { exact: true }).waitFor()
  await form.getByText('You can overbook', { exact: false }).waitFor()
  assert.deepEqual(await seats(id), [1, 0])
  await looksRight('registration-overrule')
  await looksRightOnPhone('registration-overrule')
  // Another person is another decision: what was overruled is asked again.
  await form.getByLabel('Company').fill('Analytical Engines')
  await form.getByText('All seats are taken', { exact: true }).waitFor({ state: 'hidden' })
  await button(visit, 'Register').click()
  await form.getByText('Registration is not open yet').waitFor()
  await button(visit, 'Register anyway').click()
  await form.getByText('All seats are taken', { exact: true }).waitFor()
  await button(visit, 'Register anyway').click()
  await told('Registered. The confirmation is on its way.')
  await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor()
  assert.deepEqual(await seats(id), [2, 0])

  await open('/events')
  await page.getByText('2 of 1', { exact: true }).waitFor()
  await open(`/events/${id}/waitlist`)
  await page.getByText('1 seat more is taken than there are.', { exact: false }).waitFor()
  await open('/audit')
  await page.getByRole('button', { name: 'Rule of registration overruled' }).first().click()
  await form.getByRole('rowheader', { name: 'Registration is not open yet' }).waitFor()
  await form.getByRole('rowheader', { name: 'All seats are taken' }).waitFor()
  await form
    .getByText('The event "Annual dinner" has too few free seats', { exact: false })
    .waitFor()
  await looksRight('audit-overruled')
  assert.deepEqual(complaints, [])
})

test('one person of a waitlist is invited past the others, another registered at once', {
  skip: noBrowser,
}, async () => {
  const { id } = await makeEvent(hub, undefined, {
    msevtmgt_name: 'Wine tasting',
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
    msevtmgt_waitlistthisevent: 100000002,
    msevtmgt_autoregisterwaitlistitems: false,
  })
  await register(hub, id, 'first@example.org')
  for (const [firstName, lastName] of [
    ['Grace', 'Hopper'],
    ['Katherine', 'Johnson'],
  ] as const) {
    const email = `${firstName.toLowerCase()}@example.org`
    const attendees = [{ firstName, lastName, email, waitlisted: true }]
    await hub.registrations.register(systemCaller, { eventId: id, attendees })
  }
  const visit = await visitConsole(hub)
  const { page, open, looksRight, looksRightOnPhone, complaints, told } = visit
  await open(`/events/${id}/waitlist`)
  await page.getByText('Katherine Johnson').waitFor()
  await looksRight('waitlist-out-of-turn')
  await looksRightOnPhone('waitlist-out-of-turn')
  await page.getByRole('button', { name: 'Give a seat: Katherine Johnson' }).click()
  await button(visit, 'Invite').click()
  await page.getByRole('dialog').getByText('All seats are taken', { exact: true }).waitFor()
  await looksRight('waitlist-overrule')
  await looksRightOnPhone('waitlist-overrule')
  await button(visit, 'Invite anyway').click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText('Invited until', { exact: false }).first().waitFor()
  assert.deepEqual(await seats(id), [1, 1])
  await hub.worker.runUntilIdle()
  assert.ok((await lettersTo('katherine@example.org')).includes('waitlistInvitation'))

  await page.getByRole('button', { name: 'Give a seat: Grace Hopper' }).click()
  await button(visit, 'Register now').click()
  await page.getByRole('dialog').getByText('All seats are taken', { exact: true }).waitFor()
  await button(visit, 'Register anyway').click()
  await told('Registered. The confirmation is on its way.')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText('Grace Hopper').waitFor({ state: 'hidden' })
  assert.deepEqual(await seats(id), [2, 1])

  // The seat that is held for who is invited is theirs: nothing is overruled then.
  await page.getByRole('button', { name: 'Give a seat: Katherine Johnson' }).click()
  await page.getByRole('dialog').getByText('Is invited already').waitFor()
  assert.equal(await button(visit, 'Invite').count(), 0)
  await button(visit, 'Register now').click()
  await page.getByText('Nobody waits').waitFor()
  assert.deepEqual(await seats(id), [3, 0])
  assert.deepEqual(complaints, [])
})

test('somebody who is registered is let into a full session, once that is said and confirmed', {
  skip: noBrowser,
}, async () => {
  const { id } = await makeEvent(hub, undefined, { msevtmgt_name: 'Garden party' })
  const event = await row(hub, 'msevtmgt_event', id)
  const session = (name: string, more: object = {}) =>
    create(hub, 'msevtmgt_session', {
      msevtmgt_name: name,
      msevtmgt_event: id,
      msevtmgt_starttime: event.msevtmgt_eventstartdate ?? null,
      msevtmgt_endtime: event.msevtmgt_eventenddate ?? null,
      msevtmgt_publishstatus: 100000003,
      ...more,
    })
  const walk = await session('Walk through the roses')
  const tasting = await session('Tasting', { msevtmgt_sessionmaxcapacity: 1 })
  await register(hub, id, 'sits@example.org', { sessions: [tasting] })
  const registrationId = await register(hub, id, 'stands@example.org', {
    ...{ firstName: 'Emmy', lastName: 'Noether', sessions: [walk] },
  })
  const visit = await visitConsole(hub)
  const { page, open, looksRight, looksRightOnPhone, complaints, told } = visit
  await open(`/registrations/${registrationId}`)
  await page.getByText('Walk through the roses', { exact: true }).waitFor()
  await looksRight('registration-sessions')
  await page.getByRole('button', { name: 'Add sessions', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Add sessions' })
  await dialog.getByRole('combobox', { name: 'Sessions' }).click()
  await page.getByRole('option', { name: 'Tasting', exact: true }).click()
  await dialog.getByText('The person takes part at once', { exact: false }).click()
  await button(visit, 'Add').click()
  await dialog.getByText('The session is full', { exact: true }).waitFor()
  assert.equal((await row(hub, 'msevtmgt_session', tasting)).msevtmgt_registrationcount, 1)
  await looksRight('registration-sessions-overrule')
  await looksRightOnPhone('registration-sessions-overrule')
  await button(visit, 'Add anyway').click()
  await told('Added. The person takes part in it now.')
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Tasting', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Add sessions', exact: true }).waitFor({ state: 'hidden' })
  assert.equal((await row(hub, 'msevtmgt_session', tasting)).msevtmgt_registrationcount, 2)
  await looksRightOnPhone('registration-sessions')
  assert.deepEqual(complaints, [])
})

test('two contacts that look like one are told apart, and that is taken back', {
  skip: noBrowser,
}, async () => {
  const names = ['Junior', 'Senior']
  const [one, other] = (await Promise.all(
    names.map((firstname) =>
      create(hub, 'contact', { firstname, lastname: 'Smith', emailaddress1: 'smith@example.org' }),
    ),
  )) as [string, string]
  const visit = await visitConsole(hub)
  const { page, open, looksRight, looksRightOnPhone, complaints, told } = visit
  await open('/contacts/duplicates')
  await page.getByText('1 pair', { exact: true }).waitFor()
  await looksRight('contacts-two-people-offered')
  await page.getByRole('button', { name: 'Not the same person:' }).click()
  await told('Remembered. These two are not offered as duplicates any more.')
  await page.getByText('No duplicates', { exact: true }).waitFor()
  await page.getByRole('heading', { name: 'Declared to be two people' }).waitFor()
  await looksRight('contacts-two-people')
  await looksRightOnPhone('contacts-two-people')
  await open(`/contacts/${one}/merge/${other}`)
  await page.getByText('Somebody said that these are two people').waitFor()
  await looksRight('contacts-two-people-merge')
  await open('/contacts/duplicates')
  await page.getByRole('button', { name: 'Take back:' }).click()
  await told('Taken back. They are offered as duplicates again.')
  await page.getByText('1 pair', { exact: true }).waitFor()
  await page
    .getByRole('heading', { name: 'Declared to be two people' })
    .waitFor({ state: 'hidden' })

  await open(`/contacts/${one}/merge/${other}`)
  await page.getByRole('button', { name: 'Not the same person:' }).click()
  await page.getByText('No duplicates', { exact: true }).waitFor()
  await open(`/contacts/${one}`)
  await page.getByRole('heading', { name: 'Junior Smith' }).waitFor()
  await page.waitForLoadState('networkidle')
  assert.equal(await page.getByText('There is probably').count(), 0)
  assert.deepEqual(complaints, [])
})
