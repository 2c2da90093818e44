/** Operations on accounts at providers that scripts and the pages of configurations share. */
import { Type } from 'typebox'
import type { HttpServer } from '#http'
import * as acts from './acts.ts'
import type { ConsoleNeeds } from './needs.ts'

const byId = Type.Object({ id: Type.String({ format: 'uuid' }) })

function described(summary: string) {
  return { summary, tags: ['Providers'], security: [{ apiKey: [] }], params: byId }
}

export function registerProviderOperations(server: HttpServer, o: ConsoleNeeds): void {
  registerSignIns(server, o)
  registerLoads(server, o)
  registerPresenterLinks(server, o)
  registerForecasts(server, o)
  registerForgetting(server, o)
  registerRequestLog(server, o)
}

const search = Type.Object({
  text: Type.Optional(Type.String({ maxLength: 200 })),
  method: Type.Optional(Type.String({ maxLength: 10 })),
  status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
  failed: Type.Optional(Type.Boolean()),
  from: Type.Optional(Type.String({ format: 'date-time' })),
  to: Type.Optional(Type.String({ format: 'date-time' })),
})

/** Switched on and off by the setting `gr_requestlog`. */
function registerRequestLog(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/configurations/:id/requests',
    {
      schema: {
        ...described('Calls to the provider in the last 24 hours, newest first; 200 at most'),
        querystring: search,
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      acts.requireRight(caller, 'Update', 'msevtmgt_webinarconfiguration')
      const { from, to, ...rest } = request.query
      const value = await o.providers.findRequests(request.params.id, {
        ...rest,
        ...(from === undefined ? {} : { from: new Date(from) }),
        ...(to === undefined ? {} : { to: new Date(to) }),
      })
      return { value }
    },
  )
}

const size = Type.Object({ registrants: Type.Integer({ minimum: 0, maximum: 1_000_000 }) })

function registerForecasts(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/configurations/:id/forecast',
    {
      schema: {
        ...described('How long so many registrants take on this account, and the quota left today'),
        querystring: size,
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      acts.requireRight(caller, 'Read', 'msevtmgt_webinarconfiguration')
      const { registrants } = request.query
      return await o.providers.forecast({ configurationId: request.params.id, registrants })
    },
  )
  server.get(
    '/api/v1/events/:id/forecast',
    { schema: described('The same for an event: its capacity, or who is registered already') },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { id } = request.params
      await acts.requireRightTo(o.db, caller, 'Read', { table: 'msevtmgt_event', id })
      return { forecast: (await acts.forecastOf(o, id)) ?? null }
    },
  )
}

const person = Type.Object({ email: Type.String({ minLength: 3, maxLength: 320 }) })

function registerForgetting(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/configurations/:id/forget',
    {
      schema: {
        ...described('Has the provider erase an e-mail address; the hub keeps its own rows'),
        body: person,
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { email } = request.body
      await o.providers.forgetPerson(caller, { configurationId: request.params.id, email })
      return { forgotten: true }
    },
  )
}

function registerPresenterLinks(server: HttpServer, o: ConsoleNeeds): void {
  for (const [path, table] of [
    ['events', 'msevtmgt_event'],
    ['sessions', 'msevtmgt_session'],
  ] as const) {
    server.get(
      `/api/v1/${path}/:id/presenter-links`,
      { schema: described('Speakers and team, each with an own link into the webinar as host') },
      async (request) => {
        const { id } = request.params
        const caller = await o.sessions.callerOf(request)
        await acts.requireRightTo(o.db, caller, 'Update', { table, id })
        return { value: await o.webinars.presenterLinks(table, id) }
      },
    )
  }
}

const load = Type.Object({
  entity: Type.Union([Type.Literal('people'), Type.Literal('meetings')]),
  mode: Type.Optional(Type.Union([Type.Literal('full'), Type.Literal('incremental')])),
})

/** Schedules, row filter and progress are columns of `gr_synchronization`; errors rows of their own. */
function registerLoads(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/configurations/:id/load',
    {
      schema: {
        ...described('Loads people or meetings of the account into tables; default: what changed'),
        body: load,
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { entity, mode = 'incremental' } = request.body
      return await o.providers.loadNow(caller, {
        configurationId: request.params.id,
        entity,
        mode,
      })
    },
  )
}

function registerSignIns(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/configurations/:id/sign-ins',
    { schema: described('Who is signed in: the account (service) and the caller (action)') },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      acts.requireRight(caller, 'Read', 'msevtmgt_webinarconfiguration')
      const { service, action } = await o.providers.signInStates(caller, {
        configurationId: request.params.id,
      })
      return { service: service ?? null, action: action ?? null }
    },
  )
  server.post(
    '/api/v1/configurations/:id/authorize-actions',
    {
      schema: described(
        'Starts signing in the caller for what they plan themselves; gives the address to open',
      ),
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await o.providers.startAuthorization(caller, {
        configurationId: request.params.id,
        purpose: 'action',
      })
    },
  )
}
