/**
 * Five thousand registrations at every provider that takes them, each at the pace that its vendor
 * documents. Real pacing, real HTTP, twins that count calls as the vendors do; only time is not
 * real: it goes on when everybody waits, for the hub, the twin and the database alike.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frozenClock, type MovableClock } from '#clock'
import { connect, type Database } from '#database'
import { systemCaller } from '#identity'
import { silentLog } from '#log'
import { ProviderError, type RegistrantPlan, type WebinarPlan } from '#providers'
import { type RunningTwin, startTwins } from '#twins'
import { newProvider, openHub, type TestHub } from '../../src/providers/account-fixture.ts'
import { cleanUpAfterwards, testDatabase } from '../database.ts'

/**
 * Five thousand where the vendor takes a thousand a minute; at slower ones every call costs the test
 * several looks at the clock, so there are fewer people unless GREENROOM_TEST_LONG is set.
 */
const most = 5_000
const fewer = 250
const fast = 1_000
/** As many as the worker pushes side by side, with its patience. */
const workers = 8
const patienceMs = 3_000

const clock = frozenClock(new Date('2031-05-01T08:00:00.000Z'))
const database = await databaseWithTime(clock)
const time = sharedTime(clock, database)
const hub = openHub(database.db, { clock, pacingTime: time })
const twins = await startTwins({ clock, host: '127.0.0.1', log: silentLog, firstPort: 0 })
cleanUpAfterwards(async () => {
  await hub.close()
  await twins.close()
  await database.close()
})

/** Pacing asks the database for the time; this one's clock is the test's. */
async function databaseWithTime({ now }: MovableClock): Promise<Database> {
  const { pool, target } = await testDatabase()
  await pool.query('create unlogged table test_time (milliseconds double precision)')
  await pool.query('insert into test_time values ($1)', [now().getTime()])
  await pool.query(`create function public.clock_timestamp() returns timestamptz language sql
    as 'select to_timestamp(milliseconds / 1000) from public.test_time'`)
  await pool.query(`alter database ${target.database} set search_path = public, pg_catalog`)
  return connect(target, {
    applicationName: 'five thousand',
    poolSize: 10,
    statementTimeoutMs: 20_000,
    onIdleError: () => undefined,
  })
}

interface SharedTime {
  now(): number
  wait(milliseconds: number): Promise<void>
  /** Runs them side by side; whenever all of them wait, time goes on to the first who waits for it. */
  run(acts: readonly (() => Promise<void>)[]): Promise<void>
}

function sharedTime(shared: MovableClock, { pool }: Database): SharedTime {
  let running = 0
  let sleepers: { readonly at: number; readonly wake: () => void }[] = []
  const now = () => shared.now().getTime()
  const goOn = async () => {
    if (running === 0 || sleepers.length < running) return
    const next = Math.ceil(Math.min(...sleepers.map(({ at }) => at)))
    shared.moveTo(new Date(next))
    await pool.query('update test_time set milliseconds = $1', [next])
    const due = sleepers.filter(({ at }) => at <= next)
    sleepers = sleepers.filter(({ at }) => at > next)
    for (const { wake } of due) wake()
  }
  return {
    now,
    async wait(milliseconds) {
      const woken = new Promise<void>((wake) => sleepers.push({ at: now() + milliseconds, wake }))
      await goOn()
      await woken
    },
    async run(acts) {
      running = acts.length
      const ended = async (act: () => Promise<void>) => {
        await act()
        running -= 1
        await goOn()
      }
      await Promise.all(acts.map(ended))
    },
  }
}

/** Provider record, consent, configuration, form and sign-in; the pace is the definition's. */
async function accountAt({ pipeline, providers }: TestHub, twin: RunningTwin): Promise<string> {
  const providerId = await newProvider(hub, systemCaller, {
    msevtmgt_base_service_url: twin.url,
    msevtmgt_maxdurationinminutes: 480,
    gr_adapter: twin.adapter,
  })
  await providers.recordConsent(systemCaller, { providerId })
  const { id: configurationId } = await pipeline.execute(systemCaller, {
    message: 'Create',
    table: 'msevtmgt_webinarconfiguration',
    target: { msevtmgt_name: twin.name, msevtmgt_webinarproviderid: providerId },
  })
  await providers.saveSettings(systemCaller, { configurationId, values: twin.values })
  if (twin.accept !== undefined) {
    const { url } = await providers.startAuthorization(systemCaller, { configurationId })
    const answer = new URL(await twin.accept(url)).searchParams
    const [state, code] = [answer.get('state') ?? '', answer.get('code') ?? '']
    await providers.finishAuthorization(systemCaller, { state, code })
  }
  return configurationId
}

function plan(): WebinarPlan {
  const start = new Date(clock.now().getTime() + 7 * 86_400_000)
  return {
    idempotencyKey: crypto.randomUUID(),
    kind: 'event',
    title: 'Five thousand people',
    description: undefined,
    start,
    end: new Date(start.getTime() + 3_600_000),
    timeZone: 'Europe/Berlin',
    language: 'en',
    webinarType: undefined,
    pastedUrl: undefined,
    maxAttendees: undefined,
    recurrence: undefined,
    password: undefined,
    producer: undefined,
    presenters: [],
  }
}

const person = (at: number): RegistrantPlan => ({
  idempotencyKey: crypto.randomUUID(),
  firstName: 'Ada',
  lastName: `Number ${at}`,
  email: `person.${at}@example.org`,
  company: undefined,
  language: 'en',
})

interface Pushed {
  readonly minutes: number
  /** Calls that the vendor itself refused as too many. */
  readonly refused: number
}

/** What the hub's jobs do: who is held back comes back when there is likely to be a place. */
async function pushAll(
  configurationId: string,
  webinarId: string,
  people: number,
): Promise<Pushed> {
  const began = time.now()
  const waiting = Array.from({ length: people }, (_, at) => person(at))
  let refused = 0
  const { provider } = await hub.providers.openAccount(configurationId, { patienceMs })
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        await provider.register(webinarId, next)
      } catch (error) {
        if (!(error instanceof ProviderError && error.kind === 'rate-limited')) throw error
        if (!error.heldBack) refused += 1
        waiting.push(next)
        await time.wait((error.retryAfterSeconds ?? 1) * 1000)
      }
    }
  }
  await time.run(Array.from({ length: workers }, () => work))
  return { minutes: (time.now() - began) / 60_000, refused }
}

for (const twin of twins.all) {
  test(`${twin.name}: a crowd registers at the vendor's pace, nobody is lost or there twice, and it takes as long as was said`, async (context) => {
    const configurationId = await accountAt(hub, twin)
    const { definition, provider } = await hub.providers.openAccount(configurationId)
    if (!definition.capabilities.registrants || twin.registered === undefined) {
      return context.skip('this account makes no registrations known')
    }
    const isFast = (definition.requestsPerMinute ?? 0) >= fast
    const people = isFast || process.env.GREENROOM_TEST_LONG === '1' ? most : fewer
    const { webinarId } = await provider.createWebinar(plan())
    clock.advance(60_000)
    const { minutes: said, sentence } = await hub.providers.forecast({
      configurationId,
      registrants: people,
    })
    assert.match(sentence, /^[\d,]+ registrants on this account: about [\w,]+ minutes? until/)
    const { minutes, refused } = await pushAll(configurationId, webinarId, people)
    const known = twin.registered(webinarId)
    assert.equal(known.length, people)
    assert.equal(new Set(known).size, people)
    context.diagnostic(
      `${people} people: ${minutes.toFixed(1)} minutes, ${said} were said, ${refused} refused`,
    )
    assert.ok(minutes <= said * 1.1 + 1, `${minutes} minutes, but ${said} were said`)
    assert.ok(minutes >= said * 0.5, `${minutes} minutes, but ${said} were said`)
    assert.ok(refused < people / 50, `the vendor refused ${refused} calls`)
  })
}
