import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import type { Request, Values } from './execution.ts'
import { admin, pipelineFixture, reader, refusal } from './pipeline-fixture.ts'

const { clock, freshPipeline, rows } = await pipelineFixture(await testDatabase())
const pipeline = freshPipeline()

const create = async (target: Values, table = 'gr_project') =>
  (await pipeline.execute(admin, { message: 'Create', table, target })).id

const update = (id: string, target: Values, more: Partial<Request> = {}) =>
  pipeline.execute(admin, { message: 'Update', table: 'gr_project', id, target, ...more })

test('only the given columns change; author, time and version of the change are kept', async () => {
  const id = await create({ gr_name: 'Before', gr_code: 'U1' })
  const [before] = await rows(`select * from gr_project where gr_projectid = '${id}'`)
  clock.advance(60_000)
  const user = randomUUID()
  const { post } = await pipeline.execute(
    { ...admin, userId: user },
    { message: 'Update', table: 'gr_project', id, target: { gr_name: 'After' } },
  )
  assert.equal(post?.gr_name, 'After')
  assert.equal(post?.gr_code, 'U1')
  assert.equal(post?.modifiedby, user)
  assert.deepEqual(post?.modifiedon, clock.now())
  assert.deepEqual(post?.createdon, before?.createdon)
  assert.ok((post?.versionnumber as number) > (before?.versionnumber as number))
})

test('null empties a column, but not a required one', async () => {
  const id = await create({ gr_name: 'Nullable', gr_memo: 'text' })
  assert.equal((await update(id, { gr_memo: null })).post?.gr_memo, null)
  assert.equal((await refusal(update(id, { gr_name: null }))).code, 'required-column')
  assert.equal((await refusal(update(id, { ownerid: null }))).code, 'required-column')
})

test('a lookup is emptied together with the note of its table', async () => {
  const customer = await create({ gr_name: 'Ada' }, 'gr_person')
  const id = await create({ gr_name: 'Served', gr_customer: customer })
  const { post } = await update(id, { gr_customer: null })
  assert.deepEqual([post?.gr_customer, post?.gr_customertype], [null, null])
})

test('a row that does not exist is not found', async () => {
  const error = await refusal(update(randomUUID(), { gr_name: 'Nobody' }))
  assert.equal(error.status, 404)
  assert.equal(error.dataverse, 0x80040217)
})

test('without the id of a row an update is refused', async () => {
  const request = { message: 'Update', table: 'gr_project', target: { gr_name: 'X' } }
  assert.equal((await refusal(pipeline.execute(admin, request))).code, 'wrong-parameter')
  const wrong = await refusal(update('no id', { gr_name: 'X' }))
  assert.equal(wrong.input, 'id')
})

test('an update of what somebody else has changed in between is refused', async () => {
  const id = await create({ gr_name: 'Versioned' })
  const first = await update(id, { gr_memo: 'one' })
  const ifVersion = first.post?.versionnumber as number
  const second = await update(id, { gr_memo: 'two' }, { ifVersion })
  const error = await refusal(update(id, { gr_memo: 'three' }, { ifVersion }))
  assert.equal(error.code, 'version-changed')
  assert.equal(error.status, 412)
  assert.equal(error.dataverse, 0x80060882)
  assert.equal(error.found, String(second.post?.versionnumber))
  const gone = await refusal(update(randomUUID(), { gr_memo: 'x' }, { ifVersion }))
  assert.equal(gone.status, 404)
})

test('a row can be named by an alternate key', async () => {
  const id = await create({ gr_name: 'Keyed', gr_code: 'U-KEY' })
  const request = { message: 'Update', table: 'gr_project', target: { gr_memo: 'by key' } }
  const outcome = await pipeline.execute(admin, { ...request, key: { gr_code: 'U-KEY' } })
  assert.equal(outcome.id, id)
  const missing = await refusal(pipeline.execute(admin, { ...request, key: { gr_code: 'none' } }))
  assert.equal(missing.dataverse, 0x80060891)
  const unknown = await refusal(pipeline.execute(admin, { ...request, key: { gr_name: 'Keyed' } }))
  assert.equal(unknown.code, 'unknown-key')
  assert.match(unknown.advice, /code \(gr_code\)/)
})

test('a lookup that is moved to a missing row is refused', async () => {
  const id = await create({ gr_name: 'Moved' })
  const error = await refusal(update(id, { gr_parent: randomUUID() }))
  assert.equal(error.code, 'lookup-target-missing')
  assert.equal(error.input, 'gr_parent')
})

test('state and status of an update must fit together', async () => {
  const id = await create({ gr_name: 'Stateful' })
  assert.equal((await update(id, { statecode: 1 })).post?.statuscode, 2)
  assert.equal((await update(id, { statuscode: 3 })).post?.statecode, 0)
  const error = await refusal(update(id, { statecode: 0, statuscode: 2 }))
  assert.equal(error.code, 'wrong-state')
})

test('SetState moves a row to a state and takes -1 for its first status', async () => {
  const id = await create({ gr_name: 'Set' })
  const set = (input: Values) =>
    pipeline.execute(admin, { message: 'SetState', table: 'gr_project', id, input })
  assert.equal((await set({ State: 1, Status: -1 })).post?.statuscode, 2)
  const { post } = await set({ State: 0, Status: 3 })
  assert.deepEqual([post?.statecode, post?.statuscode], [0, 3])
  assert.equal((await refusal(set({ State: 1, Status: 3 }))).code, 'wrong-state')
  assert.equal((await refusal(set({ State: 9 }))).code, 'unknown-choice')
  assert.equal((await refusal(set({ State: '1' }))).code, 'wrong-parameter')
})

test('Assign gives a row to a user or team that exists', async () => {
  const team = randomUUID()
  await rows(`insert into team (teamid, name, businessunitid, createdon, modifiedon, statecode, statuscode)
    select '${team}', 'Crew', businessunitid, now(), now(), 0, 1 from businessunit limit 1`)
  const id = await create({ gr_name: 'Given' })
  const assign = (Assignee: unknown, table = 'gr_project') =>
    pipeline.execute(admin, { message: 'Assign', table, id, input: { Assignee } })
  const { post } = await assign({ table: 'team', id: team })
  assert.deepEqual([post?.ownerid, post?.owneridtype], [team, 'team'])
  const missing = await refusal(assign({ table: 'systemuser', id: team }))
  assert.equal(missing.code, 'lookup-target-missing')
  assert.equal((await refusal(assign(team))).code, 'wrong-parameter')
  const unowned = await refusal(assign({ table: 'team', id: team }, 'gr_person'))
  assert.equal(unowned.code, 'unknown-message')
})

test('the right to update does not include others, and each table is asked for by itself', async () => {
  const id = await create({ gr_name: 'Shared' })
  const request = { message: 'Update', table: 'gr_project', id, target: { gr_memo: 'read' } }
  assert.ok(await pipeline.execute(reader, request))
  const removal = await refusal(pipeline.execute(reader, { ...request, message: 'Delete' }))
  assert.equal(removal.code, 'not-allowed')
})
