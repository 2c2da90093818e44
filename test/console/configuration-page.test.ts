/** An account in the console: credentials, connection, request log, what it holds, consent, states. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { systemCaller } from '#identity'
import { startZoomTwin } from '#providers'
import { type ConsoleVisit, noBrowser, visitConsole } from '../console-browser.ts'
import { cleanUpAfterwards } from '../database.ts'
import { testHub } from '../hub.ts'
import { row, update } from '../story.ts'

const hub = await testHub()
const zoom = await startZoomTwin({ clock: hub.clock })
cleanUpAfterwards(zoom.close)
const table = 'msevtmgt_webinarconfiguration'
const { configurationId: id, providerId } = await hub.providers.createAccount(systemCaller, {
  adapter: 'zoom',
  name: 'Marketing, Zoom',
  consent: true,
  values: {
    accountId: zoom.accountId,
    msevtmgt_clientid: zoom.clientId,
    gr_clientsecret: zoom.clientSecret,
    host: zoom.hostEmail,
    oauthUrl: zoom.url,
    msevtmgt_base_service_url: `${zoom.url}/v2`,
  },
})
const visit: ConsoleVisit | undefined = noBrowser === false ? await visitConsole(hub) : undefined
const opened = () => visit ?? assert.fail('There is no browser.')

/** Presses Save and waits for the hub's answer. */
async function saved(method: string, press: () => Promise<void>): Promise<void> {
  const answering = opened().page.waitForResponse((each) => each.request().method() === method)
  await press()
  assert.ok((await answering).ok(), (await answering).url())
}

test('credentials are changed by whoever wants to, and a wrong one is told at its field', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone } = opened()
  await open('/configurations')
  await page.getByRole('link', { name: 'Marketing, Zoom' }).waitFor()
  await page.getByText('Not checked').last().waitFor()
  await looksRight('accounts')
  await looksRightOnPhone('accounts')
  await page.getByRole('link', { name: 'Marketing, Zoom' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page
    .getByRole('status')
    .getByText(/Zoom lets the hub in/)
    .waitFor()
  await looksRight('account')
  await looksRightOnPhone('account')
  await page.getByRole('tab', { name: 'Credentials' }).click()
  const secret = page.locator('input[type=password]').first()
  assert.equal(await secret.isVisible(), false)
  await page.getByLabel('Update credentials?').check()
  assert.equal(await secret.getAttribute('placeholder'), 'Stored. Leave empty to keep it.')
  assert.equal(await secret.inputValue(), '')
  await secret.fill('mistyped')
  await page.getByRole('button', { name: 'Save and verify' }).click()
  await page.locator('input[type=password][aria-invalid=true]').first().waitFor()
  await looksRight('account-credentials')
  await looksRightOnPhone('account-credentials')
  await secret.fill(zoom.clientSecret)
  await page.getByRole('button', { name: 'Save and verify' }).click()
  await page
    .getByText(/Zoom lets the hub in/)
    .first()
    .waitFor()
})

test('pace and request log are switched, and the calls appear without a reload', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight } = opened()
  await open(`/configurations/${id}?tab=connection`)
  await page.getByLabel('Requests per minute').fill('120')
  await page.getByLabel('Keep a request log').check()
  await page.getByLabel('Use the egress proxy').check()
  await page.getByLabel('Address of the proxy').fill('nonsense')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Egress proxy is not an address').waitFor()
  assert.equal(await page.getByRole('alert').count(), 0, 'it stands at the field')
  await looksRight('account-connection')
  await page.getByLabel('Use the egress proxy').uncheck()
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByLabel('Requests per minute').fill('120')
  await page.getByLabel('Keep a request log').check()
  await saved('POST', () => page.getByRole('button', { name: 'Save' }).click())
  const stored = await row(hub, table, id)
  assert.deepEqual([stored.gr_requestsperminute, stored.gr_requestlog], [120, true])
  await page.getByRole('tab', { name: 'Request log' }).click()
  await page.getByText('No calls yet').waitFor()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page
    .getByText(/127\.0\.0\.1:\d+\/v2\/users/)
    .first()
    .waitFor()
  await looksRight('account-requests')
  await page.getByLabel('Only failed calls').check()
  await page.getByText('No call matches').waitFor()
})

test('people of the account are loaded, the load is put on a schedule', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone } = opened()
  await open(`/configurations/${id}?tab=holdings`)
  await page.getByRole('button', { name: 'Load now' }).first().click()
  await page.getByText('The load has begun').waitFor()
  await hub.worker.runUntilIdle()
  await page.getByText(zoom.hostEmail).first().waitFor()
  await page.locator('input').and(page.getByLabel('Load changes')).click()
  await page.getByRole('option', { name: 'Every day' }).click()
  await saved('PATCH', () => page.getByRole('button', { name: 'Save', exact: true }).click())
  const { rows } = await sql<{ rule: string }>`
    select gr_incrementalrule as rule from gr_synchronization
    where gr_webinarconfigurationid = ${id} and gr_entity = 'people'`.execute(hub.testDatabase.db)
  assert.equal(rows[0]?.rule, 'FREQ=DAILY')
  await page.getByText('Zoom has no call by which it forgets a person').waitFor()
  await looksRight('account-holdings')
  await looksRightOnPhone('account-holdings')
})

test('consent that is missing is asked for, the provider’s terms stand beside it', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight } = opened()
  await open(`/configurations/providers/${providerId}`)
  await page.getByLabel('Terms of service').fill('https://zoom.example/terms')
  await saved('PATCH', () => page.getByRole('button', { name: 'Save' }).click())
  await looksRight('provider')
  const { rows } = await sql<{ id: string }>`
    select msevtmgt_webinarconsentid as id from msevtmgt_webinarconsent
    where msevtmgt_webinarprovider = ${providerId}`.execute(hub.testDatabase.db)
  await update(hub, 'msevtmgt_webinarconsent', rows[0]?.id ?? '', {
    msevtmgt_consentprovided: false,
  })
  await open(`/configurations/${id}`)
  await page.getByText('Nobody has accepted its terms').waitFor()
  await looksRight('account-consent')
  const terms = page.getByRole('alert').getByRole('link', { name: 'Terms of service' })
  assert.equal(await terms.getAttribute('href'), 'https://zoom.example/terms')
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.getByText(/accepted terms of service and privacy policy on/).waitFor()
})

test('an account is deactivated, activated, its credentials and the account itself deleted', {
  skip: noBrowser,
}, async () => {
  const { page, open, complaints } = opened()
  const act = async (name: string, yes: string) => {
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: yes }).click()
  }
  await open(`/configurations/${id}`)
  await act('Deactivate', 'Deactivate')
  await page.getByText('Inactive', { exact: true }).waitFor()
  assert.equal((await row(hub, table, id)).statecode, 1)
  await page.getByRole('button', { name: 'Activate', exact: true }).click()
  await page.getByRole('button', { name: 'Verify' }).waitFor()
  await act('Delete credentials', 'Delete the credentials')
  await page.getByText('The credentials were deleted.').waitFor()
  await act('Delete', 'Delete')
  await page.getByText('No account is connected yet').waitFor()
  assert.deepEqual(complaints, [])
})
