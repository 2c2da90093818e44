/** A queue of a broker is registered by the form, tried, mended, and told of new contacts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { amqpPeer } from '../amqp-peer.ts'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create } from '../story.ts'

const hub = await testHub()
const user = 'hub'
const password = 'a long password'

const endpointOf = async (name: string) => {
  const { rows } = await hub.testDatabase.pool.query(
    'select * from serviceendpoint where name = $1',
    [name],
  )
  return rows[0]
}

const choose = async (page: Page, label: string, option: string) => {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function addStep(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Add a step' }).click()
  await page.getByText('This fires at every update').waitFor()
  await choose(page, 'Message', 'Create')
  await page.getByText('"MessageName": "Create"').waitFor()
  await page.getByRole('button', { name: 'Register the step' }).click()
  await page.getByRole('link', { name: `${name}: Create of contact` }).waitFor()
}

test('a queue is registered with name and key; a wrong key is told by the test and mended in the settings', {
  skip: noBrowser,
}, async () => {
  const broker = await amqpPeer({ user, password })
  const { page, told, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/webhooks')
  await page.getByRole('link', { name: 'Register a webhook' }).first().click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Orders')
  await page.getByText('Queue', { exact: true }).click()
  await page.getByText(/A queue or topic of a broker that speaks AMQP/).waitFor()
  await page.getByLabel('Address of the broker').fill(`amqp://127.0.0.1:${broker.port}`)
  await page.getByLabel('Queue or topic', { exact: true }).fill('orders')
  await page.getByLabel('User or key name').fill(user)
  await page.getByLabel('Password or key').fill('a wrong one')
  await looksRight('queue-new')
  await looksRightOnPhone('queue-new')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText('It is told nothing yet').waitFor()
  const made = await endpointOf('Orders')
  assert.deepEqual([made.contract, made.path, made.messageformat], [2, 'orders', 2])

  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The receiver did not take it').waitFor()
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByLabel('Password or key').fill(password)
  await looksRight('queue-settings')
  await looksRightOnPhone('queue-settings')
  await page.getByRole('button', { name: 'Save' }).click()
  await told('Saved')
  // Processes hear of new keys and steps a moment after they are saved.
  await hub.webhooks.refresh()
  await page.getByRole('tab', { name: 'Overview' }).click()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The receiver took it').waitFor()
  assert.equal(broker.received.length, 1)

  await addStep(page, 'Orders')
  await hub.webhooks.refresh()
  await create(hub, 'contact', { firstname: 'Ada', lastname: 'Lovelace' })
  await hub.worker.runUntilIdle()
  assert.equal(broker.received.length, 2)
  const context = JSON.parse(String(broker.received[1]?.body.content ?? broker.received[1]?.body))
  assert.deepEqual([context.MessageName, context.PrimaryEntityName], ['Create', 'contact'])
  await hub.webhooks.logWritten()
  await page.getByRole('tab', { name: 'Deliveries' }).click()
  await page.getByRole('link', { name: 'Create · contact' }).first().waitFor()
  assert.deepEqual(complaints, [])
})

test('a topic of Service Bus is registered with its connection string, which is never shown again', {
  skip: noBrowser,
}, async () => {
  const broker = await amqpPeer({ user, password: 'word=' })
  const { page, open, complaints } = await visitConsole(hub)
  await open('/webhooks/new')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Topic')
  await page.getByText('Queue', { exact: true }).click()
  await choose(page, 'What it is', 'Topic')
  await choose(page, 'Authentication', 'Connection string')
  await choose(page, 'Format', 'XML')
  await page.getByLabel('Queue or topic', { exact: true }).fill('people')
  const string = `Endpoint=amqp://127.0.0.1:${broker.port}/;SharedAccessKeyName=${user};SharedAccessKey=word=`
  await page.getByLabel('Connection string', { exact: true }).last().fill(string)
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText('It is told nothing yet').waitFor()
  const made = await endpointOf('Topic')
  assert.deepEqual([made.contract, made.messageformat], [5, 3])
  await addStep(page, 'Topic')
  await hub.webhooks.refresh()
  await create(hub, 'contact', { firstname: 'Grace', lastname: 'Hopper' })
  await hub.worker.runUntilIdle()
  const body = String(broker.received.at(-1)?.body.content ?? broker.received.at(-1)?.body)
  assert.match(body, /<PrimaryEntityName>contact<\/PrimaryEntityName>/)
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByLabel('Queue or topic', { exact: true }).waitFor()
  assert.equal((await page.content()).includes('word='), false, 'the key is never shown again')
  assert.deepEqual(complaints, [])
})
