/** The short form of bench/webhooks/crash-table.ts: a whole hub is killed while it delivers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { startChildHub } from '../child-hub.ts'
import { testHub, unusedPort } from '../hub.ts'
import { webhookSink } from '../webhook-sink.ts'

const key = 'a-key-for-automation-0123456789'
const hub = await testHub()
const sink = await webhookSink()

async function environment(): Promise<Record<string, string>> {
  return {
    PORT: String(await unusedPort()),
    DATABASE_URL: hub.testDatabase.url,
    GREENROOM_DATA_DIR: hub.settings.dataDirectory,
    GREENROOM_OUTBOUND_ALLOW: '127.0.0.1',
    GREENROOM_API_KEY: key,
  }
}

async function post(url: string, body: unknown): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

test('no webhook of an answered write is lost when the hub is killed while it delivers', async () => {
  const first = await startChildHub(await environment())
  const registered = await post(`${first.url}/api/v1/webhooks`, {
    name: 'Survives',
    url: sink.url,
    authentication: { kind: 'WebhookKey', key: 'k' },
    steps: [{ message: 'Create', table: 'contact' }],
  })
  assert.equal(registered.status, 201)
  // Some are always under way.
  sink.answer((response) => void setTimeout(() => response.end(), 50))
  const answered: string[] = []
  const writes = Array.from({ length: 150 }, async (_, number) => {
    await wait(number * 5)
    // Whatever meets the dead hub was not answered.
    await post(`${first.url}/api/data/v9.2/contacts`, { lastname: `${number}` }).then(
      ({ headers }) => {
        answered.push(/\(([^)]+)\)$/.exec(headers.get('odata-entityid') ?? '')?.[1] ?? '')
      },
      () => undefined,
    )
  })
  while (answered.length < 40) await wait(5)
  await first.kill()
  await Promise.all(writes)
  assert.ok(answered.length < 150, 'the hub died while writes were coming')
  const second = await startChildHub(await environment())
  try {
    const told = new Set<string>()
    for (let attempt = 0; attempt < 600; attempt += 1) {
      await wait(100)
      for (const { body } of sink.received) told.add(JSON.parse(body).PrimaryEntityId)
      if (answered.every((id) => told.has(id))) break
    }
    assert.deepEqual(
      answered.filter((id) => !told.has(id)),
      [],
      'every answered write was told',
    )
  } finally {
    assert.equal(await second.stop(), 0)
  }
})
