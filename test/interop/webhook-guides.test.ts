/** The commands of the guides on webhooks, as they stand there. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { systemCaller } from '#identity'
import { testHub } from '../hub.ts'
import { create } from '../story.ts'
import { webhookSink, withStatus } from '../webhook-sink.ts'

const run = promisify(execFile)
const key = 'a-key-for-automation-0123456789'
const hub = await testHub({ environment: { GREENROOM_API_KEY: key } })
await hub.identity.ensureFirstAdministrator({
  email: undefined,
  password: undefined,
  apiKey: key,
})
hub.worker.start()
// The guides wait in the time of their reader.
const ticking = setInterval(() => hub.clock.advance(100), 100)
after(() => clearInterval(ticking))

const env = { ...process.env, HUB: hub.url, KEY: key }

async function guide(name: string, language: string): Promise<string[]> {
  const url = new URL(`../../docs/guides/${name}.md`, import.meta.url)
  const text = await readFile(url, 'utf8')
  // Blocks inside of a list are indented by three.
  const blocks = new RegExp(`^( *)\`\`\`${language}\n([^]*?)^\\1\`\`\``, 'gm')
  return [...text.matchAll(blocks)].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )
}

const noCurl = (await run('curl', ['--version']).then(
  () => true,
  () => false,
))
  ? false
  : 'there is no curl on this machine'

/** All blocks in one shell; gives what each printed. */
async function play(name: string, more: Record<string, string> = {}): Promise<string[]> {
  const blocks = await guide(name, 'sh')
  const script = blocks.join("printf '\\n--next--\\n'\n")
  const { stdout } = await run('sh', ['-ec', script], { env: { ...env, ...more }, timeout: 60_000 })
  assert.ok(!stdout.includes('"error"') && !stdout.includes('urn:greenroom:refusal'), stdout)
  return stdout.split('--next--\n')
}

test('register your first webhook: both ways arrive in a bin, a failure is a system job', {
  skip: noCurl,
}, async () => {
  const outputs = await play('first-webhook')
  const looked = outputs.find((text) => text.includes('"received"')) ?? ''
  const [request, ...others] = JSON.parse(looked).received
  assert.equal(others.length, 0)
  assert.match(request.body, /"MessageName":"Update"/)
  assert.equal(request.verdicts[0].checks[0].isRight, true)
  assert.ok(!looked.includes('my secret'))
  assert.ok(outputs.some((text) => text.includes('"succeeded":true')))
  assert.match(String(outputs.at(-1)), /"friendlymessage":"/)
})

test('replay after an outage: what failed is delivered, then all of it to a second receiver', {
  skip: noCurl,
}, async () => {
  const sink = await webhookSink()
  const { endpointId } = await hub.webhooks.register(systemCaller, {
    name: 'Outage',
    url: sink.url,
    authentication: { kind: 'WebhookKey', key: 'k' },
    steps: [{ message: 'Create', table: 'account' }],
  })
  sink.answer(withStatus(500))
  for (const name of ['One', 'Two', 'Three']) await create(hub, 'account', { name })
  await sink.waitFor(3)
  await untilFailed(3)
  sink.clear()
  const outputs = await play('replay-after-an-outage', { ENDPOINT: endpointId })
  assert.equal(sink.received.length, 3)
  assert.ok(
    outputs.some((text) => text.includes('"state":"finished"') && text.includes('"sent":3')),
  )
  assert.match(String(outputs.at(-2)), /"total":3/)
})

async function untilFailed(count: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { rows } = await hub.testDatabase.pool.query(
      `select 1 from asyncoperation where statuscode = 31 and primaryentitytype = 'account'`,
    )
    if (rows.length === count) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`There are not ${count} failed deliveries after five seconds.`)
}

test('move from Dataverse: the import registers what the export says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-guide-'))
  after(() => rm(folder, { recursive: true, force: true }))
  const endpoint = { serviceendpointid: 'e1', name: 'Moved', authtype: 4, url: hub.url }
  const image = { entityalias: 'before', imagetype: 0, attributes: 'firstname, lastname' }
  const step = {
    ...{ name: 'Moved step', stage: 40, mode: 1, rank: 3, asyncautodelete: true },
    ...{ _eventhandler_value: 'e1', filteringattributes: 'firstname,lastname' },
    sdkmessageid: { name: 'Update' },
    sdkmessagefilterid: { primaryobjecttypecode: 'contact' },
    sdkmessageprocessingstepid_sdkmessageprocessingstepimage: [image],
  }
  await writeFile(join(folder, 'endpoints.json'), JSON.stringify({ value: [endpoint] }))
  await writeFile(join(folder, 'steps.json'), JSON.stringify({ value: [step] }))
  const [script = ''] = await guide('move-from-dataverse', 'js')
  await writeFile(join(folder, 'import-webhooks.mjs'), script)
  const secrets = { SECRETS: JSON.stringify({ Moved: 'key' }) }
  const { stdout } = await run(process.execPath, ['import-webhooks.mjs'], {
    cwd: folder,
    env: { ...env, ...secrets },
  })
  assert.equal(stdout.trim(), 'Moved: 1 steps')
  const { rows } = await hub.testDatabase.pool.query(
    `select s.rank, s.asyncautodelete, i.entityalias from sdkmessageprocessingstep s
     join sdkmessageprocessingstepimage i using (sdkmessageprocessingstepid)
     where s.name = 'Moved step'`,
  )
  assert.deepEqual(rows, [{ rank: 3, asyncautodelete: true, entityalias: 'before' }])
})
