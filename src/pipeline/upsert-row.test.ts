import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import type { Request } from './execution.ts'
import { admin, pipelineFixture, reader, refusal } from './pipeline-fixture.ts'

const { freshPipeline, rows } = await pipelineFixture(await testDatabase())
const pipeline = freshPipeline()

const upsert = (request: Partial<Request>) =>
  pipeline.execute(admin, { message: 'Upsert', table: 'gr_project', ...request })

test('a row that is not there is created under the given id, then updated', async () => {
  const id = randomUUID()
  const first = await upsert({ id, target: { gr_name: 'New', gr_password: 'hush' } })
  assert.deepEqual(first.output, { RecordCreated: true, Target: { table: 'gr_project', id } })
  const second = await upsert({ id, target: { gr_name: 'Newer' } })
  assert.equal(second.output.RecordCreated, false)
  assert.equal(second.post?.gr_name, 'Newer')
  const secrets = await rows(`select plaintext from gr_testsecret where row = '${id}'`)
  assert.deepEqual(secrets, [{ plaintext: 'hush' }])
})

test('an alternate key finds the row, and is written into a new one', async () => {
  const request = { key: { gr_code: 'UP1' }, target: { gr_name: 'By key' } }
  const first = await upsert(request)
  assert.equal(first.post?.gr_code, 'UP1')
  const second = await upsert(request)
  assert.equal(second.id, first.id)
  assert.equal(second.output.RecordCreated, false)
})

test('callers who upsert the same row at the same time all succeed and make one row', async () => {
  for (const request of [{ id: randomUUID() }, { key: { gr_code: 'RACE' } }]) {
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, index) => {
        return upsert({ ...request, target: { gr_name: 'Race', gr_any: index } })
      }),
    )
    assert.equal(all.filter(({ output }) => output.RecordCreated === true).length, 1)
    assert.equal(new Set(all.map(({ id }) => id)).size, 1)
  }
})

test('the right that is needed is that of what happens', async () => {
  const id = randomUUID()
  const request = { message: 'Upsert', table: 'gr_project', id, target: { gr_name: 'Mine' } }
  const error = await refusal(pipeline.execute(reader, request))
  assert.match(error.sentence, /may not create/)
  await pipeline.execute(admin, request)
  assert.ok(await pipeline.execute(reader, request))
})

test('steps of Create and Update see an upsert as their parent, at its own depth', async () => {
  const mine = freshPipeline()
  const seen: unknown[] = []
  for (const message of ['Upsert', 'Create', 'Update']) {
    mine.addStep({
      ...{ name: `Sees ${message}`, message, table: 'gr_project', stage: 40 },
      run: async (execution) => {
        seen.push([execution.message, execution.depth, execution.parent?.message])
      },
    })
  }
  const id = randomUUID()
  const request = { message: 'Upsert', table: 'gr_project', id, target: { gr_name: 'Seen' } }
  await mine.execute(admin, request)
  await mine.execute(admin, request)
  assert.deepEqual(seen, [
    ['Create', 1, 'Upsert'],
    ['Upsert', 1, undefined],
    ['Update', 1, 'Upsert'],
    ['Upsert', 1, undefined],
  ])
})
