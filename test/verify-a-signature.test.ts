import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { systemCaller } from '#identity'
import { cleanUpAfterwards } from './database.ts'
import { registerEndpoint } from './register-endpoint.ts'
import { webhookSink } from './webhook-sink.ts'
import { webhookWorld } from './webhook-world.ts'

const world = await webhookWorld()
const sink = await webhookSink()

type IsFromHub = (
  secret: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  now: number,
) => boolean

/** The code of the guide, as it stands there. */
async function codeOfGuide(): Promise<IsFromHub> {
  const guide = await readFile(
    new URL('../docs/guides/verify-a-signature.md', import.meta.url),
    'utf8',
  )
  const code = /```js\n(.*?)```/s.exec(guide)?.[1] ?? ''
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-guide-'))
  cleanUpAfterwards(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'verify.mjs')
  await writeFile(file, code)
  const module = await import(pathToFileURL(file).href)
  return module.isFromHub as IsFromHub
}

test('the JavaScript of the guide accepts what the hub sends, and nothing else', async () => {
  const isFromHub = await codeOfGuide()
  const { id } = await registerEndpoint(world, sink, {}, { message: 'Create' })
  const request = { message: 'gr_RotateSigningSecret', table: 'serviceendpoint', id }
  const rotate = async () =>
    String((await world.pipeline.execute(systemCaller, request)).output.Secret)
  const secrets = [await rotate(), await rotate()]
  await world.webhooks.refresh()
  await world.create('contact', { lastname: 'Glynn' })
  await world.worker.runUntilIdle()
  const [received] = await sink.waitFor(1)
  assert.ok(received)
  const { body } = received
  const headers = Object.fromEntries(received.headers)
  const now = world.clock.now().getTime()
  for (const secret of secrets) assert.ok(isFromHub(secret, headers, body, now))
  const [secret = ''] = secrets
  assert.ok(!isFromHub('whsec_b3RoZXIgb3RoZXIgb3RoZXIgb3RoZXI=', headers, body, now))
  assert.ok(!isFromHub(secret, headers, `${body} `, now))
  assert.ok(!isFromHub(secret, { ...headers, 'webhook-id': 'other' }, body, now))
  for (const minutes of [-6, 6])
    assert.ok(!isFromHub(secret, headers, body, now + minutes * 60_000))
  assert.ok(!isFromHub(secret, {}, body, now))
})
