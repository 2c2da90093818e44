/** Webhooks under /api/v1: registering in one call, the delivery log, sending again. */
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { HttpServer } from '#http'
import { requireRight } from './acts.ts'
import type { ConsoleNeeds } from './needs.ts'

const uuid = () => Type.String({ format: 'uuid' })
const instant = () => Type.String({ format: 'date-time' })
const byId = Type.Object({ id: uuid() })
const columns = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 500 })

const described = (summary: string) => ({
  summary,
  tags: ['Webhooks'],
  security: [{ apiKey: [] }],
})

export function registerWebhookOperations(server: HttpServer, o: ConsoleNeeds): void {
  registerRegistering(server, o)
  registerLog(server, o)
  registerOrders(server, o)
  registerReplays(server, o)
}

const pairs = Type.Record(Type.String(), Type.String())

/** One step of an endpoint, with its images. */
export const stepRegistration = Type.Object({
  message: Type.String({ minLength: 1, maxLength: 256 }),
  table: Type.Optional(Type.String({ maxLength: 64 })),
  filteringAttributes: Type.Optional(columns),
  stage: Type.Optional(Type.Union([Type.Literal(10), Type.Literal(20), Type.Literal(40)])),
  mode: Type.Optional(Type.Union([Type.Literal('synchronous'), Type.Literal('asynchronous')])),
  rank: Type.Optional(Type.Integer({ minimum: 0 })),
  deleteSucceeded: Type.Optional(Type.Boolean()),
  name: Type.Optional(Type.String({ maxLength: 256 })),
  description: Type.Optional(Type.String({ maxLength: 256 })),
  changedOnly: Type.Optional(
    Type.Boolean({ description: 'Of Update: only when a value became another one' }),
  ),
  images: Type.Optional(
    Type.Array(
      Type.Object({
        alias: Type.String({ minLength: 1, maxLength: 256 }),
        kind: Type.Union([Type.Literal('pre'), Type.Literal('post'), Type.Literal('both')]),
        attributes: Type.Optional(columns),
      }),
      { maxItems: 20 },
    ),
  ),
})

const registration = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 256 }),
  url: Type.String({ minLength: 1, maxLength: 2000 }),
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  authentication: Type.Union([
    Type.Object({ kind: Type.Literal('WebhookKey'), key: Type.String({ minLength: 1 }) }),
    Type.Object({ kind: Type.Literal('HttpHeader'), pairs }),
    Type.Object({ kind: Type.Literal('HttpQueryString'), pairs }),
  ]),
  steps: Type.Array(stepRegistration, { maxItems: 100 }),
})

function registerRegistering(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/webhooks',
    {
      schema: {
        ...described('Registers an endpoint with its steps and images; all of it or nothing'),
        body: registration,
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      return reply.code(201).send(await o.webhooks.register(caller, request.body))
    },
  )
  server.post(
    '/api/v1/endpoints/:id/test',
    { schema: { ...described('Sends a test and says what came of it'), params: byId } },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await o.webhooks.testEndpoint(caller, request.params.id)
    },
  )
}

function registerLog(server: HttpServer, o: ConsoleNeeds): void {
  const page = Type.Object({
    before: Type.Optional(instant()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  })
  server.get(
    '/api/v1/endpoints/:id/deliveries',
    {
      schema: {
        ...described('The delivery log of an endpoint whose gr_logdeliveries is set, newest first'),
        params: byId,
        querystring: page,
      },
    },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', 'gr_deliveryattempt')
      const { before, limit = 100 } = request.query
      const { rows } = await sql`
select t.* from gr_deliveryattempt t
where t.serviceendpointid = ${request.params.id}
  and t.startedon < ${before === undefined ? 'infinity' : new Date(before)}
order by t.startedon desc limit ${limit}`.execute(o.db)
      return { value: rows }
    },
  )
}

const pace = {
  /** Deliveries a second at most. */
  perSecond: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  /** Adds the header x-greenroom-replay. */
  marked: Type.Optional(Type.Boolean()),
}

/** Short forms of an order for what is done most. */
function registerOrders(server: HttpServer, o: ConsoleNeeds): void {
  const resend = Type.Object({ toEndpointId: Type.Optional(uuid()), marked: pace.marked })
  server.post(
    '/api/v1/jobs/:id/resend',
    {
      schema: {
        ...described('Sends one delivery again, by the id of its system job'),
        params: byId,
        body: resend,
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      const order = { ...request.body, jobId: request.params.id, deliveries: 'all' as const }
      return reply.code(202).send(await o.webhooks.replays.order(caller, order))
    },
  )
  server.post(
    '/api/v1/endpoints/:id/recover',
    {
      schema: {
        ...described('Sends again all deliveries to an endpoint that failed since an instant'),
        params: byId,
        body: Type.Object({ since: instant(), ...pace }),
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      const { since, ...rest } = request.body
      const order = { ...rest, endpointId: request.params.id, endedFrom: new Date(since) }
      return reply.code(202).send(await o.webhooks.replays.order(caller, order))
    },
  )
}

const order = Type.Object({
  deliveries: Type.Optional(
    Type.Union([Type.Literal('failed'), Type.Literal('succeeded'), Type.Literal('all')]),
  ),
  createdFrom: Type.Optional(instant()),
  createdTo: Type.Optional(instant()),
  endedFrom: Type.Optional(instant()),
  endpointId: Type.Optional(uuid()),
  stepId: Type.Optional(uuid()),
  toEndpointId: Type.Optional(uuid()),
  ...pace,
})

function registerReplays(server: HttpServer, o: ConsoleNeeds): void {
  const root = '/api/v1/replays'
  server.post(
    root,
    {
      schema: {
        ...described('Sends a range of deliveries again, to the same or another endpoint'),
        body: order,
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      const { createdFrom, createdTo, endedFrom, ...rest } = request.body
      const replay = await o.webhooks.replays.order(caller, {
        ...rest,
        ...(createdFrom === undefined ? {} : { createdFrom: new Date(createdFrom) }),
        ...(createdTo === undefined ? {} : { createdTo: new Date(createdTo) }),
        ...(endedFrom === undefined ? {} : { endedFrom: new Date(endedFrom) }),
      })
      return reply.code(202).send(replay)
    },
  )
  server.get(
    root,
    { schema: described('The newest replays, with how far each is') },
    async (request) => ({
      value: await o.webhooks.replays.list(await o.sessions.callerOf(request)),
    }),
  )
  server.get(
    `${root}/:id`,
    { schema: { ...described('How far a replay is'), params: byId } },
    async (request) =>
      await o.webhooks.replays.read(await o.sessions.callerOf(request), request.params.id),
  )
  server.post(
    `${root}/:id/cancel`,
    { schema: { ...described('Ends a replay; what was sent stays sent'), params: byId } },
    async (request) =>
      await o.webhooks.replays.cancel(await o.sessions.callerOf(request), request.params.id),
  )
}
