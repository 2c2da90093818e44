import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import type { Values } from './execution.ts'
import { admin, pipelineFixture, refusal, systemUserId } from './pipeline-fixture.ts'

const { freshPipeline, rows } = await pipelineFixture(await testDatabase())
const pipeline = freshPipeline()

const create = async (table: string, target: Values) =>
  (await pipeline.execute(admin, { message: 'Create', table, target })).id

const remove = (table: string, id: string, more = {}) =>
  pipeline.execute(admin, { message: 'Delete', table, id, ...more })

test('a deleted row is gone, with its secrets', async () => {
  const id = await create('gr_project', { gr_name: 'Doomed', gr_password: 'hush' })
  assert.equal((await rows(`select * from gr_testsecret where row = '${id}'`)).length, 1)
  assert.equal((await remove('gr_project', id)).post, undefined)
  assert.deepEqual(await rows(`select * from gr_project where gr_projectid = '${id}'`), [])
  assert.deepEqual(await rows(`select * from gr_testsecret where row = '${id}'`), [])
})

test('deleting what does not exist is refused', async () => {
  assert.equal((await refusal(remove('gr_project', randomUUID()))).status, 404)
})

test('a row that others need is held, and the holding table is named', async () => {
  const person = await create('gr_person', { gr_name: 'Busy' })
  const project = await create('gr_project', { gr_name: 'Work' })
  await create('gr_task', { gr_name: 'Task', gr_project: project, gr_doer: person })
  const error = await refusal(remove('gr_person', person))
  assert.equal(error.code, 'row-is-held')
  assert.equal(error.dataverse, 0x80040227)
  assert.match(error.sentence, /rows of gr_task still point to it \(gr_doer\)/)
})

test('a user who owns rows is held by them', async () => {
  await create('gr_project', { gr_name: 'Owned' })
  const error = await refusal(remove('systemuser', systemUserId))
  assert.match(error.sentence, /rows of gr_project still point to it \(ownerid\)/)
})

test('lookups with several targets are emptied when their row goes', async () => {
  const company = await create('gr_company', { gr_name: 'ACME' })
  const id = await create('gr_project', { gr_name: 'Served', gr_customer: company })
  await remove('gr_company', company)
  const [row] = await rows(
    `select gr_customer, gr_customertype from gr_project where gr_projectid = '${id}'`,
  )
  assert.deepEqual(row, { gr_customer: null, gr_customertype: null })
})

test('a stale version holds a delete back', async () => {
  const id = await create('gr_project', { gr_name: 'Versioned' })
  const error = await refusal(remove('gr_project', id, { ifVersion: 1 }))
  assert.equal(error.code, 'version-changed')
  const [row] = await rows(`select versionnumber from gr_project where gr_projectid = '${id}'`)
  assert.ok(await remove('gr_project', id, { ifVersion: row?.versionnumber }))
})

test('rows that go with their parent fire their own Delete steps, with their pre-images', async () => {
  const mine = freshPipeline()
  const seen: unknown[] = []
  mine.addStep({
    ...{ name: 'Sees tasks go', message: 'Delete', table: 'gr_task', stage: 40 },
    needsPreImage: true,
    run: async ({ pre, post, depth, parent }) => {
      seen.push([pre?.gr_name, post, depth, parent?.table])
    },
  })
  const project = await create('gr_project', { gr_name: 'Parent' })
  await create('gr_task', { gr_name: 'One', gr_project: project, gr_order: 1 })
  await create('gr_task', { gr_name: 'Two', gr_project: project, gr_order: 2 })
  await mine.execute(admin, { message: 'Delete', table: 'gr_project', id: project })
  assert.deepEqual(seen.toSorted(), [
    ['One', undefined, 1, 'gr_project'],
    ['Two', undefined, 1, 'gr_project'],
  ])
  assert.deepEqual(await rows(`select * from gr_task where gr_project = '${project}'`), [])
})

test('without such steps the database deletes them, and rows with secrets leave none behind', async () => {
  const project = await create('gr_project', { gr_name: 'Parent' })
  const task = await create('gr_task', { gr_name: 'Child', gr_project: project })
  const child = await create('gr_project', { gr_name: 'Sub', gr_parent: project })
  await remove('gr_project', project)
  assert.deepEqual(await rows(`select * from gr_task where gr_taskid = '${task}'`), [])
  const [row] = await rows(`select gr_parent from gr_project where gr_projectid = '${child}'`)
  assert.equal(row?.gr_parent, null)
})
