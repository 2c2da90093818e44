import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { general } from '#errors'
import { testDatabase } from '../../test/database.ts'
import type { Execution, Step, Values } from './execution.ts'
import { admin, pipelineFixture, reader, refusal, startOfTime } from './pipeline-fixture.ts'

const { enqueued, freshPipeline, rows } = await pipelineFixture(await testDatabase())

type Pipeline = ReturnType<typeof freshPipeline>

const step = (more: Partial<Step> & Pick<Step, 'run'>): Step => ({
  ...{ name: 'A step', message: 'Create', table: 'gr_project', stage: 40 },
  ...more,
})

const create = (pipeline: Pipeline, target: Values, table = 'gr_project') =>
  pipeline.execute(admin, { message: 'Create', table, target })

const update = (pipeline: Pipeline, id: string, target: Values) =>
  pipeline.execute(admin, { message: 'Update', table: 'gr_project', id, target })

const countOf = async (name: string) =>
  (await rows(`select 1 from gr_project where gr_name = '${name}'`)).length

test('steps run by stage, then rank, then in order of registration; also those for every table', async () => {
  const pipeline = freshPipeline()
  const seen: string[] = []
  const note = (name: string, more: Partial<Step>) =>
    pipeline.addStep(step({ name, ...more, run: async () => void seen.push(name) }))
  note('40 first', { rank: 1 })
  note('40 default a', {})
  note('40 every table', { table: undefined as never })
  note('40 late', { rank: 5000 })
  note('20', { stage: 20 })
  note('10', { stage: 10 })
  note('other table', { table: 'gr_task' })
  note('other message', { message: 'Update' })
  await create(pipeline, { gr_name: 'Order' })
  assert.deepEqual(seen, ['10', '20', '40 first', '40 default a', '40 every table', '40 late'])
  const [last] = pipeline.steps().filter(({ name }) => name === '40 late')
  pipeline.removeStep(last as Step)
  seen.length = 0
  await create(pipeline, { gr_name: 'Order' })
  assert.equal(seen.includes('40 late'), false)
})

test('a step on a misspelt table or column is refused when it is added', () => {
  const pipeline = freshPipeline()
  const run = async () => undefined
  assert.throws(() => pipeline.addStep(step({ table: 'gr_projekt', run })), /gr_projekt/)
  const filteringColumns = ['gr_name', 'gr_nmae']
  assert.throws(() => pipeline.addStep(step({ filteringColumns, run })), /gr_nmae/)
})

test('steps shape what is written, and what they write is held to the same rules', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep(
    step({
      stage: 10,
      run: async ({ target }) => {
        target.gr_memo = 'from stage 10'
      },
    }),
  )
  const change: Values = { gr_locked: 'set by a step', statuscode: 3, gr_budget: 5 }
  pipeline.addStep(
    step({ stage: 20, run: async ({ target }) => void Object.assign(target, change) }),
  )
  const { post } = await create(pipeline, { gr_name: 'Shaped' })
  assert.equal(post?.gr_memo, 'from stage 10')
  assert.equal(post?.gr_locked, 'set by a step')
  assert.equal(post?.gr_budget, '5.0000')
  assert.deepEqual([post?.statecode, post?.statuscode], [0, 3])
  change.gr_count = 99
  const error = await refusal(create(pipeline, { gr_name: 'Shaped' }))
  assert.equal(error.code, 'whole-number-out-of-range')
  delete change.gr_count
  change.gr_projectid = randomUUID()
  assert.equal((await refusal(create(pipeline, { gr_name: 'Shaped' }))).code, 'id-mismatch')
})

test('a step may fill in a required column that the caller left out', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep(
    step({
      stage: 20,
      run: async ({ target }) => {
        target.gr_name ??= 'P-0001'
      },
    }),
  )
  assert.equal((await create(pipeline, {})).post?.gr_name, 'P-0001')
})

test('before the main operation a step sees values as rows hold them, with defaults and author', async () => {
  const pipeline = freshPipeline()
  const seen: Values = {}
  const run = async ({ target }: Execution) => void Object.assign(seen, target)
  pipeline.addStep(step({ stage: 20, run }))
  const { id } = await create(pipeline, { gr_name: 'Seen', gr_start: '2026-01-01T00:00:00Z' })
  assert.deepEqual(seen.gr_start, new Date('2026-01-01T00:00:00Z'))
  assert.equal(seen.gr_kind, 100000000)
  assert.equal(seen.gr_projectid, id)
  assert.deepEqual(seen.createdon, startOfTime)
})

test('afterwards the target holds what the hub filled in, and apart from it what was sent', async () => {
  const pipeline = freshPipeline()
  const seen: { target: Values; sent: Values }[] = []
  const run = async ({ target, sent }: Execution) =>
    void seen.push({ target: { ...target }, sent: { ...sent } })
  pipeline.addStep(step({ message: 'Update', run }))
  const { id } = await create(pipeline, { gr_name: 'Sent', gr_first: 'Ada', gr_last: 'King' })
  await update(pipeline, id, { gr_last: 'Lovelace', gr_start: '2026-01-01T00:00:00+01:00' })
  await update(pipeline, id, { gr_memo: 'no name' })
  const instant = new Date('2025-12-31T23:00:00Z')
  assert.deepEqual(seen[0]?.sent, { gr_last: 'Lovelace', gr_start: instant })
  assert.deepEqual(seen[0]?.target, {
    gr_last: 'Lovelace',
    gr_start: instant,
    gr_projectid: id,
    modifiedon: startOfTime,
    modifiedby: admin.userId,
    gr_full: 'Ada Lovelace',
  })
  assert.equal('gr_full' in (seen[1]?.target ?? {}), false)
})

test('an update step runs only when one of its columns is written, whatever its value', async () => {
  const pipeline = freshPipeline()
  const runs: string[] = []
  const filteringColumns = ['gr_memo', 'gr_count']
  const run = async ({ id }: Execution) => void runs.push(id)
  pipeline.addStep(step({ message: 'Update', filteringColumns, run }))
  const { id } = await create(pipeline, { gr_name: 'Filter', gr_count: 1 })
  await update(pipeline, id, { gr_name: 'Filter 2' })
  assert.deepEqual(runs, [])
  await update(pipeline, id, { gr_count: 1 })
  assert.deepEqual(runs, [id])
})

test('a step that asks about rights is left out for what the hub itself writes', async () => {
  const pipeline = freshPipeline()
  const seen: string[] = []
  const run = async ({ internal }: Execution) => void seen.push(internal ? 'hub' : 'caller')
  pipeline.addStep(step({ requestsOnly: true, run }))
  await create(pipeline, { gr_name: 'Asked for' })
  const target = { gr_name: 'Written by the hub' }
  const request = { message: 'Create', table: 'gr_project', target, internal: true }
  await pipeline.execute(admin, request)
  assert.deepEqual(seen, ['caller'])
})

test('the row before and after is there for steps that want it', async () => {
  const pipeline = freshPipeline()
  const seen: unknown[] = []
  const run = async ({ stage, pre, post }: Execution) =>
    void seen.push([stage, pre?.gr_memo, post?.gr_memo])
  for (const stage of [10, 20, 40] as const) {
    pipeline.addStep(step({ message: 'Update', needsPreImage: true, stage, run }))
  }
  const { id } = await create(pipeline, { gr_name: 'Images', gr_memo: 'old' })
  await update(pipeline, id, { gr_memo: 'new' })
  assert.deepEqual(seen, [
    [10, 'old', undefined],
    [20, 'old', undefined],
    [40, 'old', 'new'],
  ])
  const missing = await refusal(update(pipeline, randomUUID(), { gr_memo: 'new' }))
  assert.equal(missing.status, 404)
})

test('a refusal at stage 40 undoes the write and everything that was started from it', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep(
    step({
      run: async (execution) => {
        const target = { gr_name: 'Nested', gr_project: execution.id }
        await execution.execute({ message: 'Create', table: 'gr_task', target })
        execution.enqueue({ kind: 'never', name: 'Never', payload: {} })
        throw general.busy({ why: 'the step says so' })
      },
    }),
  )
  assert.equal((await refusal(create(pipeline, { gr_name: 'Undone' }))).code, 'busy')
  assert.equal(await countOf('Undone'), 0)
  assert.deepEqual(await rows(`select 1 from gr_task where gr_name = 'Nested'`), [])
  assert.deepEqual(await rows(`select 1 from gr_testjob where job->>'kind' = 'never'`), [])
})

test('an unexpected failure of a step reaches the caller unchanged and undoes the write', async () => {
  const pipeline = freshPipeline()
  const failure = new Error('a bug')
  pipeline.addStep(step({ run: () => Promise.reject(failure) }))
  await assert.rejects(create(pipeline, { gr_name: 'Buggy' }), (error) => error === failure)
  assert.equal(await countOf('Buggy'), 0)
})

test('a nested failure cannot be passed over once it has written', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep(
    step({ table: 'gr_task', run: () => Promise.reject(general.busy({ why: 'x' })) }),
  )
  pipeline.addStep(
    step({
      run: async (execution) => {
        const target = { gr_name: 'Ignored', gr_project: execution.id }
        const request = { message: 'Create', table: 'gr_task', target }
        await execution.execute(request).catch(() => undefined)
      },
    }),
  )
  assert.equal((await refusal(create(pipeline, { gr_name: 'Stubborn' }))).code, 'busy')
  assert.equal(await countOf('Stubborn'), 0)
})

test('a constraint that a nested write broke cannot be passed over either', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep(
    step({
      run: async (execution) => {
        const target = { gr_name: 'Lost', gr_project: randomUUID() }
        const request = { message: 'Create', table: 'gr_task', target }
        await execution.execute(request).catch(() => undefined)
      },
    }),
  )
  const error = await refusal(create(pipeline, { gr_name: 'Stubborn' }))
  assert.equal(error.code, 'lookup-target-missing')
  assert.equal(await countOf('Stubborn'), 0)
})

test('a nested request that was refused before it wrote may be passed over', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep(
    step({
      run: async (execution) => {
        const request = { message: 'Create', table: 'gr_task', target: { wrong: 1 } }
        assert.equal((await refusal(execution.execute(request))).code, 'unknown-columns')
      },
    }),
  )
  assert.ok(await create(pipeline, { gr_name: 'Patient' }))
  assert.equal(await countOf('Patient'), 1)
})

test('jobs of the whole tree come into being by one call, when the transaction commits', async () => {
  const pipeline = freshPipeline()
  const nameOf = (execution: Execution) => `${execution.table} at ${execution.stage}`
  const run = async (execution: Execution) =>
    execution.enqueue({ kind: 'tree', name: nameOf(execution), payload: { id: execution.id } })
  pipeline.addStep(step({ stage: 10, run }))
  pipeline.addStep(step({ table: 'gr_task', run }))
  pipeline.addStep(
    step({
      run: async (execution) => {
        await run(execution)
        const target = { gr_name: 'Child', gr_project: execution.id }
        await execution.execute({ message: 'Create', table: 'gr_task', target })
        assert.deepEqual(await rows(`select 1 from gr_testjob where job->>'kind' = 'tree'`), [])
      },
    }),
  )
  const before = enqueued.length
  await create(pipeline, { gr_name: 'Jobs' })
  assert.equal(enqueued.length, before + 1)
  const stored = await rows(`select job from gr_testjob where job->>'kind' = 'tree' order by id`)
  assert.deepEqual(
    stored.map(({ job }) => {
      const { name, depth, ownerId } = job as Values
      return [name, depth, ownerId]
    }),
    [
      ['gr_project at 10', 1, admin.userId],
      ['gr_project at 40', 1, admin.userId],
      ['gr_task at 40', 2, admin.userId],
    ],
  )
})

test('without steps nothing is enqueued', async () => {
  const before = enqueued.length
  await create(freshPipeline(), { gr_name: 'Quiet' })
  assert.equal(enqueued.length, before)
})

test('writes that start each other for ever are cancelled at the depth limit, all of them', async () => {
  const pipeline = freshPipeline()
  let deepest = 0
  pipeline.addStep(
    step({
      run: async (execution) => {
        deepest = execution.depth
        const target = { gr_name: 'Loop' }
        await execution.execute({ message: 'Create', table: 'gr_project', target })
      },
    }),
  )
  const error = await refusal(create(pipeline, { gr_name: 'Loop' }))
  assert.equal(error.dataverse, 0x80044182)
  assert.equal(deepest, 8)
  assert.equal(await countOf('Loop'), 0)
})

test('the depth that a caller brings along from another system is counted', async () => {
  const pipeline = freshPipeline()
  const request = { message: 'Create', table: 'gr_project', target: { gr_name: 'Deep' } }
  assert.ok(await pipeline.execute({ ...admin, depth: 7 }, request))
  const error = await refusal(pipeline.execute({ ...admin, depth: 8 }, request))
  assert.equal(error.code, 'depth-too-high')
})

test('the correlation of a caller, and shared variables, go down the chain', async () => {
  const pipeline = freshPipeline()
  const seen: unknown[] = []
  const run = async ({ correlationId, requestId, shared, depth, parent }: Execution) =>
    void seen.push([
      correlationId,
      requestId,
      shared.get('tag'),
      shared.get('by'),
      depth,
      parent?.table,
    ])
  pipeline.addStep(step({ table: 'gr_task', run }))
  pipeline.addStep(
    step({
      run: async (execution) => {
        execution.shared.set('by', 'step')
        const target = { gr_name: 'Child', gr_project: execution.id }
        await execution.execute({ message: 'Create', table: 'gr_task', target })
        await run(execution)
      },
    }),
  )
  const correlationId = randomUUID()
  const target = { gr_name: 'Chain' }
  await pipeline.execute(
    { ...admin, correlationId },
    { message: 'Create', table: 'gr_project', target, shared: { tag: 'import' } },
  )
  const [child, parent] = seen as [unknown[], unknown[]]
  assert.deepEqual(child, [correlationId, parent[1], 'import', 'step', 2, 'gr_project'])
  assert.deepEqual(parent, [correlationId, parent[1], 'import', 'step', 1, undefined])
})

test('a step acts with the rights of the caller, unless it says that the hub itself writes', async () => {
  const pipeline = freshPipeline()
  let internal = false
  pipeline.addStep(
    step({
      message: 'Update',
      run: async (execution) => {
        const target = { gr_name: 'Child', gr_project: execution.id }
        await execution.execute({ message: 'Create', table: 'gr_task', target, internal })
      },
    }),
  )
  const { id } = await create(pipeline, { gr_name: 'Rights' })
  const request = { message: 'Update', table: 'gr_project', id, target: { gr_memo: 'x' } }
  const error = await refusal(pipeline.execute(reader, request))
  assert.match(error.sentence, /may not create rows of gr_task/)
  internal = true
  assert.ok(await pipeline.execute(reader, request))
})

test('stage 10 runs before rights are asked, and has no transaction to write in', async () => {
  const pipeline = freshPipeline()
  let ran = false
  pipeline.addStep(
    step({
      stage: 10,
      run: async (execution) => {
        ran = true
        assert.throws(() => execution.tx, /no transaction yet at stage 10/)
      },
    }),
  )
  const request = { message: 'Create', table: 'gr_project', target: { gr_name: 'Ten' } }
  assert.equal((await refusal(pipeline.execute(reader, request))).code, 'not-allowed')
  assert.equal(ran, true)
})

test('what stage 10 of a request starts is committed by itself', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep(
    step({
      stage: 10,
      run: async (execution) => {
        if (execution.parent !== undefined) return
        const target = { gr_name: 'By itself' }
        const child = { message: 'Create', table: 'gr_project', target, internal: true }
        await execution.execute(child)
        throw general.busy({ why: 'enough' })
      },
    }),
  )
  await refusal(create(pipeline, { gr_name: 'Ten' }))
  assert.equal(await countOf('By itself'), 1)
})
