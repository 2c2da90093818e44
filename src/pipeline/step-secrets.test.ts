/** Steps and write-only columns: they see that a secret was set, never which. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { general } from '#errors'
import { testDatabase } from '../../test/database.ts'
import type { Execution, Step, Values } from './execution.ts'
import { admin, pipelineFixture, refusal } from './pipeline-fixture.ts'
import { secretIsSet } from './secrets.ts'

const { freshPipeline, rows } = await pipelineFixture(await testDatabase())

type Pipeline = ReturnType<typeof freshPipeline>

const step = (more: Partial<Step> & Pick<Step, 'run'>): Step => ({
  ...{ name: 'A step', message: 'Create', table: 'gr_project', stage: 40 },
  ...more,
})

const create = (pipeline: Pipeline, target: Values) =>
  pipeline.execute(admin, { message: 'Create', table: 'gr_project', target })

const update = (pipeline: Pipeline, id: string, target: Values) =>
  pipeline.execute(admin, { message: 'Update', table: 'gr_project', id, target })

test('steps see that a secret was set, never which; the vault has it when the write commits', async () => {
  const pipeline = freshPipeline()
  const seen: unknown[] = []
  const run = async ({ target, sent }: Execution) =>
    void seen.push(target.gr_password, sent.gr_password)
  for (const stage of [10, 20, 40] as const) pipeline.addStep(step({ stage, run }))
  const { id, post } = await create(pipeline, { gr_name: 'Secret', gr_password: 'hush' })
  assert.deepEqual(seen, Array(6).fill(secretIsSet))
  assert.equal('gr_password' in (post ?? {}), false)
  const secrets = () => rows(`select columnname, plaintext from gr_testsecret where row = '${id}'`)
  assert.deepEqual(await secrets(), [{ columnname: 'gr_password', plaintext: 'hush' }])
  await update(pipeline, id, { gr_memo: 'kept' })
  assert.equal((await secrets()).length, 1)
  await update(pipeline, id, { gr_password: null })
  assert.deepEqual(await secrets(), [])
  const failing = freshPipeline()
  failing.addStep(
    step({ message: 'Update', run: () => Promise.reject(general.busy({ why: 'x' })) }),
  )
  await refusal(update(failing, id, { gr_password: 'never kept' }))
  assert.deepEqual(await secrets(), [])
})

test('a step may set a secret too', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep(
    step({
      stage: 20,
      run: async ({ target }) => {
        target.gr_password = 'made up'
      },
    }),
  )
  const { id } = await create(pipeline, { gr_name: 'Secret' })
  const stored = await rows(`select plaintext from gr_testsecret where row = '${id}'`)
  assert.deepEqual(stored, [{ plaintext: 'made up' }])
})
