/** Who plans events: a planner drafts one, a manager publishes it and registers somebody by hand. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { publishStatus } from '#events'
import { noBrowser } from '../console-browser.ts'
import { assertActs, goAround, tryAnyway } from '../console-roles.ts'
import { consoleWorld } from '../console-world.ts'
import { row } from '../story.ts'

const world = await consoleWorld()
const { hub } = world

const everything = [
  ...['Home', 'Events', 'Calendar', 'Meetings', 'Contacts', 'Mails'],
  ...['System jobs', 'Recovery', 'Webhooks', 'Query'],
  ...['Webinar accounts', 'Website', 'Event administration', 'Mail templates'],
  ...['Custom columns', 'Organisation'],
]

const lastPart = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''
let drafted = ''

/** The 15th of next month, whatever day it is. */
async function pickStart(page: Page): Promise<void> {
  await page
    .getByLabel(/^Start/)
    .last()
    .click()
  const picker = page.locator('[data-dates-dropdown]')
  await picker.getByRole('button', { name: 'Later' }).click()
  await picker.getByRole('button', { name: /^15 / }).click()
  await picker.getByLabel('Hours').fill('09')
  await picker.getByLabel('Minutes').fill('30')
  await picker.getByRole('button', { name: 'Choose' }).click()
  await picker.waitFor({ state: 'detached' })
}

test('an Event Planner drafts an event, reads the settings, and deletes nothing', {
  skip: noBrowser,
}, async () => {
  const round = await goAround(world, await world.person('Event Planner'))
  assert.deepEqual(round.menu, everything)
  assertActs(round, {
    '/events': { has: ['New event'] },
    '/contacts': { has: ['New contact'] },
    '/configurations': { hasNot: ['Connect an account'] },
    '/configurations/$configurationId': { hasNot: ['Verify', 'Sign in anew', 'More'] },
    '/webhooks': { hasNot: ['Register a webhook'] },
    '/webhooks/$endpointId': { hasNot: ['Send a test'] },
    '/administration': { hasNot: ['New record'] },
    '/administration/$administrationId': { hasNot: ['Deactivate', 'Delete'] },
    '/website/applications/$applicationId': { hasNot: ['Deactivate', 'Delete'] },
    '/mail-templates/$templateId': { hasNot: ['Back to the built-in letter'] },
    '/columns': { hasNot: ['Add a column'] },
  })
  for (const path of ['/administration/$administrationId', '/webhooks/$endpointId/steps/$stepId']) {
    assert.deepEqual(round.pages.get(path)?.inputs, [], `${path} is only read`)
  }
  const { page, open, complaints } = round.visit
  await open('/events/new')
  await page.getByLabel('Name').fill('Autumn talk')
  await page.getByText('On site', { exact: true }).click()
  await pickStart(page)
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: 'Autumn talk' }).waitFor()
  drafted = lastPart(page)
  const made = await row(hub, 'msevtmgt_event', drafted)
  assert.equal(made.msevtmgt_publishstatus, publishStatus.draft.value)
  await page.getByRole('button', { name: 'Publish', exact: true }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Delete' }).count(), 0)
  const address = `/api/data/v9.2/msevtmgt_events(${drafted})`
  assert.equal(await tryAnyway(round, 'DELETE', address), 403)
  assert.deepEqual(complaints, [])
})

test('an Event Manager publishes the draft and registers somebody by hand', {
  skip: noBrowser,
}, async () => {
  const round = await goAround(world, await world.person('Event Manager'))
  assert.deepEqual(round.menu, everything)
  assertActs(round, {
    '/webhooks': { has: ['Register a webhook'] },
    '/administration': { has: ['New record'] },
    '/website': { has: ['New web application'] },
    '/configurations': { hasNot: ['Connect an account'] },
    '/configurations/$configurationId': { hasNot: ['Verify', 'Sign in anew', 'More'] },
    '/jobs/$jobId': { hasNot: ['Cancel', 'Postpone', 'Retry'] },
    '/columns': { hasNot: ['Add a column'] },
  })
  const { page, open, complaints } = round.visit
  await open(`/events/${drafted}`)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('Live: people can register').waitFor()
  await page.getByRole('tab', { name: 'Registrations' }).click()
  await page.getByRole('button', { name: 'Add a registration' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('First name').fill('Edsger')
  await dialog.getByLabel('Last name').fill('Dijkstra')
  await dialog.getByLabel('E-mail').fill('edsger@example.org')
  await dialog.getByRole('button', { name: 'Register', exact: true }).click()
  await page.getByRole('link', { name: 'Edsger Dijkstra' }).waitFor()
  const { rows } = await hub.testDatabase.pool.query(
    'select 1 from msevtmgt_eventregistration where msevtmgt_eventid = $1',
    [drafted],
  )
  assert.equal(rows.length, 1)
  const account = `/api/v1/configurations/${world.account.configurationId}/verify`
  assert.equal(await tryAnyway(round, 'POST', account), 403)
  assert.deepEqual(complaints, [])
})
