/** The first page under /api/v1: what happens now, as it happens, and the charts beside it. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { general } from '#errors'
import type { HttpServer } from '#http'
import { mayDo } from '#identity'
import type { Caller } from '#pipeline'
import { jobsByHour, joinsByHour, registrationsByDay } from './home-charts.ts'
import { type Board, readBoard } from './live-board.ts'
import { createLiveFeed, type LiveFeed } from './live-feed.ts'
import type { ConsoleNeeds } from './needs.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])
const instantOrNull = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])
const instant = () => Type.String({ format: 'date-time' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

const webinar = Type.Object({
  id: Type.String(),
  name: Type.String(),
  start: instant(),
  end: instant(),
  zone: Type.String({ description: 'IANA name' }),
  format: orNull(Type.Integer({ description: '100000001 on site, …2 webinar, …3 hybrid' })),
  publishStatus: Type.Integer(),
  webinarStatus: orNull(Type.String({ description: 'Pending, Created, Failed, Deleted' })),
  webinarReason: textOrNull,
  accountId: textOrNull,
  accountName: textOrNull,
  accountHealthy: orNull(Type.Boolean({ description: 'Null: no account, or not checked yet' })),
  registrations: Type.Integer(),
  capacity: orNull(Type.Integer()),
  joined: Type.Integer({ description: 'Registrations with any standing check-in' }),
  refused: Type.Integer({ description: 'Registrations that the provider did not take' }),
  failedSessions: Type.Integer({ description: 'Sessions whose webinar failed' }),
})

const endpoint = Type.Object({
  id: Type.String(),
  name: Type.String(),
  trouble: Type.Union([
    Type.Literal('disabled', { description: 'Switched off: the receiver is gone' }),
    Type.Literal('paused', { description: 'Deliveries wait: too many failed' }),
    Type.Literal('failing', { description: 'There are deliveries that failed for good' }),
  ]),
  reason: textOrNull,
  since: instantOrNull,
  toRetry: Type.Integer({ description: 'Deliveries that failed and were not sent since' }),
  waiting: Type.Integer(),
})

const account = Type.Object({
  id: Type.String(),
  name: Type.String(),
  provider: Type.String(),
  trouble: Type.Union([
    Type.Literal('not-authenticated'),
    Type.Literal('forbidden'),
    Type.Literal('unhealthy'),
    Type.Literal('token-expired'),
  ]),
  message: textOrNull,
})

const counts = Type.Object({
  waiting: Type.Integer(),
  running: Type.Integer(),
  suspended: Type.Integer(),
  failed: Type.Integer(),
})

const steps = Type.Object({
  account: Type.Boolean({ description: 'An account of a provider works' }),
  event: Type.Boolean(),
  published: Type.Boolean(),
  registered: Type.Boolean(),
  webhook: Type.Boolean(),
  draftEventId: orNull(Type.String({ description: 'The newest event that is not published' })),
  publicEventId: orNull(Type.String({ description: 'Of the newest that is: /e/<this>' })),
})

const nullsWithoutRight = 'Null: the caller may not read it'

const board = Type.Object({
  webinars: orNull(
    Type.Array(webinar, {
      description: `Events that run, the next ones and those of the last 12 hours, 12 at most. ${nullsWithoutRight}`,
    }),
  ),
  endpoints: orNull(
    Type.Array(endpoint, { description: `Only those with trouble. ${nullsWithoutRight}` }),
  ),
  jobs: orNull(counts),
  accounts: orNull(
    Type.Array(account, { description: `Only those with trouble. ${nullsWithoutRight}` }),
  ),
  recovery: orNull(Type.Object({ open: Type.Integer(), oldest: instantOrNull })),
  steps: orNull(steps),
})

const charts = Type.Object({
  registrations: orNull(
    Type.Array(Type.Object({ day: Type.String(), count: Type.Integer() }), {
      description: 'The last 30 days, in the zone that was asked for',
    }),
  ),
  joins: orNull(
    Type.Array(Type.Object({ hour: instant(), count: Type.Integer() }), {
      description: 'Registrations that were checked in, of the last 24 hours',
    }),
  ),
  jobs: orNull(
    Type.Array(
      Type.Object({ hour: instant(), succeeded: Type.Integer(), failed: Type.Integer() }),
      { description: 'System jobs that ended, of the last 24 hours' },
    ),
  ),
})

const described = (summary: string) => ({
  summary,
  tags: ['Home'],
  security: [{ apiKey: [] }],
})

export function registerHomeOperations(server: HttpServer, o: ConsoleNeeds): void {
  const read = () => readBoard(o.db, o.clock.now())
  server.get(
    '/api/v1/home',
    {
      schema: {
        ...described('What happens now and what needs somebody; `/api/v1/live` keeps telling it'),
        response: { 200: board },
      },
    },
    async (request): Promise<Static<typeof board>> => {
      const caller = await o.sessions.callerOf(request)
      return partsFor(await read(), partsOf(caller))
    },
  )
  registerCharts(server, o)
  registerLive(server, o, read)
}

/** Which parts of the board a caller may see: one letter each. */
function partsOf(caller: Caller): string {
  const may = (table: string) => mayDo(caller, 'Read', table)
  return [
    may('msevtmgt_event') && may('msevtmgt_eventregistration') && 'w',
    may('serviceendpoint') && 'e',
    may('asyncoperation') && 'j',
    may('msevtmgt_webinarconfiguration') && 'a',
    may('gr_recoveryitem') && 'r',
    mayDo(caller, 'Create', 'msevtmgt_event') && 's',
  ]
    .filter(Boolean)
    .join('')
}

function partsFor(all: Board, parts: string): Static<typeof board> {
  const own = <T>(letter: string, part: T) => (parts.includes(letter) ? part : null)
  return {
    webinars: own('w', [...all.webinars]),
    endpoints: own('e', [...all.endpoints]),
    jobs: own('j', all.jobs),
    accounts: own('a', [...all.accounts]),
    recovery: own('r', all.recovery),
    steps: own('s', all.steps),
  }
}

const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])
const shortestMs = 1_000
const shares = 20

interface Known {
  readonly counted: Promise<Counted>
  until: number
}

/** Counted once for all who look, and kept for twenty times as long as the counting took. */
function registerCharts(server: HttpServer, o: ConsoleNeeds): void {
  const known = new Map<string, Known>()
  const countedFor = (zone: string): Promise<Counted> => {
    const began = performance.now()
    const before = known.get(zone)
    if (before !== undefined && began < before.until) return before.counted
    const counting: Known = { counted: count(o, zone), until: Number.POSITIVE_INFINITY }
    known.set(zone, counting)
    counting.counted.then(
      () => {
        const ended = performance.now()
        counting.until = ended + Math.max(shortestMs, (ended - began) * shares)
      },
      () => known.delete(zone),
    )
    return counting.counted
  }
  const zone = Type.Optional(
    Type.String({ maxLength: 64, description: 'IANA name in which days are counted; UTC' }),
  )
  server.get(
    '/api/v1/home/charts',
    {
      schema: {
        ...described('Registrations of 30 days, joins and system jobs of 24 hours'),
        querystring: Type.Object({ zone }),
        response: { 200: charts },
      },
    },
    async (request): Promise<Static<typeof charts>> => {
      const caller = await o.sessions.callerOf(request)
      const asked = request.query.zone ?? 'UTC'
      const { registrations, joins, jobs } = await countedFor(zones.has(asked) ? asked : 'UTC')
      const own = <T>(table: string, part: T) => (mayDo(caller, 'Read', table) ? part : null)
      return {
        registrations: own('msevtmgt_eventregistration', registrations),
        joins: own('msevtmgt_checkin', joins),
        jobs: own('asyncoperation', jobs),
      }
    },
  )
}

type Counted = Awaited<ReturnType<typeof count>>

async function count({ db, clock }: Pick<ConsoleNeeds, 'db' | 'clock'>, zone: string) {
  const now = clock.now()
  const [registrations, joins, jobs] = await Promise.all([
    registrationsByDay(db, now, zone),
    joinsByHour(db, now),
    jobsByHour(db, now),
  ])
  return { registrations, joins, jobs }
}

const most = { ofAll: 1_000, ofOneUser: 50 } as const
const heartbeatMs = 25_000

function registerLive(server: HttpServer, o: ConsoleNeeds, read: () => Promise<Board>): void {
  const streams: Streams = new Map()
  const feed = createLiveFeed({
    read,
    onFailure: (error) => server.log.error({ err: error }, 'the live board could not be read'),
  })
  // A stream has no end of its own: without this the server would wait for its viewers.
  server.addHook('preClose', async () => {
    for (const end of streams.keys()) end()
    feed.close()
  })
  server.get(
    '/api/v1/live',
    {
      schema: {
        ...described('Server-sent events: `board` with the answer of /api/v1/home, at each change'),
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      const mostViewers = limitReached(streams, caller.userId)
      if (mostViewers !== undefined)
        throw general.busy({ why: `${mostViewers} pages are watching already` })
      openStream({ request, reply, caller, feed, streams, sessions: o.sessions })
    },
  )
}

/** How to end each stream, and whose it is. */
type Streams = Map<() => void, string>

/** One user must not keep the page from everybody else. */
function limitReached(streams: Streams, userId: string): number | undefined {
  if (streams.size >= most.ofAll) return most.ofAll
  const own = streams.values().filter((each) => each === userId)
  return own.toArray().length >= most.ofOneUser ? most.ofOneUser : undefined
}

interface Opening {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly caller: Caller
  readonly feed: LiveFeed<Board>
  readonly streams: Streams
  readonly sessions: ConsoleNeeds['sessions']
}

/** HTML standard, section 9.2: events are lines of fields, a line that begins with `:` is nothing. */
function openStream(o: Opening): void {
  o.reply.hijack()
  const { raw } = o.reply
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  })
  let parts = partsOf(o.caller)
  const stop = o.feed.watch((value) => {
    // Who does not read gets the newest later: what waits unread is dropped with the connection.
    if (raw.writableLength > 1_000_000) return end()
    raw.write(`event: board\ndata: ${JSON.stringify(partsFor(value, parts))}\n\n`)
  })
  const heartbeat = setInterval(() => {
    void o.sessions.callerOf(o.request).then((caller) => {
      parts = partsOf(caller)
      raw.write(': still here\n\n')
    }, end)
  }, heartbeatMs)
  heartbeat.unref()
  function end(): void {
    clearInterval(heartbeat)
    stop()
    o.streams.delete(end)
    raw.end()
  }
  o.streams.set(end, o.caller.userId)
  raw.on('close', end)
  raw.on('error', end)
}
