import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import type { RowReference, Values } from './execution.ts'
import { admin, pipelineFixture, reader, refusal } from './pipeline-fixture.ts'

const { freshPipeline, rows } = await pipelineFixture(await testDatabase())
const pipeline = freshPipeline()

const create = async (table: string, target: Values): Promise<RowReference> => {
  const { id } = await pipeline.execute(admin, { message: 'Create', table, target })
  return { table, id }
}

const send = (
  message: string,
  { table, id }: RowReference,
  Relationship: unknown,
  RelatedEntities: unknown,
  caller = admin,
) => pipeline.execute(caller, { message, table, id, input: { Relationship, RelatedEntities } })

const pairs = async (project: RowReference) =>
  (
    await rows(`select gr_personid from gr_project_person where gr_projectid = '${project.id}'`)
  ).map(({ gr_personid }) => gr_personid)

test('rows are joined from either side, twice makes no difference, and are parted again', async () => {
  const project = await create('gr_project', { gr_name: 'Join' })
  const ada = await create('gr_person', { gr_name: 'Ada' })
  const bob = await create('gr_person', { gr_name: 'Bob' })
  await send('Associate', project, 'gr_project_person', [ada, bob])
  await send('Associate', ada, 'gr_project_person', [project])
  assert.deepEqual((await pairs(project)).toSorted(), [ada.id, bob.id].toSorted())
  await send('Disassociate', bob, 'gr_project_person', [project])
  await send('Disassociate', bob, 'gr_project_person', [project])
  assert.deepEqual(await pairs(project), [ada.id])
})

test('only rows that exist can be joined', async () => {
  const project = await create('gr_project', { gr_name: 'Join' })
  const nobody = { table: 'gr_person', id: randomUUID() }
  const related = await refusal(send('Associate', project, 'gr_project_person', [nobody]))
  assert.equal(related.status, 404)
  assert.match(related.sentence, new RegExp(`Person with the id ${nobody.id}`))
  const target = await refusal(send('Associate', nobody, 'gr_project_person', [project]))
  assert.equal(target.status, 404)
})

test('an unknown relationship is refused with those that exist between the tables', async () => {
  const project = await create('gr_project', { gr_name: 'Join' })
  const ada = await create('gr_person', { gr_name: 'Ada' })
  const error = await refusal(send('Associate', project, 'gr_wrong', [ada]))
  assert.equal(error.code, 'unknown-relationship')
  assert.match(error.advice, /gr_project_person, gr_lead, gr_customer/)
})

test('what is no list of references is refused', async () => {
  const project = await create('gr_project', { gr_name: 'Join' })
  for (const wrong of [undefined, {}, [{}], [{ table: 'gr_person', id: 'x' }], ['x']]) {
    const error = await refusal(send('Associate', project, 'gr_project_person', wrong))
    assert.equal(error.input, 'RelatedEntities')
  }
  const error = await refusal(send('Associate', project, 5, []))
  assert.equal(error.input, 'Relationship')
})

test('a lookup is written by an Update of the row that holds it, from either side', async () => {
  const mine = freshPipeline()
  const updated: unknown[] = []
  mine.addStep({
    ...{ name: 'Sees updates', message: 'Update', stage: 40 },
    run: async ({ table, target }) => {
      updated.push([table, Object.keys(target).filter((name) => name.startsWith('gr_'))])
    },
  })
  const ada = await create('gr_person', { gr_name: 'Ada' })
  const project = await create('gr_project', { gr_name: 'Join' })
  const task = await create('gr_task', { gr_name: 'Task', gr_project: project.id })
  const { table, id } = ada
  const down = { Relationship: 'gr_Doer', RelatedEntities: [task] }
  await mine.execute(admin, { message: 'Associate', table, id, input: down })
  await mine.execute(admin, { message: 'Associate', table, id, input: down })
  const up = { Relationship: 'gr_customer_gr_person', RelatedEntities: [ada] }
  await mine.execute(admin, { message: 'Associate', ...project, input: up })
  const [doer] = await rows(`select gr_doer from gr_task where gr_taskid = '${task.id}'`)
  assert.equal(doer?.gr_doer, ada.id)
  const [customer] = await rows(
    `select gr_customer, gr_customertype from gr_project where gr_projectid = '${project.id}'`,
  )
  assert.deepEqual(customer, { gr_customer: ada.id, gr_customertype: 'gr_person' })
  assert.deepEqual(updated, [
    ['gr_task', ['gr_doer', 'gr_taskid']],
    ['gr_project', ['gr_customer', 'gr_customertype', 'gr_projectid']],
  ])
  await mine.execute(admin, { message: 'Disassociate', table, id, input: down })
  const [free] = await rows(`select gr_doer from gr_task where gr_taskid = '${task.id}'`)
  assert.equal(free?.gr_doer, null)
})

test('a link needs the right to update both sides', async () => {
  const project = await create('gr_project', { gr_name: 'Join' })
  const ada = await create('gr_person', { gr_name: 'Ada' })
  const error = await refusal(send('Associate', project, 'gr_project_person', [ada], reader))
  assert.equal(error.code, 'not-allowed')
  assert.match(error.sentence, /may not update rows of gr_person/)
  assert.deepEqual(await pairs(project), [])
})
