/** Webhooks, system jobs and request bins in the console, as the person does who connects a system. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create } from '../story.ts'

const hub = await testHub({ environment: { GREENROOM_OUTBOUND_ALLOW: '' } })
const skip = noBrowser

const query = async (text: string, values: readonly unknown[] = []) =>
  (await hub.testDatabase.pool.query(text, [...values])).rows

async function addContact(lastname: string) {
  // Processes hear of new steps a moment after they are saved.
  await hub.webhooks.refresh()
  await create(hub, 'contact', { firstname: 'Ada', lastname })
  await hub.worker.runUntilIdle()
}

test('a system is connected to a bin, tried, and told of new contacts', {
  skip,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/webhooks')
  await page.getByText('No system is told anything yet').waitFor()
  await looksRight('webhooks-empty')
  await page.getByRole('link', { name: 'Register a webhook' }).first().click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Order system')
  await page.getByRole('button', { name: 'Make a request bin and point it there' }).click()
  await page.getByText('The bin is made').waitFor()
  assert.match(await page.getByLabel('Endpoint URL').inputValue(), /\/bin\/[\w-]{32}$/)
  await page.getByText('HttpHeader', { exact: true }).click()
  await page.getByLabel('Key', { exact: true }).fill('X-Key')
  await page.getByLabel('Value', { exact: true }).fill('only & ours')
  await looksRight('webhook-new')
  await looksRightOnPhone('webhook-new')
  await page.setViewportSize({ width: 390, height: 844 })
  const isCut =
    "((body) => body.scrollWidth > body.clientWidth)(document.querySelector('.mantine-Alert-body'))"
  assert.equal(await page.evaluate(isCut), false, 'the offer of a bin is cut off on a phone')
  await page.setViewportSize({ width: 1360, height: 860 })
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText('It is told nothing yet').waitFor()
  const [endpoint] = await query('select * from serviceendpoint')
  assert.deepEqual(
    [endpoint.authtype, endpoint.isauthvalueset, endpoint.gr_logdeliveries],
    [5, true, true],
  )
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The receiver took it').waitFor()

  await page.getByRole('link', { name: 'Add a step' }).click()
  await page.getByText('This fires at every update').waitFor()
  await page.getByRole('combobox', { name: 'Message' }).click()
  await page.getByRole('option', { name: 'Create', exact: true }).click()
  await page.getByText('"MessageName": "Create"').waitFor()
  await page.getByRole('button', { name: 'Add an image' }).click()
  await page.getByText('"key": "PostImage"').waitFor()
  await page.getByRole('button', { name: 'Send this' }).click()
  await page.getByText('The receiver took it').waitFor()
  await looksRight('webhook-step')
  await looksRightOnPhone('webhook-step')
  await page.getByRole('button', { name: 'Register the step' }).click()
  await page.getByRole('link', { name: 'Order system: Create of contact' }).waitFor()

  await addContact('Lovelace')
  await hub.webhooks.logWritten()
  await page.getByRole('tab', { name: 'Deliveries' }).click()
  await page.getByRole('link', { name: 'Create · contact' }).first().waitFor()
  await looksRight('webhook-deliveries')
  await looksRightOnPhone('webhook-deliveries')
  await page.getByRole('link', { name: 'Create · contact' }).first().click()
  await page.getByText('x-ms-dynamics-request-name: Create').waitFor()
  await page.getByText('Lovelace').first().waitFor()
  await looksRight('webhook-delivery')

  await open('/request-bins')
  await looksRight('bins')
  await page.getByRole('link', { name: 'Order system' }).click()
  await page.getByText('As registered: Order system').first().waitFor()
  await page.getByText('"PrimaryEntityName": "contact"').first().waitFor()
  assert.match(await page.getByLabel('Headers', { exact: true }).first().innerText(), /X-Key/i)
  await looksRight('bin')
  await looksRightOnPhone('bin')
  await page.getByRole('button', { name: 'Change the answer' }).click()
  await page.getByLabel('Status', { exact: true }).fill('500')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('500', { exact: true }).waitFor()
  await addContact('Hopper')
  await addContact('Noether')
  await hub.webhooks.logWritten()
  assert.deepEqual(complaints, [])
})

test('what failed is found in two clicks, retried, and the rest of it sent again', {
  skip,
}, async () => {
  const { page, told, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const [endpoint] = await query('select * from serviceendpoint')
  await open('/webhooks')
  await page.getByText('Failing').waitFor()
  await looksRight('webhooks')
  await looksRightOnPhone('webhooks')
  await page.getByRole('link', { name: 'Order system' }).click()
  await page.getByText('By the hour').waitFor()
  await looksRight('webhook-overview')
  await looksRightOnPhone('webhook-overview')
  await page.getByRole('link', { name: 'Failed: 2' }).click()
  await page.getByText('2 rows').waitFor()
  await looksRight('jobs')
  await looksRightOnPhone('jobs')

  await page.getByRole('link', { name: 'Order system: Create of contact' }).first().click()
  await page.getByText('Why it failed').waitFor()
  await looksRight('job')
  await looksRightOnPhone('job')
  const [bin] = await query('select * from gr_requestbin')
  await query('update gr_requestbin set answerstatus = 200')
  await page.getByRole('button', { name: 'Retry' }).click()
  await page.getByText('The job is in line again.').waitFor()
  await hub.worker.runUntilIdle()
  await page.getByText('Succeeded', { exact: true }).waitFor()

  await open(`/webhooks/${endpoint.serviceendpointid}/replays`)
  await page.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('The replay has begun.').waitFor()
  await hub.worker.runUntilIdle()
  hub.clock.advance(2_000)
  await hub.worker.runUntilIdle()
  await page.getByText('Sent: 1 of 1').waitFor()
  await page.getByText('Finished', { exact: true }).waitFor()
  await looksRight('webhook-replays')
  await looksRightOnPhone('webhook-replays')
  assert.deepEqual(
    await query('select count(*)::integer as failed from asyncoperation where statuscode = 31'),
    [{ failed: 0 }],
  )
  const held = await query('select body from gr_binrequest where gr_requestbinid = $1', [
    bin.gr_requestbinid,
  ])
  assert.equal(held.filter(({ body }) => /Noether/.test(body)).length, 2)
  await open(`/webhooks/${endpoint.serviceendpointid}/settings`)
  await page.getByText('A value is stored').waitFor()
  await page.getByText('Circuit breaker').click()
  await page.getByLabel('Failures in a row').fill('5')
  await looksRight('webhook-settings')
  await looksRightOnPhone('webhook-settings')
  await page.getByRole('button', { name: 'Save' }).click()
  await told('Saved')
  const [changed] = await query('select gr_circuitfailures, isauthvalueset from serviceendpoint')
  assert.deepEqual(changed, { gr_circuitfailures: 5, isauthvalueset: true })
  assert.deepEqual(complaints, [])
})
