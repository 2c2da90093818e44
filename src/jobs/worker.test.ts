import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { frozenClock, systemClock } from '#clock'
import { withTransaction } from '#database'
import { createLog } from '#log'
import { testDatabase } from '../../test/database.ts'
import { backlog, enqueue, type JobDefinition, type JobRun, prune } from './index.ts'
import {
  add,
  job,
  kindOf,
  rowOf,
  rowsOfKind,
  stopWorkersAfterwards,
  until,
  workerOn,
} from './jobs-fixture.ts'

stopWorkersAfterwards()
const { db, pool } = await testDatabase()
await sql`create table effect (job text, attempt integer)`.execute(db)

const effects = async (name: string) =>
  (await sql<{ attempt: number }>`select attempt from effect where job = ${name}`.execute(db)).rows

test('a job that succeeds says so in the ledger', async () => {
  const greeting = kindOf('greeting', async ({ payload }) => ({
    friendlyMessage: `Greeted ${(payload as { who: string }).who}.`,
  }))
  const [id] = await add(db, job('greeting', { payload: { who: 'Ada' } }))
  assert.equal(await workerOn({ db, pool }, [greeting], { name: 'this worker' }).runUntilIdle(), 1)
  const row = await rowOf(db, id)
  assert.deepEqual(
    [row.statecode, row.statuscode, row.friendlymessage, row.hostid, row.retrycount],
    [3, 30, 'Greeted Ada.', 'this worker', 0],
  )
  assert.ok(row.startedon !== null && row.completedon !== null && row.startedon <= row.completedon)
  assert.ok(row.executiontimespan !== null && row.executiontimespan < 5)
})

test('a job that is to leave no trace is removed when it succeeded and kept when it failed', async () => {
  const kind = kindOf('traceless', async ({ payload }) => {
    if (payload === 'fail') throw new Error('no')
    return undefined
  })
  await add(
    db,
    job('traceless', { autoDelete: true }),
    job('traceless', { autoDelete: true, payload: 'fail' }),
  )
  await workerOn({ db, pool }, [kind]).runUntilIdle()
  const rows = await rowsOfKind(db, 'traceless')
  assert.deepEqual(
    rows.map((row) => row.statuscode),
    [31],
  )
})

test('effects are written with the completion or not at all', async () => {
  const kind = kindOf('effectful', async ({ attempt }) => ({
    complete: async (tx) => {
      await sql`insert into effect values ('effectful', ${attempt})`.execute(tx)
      if (attempt === 1) throw new Error('The effect failed half-way')
    },
  }))
  const [id] = await add(db, job('effectful'))
  const again: JobDefinition = { ...kind, onFailure: () => ({ next: 'retry', afterMs: 0 }) }
  await workerOn({ db, pool }, [again]).runUntilIdle()
  assert.deepEqual(await effects('effectful'), [{ attempt: 2 }])
  const row = await rowOf(db, id)
  assert.deepEqual([row.statuscode, row.retrycount], [30, 1])
  assert.match(row.gr_breadcrumbs ?? '', /attempt 1 failed, again at .*half-way/)
})

test('a failed attempt is repeated when its kind says so, and then fails with its code', async () => {
  const clock = frozenClock(new Date('2030-01-01T00:00:00Z'))
  const kind: JobDefinition = {
    kind: 'stubborn',
    run: async () => {
      throw new Error('nobody answers', { cause: new Error('password=hunter2 was refused') })
    },
    onFailure: (_, attempt) =>
      attempt < 3
        ? { next: 'retry', afterMs: 60_000, friendlyMessage: 'Nobody answered; trying again.' }
        : { next: 'fail', friendlyMessage: 'Nobody answered three times.', errorCode: -2147155451 },
    failed: async (tx, run, message) => {
      await sql`insert into effect values (${message}, ${run.attempt})`.execute(tx)
    },
  }
  const worker = workerOn({ db, pool }, [kind], { clock })
  const [id] = await withTransaction(db, (tx) => enqueue(tx, [job('stubborn')], clock.now()))
  await worker.runUntilIdle()
  const waiting = await rowOf(db, id)
  assert.deepEqual([waiting.statuscode, waiting.retrycount], [10, 1])
  assert.deepEqual(waiting.postponeuntil, new Date('2030-01-01T00:01:00Z'))
  assert.equal(waiting.friendlymessage, 'Nobody answered; trying again.')
  assert.equal(await worker.runUntilIdle(), 0, 'not before its time')
  clock.advance(60_000)
  await worker.runUntilIdle()
  clock.advance(60_000)
  await worker.runUntilIdle()
  const row = await rowOf(db, id)
  assert.deepEqual([row.statuscode, row.retrycount, row.errorcode], [31, 2, -2147155451])
  assert.equal(row.friendlymessage, 'Nobody answered three times.')
  assert.match(row.message ?? '', /^Error: nobody answers; caused by Error: password=\[removed\]/)
  assert.deepEqual(await effects('Nobody answered three times.'), [{ attempt: 3 }])
})

test('a job that fails stays failed in the ledger even where what follows cannot be written', async () => {
  const kind = kindOf(
    'unlucky',
    async () => {
      throw new Error('first')
    },
    {
      failed: async (tx) => {
        await sql`insert into effect values ('unlucky', 1)`.execute(tx)
        throw new Error('second')
      },
    },
  )
  const [id] = await add(db, job('unlucky'))
  await workerOn({ db, pool }, [kind]).runUntilIdle()
  const row = await rowOf(db, id)
  assert.equal(row.statuscode, 31)
  assert.match(row.message ?? '', /first.*second/)
  assert.deepEqual(await effects('unlucky'), [])
})

test('a payload that its kind cannot read fails the job at once, with the reason', async () => {
  const told: string[] = []
  const kind = kindOf('strict', async () => undefined, {
    parse: (payload) => {
      if (typeof payload !== 'string') throw new TypeError('a text was expected')
      return payload
    },
    onFailure: () => ({ next: 'retry', afterMs: 0 }),
    failed: async (_, run) => void told.push(run.name),
  })
  const [id] = await add(db, job('strict', { payload: { not: 'a text' } }))
  await workerOn({ db, pool }, [kind]).runUntilIdle()
  const row = await rowOf(db, id)
  assert.deepEqual([row.statuscode, row.retrycount], [31, 0])
  assert.match(row.friendlymessage ?? '', /cannot be read: TypeError: a text was expected/)
  assert.deepEqual(told, [])
})

test('a run that takes too long is stopped and counts as failed', async () => {
  let aborted = false
  const slow = kindOf(
    'slow',
    async ({ signal }) => {
      await wait(10_000, undefined, { signal }).catch(() => {
        aborted = true
      })
      throw new Error('stopped')
    },
    { timeLimitMs: 50 },
  )
  const [id] = await add(db, job('slow'))
  await workerOn({ db, pool }, [slow]).runUntilIdle()
  const row = await rowOf(db, id)
  assert.ok(aborted)
  assert.equal(row.statuscode, 31)
  assert.match(row.friendlymessage ?? '', /did not end within 0.05 seconds/)
})

test('a polling job runs again at the time it asks for, without counting a retry', async () => {
  const clock = frozenClock(new Date('2030-01-01T00:00:00Z'))
  const attempts: number[] = []
  const polling = kindOf('polling', async ({ attempt }) => {
    attempts.push(attempt)
    if (attempts.length === 3) return { friendlyMessage: 'It is there.' }
    return { runAgainAt: new Date(clock.now().getTime() + 60_000), friendlyMessage: 'Not yet.' }
  })
  const worker = workerOn({ db, pool }, [polling], { clock })
  const [id] = await add(db, job('polling'))
  for (let round = 0; round < 3; round += 1) {
    await worker.runUntilIdle()
    clock.advance(60_000)
  }
  const row = await rowOf(db, id)
  assert.deepEqual([row.statuscode, row.retrycount, row.friendlymessage], [30, 0, 'It is there.'])
  assert.deepEqual(attempts, [1, 1, 1])
})

test('asking again for a polling job runs it now, but does not double it', async () => {
  const clock = frozenClock(new Date('2030-01-01T00:00:00Z'))
  let runs = 0
  const poll = kindOf('poll', async () => {
    runs += 1
    return { runAgainAt: new Date(clock.now().getTime() + 60_000) }
  })
  const worker = workerOn({ db, pool }, [poll], { clock })
  const request = job('poll', { uniqueKey: 'poll this' })
  await add(db, request)
  await worker.runUntilIdle()
  await add(db, request)
  await worker.runUntilIdle()
  assert.equal(runs, 2)
  const statuses = (await rowsOfKind(db, 'poll')).map((row) => row.statuscode).sort()
  assert.deepEqual(statuses, [10, 30])
})

test('a change during a run is not lost: the unique key lets one more job wait', async () => {
  const started = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  let running = 0
  let most = 0
  let runs = 0
  const sync = kindOf('sync', async () => {
    runs += 1
    running += 1
    most = Math.max(most, running)
    started.resolve()
    await release.promise
    running -= 1
    return undefined
  })
  const request = job('sync', { uniqueKey: 'sync this' })
  await add(db, request)
  const idle = workerOn({ db, pool }, [sync]).runUntilIdle()
  await started.promise
  await add(db, request)
  const third = await withTransaction(db, (tx) => enqueue(tx, [request]))
  release.resolve()
  await idle
  assert.deepEqual([third, runs, most], [[undefined], 2, 1])
})

test('a kind that nobody knows waits, says so in its row and once in the log', async () => {
  const lines: string[] = []
  const log = createLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } })
  const [id, other] = await add(db, job('from the future'), job('from the future'))
  const worker = workerOn({ db, pool }, [kindOf('known', async () => undefined)], {
    log,
    pollMs: 20,
  })
  worker.start()
  await until(async () => (await rowOf(db, other)).friendlymessage !== null)
  await worker.stop()
  const row = await rowOf(db, id)
  assert.equal(row.statuscode, 0)
  assert.match(row.friendlymessage ?? '', /No worker knows how to do "from the future"/)
  assert.equal(lines.filter((line) => line.includes('from the future')).length, 1)
  await workerOn({ db, pool }, [kindOf('from the future', async () => undefined)]).runUntilIdle()
  assert.equal((await rowOf(db, id)).statuscode, 30)
})

test('a job enqueued while the worker sleeps begins within milliseconds, not at the next poll', async () => {
  const begun: number[] = []
  const prompt = kindOf('prompt', async () => {
    begun.push(performance.now())
    return undefined
  })
  const worker = workerOn({ db, pool }, [prompt], { pollMs: 30_000 })
  worker.start()
  await wait(200)
  const waits: number[] = []
  for (let round = 0; round < 5; round += 1) {
    await add(db, job('prompt'))
    const committed = performance.now()
    await until(() => begun.length === round + 1)
    waits.push((begun[round] ?? 0) - committed)
    await wait(250)
  }
  await worker.stop()
  waits.sort((a, b) => a - b)
  // 1–3 ms on an idle machine; what matters here is that it was not the poll.
  assert.ok((waits[2] ?? 0) < 500, `waited ${waits.map((each) => each.toFixed(1)).join(', ')} ms`)
})

test('one kind with very many jobs does not keep others waiting', async () => {
  await add(db, ...Array.from({ length: 3000 }, () => job('flood')))
  await add(db, ...Array.from({ length: 20 }, () => job('trickle')))
  const order: string[] = []
  const note = (run: JobRun) => void order.push(run.kind)
  const flood = kindOf('flood', async (run) => {
    note(run)
    await wait(1)
    return undefined
  })
  const trickle = kindOf('trickle', async (run) => {
    note(run)
    return undefined
  })
  await workerOn({ db, pool }, [flood, trickle]).runUntilIdle()
  assert.equal(order.length, 3020)
  assert.ok(order.lastIndexOf('trickle') < 300, `last one at ${order.lastIndexOf('trickle')}`)
})

test('no kind runs more often at the same time than it allows', async () => {
  let running = 0
  let most = 0
  const narrow = kindOf(
    'narrow',
    async () => {
      running += 1
      most = Math.max(most, running)
      await wait(2)
      running -= 1
      return undefined
    },
    { concurrency: 3 },
  )
  await add(db, ...Array.from({ length: 60 }, () => job('narrow')))
  await workerOn({ db, pool }, [narrow]).runUntilIdle()
  assert.equal(most, 3)
})

test('a worker that stops lets runs end and gives back what it cannot finish', async () => {
  const stops = kindOf('stops', async ({ signal, payload }) => {
    if (payload === 'quick') return undefined
    return await new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  })
  const [quick, endless] = await add(
    db,
    job('stops', { payload: 'quick' }),
    job('stops', { payload: 'endless' }),
  )
  const worker = workerOn({ db, pool }, [stops], { stopMs: 100 })
  worker.start()
  await until(async () => (await rowOf(db, endless)).statuscode === 20)
  assert.deepEqual([worker.state().started, worker.state().reachable], [true, true])
  await worker.stop()
  assert.equal(worker.state().held, 0)
  assert.equal((await rowOf(db, quick)).statuscode, 30)
  const row = await rowOf(db, endless)
  assert.deepEqual([row.statuscode, row.retrycount, row.gr_lease], [0, 0, null])
})

test('the backlog tells how much work there is and how old it is', async () => {
  const later = new Date(Date.now() + 3_600_000)
  await add(db, job('counted'), job('counted', { runAt: later }))
  const counted = await backlog(db, new Date(Date.now() + 60_000))
  assert.ok(counted.ready >= 1 && counted.suspended >= 1)
  assert.ok(counted.failedLastHour >= 3)
  assert.ok(counted.oldestWaitingSeconds >= 60)
})

test('finished jobs are removed when their retention is over, and only those', async () => {
  const old = new Date('2020-01-01T00:00:00Z')
  const ids = await add(db, ...Array.from({ length: 5 }, () => job('ledger')))
  const [kept = '', ...finished] = ids
  for (const [index, status] of [30, 31, 32, 30].entries()) {
    await sql`
update asyncoperation set statecode = 3, statuscode = ${status}, completedon = ${old},
  retainjobhistory = ${index === 3}
where asyncoperationid = ${finished[index]}`.execute(db)
  }
  const retention = { succeededDays: 1, failedDays: 3650, canceledDays: 1 }
  assert.equal(await prune(db, retention, new Date('2020-02-01T00:00:00Z')), 2)
  const left = (await rowsOfKind(db, 'ledger')).map((row) => row.asyncoperationid)
  assert.deepEqual(left.sort(), [kept, finished[1], finished[3]].sort())
})

test('a run is told who it is for, and metrics hear how it went', async () => {
  const ended: unknown[] = []
  const given = Promise.withResolvers<JobRun>()
  const kind = kindOf('informed', async (run) => {
    given.resolve(run)
    return undefined
  })
  const [id] = await add(
    db,
    job('informed', {
      regarding: { table: 'contact', id: '11111111-1111-4111-8111-111111111111' },
      ownerId: '22222222-2222-4222-8222-222222222222',
      depth: 4,
    }),
  )
  const onRunEnded = (run: { kind: string; status: number | undefined }) =>
    void ended.push([run.kind, run.status])
  await workerOn({ db, pool }, [kind], { onRunEnded, clock: systemClock }).runUntilIdle()
  const run = await given.promise
  assert.equal(run.id, id)
  assert.deepEqual(run.regarding, { table: 'contact', id: '11111111-1111-4111-8111-111111111111' })
  assert.equal(run.ownerId, '22222222-2222-4222-8222-222222222222')
  assert.deepEqual([run.depth, run.correlationId, run.attempt], [4, id, 1])
  assert.deepEqual(ended, [['informed', 30]])
})
