/** The hub's own operations under /api/v1: what the pages do, a script can do. */
import { Type } from 'typebox'
import { cancelEvent, goLive } from '#events'
import type { HttpServer } from '#http'
import { listMails } from '#mail'
import * as acts from './acts.ts'
import { registerAttendanceOperations } from './attendance-operations.ts'
import { registerMailOperations } from './mail-operations.ts'
import { registerMeetingOperations } from './meeting-operations.ts'
import type { ConsoleNeeds } from './needs.ts'
import { registerProviderOperations } from './provider-operations.ts'
import { registerRecoveryOperations } from './recovery-operations.ts'
import { registerWebhookOperations } from './webhook-operations.ts'

const byId = Type.Object({ id: Type.String({ format: 'uuid' }) })

export function registerOperations(server: HttpServer, o: ConsoleNeeds): void {
  registerEventOperations(server, o)
  registerRegistrationOperations(server, o)
  registerAttendanceOperations(server, o)
  registerConfigurationOperations(server, o)
  registerJobOperations(server, o)
  registerWebhookOperations(server, o)
  registerProviderOperations(server, o)
  registerMailOperations(server, o)
  registerMeetingOperations(server, o)
  registerRecoveryOperations(server, o)
}

const security = [{ apiKey: [] }]

function described(summary: string, tag: string) {
  return { summary, tags: [tag], security, params: byId }
}

function registerEventOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/events/:id/go-live',
    { schema: described('Publishes an event; refuses with everything that is missing', 'Events') },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await goLive(o.pipeline.execute, caller, 'msevtmgt_event', request.params.id)
      const forecast = await acts.forecastOf(o, request.params.id)
      return { id: request.params.id, live: true, forecast: forecast ?? null }
    },
  )
  server.post(
    '/api/v1/events/:id/cancel',
    { schema: described('Cancels an event, its webinar and tells everybody registered', 'Events') },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await cancelEvent(o.pipeline.execute, caller, 'msevtmgt_event', request.params.id)
      return { id: request.params.id, cancelled: true }
    },
  )
}

function registerRegistrationOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/registrations/:id/cancel',
    { schema: described('Cancels a registration and frees its seat', 'Registrations') },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await o.registrations.cancel(caller, request.params.id, { by: 'staff' })
      return { id: request.params.id, cancelled: true }
    },
  )
  server.get(
    '/api/v1/mails',
    { schema: { summary: 'The newest mails', tags: ['Mail'], security } },
    async (request) => {
      acts.requireRight(await o.sessions.callerOf(request), 'Read', 'gr_mail')
      return { value: await listMails(o.db, 200) }
    },
  )
}

function registerConfigurationOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/providers/:id/consent',
    { schema: described("Records consent to a provider's terms and privacy policy", 'Providers') },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await o.providers.recordConsent(caller, { providerId: request.params.id })
      return { id: request.params.id, consent: true }
    },
  )
  server.post(
    '/api/v1/configurations/:id/authorize',
    {
      schema: described(
        'Starts signing in at the provider; gives the address to open',
        'Providers',
      ),
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await o.providers.startAuthorization(caller, { configurationId: request.params.id })
    },
  )
  server.post(
    '/api/v1/configurations/:id/verify',
    { schema: described('Checks the account; changes nothing at the provider', 'Providers') },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await o.providers.verifyConfiguration(caller, { configurationId: request.params.id })
    },
  )
  const settings = Type.Object({
    values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()])),
  })
  server.post(
    '/api/v1/configurations/:id/settings',
    {
      schema: {
        ...described('Saves settings and credentials; credentials are write-only', 'Providers'),
        body: settings,
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await o.providers.saveSettings(caller, {
        configurationId: request.params.id,
        values: request.body.values,
      })
      return { id: request.params.id, saved: true }
    },
  )
  server.post(
    '/api/v1/configurations/:id/delete-credentials',
    { schema: described('Removes all credentials, which turns the account off', 'Providers') },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await o.providers.deleteCredentials(caller, { configurationId: request.params.id })
      return { id: request.params.id, off: true }
    },
  )
}

function registerJobOperations(server: HttpServer, o: ConsoleNeeds): void {
  for (const act of ['cancel', 'resume', 'retry'] as const) {
    server.post(
      `/api/v1/jobs/:id/${act}`,
      { schema: described(`System job: ${act}`, 'System jobs') },
      async (request) => {
        await acts.changeJob(o, await o.sessions.callerOf(request), act, request.params.id)
        return { id: request.params.id }
      },
    )
  }
  const until = Type.Object({ until: Type.String({ format: 'date-time' }) })
  server.post(
    '/api/v1/jobs/:id/postpone',
    { schema: { ...described('System job: not before an instant', 'System jobs'), body: until } },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await acts.postponeJob(o, caller, request.params.id, new Date(request.body.until))
      return { id: request.params.id }
    },
  )
}
