import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import type { Execution, Values } from './execution.ts'
import {
  admin,
  pipelineFixture,
  reader,
  refusal,
  rootBusinessUnitId,
  startOfTime,
  systemUserId,
} from './pipeline-fixture.ts'

const { freshPipeline, rows } = await pipelineFixture(await testDatabase())
const pipeline = freshPipeline()

const create = (target: Values, table = 'gr_project') =>
  pipeline.execute(admin, { message: 'Create', table, target })

test('a new row gets an id, its author, an owner, a state and the declared defaults', async () => {
  const { id, post, output } = await create({ gr_name: 'Alpha' })
  const [row] = await rows(`select * from gr_project where gr_projectid = '${id}'`)
  assert.equal(output.id, id)
  assert.deepEqual(post, row)
  assert.ok((row?.versionnumber as number) > 0)
  const expected = {
    gr_name: 'Alpha',
    gr_kind: 100000000,
    gr_done: false,
    statecode: 0,
    statuscode: 1,
    createdon: startOfTime,
    modifiedon: startOfTime,
    createdby: systemUserId,
    modifiedby: systemUserId,
    ownerid: systemUserId,
    owneridtype: 'systemuser',
    owningbusinessunit: rootBusinessUnitId,
  }
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(row?.[name], value, name)
})

test('a caller may choose the id, and a second row with it is a duplicate', async () => {
  const id = randomUUID()
  const request = { message: 'Create', table: 'gr_project', target: { gr_name: 'Beta' } }
  assert.equal((await pipeline.execute(admin, { ...request, id })).id, id)
  const again = await refusal(create({ gr_name: 'Beta', gr_projectid: id.toUpperCase() }))
  assert.equal(again.code, 'duplicate-row')
  assert.equal(again.status, 412)
  assert.equal(again.dataverse, 0x80040237)
  assert.equal(again.input, 'gr_projectid')
})

test('two different ids for one row are refused', async () => {
  const target = { gr_name: 'Beta', gr_projectid: randomUUID() }
  const request = { message: 'Create', table: 'gr_project', id: randomUUID(), target }
  assert.equal((await refusal(pipeline.execute(admin, request))).code, 'id-mismatch')
})

test('a value that an alternate key already has names the key and its column', async () => {
  await create({ gr_name: 'First', gr_code: 'K1' })
  const error = await refusal(create({ gr_name: 'Second', gr_code: 'K1' }))
  assert.equal(error.code, 'duplicate-key')
  assert.equal(error.dataverse, 0x80060892)
  assert.match(error.sentence, /gr_code \(key code\)/)
})

test('a unique index on an expression names the column it is about', async () => {
  await create({ gr_name: 'First', gr_last: 'unique' })
  const error = await refusal(create({ gr_name: 'Second', gr_last: 'uniquE' }))
  assert.equal(error.code, 'duplicate-row')
  assert.equal(error.input, 'gr_last')
})

test('a lookup to a row that does not exist names the column and the table', async () => {
  const error = await refusal(create({ gr_name: 'X', gr_lead: randomUUID() }))
  assert.equal(error.code, 'lookup-target-missing')
  assert.equal(error.dataverse, 0x80040217)
  assert.match(error.sentence, /gr_lead of gr_project points to a row of gr_person/)
  const self = await refusal(create({ gr_name: 'X', gr_parent: randomUUID() }))
  assert.equal(self.code, 'lookup-target-missing')
  assert.equal(self.input, 'gr_parent')
})

test('a lookup with several targets finds out which table an id belongs to', async () => {
  const person = await create({ gr_name: 'Ada' }, 'gr_person')
  const company = await create({ gr_name: 'ACME' }, 'gr_company')
  const byId = await create({ gr_name: 'One', gr_customer: person.id })
  assert.equal(byId.post?.gr_customertype, 'gr_person')
  const reference = { table: 'gr_company', id: company.id }
  const byReference = await create({ gr_name: 'Two', gr_customer: reference })
  assert.equal(byReference.post?.gr_customer, company.id)
  assert.equal(byReference.post?.gr_customertype, 'gr_company')
  const wrong = { table: 'gr_person', id: company.id }
  const error = await refusal(create({ gr_name: 'Three', gr_customer: wrong }))
  assert.equal(error.code, 'lookup-target-missing')
  assert.equal(error.input, 'gr_customer')
  const nobody = await refusal(create({ gr_name: 'Four', gr_customer: randomUUID() }))
  assert.match(nobody.sentence, /gr_company or gr_person/)
})

test('a row given to a team belongs to the business unit of the team', async () => {
  const [unit, team] = [randomUUID(), randomUUID()]
  await rows(`insert into businessunit (businessunitid, name, createdon, modifiedon, statecode, statuscode)
    values ('${unit}', 'North', now(), now(), 0, 1)`)
  await rows(`insert into team (teamid, name, businessunitid, createdon, modifiedon, statecode, statuscode)
    values ('${team}', 'Crew', '${unit}', now(), now(), 0, 1)`)
  const { post } = await create({ gr_name: 'Owned', ownerid: { table: 'team', id: team } })
  assert.equal(post?.ownerid, team)
  assert.equal(post?.owneridtype, 'team')
  assert.equal(post?.owningbusinessunit, unit)
  const error = await refusal(create({ gr_name: 'Owned', ownerid: randomUUID() }))
  assert.equal(error.code, 'lookup-target-missing')
})

test('a state brings its first status along, and a status its state', async () => {
  const closed = await create({ gr_name: 'Closed', statecode: 1 })
  assert.equal(closed.post?.statuscode, 2)
  const waiting = await create({ gr_name: 'Waiting', statuscode: 3 })
  assert.equal(waiting.post?.statecode, 0)
  const error = await refusal(create({ gr_name: 'Mixed', statecode: 1, statuscode: 3 }))
  assert.equal(error.code, 'wrong-state')
  assert.equal(error.dataverse, 0x80048408)
  assert.match(error.advice, /state 1 \(Inactive\) with 2 \(Closed\)/)
})

test('a required column without a value is refused with its label', async () => {
  for (const target of [{}, { gr_name: null }, { gr_name: '' }]) {
    const error = await refusal(create(target))
    assert.equal(error.code, 'required-column')
    assert.match(error.sentence, /gr_name \(Name\) of gr_project/)
  }
})

test('what only the stored row shows to be too long is refused, not a failure of the hub', async () => {
  const error = await refusal(
    create({ gr_name: 'Long', gr_first: 'x'.repeat(20), gr_last: 'y'.repeat(20) }),
  )
  assert.equal(error.code, 'row-cannot-be-stored')
})

test('who lacks the right to create is refused, unless the hub itself writes', async () => {
  const request = { message: 'Create', table: 'gr_project', target: { gr_name: 'Reader' } }
  const error = await refusal(pipeline.execute(reader, request))
  assert.equal(error.code, 'not-allowed')
  assert.equal(error.status, 403)
  const internal = { ...request, internal: true }
  assert.ok((await pipeline.execute(reader, internal)).id)
})

test('the hub itself may keep the times of what it imports', async () => {
  const createdon = new Date('2020-01-01T00:00:00Z')
  const target = { gr_name: 'Old', createdon, gr_locked: 'in', gr_hidden: { a: 1 } }
  const { post } = await pipeline.execute(admin, {
    ...{ message: 'Create', table: 'gr_project', target },
    internal: true,
  })
  assert.deepEqual(post?.createdon, createdon)
  assert.equal(post?.gr_locked, 'in')
  assert.deepEqual(post?.gr_hidden, { a: 1 })
  assert.deepEqual(post?.modifiedon, startOfTime)
})

test('a table or message that is unknown is refused with what is known', async () => {
  const table = await refusal(create({}, 'gr_projekt'))
  assert.equal(table.code, 'unknown-table')
  assert.match(table.advice, /did you mean gr_project\?/)
  const engine = await refusal(create({}, 'gr_engine'))
  assert.equal(engine.code, 'unknown-table')
  const message = await refusal(pipeline.execute(admin, { message: 'Merge', table: 'gr_project' }))
  assert.equal(message.code, 'unknown-message')
  assert.equal(message.dataverse, 0x80040800)
  assert.match(message.advice, /Create, Update, Delete/)
})

test('many rows go in together, each with its own steps, also with different columns', async () => {
  const seen: string[] = []
  const mine = freshPipeline()
  mine.addStep({
    ...{ name: 'Numbers tasks', message: 'Create', table: 'gr_task', stage: 20 },
    run: async ({ target }) => {
      target.gr_order = seen.push(`before ${target.gr_name}`)
    },
  })
  mine.addStep({
    ...{ name: 'Sees rows', message: 'Create', table: 'gr_task', stage: 40 },
    run: async ({ post, target, id }) => {
      assert.equal(post?.gr_taskid, id)
      seen.push(`after ${target.gr_name}`)
    },
  })
  const person = await create({ gr_name: 'Doer' }, 'gr_person')
  mine.addStep({
    ...{ name: 'Makes tasks', message: 'Create', table: 'gr_project', stage: 40 },
    run: async (execution: Execution) => {
      const targets = [
        { gr_name: 'a', gr_project: execution.id },
        { gr_name: 'b', gr_project: execution.id, gr_doer: person.id },
        { gr_name: 'c', gr_project: execution.id },
      ]
      const requests = targets.map((target) => ({ message: 'Create', table: 'gr_task', target }))
      const outcomes = await execution.executeAll(requests)
      assert.deepEqual(
        outcomes.map(({ post }) => post?.gr_name),
        ['a', 'b', 'c'],
      )
    },
  })
  const request = { message: 'Create', table: 'gr_project', target: { gr_name: 'Parent' } }
  const { id } = await mine.execute(admin, request)
  const stored = await rows(
    `select gr_name, gr_order, gr_doer from gr_task where gr_project = '${id}' order by gr_order`,
  )
  assert.deepEqual(stored, [
    { gr_name: 'a', gr_order: 1, gr_doer: null },
    { gr_name: 'b', gr_order: 2, gr_doer: person.id },
    { gr_name: 'c', gr_order: 3, gr_doer: null },
  ])
  assert.deepEqual(seen, ['before a', 'before b', 'before c', 'after a', 'after b', 'after c'])
})

test('many rows at once keep what is equal in all of them and what is not', async () => {
  const mine = freshPipeline()
  const doer = (await create({ gr_name: 'Doer' }, 'gr_person')).id
  const targets = Array.from({ length: 40 }, (_, at) => ({
    ...{ gr_name: 'equal', gr_doer: doer, gr_order: at % 3 === 0 ? null : at },
  }))
  mine.addStep({
    ...{ name: 'Makes tasks', message: 'Create', table: 'gr_project', stage: 40 },
    run: async (execution: Execution) => {
      const requests = targets.map((target) => ({
        ...{ message: 'Create', table: 'gr_task' },
        target: { ...target, gr_project: execution.id },
      }))
      const posts = (await execution.executeAll(requests)).map(({ post }) => post)
      assert.deepEqual(
        posts.map((post) => [post?.gr_name, post?.gr_doer, post?.gr_order, post?.createdon]),
        targets.map(({ gr_order }) => ['equal', doer, gr_order, startOfTime]),
      )
    },
  })
  const request = { message: 'Create', table: 'gr_project', target: { gr_name: 'Parent' } }
  const { id } = await mine.execute(admin, request)
  const stored = await rows(
    `select gr_name, gr_doer, ownerid from gr_task where gr_project = '${id}'`,
  )
  assert.equal(stored.length, 40)
  for (const row of stored) {
    assert.deepEqual(row, { gr_name: 'equal', gr_doer: doer, ownerid: systemUserId })
  }
})
