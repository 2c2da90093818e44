/** System jobs under /api/v1: how many there are, and what people do with one or with many. */
import { type Static, Type } from 'typebox'
import { type Tx, withTransaction } from '#database'
import { isRefusal } from '#errors'
import type { HttpServer } from '#http'
import { cancel, jobKinds, postpone, readJobName, resume, retry } from '#jobs'
import type { Caller } from '#pipeline'
import { requireRight } from './acts.ts'
import { countJobs, findJobs, type JobChoice } from './job-rows.ts'
import type { ConsoleNeeds } from './needs.ts'

const uuid = () => Type.String({ format: 'uuid' })
const instant = () => Type.String({ format: 'date-time' })
const byId = Type.Object({ id: uuid() })

const described = (summary: string) => ({
  summary,
  tags: ['System jobs'],
  security: [{ apiKey: [] }],
})

export function registerJobOperations(server: HttpServer, o: ConsoleNeeds): void {
  registerSingle(server, o)
  registerSummary(server, o)
  registerMany(server, o)
}

type Act = 'cancel' | 'resume' | 'retry' | 'postpone'

async function perform(
  tx: Tx,
  act: Act,
  id: string,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<void> {
  if (act === 'postpone') await postpone(tx, id, until, now)
  else await { cancel, resume, retry }[act](tx, id, now)
}

function registerSingle(server: HttpServer, o: ConsoleNeeds): void {
  const change = async (caller: Caller, act: Act, id: string, until: Date) => {
    requireRight(caller, 'Update', 'asyncoperation')
    const now = o.clock.now()
    await withTransaction(o.db, async (tx) => {
      await perform(tx, act, id, { now, until })
      const recordName = (await readJobName(tx, id)) ?? ''
      const changes = act === 'postpone' ? [{ column: 'until', old: null, new: until }] : []
      const about = { table: 'asyncoperation', recordId: id, recordName, changes }
      await o.identity.audit.note(tx, { action: `${act} job`, caller, ...about })
    })
    return { id }
  }
  for (const act of ['cancel', 'resume', 'retry'] as const) {
    server.post(
      `/api/v1/jobs/:id/${act}`,
      { schema: { ...described(`System job: ${act}`), params: byId } },
      async (request) => {
        const caller = await o.sessions.callerOf(request)
        return await change(caller, act, request.params.id, o.clock.now())
      },
    )
  }
  server.post(
    '/api/v1/jobs/:id/postpone',
    {
      schema: {
        ...described('System job: not before an instant'),
        params: byId,
        body: Type.Object({ until: instant() }),
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await change(caller, 'postpone', request.params.id, new Date(request.body.until))
    },
  )
}

const choice = {
  status: Type.Optional(
    Type.Union(
      (['waiting', 'running', 'suspended', 'succeeded', 'failed', 'canceled'] as const).map(
        (each) => Type.Literal(each),
      ),
    ),
  ),
  kind: Type.Optional(Type.String({ maxLength: 128, description: 'e.g. webhook.delivery' })),
  stepId: Type.Optional(uuid()),
  regardingId: Type.Optional(uuid()),
  name: Type.Optional(
    Type.String({ maxLength: 256, description: 'Every word of it is in the name of the job' }),
  ),
  createdFrom: Type.Optional(instant()),
  createdTo: Type.Optional(instant()),
}

const summary = Type.Object({
  counts: Type.Object({
    waiting: Type.Integer(),
    running: Type.Integer(),
    suspended: Type.Integer(),
    failed: Type.Integer(),
  }),
  kinds: Type.Array(Type.String(), { description: 'Kinds of which there is any job' }),
})

function registerSummary(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/jobs/summary',
    {
      schema: {
        ...described('How many jobs wait, run, rest and have failed; which kinds there are'),
        response: { 200: summary },
      },
    },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', 'asyncoperation')
      const [counts, kinds] = await Promise.all([countJobs(o.db), jobKinds(o.db)])
      return { counts, kinds: [...kinds] }
    },
  )
}

const most = 200

const order = Type.Object({
  act: Type.Union(
    (['cancel', 'resume', 'retry', 'postpone'] as const).map((each) => Type.Literal(each)),
  ),
  until: Type.Optional(instant()),
  ids: Type.Optional(Type.Array(uuid(), { minItems: 1, maxItems: 1000 })),
  matching: Type.Optional(Type.Object(choice)),
  after: Type.Optional(
    Type.String({ format: 'uuid', description: '`next` of the answer before this one' }),
  ),
})

const outcome = Type.Object({
  changed: Type.Integer(),
  refused: Type.Integer({ description: 'Jobs whose status does not allow the act (any more)' }),
  next: Type.Optional(
    Type.String({ description: 'There are more: ask again with this as `after`' }),
  ),
})

/**
 * Many at once, by their ids or by what they have in common: at most 200 with each call, so that
 * whoever ordered it sees how far it is and can stop.
 */
function registerMany(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/jobs/change',
    {
      schema: {
        ...described('Cancels, resumes, retries or postpones many jobs, 200 with each call'),
        body: order,
        response: { 200: outcome },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      requireRight(caller, 'Update', 'asyncoperation')
      return await changeMany(o, caller, request.body)
    },
  )
}

async function changeMany(
  o: Pick<ConsoleNeeds, 'db' | 'clock' | 'identity'>,
  caller: Caller,
  { act, until, ids, matching = {}, after }: Static<typeof order>,
): Promise<Static<typeof outcome>> {
  const now = o.clock.now()
  const time = { now, until: until === undefined ? now : new Date(until) }
  return await withTransaction(o.db, async (tx) => {
    const found = await findJobs(tx, { ...(matching as JobChoice), ids, after, limit: most })
    const changed: string[] = []
    for (const id of found) if (await isChanged(perform(tx, act, id, time))) changed.push(id)
    if (changed.length > 0) {
      const changes = [{ column: 'jobs', old: null, new: changed }]
      const about = { table: 'asyncoperation', changes }
      await o.identity.audit.note(tx, { action: `${act} jobs`, caller, ...about })
    }
    const last = found.length === most ? found.at(-1) : undefined
    const next = last === undefined ? {} : { next: last }
    return { changed: changed.length, refused: found.length - changed.length, ...next }
  })
}

/** A status that does not allow the act is found before anything is written. */
async function isChanged(act: Promise<void>): Promise<boolean> {
  try {
    await act
    return true
  } catch (error) {
    if (isRefusal(error, 'job-cannot') || isRefusal(error, 'not-found')) return false
    throw error
  }
}
