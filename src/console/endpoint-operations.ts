/** How endpoints are doing, and their steps, under /api/v1: what the pages of webhooks draw. */
import { type Static, Type } from 'typebox'
import { general } from '#errors'
import type { HttpServer } from '#http'
import { requireRight } from './acts.ts'
import * as rows from './endpoint-health-rows.ts'
import type { ConsoleNeeds } from './needs.ts'
import { stepRegistration } from './webhook-operations.ts'

const uuid = () => Type.String({ format: 'uuid' })
const instantOrNull = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])
const textOrNull = Type.Union([Type.String(), Type.Null()])
const numberOrNull = Type.Union([Type.Number(), Type.Null()])
const byId = Type.Object({ id: uuid() })

const described = (summary: string) => ({
  summary,
  tags: ['Webhooks'],
  security: [{ apiKey: [] }],
})

const facts = {
  id: uuid(),
  name: Type.String(),
  contract: Type.Integer({ description: '8 Webhook; 2, 5, 6, 7 queues of a broker' }),
  url: Type.Union([Type.String(), Type.Null()], { description: 'Without its query' }),
  address: Type.Union([Type.String(), Type.Null()], { description: 'Of the broker' }),
  path: textOrNull,
  circuitOpen: Type.Boolean({ description: 'Deliveries wait: too many failed' }),
  circuitChangedOn: instantOrNull,
  circuitReason: textOrNull,
  disabledOn: instantOrNull,
  disabledReason: textOrNull,
  logged: Type.Boolean({ description: 'Whether every attempt is logged' }),
  steps: Type.Integer(),
}

const counts = {
  succeeded: Type.Integer({ description: 'Within the last 24 hours' }),
  failed: Type.Integer({ description: 'Within the last 24 hours' }),
  waiting: Type.Integer({ description: 'Not sent yet' }),
  toRetry: Type.Integer({ description: 'Failed whenever, and not sent since' }),
}

const listed = Type.Object({ ...facts, ...counts })

const health = Type.Object({
  ...facts,
  ...counts,
  countedBy: Type.Union([Type.Literal('attempts'), Type.Literal('jobs')], {
    description: 'Attempts of the log where there is one, else system jobs',
  }),
  forgets: Type.Boolean({
    description: 'A step removes jobs that succeeded: without a log they are not counted',
  }),
  oldestWaitingOn: instantOrNull,
  medianMs: numberOrNull,
  slowMs: Type.Union([Type.Number(), Type.Null()], {
    description: 'Nineteen of twenty deliveries were faster',
  }),
  hours: Type.Array(
    Type.Object({
      startedOn: Type.String({ format: 'date-time' }),
      succeeded: Type.Integer(),
      failed: Type.Integer(),
    }),
    { description: 'Only hours in which something ended' },
  ),
  perStep: Type.Array(
    Type.Object({ stepId: uuid(), waiting: Type.Integer(), toRetry: Type.Integer() }),
    { description: 'Only steps that have either' },
  ),
})

export function registerEndpointOperations(server: HttpServer, o: ConsoleNeeds): void {
  registerHealth(server, o)
  registerSteps(server, o)
  registerSamples(server, o)
}

const dayMs = 86_400_000

function registerHealth(server: HttpServer, o: ConsoleNeeds): void {
  const root = '/api/v1/endpoints'
  server.get(
    root,
    {
      schema: {
        ...described('All service endpoints with how they are doing'),
        response: { 200: Type.Object({ value: Type.Array(listed) }) },
      },
    },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', 'serviceendpoint')
      return { value: await listWithHealth(o) }
    },
  )
  server.get(
    `${root}/:id/health`,
    {
      schema: {
        ...described('How one endpoint is doing: the last 24 hours, times, what waits'),
        params: byId,
        response: { 200: health },
      },
    },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', 'serviceendpoint')
      return await healthOf(o, request.params.id)
    },
  )
}

type Listed = Static<typeof listed>

async function listWithHealth(o: Pick<ConsoleNeeds, 'db' | 'clock'>): Promise<Listed[]> {
  const since = new Date(o.clock.now().getTime() - dayMs)
  const endpoints = await rows.listEndpoints(o.db)
  const logged = endpoints.filter((each) => each.logged).map(({ id }) => id)
  const [steps, ofJobs, ofAttempts] = await Promise.all([
    rows.readStepHealth(o.db),
    rows.readHours(o.db, since),
    rows.readLoggedHours(o.db, since, logged),
  ])
  return endpoints.map((endpoint) => {
    const own = <T extends { readonly endpointId: string }>(all: readonly T[]) =>
      all.filter(({ endpointId }) => endpointId === endpoint.id)
    const hours = endpoint.logged ? ofAttempts : ofJobs
    return { ...factsOf(endpoint), ...countsOf(own(steps), own(hours)) }
  })
}

async function healthOf(
  o: Pick<ConsoleNeeds, 'db' | 'clock'>,
  id: string,
): Promise<Static<typeof health>> {
  const [endpoint] = await rows.listEndpoints(o.db, id)
  if (endpoint === undefined) throw general['not-found']({ what: 'Service Endpoint', id })
  const since = new Date(o.clock.now().getTime() - dayMs)
  const [steps, hours, latency] = await Promise.all([
    rows.readStepHealth(o.db, id),
    endpoint.logged ? rows.readLoggedHours(o.db, since, [id]) : rows.readHours(o.db, since, id),
    rows.readLatency(o.db, since, endpoint),
  ])
  const oldest = steps
    .flatMap(({ oldestWaitingOn }) => (oldestWaitingOn === null ? [] : [oldestWaitingOn]))
    .toSorted((one, other) => one.getTime() - other.getTime())[0]
  return {
    ...factsOf(endpoint),
    ...countsOf(steps, hours),
    countedBy: endpoint.logged ? 'attempts' : 'jobs',
    forgets: endpoint.forgets,
    oldestWaitingOn: oldest?.toISOString() ?? null,
    medianMs: latency.medianMs,
    slowMs: latency.slowMs,
    hours: hours.map(({ startedOn, succeeded, failed }) => ({
      startedOn: startedOn.toISOString(),
      succeeded,
      failed,
    })),
    perStep: steps.map(({ stepId, waiting, failed }) => ({ stepId, waiting, toRetry: failed })),
  }
}

function factsOf({ forgets, ...row }: rows.EndpointRow): Omit<Listed, keyof typeof counts> {
  return {
    ...row,
    circuitChangedOn: row.circuitChangedOn?.toISOString() ?? null,
    disabledOn: row.disabledOn?.toISOString() ?? null,
  }
}

function countsOf(
  steps: readonly rows.StepHealth[],
  hours: readonly rows.HourRow[],
): Pick<Listed, keyof typeof counts> {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0)
  return {
    succeeded: sum(hours.map(({ succeeded }) => succeeded)),
    failed: sum(hours.map(({ failed }) => failed)),
    waiting: sum(steps.map(({ waiting }) => waiting)),
    toRetry: sum(steps.map(({ failed }) => failed)),
  }
}

const registered = Type.Object({
  id: uuid(),
  imageIds: Type.Array(uuid()),
  warnings: Type.Array(Type.String(), { description: 'Not wrong, but probably not meant' }),
})

type Registered = Static<typeof registered>

function registerSteps(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/endpoints/:id/steps',
    {
      schema: {
        ...described('One more step of an endpoint, with its images; all of it or nothing'),
        params: byId,
        body: stepRegistration,
        response: { 201: registered },
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      const added = await o.webhooks.addStep(caller, request.params.id, request.body)
      return reply.code(201).send(added as Registered)
    },
  )
  server.put(
    '/api/v1/steps/:id',
    {
      schema: {
        ...described('Makes a step what the body says, images included'),
        params: byId,
        body: stepRegistration,
        response: { 200: registered },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return (await o.webhooks.changeStep(caller, request.params.id, request.body)) as Registered
    },
  )
}

const sample = Type.Object({
  body: Type.String({ description: 'The RemoteExecutionContext, as text' }),
  bytes: Type.Integer(),
  exceeded: Type.Boolean({ description: 'Too large: four properties were left out' }),
})

const check = Type.Object({
  succeeded: Type.Boolean(),
  status: Type.Optional(Type.Integer()),
  durationMs: Type.Optional(Type.Number()),
  sentence: Type.String(),
  errorCode: Type.Optional(Type.Integer()),
})

function registerSamples(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/steps/sample',
    {
      schema: {
        ...described('What a step would send about an invented row; nothing is sent or stored'),
        body: stepRegistration,
        response: { 200: sample },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      requireRight(caller, 'Read', 'serviceendpoint')
      return o.webhooks.sample(caller, request.body)
    },
  )
  server.post(
    '/api/v1/endpoints/:id/sample',
    {
      schema: {
        ...described('Sends that sample to an endpoint and says what came of it'),
        params: byId,
        body: stepRegistration,
        response: { 200: check },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await o.webhooks.sendSample(caller, request.params.id, request.body)
    },
  )
}
