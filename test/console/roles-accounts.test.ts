/** Who looks after webinar accounts, and who acts for a program. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceStatus } from '#providers'
import { noBrowser } from '../console-browser.ts'
import { assertActs, goAround, tryAnyway } from '../console-roles.ts'
import { consoleWorld } from '../console-world.ts'
import { row } from '../story.ts'

const world = await consoleWorld()
const { hub } = world

test('a Webinar Curator verifies an account and leaves contacts and registrations as they are', {
  skip: noBrowser,
}, async () => {
  const round = await goAround(world, await world.person('Webinar Curator'))
  assertActs(round, {
    '/configurations': { has: ['Connect an account'] },
    '/configurations/$configurationId': { has: ['Verify', 'Sign in anew', 'More'] },
    '/contacts': { hasNot: ['New contact'] },
    '/contacts/$contactId': { hasNot: ['Deactivate', 'Save'] },
    '/registrations/$registrationId': {
      hasNot: ['Check in', 'Take back', 'Cancel registration', 'Resend the confirmation'],
    },
    '/events/$eventId/registrations': { has: ['CSV'], hasNot: ['Add a registration'] },
    '/recovery/$itemId': { hasNot: ['Try again', 'Give up'] },
  })
  assert.deepEqual(round.pages.get('/contacts/$contactId')?.inputs, [])
  const { page, open, complaints } = round.visit
  const { configurationId } = world.account
  await open(`/configurations/${configurationId}`)
  await hub.testDatabase.pool.query(
    'update msevtmgt_webinarconfiguration set msevtmgt_providerservicestatus = null',
  )
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByRole('status').getByText('The service is healthy.').waitFor()
  const stored = await row(hub, 'msevtmgt_webinarconfiguration', configurationId)
  assert.equal(stored.msevtmgt_providerservicestatus, serviceStatus.healthy.value)
  const contact = `/api/data/v9.2/contacts(${world.addressOf('$contactId')})`
  assert.equal(await tryAnyway(round, 'PATCH', contact, { firstname: 'Nobody' }), 403)
  assert.deepEqual(complaints, [])
})

test('a user with the role Integration keeps contacts and changes no settings', {
  skip: noBrowser,
}, async () => {
  const round = await goAround(world, await world.person('Integration'))
  assertActs(round, {
    '/contacts': { has: ['New contact'] },
    '/administration': { hasNot: ['New record'] },
    '/webhooks': { hasNot: ['Register a webhook'] },
    '/configurations': { hasNot: ['Connect an account'] },
  })
  const { page, open, complaints } = round.visit
  await open('/contacts/new')
  await page.getByLabel('First name').fill('Barbara')
  await page.getByLabel('Last name').fill('Liskov')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: 'Barbara Liskov' }).waitFor()
  const endpoint = `/api/data/v9.2/serviceendpoints(${world.addressOf('$endpointId')})`
  assert.equal(await tryAnyway(round, 'PATCH', endpoint, { name: 'Mine now' }), 403)
  assert.deepEqual(complaints, [])
})
