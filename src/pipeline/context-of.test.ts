import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { contextOf, type ExecutionRecord } from './context-of.ts'
import { admin, pipelineFixture, startOfTime } from './pipeline-fixture.ts'

const { freshPipeline } = await pipelineFixture(await testDatabase())

test('a record of an execution survives JSON, with its parents and without secrets', async () => {
  const pipeline = freshPipeline()
  const records: ExecutionRecord[] = []
  pipeline.addStep({
    ...{ name: 'Records', message: 'Update', table: 'gr_project', stage: 40 },
    needsPreImage: true,
    run: async (execution) => {
      const circle: unknown[] = [1n, Number.NaN, new Set(['a'])]
      circle.push(circle)
      execution.shared.set('circle', circle)
      execution.shared.set('when', startOfTime)
      execution.shared.set('act', () => undefined)
      records.push(contextOf(execution))
    },
  })
  pipeline.addStep({
    ...{ name: 'Updates', message: 'Create', table: 'gr_project', stage: 40 },
    run: async (execution) => {
      const target = { gr_last: 'King', gr_password: 'hush', gr_start: '2026-01-01T00:00:00Z' }
      const { table, id } = execution
      const request = { message: 'Update', table, id, target, input: { Reference: { table, id } } }
      await execution.execute(request)
    },
  })
  const target = { gr_name: 'Recorded', gr_first: 'Ada', gr_password: 'hush hush' }
  const { id } = await pipeline.execute(
    { ...admin, initiatingUserId: '00000000-0000-4000-8000-0000000000aa' },
    { message: 'Create', table: 'gr_project', target },
  )
  const [record] = records as [ExecutionRecord]
  assert.deepEqual(JSON.parse(JSON.stringify(record)), record)
  assert.doesNotMatch(JSON.stringify(record), /hush|gr_password|gr_hidden/)
  assert.equal(record.message, 'Update')
  assert.equal(record.stage, 40)
  assert.equal(record.depth, 2)
  assert.equal(record.id, id)
  assert.equal(record.operationCreatedOn, startOfTime.toISOString())
  assert.equal(record.initiatingUserId, '00000000-0000-4000-8000-0000000000aa')
  assert.deepEqual(record.sent, { gr_last: 'King', gr_start: '2026-01-01T00:00:00.000Z' })
  assert.equal(record.target.gr_full, 'Ada King')
  assert.equal(record.pre?.gr_full, 'Ada')
  assert.equal(record.post?.gr_full, 'Ada King')
  assert.deepEqual(record.input, { Reference: { table: 'gr_project', id } })
  assert.deepEqual(record.shared, {
    circle: ['1', null, ['a'], null],
    when: startOfTime.toISOString(),
  })
  assert.equal(record.parent?.message, 'Create')
  assert.deepEqual(record.parent?.sent, { gr_name: 'Recorded', gr_first: 'Ada' })
  assert.equal(record.parent?.parent, null)
})
