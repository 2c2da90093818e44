import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { withTransaction } from '#database'
import { general, isRefusal } from '#errors'
import { testDatabase } from '../../test/database.ts'
import type { Execution, MessageDefinition, Outcome, Values } from './execution.ts'
import { admin, pipelineFixture, reader, refusal } from './pipeline-fixture.ts'

const { db, enqueued, freshPipeline, rows } = await pipelineFixture(await testDatabase())

const creating = (targets: readonly Values[], table = 'gr_project') =>
  targets.map((target) => ({ caller: admin, request: { message: 'Create', table, target } }))

const codes = (results: readonly (Outcome | Error)[]) =>
  results.map((each) => (each instanceof Error ? (isRefusal(each) ? each.code : 'bug') : 'ok'))

const named = async (name: string) =>
  (await rows(`select gr_code from gr_project where gr_name = '${name}' order by gr_code`)).map(
    ({ gr_code }) => gr_code,
  )

/** How many transactions wrote the rows: each leaves its own xmin. */
const transactionsOf = async (table: string, name: string) =>
  (await rows(`select distinct xmin::text from ${table} where gr_name = '${name}'`)).length

test('a group is one transaction, and a refused one does not touch the others', async () => {
  const pipeline = freshPipeline()
  const targets = [
    { gr_name: 'Group', gr_code: 'G1' },
    { gr_name: 'Group', gr_code: 'far too long' },
    { gr_name: 'Group', gr_code: 'G2' },
    { gr_nmae: 'Group' },
  ]
  const results = await pipeline.executeEach(creating(targets))
  assert.equal(await transactionsOf('gr_project', 'Group'), 1)
  assert.deepEqual(codes(results), ['ok', 'text-too-long', 'ok', 'unknown-columns'])
  assert.deepEqual(await named('Group'), ['G1', 'G2'])
})

test('rights and stage 10 are asked for each by itself', async () => {
  const pipeline = freshPipeline()
  const request = { message: 'Create', table: 'gr_project', target: { gr_name: 'Mixed' } }
  const results = await pipeline.executeEach([
    { caller: reader, request },
    { caller: admin, request },
  ])
  assert.deepEqual(codes(results), ['not-allowed', 'ok'])
})

test('when one breaks a constraint, the guilty one is found and nothing of the others is lost', async () => {
  const pipeline = freshPipeline()
  const pairs = ['D1', 'D2', 'D1', 'D3'].map((gr_code) => ({ gr_name: 'Duplicate', gr_code }))
  const results = await pipeline.executeEach(creating(pairs))
  assert.deepEqual(codes(results), ['ok', 'ok', 'duplicate-key', 'ok'])
  assert.deepEqual(await named('Duplicate'), ['D1', 'D2', 'D3'])
})

test('a bug in a step fails only the one it happened to', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep({
    ...{ name: 'Fails for B2', message: 'Create', table: 'gr_project', stage: 40 },
    run: async ({ target }) => {
      if (target.gr_code === 'B2') throw new Error('a bug')
    },
  })
  const targets = ['B1', 'B2', 'B3'].map((gr_code) => ({ gr_name: 'Bug', gr_code }))
  assert.deepEqual(codes(await pipeline.executeEach(creating(targets))), ['ok', 'bug', 'ok'])
  assert.deepEqual(await named('Bug'), ['B1', 'B3'])
})

test('a refusal after a write undoes that write alone, and its jobs', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep({
    ...{ name: 'Refuses R2 late', message: 'Create', table: 'gr_project', stage: 40 },
    run: async (execution) => {
      execution.enqueue({ kind: 'late', name: String(execution.target.gr_code), payload: {} })
      if (execution.target.gr_code === 'R2') throw general.busy({ why: 'late' })
    },
  })
  const targets = ['R1', 'R2', 'R3'].map((gr_code) => ({ gr_name: 'Late', gr_code }))
  assert.deepEqual(codes(await pipeline.executeEach(creating(targets))), ['ok', 'busy', 'ok'])
  assert.deepEqual(await named('Late'), ['R1', 'R3'])
  const jobs = await rows(`select job->>'name' as name from gr_testjob where job->>'kind' = 'late'`)
  assert.deepEqual(
    jobs.map(({ name }) => name),
    ['R1', 'R3'],
  )
})

test('jobs of a refused one are not made, those of the others by one call', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep({
    ...{ name: 'Refuses J2 early', message: 'Create', table: 'gr_project', stage: 20 },
    run: async (execution) => {
      execution.enqueue({ kind: 'early', name: String(execution.target.gr_code), payload: {} })
      if (execution.target.gr_code === 'J2') throw general.busy({ why: 'early' })
    },
  })
  const before = enqueued.length
  const targets = ['J1', 'J2', 'J3'].map((gr_code) => ({ gr_name: 'Early', gr_code }))
  const results = await pipeline.executeEach(creating(targets))
  assert.deepEqual(codes(results), ['ok', 'busy', 'ok'])
  assert.deepEqual(
    enqueued.slice(before).map((jobs) => jobs.map(({ name }) => name)),
    [['J1', 'J3']],
  )
})

test('updates and deletes go in groups too', async () => {
  const pipeline = freshPipeline()
  const made = await pipeline.executeEach(creating([{ gr_name: 'Many' }, { gr_name: 'Many' }]))
  const ids = [...made.map((each) => (each as Outcome).id), randomUUID()]
  const each = (message: string) =>
    ids.map((id) => ({
      caller: admin,
      request: { message, table: 'gr_project', id, target: { gr_memo: 'grouped' } },
    }))
  assert.deepEqual(codes(await pipeline.executeEach(each('Update'))), ['ok', 'ok', 'not-found'])
  assert.deepEqual(codes(await pipeline.executeEach(each('Delete'))), ['ok', 'ok', 'not-found'])
  assert.deepEqual(await named('Many'), [])
})

test('a group is for one message on one table', async () => {
  const pipeline = freshPipeline()
  const mixture = [...creating([{}]), ...creating([{}], 'gr_task')]
  await assert.rejects(pipeline.executeEach(mixture), TypeError)
  assert.deepEqual(await pipeline.executeEach([]), [])
})

/** The database with a transaction that fails as `act` says. */
function failing(act: (run: () => Promise<unknown>) => Promise<unknown>): typeof db {
  const transaction = () => {
    const real = db.transaction()
    return {
      execute: (work: (tx: never) => Promise<unknown>) => act(() => real.execute(work as never)),
    }
  }
  return Object.create(db, { transaction: { value: transaction } })
}

test('when no transaction can be had, the group is not tried again one by one', async () => {
  let tries = 0
  const unreachable = failing(async () => {
    tries += 1
    throw new Error('no connection')
  })
  const pipeline = freshPipeline({ db: unreachable })
  const results = await pipeline.executeEach(creating([{ gr_name: 'A' }, { gr_name: 'B' }]))
  assert.deepEqual(codes(results), ['bug', 'bug'])
  assert.equal(tries, 1)
})

test('when the connection breaks during the commit, nothing is written a second time', async () => {
  const breaking = failing(async (run) => {
    await run()
    throw new Error('connection lost')
  })
  const pipeline = freshPipeline({ db: breaking })
  const targets = ['C1', 'C2'].map((gr_code) => ({ gr_name: 'Unsure', gr_code }))
  assert.deepEqual(codes(await pipeline.executeEach(creating(targets))), ['bug', 'bug'])
  assert.deepEqual(await named('Unsure'), ['C1', 'C2'])
})

/** Books a person on a project: the shape of a registration. */
function booking(seats: number): MessageDefinition {
  return {
    name: 'gr_Book',
    table: 'gr_project',
    privilege: 'Update',
    async run(executions, group) {
      const taken = await sql<{ count: number }>`
        select count(*)::integer as count from gr_task where gr_name = 'Booking'`.execute(group.tx)
      let free = seats - (taken.rows[0]?.count ?? 0)
      const admitted: Execution[] = []
      const results = new Map<Execution, Error>()
      for (const each of executions) {
        if (free > 0) admitted.push(each)
        else results.set(each, general.busy({ why: 'full' }))
        free -= 1
      }
      const made = await group.executeAll(
        admitted.map((execution) => ({
          execution,
          request: {
            ...{ message: 'Create', table: 'gr_task', internal: true },
            target: { gr_name: 'Booking', gr_project: execution.id, ...execution.target },
          },
        })),
      )
      return executions.map((each) => {
        const refused = results.get(each)
        if (refused !== undefined) return refused
        const outcome = made[admitted.indexOf(each)] as Outcome | Error
        return outcome instanceof Error
          ? outcome
          : { id: outcome.id, output: { place: outcome.id } }
      })
    },
  }
}

test('an own message serves a whole group at once, each with its own result and steps', async () => {
  const pipeline = freshPipeline()
  pipeline.defineMessage(booking(3))
  const seen: unknown[] = []
  pipeline.addStep({
    ...{ name: 'Sees bookings', message: 'gr_Book', table: 'gr_project', stage: 40 },
    run: async ({ id, output, depth }) => void seen.push([id, output.place, depth]),
  })
  pipeline.addStep({
    ...{ name: 'Sees tasks', message: 'Create', table: 'gr_task', stage: 40 },
    run: async ({ parent, depth }) => void seen.push([parent?.message, depth]),
  })
  const { id } = await pipeline.execute(admin, {
    ...{ message: 'Create', table: 'gr_project', target: { gr_name: 'Booked' } },
  })
  const targets: Values[] = [{}, { gr_order: 'wrong' }, {}, {}]
  const request = { message: 'gr_Book', table: 'gr_project', id }
  const results = await pipeline.executeEach(
    targets.map((target) => ({ caller: reader, request: { ...request, target } })),
  )
  assert.equal(await transactionsOf('gr_task', 'Booking'), 1)
  assert.deepEqual(codes(results), ['ok', 'wrong-type', 'ok', 'busy'])
  const booked = (results[0] as Outcome).id
  assert.deepEqual(seen.slice(0, 3), [
    ['gr_Book', 2],
    ['gr_Book', 2],
    [booked, booked, 1],
  ])
  const outcome = await pipeline.execute(admin, request)
  assert.equal(outcome.output.place, outcome.id)
  assert.equal((await refusal(pipeline.execute(admin, request))).code, 'busy')
})

test('own messages are listed, exist for one table only, and cannot be defined twice', async () => {
  const pipeline = freshPipeline()
  const offer = { on: 'row', takes: {}, gives: { place: 'Int32' } } as const
  pipeline.defineMessage({ ...booking(1), offer })
  assert.deepEqual(pipeline.messages().at(-1), {
    ...{ name: 'gr_Book', table: 'gr_project', privilege: 'Update', offer },
  })
  assert.throws(() => pipeline.defineMessage(booking(1)), /defined twice/)
  const error = await refusal(pipeline.execute(admin, { message: 'gr_Book', table: 'gr_task' }))
  assert.equal(error.code, 'unknown-message')
})

test('a definition that forgets a result is found out', async () => {
  const pipeline = freshPipeline()
  const run = async () => []
  pipeline.defineMessage({ name: 'gr_Forgetful', table: 'gr_project', run })
  const request = { message: 'gr_Forgetful', table: 'gr_project' }
  await assert.rejects(pipeline.execute(admin, request), /0 results for 1 executions/)
})

test('inside a transaction that exists, nothing is there before it commits', async () => {
  const pipeline = freshPipeline()
  pipeline.addStep({
    ...{ name: 'Enqueues', message: 'Create', table: 'gr_project', stage: 40 },
    run: async (execution) => execution.enqueue({ kind: 'inside', name: 'In', payload: {} }),
  })
  const request = { message: 'Create', table: 'gr_project', target: { gr_name: 'Inside' } }
  const jobs = () => rows(`select 1 from gr_testjob where job->>'kind' = 'inside'`)
  await withTransaction(db, async (tx) => {
    await pipeline.executeIn(tx, admin, request)
    await pipeline.executeIn(tx, admin, request)
    assert.deepEqual(await named('Inside'), [])
    assert.deepEqual(await jobs(), [])
  })
  assert.equal((await named('Inside')).length, 2)
  assert.equal((await jobs()).length, 2)
  const undone = withTransaction(db, async (tx) => {
    await pipeline.executeIn(tx, admin, request)
    throw new Error('rolled back')
  })
  await assert.rejects(undone, /rolled back/)
  assert.equal((await named('Inside')).length, 2)
  assert.equal((await jobs()).length, 2)
})

test('with a parent it is its child, in the name of whoever is given', async () => {
  const pipeline = freshPipeline()
  const seen: unknown[] = []
  pipeline.addStep({
    ...{ name: 'Starts', message: 'Create', table: 'gr_project', stage: 40 },
    run: async (execution) => {
      const target = { gr_name: 'Child', gr_project: execution.id }
      const request = { message: 'Create', table: 'gr_task', target }
      const caller = { ...admin, userId: randomUUID() }
      const { post } = await pipeline.executeIn(execution.tx, caller, request, execution)
      seen.push(post?.createdby === caller.userId)
    },
  })
  pipeline.addStep({
    ...{ name: 'Sees', message: 'Create', table: 'gr_task', stage: 40 },
    run: async ({ depth, parent }) => void seen.push([depth, parent?.table]),
  })
  const request = { message: 'Create', table: 'gr_project', target: { gr_name: 'Parent' } }
  await pipeline.execute(admin, request)
  assert.deepEqual(seen, [[2, 'gr_project'], true])
})

test('a deadlock is tried again with what the caller sent, not with what an attempt made of it', async () => {
  const pipeline = freshPipeline()
  let attempts = 0
  pipeline.addStep({
    ...{ name: 'Deadlocks once', message: 'Create', table: 'gr_project', stage: 20 },
    run: async (execution) => {
      attempts += 1
      execution.target.gr_memo = `${execution.target.gr_memo ?? ''}x`
      execution.enqueue({ kind: 'again', name: 'Again', payload: {} })
      if (attempts === 1) throw Object.assign(new Error('deadlock'), { code: '40P01' })
    },
  })
  const request = { message: 'Create', table: 'gr_project', target: { gr_name: 'Again' } }
  const { post } = await pipeline.execute(admin, request)
  assert.equal(attempts, 2)
  assert.equal(post?.gr_memo, 'x')
  assert.equal(enqueued.at(-1)?.length, 1)
})
