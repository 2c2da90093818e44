/** Who reads, and who stands at the door. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { noBrowser } from '../console-browser.ts'
import { assertActs, goAround, tryAnyway } from '../console-roles.ts'
import { consoleWorld } from '../console-world.ts'
import { register, row } from '../story.ts'

const world = await consoleWorld()
const { hub, event, registrationId } = world
const cancelling = `/api/v1/registrations/${registrationId}/cancel`

test('Check-in Staff check a person in, and change nothing else of a registration', {
  skip: noBrowser,
}, async () => {
  const round = await goAround(world, await world.person('Check-in Staff'))
  assert.deepEqual(round.menu, [
    ...['Home', 'Events', 'Calendar', 'Contacts', 'Recovery', 'Query'],
    'Mail templates',
  ])
  assertActs(round, {
    '/events': { hasNot: ['New event'] },
    '/events/$eventId/{-$tab}': {
      has: ['Copy: Check-in at the door'],
      hasNot: ['Publish', 'Cancel event', 'Copy: Page of the host at the provider'],
    },
    '/events/$eventId/registrations': { hasNot: ['Add a registration'] },
    '/events/$eventId/checkins': { has: ['Check in by hand'] },
    '/registrations/$registrationId': {
      has: ['Check in', 'Take back'],
      hasNot: ['Cancel registration', 'Resend the confirmation'],
    },
  })
  const meeting = `/api/v1/meetings/${world.addressOf('$meetingId')}`
  assert.equal(await tryAnyway(round, 'POST', `${meeting}/cancel`), 403)
  const ada = await register(hub, event.id, 'ada@example.org')
  const { page, open, complaints } = round.visit
  await open(`/events/${event.id}/checkins`)
  await page.getByRole('button', { name: 'Check in by hand' }).click()
  await page.getByRole('dialog').getByLabel('Name, e-mail or number').fill('Lovelace')
  await page.getByRole('button', { name: 'Check in', exact: true }).click()
  await page.getByLabel('Reason').fill('Left the phone at home')
  await page.getByRole('dialog').last().getByRole('button', { name: 'Check in' }).last().click()
  await page.getByLabel('Reason').waitFor({ state: 'detached' })
  await page.getByText('Left the phone at home').waitFor()
  const { rows } = await hub.testDatabase.pool.query(
    'select gr_reason from msevtmgt_checkin where msevtmgt_registrationid = $1',
    [ada],
  )
  assert.deepEqual(rows, [{ gr_reason: 'Left the phone at home' }])
  assert.equal(await tryAnyway(round, 'POST', cancelling), 403)
  assert.equal((await row(hub, 'msevtmgt_eventregistration', registrationId)).statecode, 0)
  assert.deepEqual(complaints, [])
})

test('a Reader reads every form, changes none, and takes the registrations home as CSV', {
  skip: noBrowser,
}, async () => {
  const round = await goAround(world, await world.person('Reader'))
  assert.deepEqual(round.menu, [
    ...['Home', 'Events', 'Calendar', 'Meetings', 'Contacts'],
    ...['System jobs', 'Recovery', 'Query', 'Mail templates'],
  ])
  const forms = [
    ...['/contacts/$contactId', '/mail-templates/$templateId', '/recovery/$itemId'],
    ...['/events/$eventId/details', '/events/$eventId/website'],
  ]
  for (const path of forms) assert.deepEqual(round.pages.get(path)?.inputs, [], path)
  for (const [path, { acts }] of round.pages) {
    // Their own queries and their own name are theirs to change.
    if (path === '/profile' || path === '/query') continue
    const changing =
      /^(New|Add|Save|Create|Delete|Publish|Cancel|Verify|Check in|Send|Merge|Deactivate|Offer|Try again|Give up|Take back|Schedule|Register)\b/
    assert.deepEqual(
      acts.filter((act) => changing.test(act)),
      [],
      path,
    )
  }
  const { page, open, looksRight, looksRightOnPhone, complaints } = round.visit
  await open(`/events/${event.id}/details`)
  await page.getByLabel('Name').first().waitFor()
  await looksRight('reader-event-details')
  await open('/audit')
  await looksRight('not-for-you')
  await looksRightOnPhone('not-for-you')
  await open(`/events/${event.id}/registrations`)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  assert.match(csv, /Grace/)
  assert.equal(await tryAnyway(round, 'POST', cancelling), 403)
  assert.deepEqual(complaints, [])
})
