/** Attendance in the console: who came, for how long, why it counts or not, and what a person decides. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evidenceSource } from '#attendance'
import { systemCaller } from '#identity'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import {
  create,
  makeEvent,
  minute,
  passTime,
  register,
  row,
  settleWebinar,
  signedInAccount,
} from '../story.ts'

const hub = await testHub()
const { control } = hub.twins.webinarExtension
const account = await signedInAccount(hub)

const registrantOf = async (id: string) =>
  String((await row(hub, 'msevtmgt_eventregistration', id)).msevtmgt_webinarregistrationid)

/** An hour of which 45 minutes are asked for, as the provider reported it. */
async function heldWebinar() {
  const event = await makeEvent(hub, account.configurationId, {
    msevtmgt_name: 'Safety briefing',
    gr_attendanceminutes: 45,
  })
  await settleWebinar(hub)
  const person = (email: string, firstName: string, lastName: string) =>
    register(hub, event.id, email, { firstName, lastName })
  const grace = await person('grace@example.org', 'Grace', 'Hopper')
  const bob = await person('bob@example.org', 'Bob', 'Brief')
  const nora = await person('nora@example.org', 'Nora', 'Noshow')
  const una = await person('una@example.org', 'Una', 'Known')
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(event.start)
  const at = (minutes: number) => new Date(event.start.getTime() + minutes * minute)
  control.attend(await registrantOf(grace), { join: at(1), leave: at(22) })
  control.attend(await registrantOf(grace), { join: at(25), leave: at(58) })
  control.attend(await registrantOf(bob), { join: at(5), leave: at(20) })
  await hub.pipeline.execute(systemCaller, {
    ...{ message: 'Create', table: 'msevtmgt_checkin', internal: true },
    target: {
      ...{ msevtmgt_registrationid: nora, msevtmgt_event: event.id },
      ...{ gr_source: evidenceSource.providerReport.value, gr_isinwaitingroom: true },
      ...{ msevtmgt_checkintime: at(0), msevtmgt_checkouttime: at(12) },
    },
  })
  const webinar = String((await row(hub, 'msevtmgt_event', event.id)).msevtmgt_webinarid)
  const guest = control.registerAtVendor(webinar, {
    ...{ role: 'attendee', firstName: 'Una', lastName: 'K.', email: 'una@home.example' },
  })
  control.attend(guest, { join: at(0), leave: at(60) })
  hub.clock.moveTo(event.end)
  for (let turn = 0; turn < 3; turn += 1) await passTime(hub, 5)
  await passTime(hub, 60)
  return { id: event.id, una, bob }
}

const verdictOf = async (id: string) =>
  (await row(hub, 'msevtmgt_eventregistration', id)).gr_verdict

test('a completed, a failed, an absent and an unmatched person are seen; assigning, marking and undoing change the verdict', {
  skip: noBrowser,
}, async () => {
  const { id, una, bob } = await heldWebinar()
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open(`/events/${id}/attendance`)
  const line = (name: string) => page.locator('.attendance-line', { hasText: name })
  await line('Grace Hopper').getByText('Completed').waitFor()
  await line('Bob Brief').getByText('Attended 15 of 60 minutes, 45 are needed.').waitFor()
  await line('Nora Noshow').getByText('Absent').waitFor()
  await line('Una Known').getByText('Absent').waitFor()
  const picture = line('Grace Hopper').getByRole('img')
  assert.match(
    (await picture.getAttribute('aria-label')) ?? '',
    /Provider's report, 21 mins; .*33 mins/,
  )
  const waited = line('Nora Noshow')
  await waited.getByText('Was only in the waiting room').waitFor()
  assert.match(
    (await waited.getByRole('img').getAttribute('aria-label')) ?? '',
    /Waiting room, Provider's report$/,
  )
  await looksRight('attendance')
  await looksRightOnPhone('attendance')

  await page.getByRole('button', { name: /^Failed/ }).click()
  await page.getByText('3 people').waitFor()
  await page.getByRole('button', { name: /^Completed/ }).click()
  await page.getByText('1 person').waitFor()
  await page.getByRole('button', { name: /^Registered/ }).click()
  await page.getByLabel('Name, e-mail or number').fill('nora')
  await page.getByText('1 person').waitFor()
  await page.getByLabel('Name, e-mail or number').fill('')

  await page.getByRole('button', { name: /^Unmatched/ }).click()
  await page.getByText('una@home.example').first().waitFor()
  await page.getByRole('button', { name: 'Assign' }).click()
  await page.getByRole('combobox', { name: 'Registration' }).fill('una@example')
  await page.getByRole('option', { name: /Una Known/ }).click()
  await page.getByRole('textbox', { name: 'Reason' }).fill('She joined from home')
  await looksRight('attendance-unmatched')
  await looksRightOnPhone('attendance-unmatched')
  await page.locator('form').getByRole('button', { name: 'Assign' }).click()
  await page.getByText('Assigned to Una Known').first().waitFor()
  assert.equal(await verdictOf(una), 100000001)

  await page.getByRole('button', { name: /^Registered/ }).click()
  await line('Una Known').getByText('Completed').waitFor()
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download CSV' }).click(),
  ])
  const pieces: Buffer[] = []
  for await (const piece of await saved.createReadStream()) pieces.push(piece as Buffer)
  const csv = Buffer.concat(pieces).toString()
  assert.match(csv, /Una Known,una@example\.org,false,completed,60,45/)
  assert.match(csv, /Bob Brief,bob@example\.org,false,failed,15,45/)

  await page.getByRole('button', { name: 'Nora Noshow' }).click()
  await page.getByRole('button', { name: /Provider's report .* Waiting room$/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Bob Brief' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('Attended 15 of 60 minutes, 45 are needed.').first().waitFor()
  await drawer.getByRole('button', { name: /Provider's report/ }).click()
  await drawer
    .getByText(/bob@example\.org"|"registrant/i)
    .first()
    .waitFor()
  await drawer.getByRole('button', { name: 'Mark as present' }).click()
  await drawer.getByLabel('Reason').fill('The host saw him by phone')
  await drawer.locator('form').getByRole('button', { name: 'Mark as present' }).click()
  await drawer
    .getByText(/The host saw him by phone/)
    .first()
    .waitFor()
  await drawer.getByText('Completed').first().waitFor()
  assert.equal(await verdictOf(bob), 100000001)
  await looksRight('attendance-person')
  await looksRightOnPhone('attendance-person')
  await drawer.getByRole('button', { name: 'Undo' }).click()
  await drawer.getByLabel('Reason').fill('It was somebody else')
  await drawer.locator('form').getByRole('button', { name: 'Undo' }).click()
  await drawer.getByText('Taken back').waitFor()
  assert.equal(await verdictOf(bob), 100000002)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Ask the provider now' }).click()
  await page.getByText('The provider is being asked').waitFor()
  assert.deepEqual(complaints, [])
})

test('thousands of people scroll: only what is seen is drawn and asked for', {
  skip: noBrowser,
}, async () => {
  const event = await makeEvent(hub, undefined, { msevtmgt_name: 'A congress' })
  const contact = await create(hub, 'contact', { firstname: 'One', lastname: 'Of many' })
  await hub.testDatabase.pool.query(
    `insert into contact (contactid, firstname, lastname, statecode, statuscode, createdon, modifiedon)
     select gen_random_uuid(), 'Person', lpad(n::text, 5, '0'),
       0, 1, now(), now() from generate_series(1, 10000) n`,
  )
  await hub.testDatabase.pool.query(
    `insert into msevtmgt_eventregistration (msevtmgt_eventregistrationid, msevtmgt_name,
       msevtmgt_eventid, msevtmgt_contactid, statecode, statuscode, createdon, modifiedon)
     select gen_random_uuid(), 'R' || c.lastname, $1, c.contactid, 0, 1, now(), now()
     from contact c where c.firstname = 'Person' and c.contactid <> $2`,
    [event.id, contact],
  )
  const { page, open, complaints } = await visitConsole(hub)
  const asked: string[] = []
  page.on('request', (request) => {
    const { searchParams, pathname } = new URL(request.url())
    if (pathname.endsWith('/attendance')) asked.push(searchParams.get('page') ?? '')
  })
  await open(`/events/${event.id}/attendance`)
  await page.getByText('10,000 people').waitFor()
  await page.getByRole('button', { name: 'Person 00001' }).waitFor()
  const scroll = page.locator('.attendance-scroll')
  await scroll.evaluate((place) => {
    place.scrollTop = place.scrollHeight
  })
  await page.getByRole('button', { name: 'Person 10000' }).waitFor()
  assert.ok((await page.locator('.attendance-line').count()) < 60)
  assert.ok(asked.includes('100') && asked.length < 12, asked.join(' '))
  assert.deepEqual(complaints, [])
})
