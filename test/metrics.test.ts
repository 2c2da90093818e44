/** docs/reference/metrics.md and /metrics tell the same. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { testHub } from './hub.ts'
import { create } from './story.ts'
import { webhookSink, withStatus } from './webhook-sink.ts'

const hub = await testHub()
const sink = await webhookSink()
const page = await readFile(new URL('../docs/reference/metrics.md', import.meta.url), 'utf8')

async function shown(): Promise<string> {
  return await (await fetch(`${hub.url}/metrics`)).text()
}

test('the reference lists every metric of the hub with type and meaning, and no other', async () => {
  const text = await shown()
  const found = [...text.matchAll(/^# HELP (greenroom_\w+) (.+)\n# TYPE \1 (\w+)$/gm)]
  const listed = [...page.matchAll(/^\| `(greenroom_\w+)` \| (\w+) \| [^|]*\| (.+) \|$/gm)]
  assert.deepEqual(
    found.map(([, name, help, type]) => `${name} ${type} ${help}`).sort(),
    listed.map(([, name, type, help]) => `${name} ${type} ${help}`).sort(),
  )
})

test('deliveries are counted by endpoint and outcome, and what waits is shown by kind', async () => {
  const { endpointId } = await hub.webhooks.register(systemCaller, {
    name: 'Measured',
    url: sink.url,
    authentication: { kind: 'WebhookKey', key: 'k' },
    steps: [{ message: 'Create', table: 'contact' }],
  })
  await create(hub, 'contact', { firstname: 'Counted' })
  hub.clock.advance(90_000)
  const waiting = await shown()
  assert.match(waiting, /greenroom_jobs\{kind="webhook\.delivery",state="ready"\} 1/)
  assert.match(waiting, /greenroom_jobs_lag_seconds\{kind="webhook\.delivery"\} 90/)
  await hub.worker.runUntilIdle()
  sink.answer(withStatus(404))
  await create(hub, 'contact', { firstname: 'Refused' })
  await hub.worker.runUntilIdle()
  const text = await shown()
  for (const outcome of ['delivered', '4xx']) {
    const line = `greenroom_delivery_attempts_total{endpoint="${endpointId}",outcome="${outcome}"} 1`
    assert.ok(text.includes(line), line)
  }
  assert.ok(text.includes(`greenroom_delivery_seconds_count{endpoint="${endpointId}"} 2`))
  assert.match(text, /greenroom_job_runs_total\{kind="webhook\.delivery",outcome="failed"\} 1/)
})
