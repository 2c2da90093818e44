import assert from 'node:assert/strict'
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '#clock'
import { isRefusal, type Refusal } from '#errors'
import { relationships, systemCaller } from '#identity'
import type { Values } from '#pipeline'
import { filterId, messageId } from '#webhooks'
import { createHandlerReads } from '../src/handler-reads.ts'
import { handlerId } from '../src/webhooks/handlers/handler-rows.ts'
import { cleanUpAfterwards } from './database.ts'
import { webhookSink } from './webhook-sink.ts'
import { webhookWorld, worldTables } from './webhook-world.ts'

const files: Readonly<Record<string, string>> = {
  tidy: `
export const name = 'Tidy names'
export const description = 'Takes blanks away.'
export const handle = ({ target }: { target: Record<string, unknown> }): void => {
  target.firstname = String(target.firstname).trim()
}`,
  refuse: `
export const handle = async ({ target, configuration, log }) => {
  log('looking', { name: target.firstname })
  if (target.firstname === configuration) throw new Error('Nobody may be called ' + configuration + '.')
}`,
  follow: `
export const handle = async ({ id, execute, read, shared, postImages, sendContext, configuration }) => {
  const [row] = await read("contacts?$select=firstname,jobtitle&$filter=contactid eq " + id)
  await execute({ message: 'Create', table: 'account', target: { name: row.firstname + ' & ' + postImages.after.lastname } })
  shared.followed = true
  if (configuration !== null) await sendContext(configuration)
}`,
  hang: `export const handle = () => new Promise(() => undefined)`,
  compute: `export const handle = () => { for (;;) continue }`,
  secrets: `export const handle = () => { throw new Error(JSON.stringify(process.env)) }`,
  internal: `
export const handle = async ({ execute, id }) => {
  await execute({ message: 'Update', table: 'contact', id, internal: true, target: { createdon: '2020-01-01T00:00:00Z' } })
}`,
  broken: `export const handle = (`,
  empty: `export const nothing = 1`,
  crash: `export const handle = () => { setImmediate(() => { throw new Error('out of the blue') }); return new Promise(() => undefined) }`,
}

const folder = await mkdtemp(join(tmpdir(), 'greenroom-handlers-'))
for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.ts`), text)
cleanUpAfterwards(() => rm(folder, { recursive: true, force: true }))

const reads = createHandlerReads({
  clock: systemClock,
  tables: worldTables,
  relationships: Object.values(relationships),
  root: 'http://hub.example/api/data/v9.2/',
})
const handlers = {
  folder,
  readRows: reads.read,
  callerOf: async (userId: string) => ({ ...systemCaller, userId }),
  handlerTimeMs: 700,
}
const world = await webhookWorld({ handlers })
const sink = await webhookSink()

interface StepOptions extends Values {
  readonly message?: string
}

async function register(file: string, { message = 'Create', ...more }: StepOptions = {}) {
  const step = await world.create('sdkmessageprocessingstep', {
    eventhandler: { table: 'plugintype', id: handlerId(file) },
    sdkmessageid: messageId(message),
    sdkmessagefilterid: filterId(message, 'contact'),
    stage: 20,
    mode: 0,
    ...more,
  })
  await world.webhooks.refresh()
  return {
    step,
    end: async () => {
      await world.remove('sdkmessageprocessingstep', step)
      await world.webhooks.refresh()
    },
  }
}

const contact = (firstname: string) => world.create('contact', { firstname, lastname: 'Beam' })

async function refusalOf(act: Promise<unknown>): Promise<Refusal> {
  try {
    await act
  } catch (error) {
    assert.ok(isRefusal(error), String(error))
    return error
  }
  throw new assert.AssertionError({ message: 'It was done.' })
}

test('files are plug-in types of one assembly; what cannot run says why', async () => {
  const rows = await world.query(
    `select p.name, p.friendlyname, p.description, p.gr_handlerstate as state, p.gr_handlerproblem as problem
     from plugintype p join pluginassembly a using (pluginassemblyid) where a.name = 'greenroom.handlers' order by p.name`,
  )
  assert.deepEqual(
    rows.map(({ name }) => name),
    Object.keys(files).toSorted(),
  )
  const [broken] = rows.filter(({ name }) => name === 'broken')
  assert.equal(broken?.state, 3)
  const [empty] = rows.filter(({ name }) => name === 'empty')
  assert.match(String(empty?.problem), /exports no function/)
  const [tidy] = rows.filter(({ name }) => name === 'tidy')
  assert.deepEqual(tidy, {
    name: 'tidy',
    friendlyname: 'Tidy names',
    description: 'Takes blanks away.',
    state: 1,
    problem: null,
  })
})

test('a handler at stage 20 changes what is written, until its step is switched off', async () => {
  const { step, end } = await register('tidy')
  const [row] = await world.query(
    'select name, plugintypeid from sdkmessageprocessingstep where sdkmessageprocessingstepid = $1',
    [step],
  )
  assert.deepEqual(row, { name: 'Tidy names: Create of contact', plugintypeid: handlerId('tidy') })
  const nameOf = async (id: string) =>
    (await world.query('select firstname from contact where contactid = $1', [id]))[0]?.firstname
  assert.equal(await nameOf(await contact('  Jim ')), 'Jim')
  await world.update('sdkmessageprocessingstep', step, { statecode: 1, statuscode: 2 })
  await world.webhooks.refresh()
  assert.equal(await nameOf(await contact('  Jim ')), '  Jim ')
  await end()
})

test('what a handler throws refuses the operation in its words; its configuration is the step’s', async () => {
  const { end } = await register('refuse', { configuration: 'Bob' })
  const refusal = await refusalOf(contact('Bob'))
  assert.equal(refusal.sentence, 'Nobody may be called Bob.')
  assert.equal(refusal.dataverse, 0x80040265)
  await contact('Rob')
  await end()
})

test('a handler of a step with gr_changedonly runs only when a value became another one', async () => {
  const id = await contact('Bob')
  const changedOnly = { message: 'Update', configuration: 'Bob', filteringattributes: 'firstname' }
  const { end } = await register('refuse', { ...changedOnly, gr_changedonly: true })
  await world.update('contact', id, { firstname: 'Bob' })
  await world.update('contact', id, { firstname: 'Rob' })
  assert.match((await refusalOf(world.update('contact', id, { firstname: 'Bob' }))).sentence, /Bob/)
  await end()
})

test('a handler reads and writes in the transaction, and leaves nothing where that fails', async () => {
  const endpoint = await world.create('serviceendpoint', {
    name: 'Sink',
    contract: 8,
    url: sink.url,
    authtype: 5,
  })
  const { step, end } = await register('follow', { stage: 40, configuration: endpoint })
  await world.create('sdkmessageprocessingstepimage', {
    sdkmessageprocessingstepid: step,
    entityalias: 'after',
    imagetype: 1,
    messagepropertyname: 'Target',
    attributes: 'lastname',
  })
  await world.webhooks.refresh()
  await contact('Jack')
  assert.equal((await world.query(`select name from account where name = 'Jack & Beam'`)).length, 1)
  const [told] = await sink.waitFor(1)
  assert.match(told?.body ?? '', /"MessageName":"Create"/)
  const { end: endRefusal } = await register('secrets', { stage: 40, rank: 5 })
  await refusalOf(contact('Joan'))
  assert.equal((await world.query(`select name from account where name = 'Joan & Beam'`)).length, 0)
  await endRefusal()
  await end()
})

test('a handler that hangs is left after its time, one that computes for ever is ended', async () => {
  for (const file of ['hang', 'compute', 'hang']) {
    const { end } = await register(file)
    const began = performance.now()
    const beat = setInterval(() => (beats += 1), 20)
    let beats = 0
    const refusal = await refusalOf(contact('Jim'))
    clearInterval(beat)
    assert.equal(refusal.code, 'handler-timed-out')
    assert.ok(performance.now() - began < 5_000)
    assert.ok(beats > 10, 'the hub goes on meanwhile')
    await end()
  }
  await contact('Jim')
})

test('a crash of a thread is one failed operation; the next run has a new thread', async () => {
  const { end } = await register('crash')
  for (let run = 0; run < 2; run += 1) {
    const refusal = await refusalOf(contact('Jim'))
    assert.equal(refusal.code, 'handler-ended')
    assert.match(refusal.sentence, /out of the blue/)
  }
  await end()
})

test('handlers see none of the settings of the hub', async () => {
  process.env.GREENROOM_TEST_PLANTED = 'planted'
  const { end } = await register('secrets')
  assert.equal((await refusalOf(contact('Jim'))).sentence, '{}')
  await end()
})

test('a handler may write what its user may write, and no read-only columns', async () => {
  const { end } = await register('internal', { stage: 40 })
  assert.match((await refusalOf(contact('Jim'))).sentence, /createdon/)
  await end()
})

test('an asynchronous handler is a system job that succeeds, or fails in its words', async () => {
  const { step, end } = await register('refuse', { stage: 40, mode: 1, configuration: 'Bob' })
  await contact('Bob')
  await contact('Rob')
  await world.worker.runUntilIdle()
  const jobs = await world.query(
    'select statuscode, friendlymessage, errorcode from asyncoperation where owningextensionid = $1 order by sequence',
    [step],
  )
  assert.deepEqual(jobs, [
    { statuscode: 31, friendlymessage: 'Nobody may be called Bob.', errorcode: -2147220891 },
    { statuscode: 30, friendlymessage: null, errorcode: null },
  ])
  await end()
})

test('a step whose file is broken or was taken away refuses, and says which', async () => {
  const { end } = await register('broken')
  assert.equal((await refusalOf(contact('Jim'))).code, 'handler-missing')
  await end()
  await unlink(join(folder, 'tidy.ts'))
  const later = await world.another({ handlers })
  const { step } = await register('tidy')
  const [row] = await world.query(
    'select gr_handlerstate as state from plugintype where plugintypeid = $1',
    [handlerId('tidy')],
  )
  assert.equal(row?.state, 2)
  await later.webhooks.refresh()
  const refusal = await refusalOf(later.create('contact', { firstname: 'Jim', lastname: 'Beam' }))
  assert.equal(refusal.code, 'handler-missing')
  assert.match(refusal.sentence, /tidy/)
  await world.remove('sdkmessageprocessingstep', step)
})
