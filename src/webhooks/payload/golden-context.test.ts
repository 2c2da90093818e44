import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { webhookSink } from '../../../test/webhook-sink.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'

const world = await webhookWorld({ zone: 'America/Los_Angeles' })
const sink = await webhookSink()
const documented = await readFile(new URL('fixtures/contact-update.json', import.meta.url), 'utf8')

test('the documented update of a contact gives the documented JSON, apart from ids, times and names', async () => {
  const contact = { firstname: 'Jim', lastname: 'Glynn (sample)' }
  const id = await world.create('contact', contact)
  await world.webhooks.register(systemCaller, {
    name: 'Receiver',
    url: sink.url,
    authentication: { kind: 'HttpHeader', pairs: {} },
    steps: [
      {
        message: 'Update',
        table: 'contact',
        filteringAttributes: ['firstname', 'lastname'],
        stage: 40,
        mode: 'asynchronous',
        rank: 1,
      },
    ],
  })
  await world.update('contact', id, { firstname: 'James' })
  await world.worker.runUntilIdle()
  const [received] = await sink.waitFor(1)
  const body = received?.body ?? ''
  assert.equal(comparable(body), comparable(documented))
  const [job] = await world.query('select * from asyncoperation where operationtype = 1')
  assert.equal(JSON.parse(body).OperationId, job?.asyncoperationid)
})

test('slashes, dates and types are written as the .NET serialiser writes them', async () => {
  const [received] = await sink.waitFor(1)
  const body = received?.body ?? ''
  assert.match(body, /^\{"BusinessUnitId":"[0-9a-f-]{36}","CorrelationId":"/)
  assert.match(
    body,
    /"__type":"Entity:http:\\\/\\\/schemas\.microsoft\.com\\\/xrm\\\/2011\\\/Contracts"/,
  )
  assert.match(body, /\{"key":"modifiedon","value":"\\\/Date\(\d{13}\)\\\/"\}/)
  assert.match(body, /"OperationCreatedOn":"\\\/Date\(\d{13}-0700\)\\\/"/)
})

/**
 * Text with ids replaced by the number of their first appearance, so that equal ids must be equal
 * in both; digits of times by zeros; names of the organisation and of tables by one word.
 */
function comparable(json: string): string {
  const ids = new Map<string, string>()
  const numbered = JSON.stringify(JSON.parse(json))
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!ids.has(id)) ids.set(id, `id ${ids.size + 1}`)
      return ids.get(id) as string
    })
    .replace(/\/Date\(\d+/g, '/Date(0')
    .replace(/"OrganizationName":"[^"]*"/g, '"OrganizationName":"name"')
  return JSON.stringify(JSON.parse(numbered, oneChangedTable), null, 1)
}

/** Which tables look different after a change depends on what tables there are. */
function oneChangedTable(_: string, value: unknown): unknown {
  if (!isEntry(value) || value.key !== 'ChangedEntityTypes') return value
  const entries = (value.value as object[]).map((each) => JSON.stringify({ ...each, key: 'table' }))
  return { ...value, value: [...new Set(entries)].map((each) => JSON.parse(each)) }
}

function isEntry(value: unknown): value is { key: string; value: unknown } {
  return typeof value === 'object' && value !== null && 'key' in value && 'value' in value
}
