/** Events in the console, as an event manager works: plan, mend what is missing, publish, agenda. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { systemCaller } from '#identity'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { makeEvent, register, row, settleWebinar, signedInAccount, update } from '../story.ts'

const hub = await testHub()

async function rowsOf(table: string, event: string, id: string) {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}
    where ${sql.ref(event)} = ${id}`.execute(hub.testDatabase.db)
  return rows
}

/** Picks a day four weeks ahead and a time, as a mouse and a keyboard do. */
async function pick(page: Page, label: string, time: string): Promise<void> {
  await page
    .getByLabel(new RegExp(`^${label}`))
    .last()
    .click()
  const picker = page.locator('[data-dates-dropdown]')
  await picker.getByRole('button', { name: 'Later' }).click()
  await picker.getByRole('button', { name: /^15 / }).click()
  const [hours, minutes] = time.split(':') as [string, string]
  assert.notEqual(await picker.getByLabel('Hours').inputValue(), '00', 'midnight is proposed')
  await picker.getByLabel('Hours').fill(hours)
  await picker.getByLabel('Minutes').fill(minutes)
  await picker.getByRole('button', { name: 'Choose' }).click()
  await picker.waitFor({ state: 'detached' })
}

test('an event is planned, mended by its checklist, published, and gets its agenda', {
  skip: noBrowser,
}, async () => {
  const { configurationId } = await signedInAccount(hub)
  const { page, told, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const tab = async (name: string) => {
    await page.getByRole('tab', { name, exact: true }).click()
    await page.waitForLoadState('networkidle')
  }

  // Planned with a few fields; the only account is proposed.
  await open('/events')
  await page.getByText('No event is planned').waitFor()
  await page.getByRole('link', { name: 'New event' }).first().click()
  await page.getByLabel('Name').fill('Spring webinar: what is new, what stays, what to expect')
  await pick(page, 'Start', '09:30')
  await page.getByText(/^15 [A-Z][a-z]+ \d{4} 10:30$/).waitFor()
  await looksRight('event-new')
  await looksRightOnPhone('event-new')
  await button('Create').click()
  await page.getByRole('heading', { name: /^Spring webinar/ }).waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const made = await row(hub, 'msevtmgt_event', id)
  assert.equal(made.msevtmgt_webinarconfigurationid, configurationId)
  assert.match(String(made.msevtmgt_eventstartdate), /-15[T ]09:30:00/)
  assert.match(String(made.msevtmgt_eventenddate), /-15[T ]10:30:00/)

  // What is missing is said at once, and mended where the checklist leads.
  await update(hub, 'msevtmgt_event', id, { msevtmgt_setregistrationsenddate: true })
  await open(`/events/${id}`)
  await page.getByText('Before you can publish').waitFor()
  assert.equal(await button('Publish').isDisabled(), true)
  await looksRight('event-draft')
  await page.getByText('Registration is to close, but it is not said when.').waitFor()
  await page.locator('.remark').getByRole('link', { name: 'Website' }).first().click()
  await page.getByRole('switch', { name: 'Registration closes before the end' }).click()
  await button('Save').click()
  await told('Saved')
  await tab('Details')
  await looksRight('event-details')
  await page.getByLabel('Seats', { exact: true }).fill('40')
  await page
    .getByLabel('Description')
    .fill('Everything about the new release, with your questions.')
  await button('Save').click()
  await told('Saved')
  await looksRightOnPhone('event-details')
  assert.equal((await row(hub, 'msevtmgt_event', id)).msevtmgt_maximumeventcapacity, 40)

  // A speaker, a session, a track, a question.
  await tab('Agenda')
  await button('Add a speaker').click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('Name').fill('Grace Hopper')
  await drawer.getByLabel('Title').fill('Rear admiral')
  await drawer.getByLabel('E-mail').fill('grace@example.org')
  await drawer.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Grace Hopper', exact: true }).waitFor()
  assert.equal((await rowsOf('msevtmgt_speakerengagement', 'msevtmgt_event', id)).length, 1)
  await button('Add a session').click()
  await drawer.getByLabel('Title').fill('Questions and answers')
  await pick(page, 'End', '10:00')
  await looksRight('event-session')
  await drawer.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('button', { name: 'Questions and answers' }).waitFor()
  await drawer.waitFor({ state: 'detached' })
  await looksRight('event-agenda')
  await looksRightOnPhone('event-agenda')
  await tab('Questions')
  await button('Add a question').click()
  await drawer.getByLabel('Question', { exact: false }).last().fill('What do you work on?')
  await drawer.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('What do you work on?').waitFor()
  await drawer.waitFor({ state: 'detached' })
  await page.getByRole('switch', { name: 'Required', checked: false }).click()
  await page.getByRole('switch', { name: 'Required', checked: true }).waitFor()
  const [question] = await rowsOf('msevtmgt_eventcustomregistrationfield', 'msevtmgt_event', id)
  assert.equal(question?.gr_isrequired, true)
  await looksRight('event-questions')
  await looksRightOnPhone('event-questions')

  // Published: the provider has the webinar, the page says so.
  await tab('Overview')
  await button('Publish').click()
  await page.getByText('Live: people can register').waitFor()
  await settleWebinar(hub)
  await open(`/events/${id}`)
  await page.getByText('Ready', { exact: true }).waitFor()
  assert.equal((await row(hub, 'msevtmgt_event', id)).msevtmgt_webinarstatus, 'Created')
  await looksRight('event-live')
  await looksRightOnPhone('event-live')
  assert.deepEqual(complaints, [])
})

test('events are found by view and search, and stand in the calendar of the month and the week', {
  skip: noBrowser,
}, async () => {
  const { id } = await makeEvent(hub, undefined, { msevtmgt_name: 'Autumn conference' }, 60)
  await register(hub, id, 'ada@example.org')
  await makeEvent(
    hub,
    undefined,
    { msevtmgt_name: 'A plan', msevtmgt_publishstatus: 100000000 },
    90,
  )
  const cancelled = await makeEvent(hub, undefined, { msevtmgt_name: 'Called off' }, 120)
  await update(hub, 'msevtmgt_event', cancelled.id, { msevtmgt_publishstatus: 100000004 })
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/events')
  await page.getByText('Autumn conference').waitFor()
  assert.equal(await page.getByText('Called off').count(), 0)
  await looksRight('events')
  await looksRightOnPhone('events')
  await page.getByText('Drafts', { exact: true }).first().click()
  await page.getByText('Autumn conference').waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'A plan' }).waitFor()
  await page.getByText('Cancelled', { exact: true }).first().click()
  await page.getByRole('link', { name: 'Called off' }).waitFor()
  await page.getByText('All', { exact: true }).first().click()
  await page.getByLabel('Search', { exact: true }).fill('autumn')
  await page.getByText('1 row').waitFor()

  await open('/calendar')
  await page.getByText('Autumn conference').first().waitFor()
  await looksRight('calendar-month')
  await looksRightOnPhone('calendar')
  await page.getByText('Week', { exact: true }).click()
  await page.getByText('Autumn conference').first().waitFor()
  await looksRight('calendar-week')
  await page
    .getByRole('link', { name: /Autumn conference/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Autumn conference' }).waitFor()
  assert.deepEqual(complaints, [])
})

test('an event that was held leads to its attendance and can no longer be cancelled', {
  skip: noBrowser,
}, async () => {
  const { page, open, complaints } = await visitConsole(hub)
  const name = 'How cities keep cool: water, shade, and the question of who is to pay for them'
  const event = await makeEvent(hub, undefined, { msevtmgt_name: name })
  await open(`/events/${event.id}`)
  await page.getByRole('heading', { name: 'Live: people can register' }).waitFor()
  const cancel = page.getByRole('button', { name: 'Cancel event' })
  const [title, act] = [await page.locator('h1').boundingBox(), await cancel.boundingBox()]
  assert.ok(title !== null && act !== null && act.y < title.y + title.height, 'beside a long title')
  // What is typed into the zone replaces the one that is chosen.
  await open(`/events/${event.id}/details`)
  await page.getByRole('combobox', { name: 'Time zone' }).click()
  await page.keyboard.type('Bangkok')
  await page.getByRole('option', { name: 'Bangkok (Asia)' }).click()
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await hub.pipeline.execute(systemCaller, {
    message: 'Update',
    table: 'msevtmgt_event',
    id: event.id,
    internal: true,
    target: { gr_ended: 100000001 },
  })
  await open(`/events/${event.id}`)
  await page.getByRole('heading', { name: 'The event is over' }).waitFor()
  assert.equal(await cancel.count(), 0)
  await page.getByText('See who took part:').getByRole('link', { name: 'Attendance' }).click()
  await page.getByRole('tab', { name: 'Attendance', selected: true }).waitFor()
  // What is wrong in a form is where the cursor goes.
  await open('/events/new')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.locator('input[aria-invalid=true]:focus').waitFor()
  assert.deepEqual(complaints, [])
})
