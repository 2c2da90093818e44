/** The hub's own operations under /api/v1: what the pages do, a script can do. */
import { Type } from 'typebox'
import { cancelEvent, goLive } from '#events'
import type { HttpServer } from '#http'
import { listMails } from '#mail'
import * as acts from './acts.ts'
import { registerAttendanceOperations } from './attendance-operations.ts'
import { registerConfigurationOperations } from './configuration-operations.ts'
import { registerContactOperations } from './contact-operations.ts'
import { registerDifferentContactOperations } from './different-contact-operations.ts'
import { registerEndpointOperations } from './endpoint-operations.ts'
import { registerEventPageOperations } from './event-operations.ts'
import { registerJobOperations } from './job-operations.ts'
import { registerMailOperations } from './mail-operations.ts'
import { registerMeetingOperations } from './meeting-operations.ts'
import type { ConsoleNeeds } from './needs.ts'
import { registerProviderChoiceOperations } from './provider-choice-operations.ts'
import { registerProviderOperations } from './provider-operations.ts'
import { registerRecoveryOperations } from './recovery-operations.ts'
import { registerSentMailOperations } from './sent-mail-operations.ts'
import { registerWaitlistOperations } from './waitlist-operations.ts'
import { registerWebhookOperations } from './webhook-operations.ts'

const byId = Type.Object({ id: Type.String({ format: 'uuid' }) })

export function registerOperations(server: HttpServer, o: ConsoleNeeds): void {
  registerEventOperations(server, o)
  registerEventPageOperations(server, o)
  registerWaitlistOperations(server, o)
  registerRegistrationOperations(server, o)
  registerAttendanceOperations(server, o)
  registerContactOperations(server, o)
  registerDifferentContactOperations(server, o)
  registerConfigurationOperations(server, o)
  registerProviderChoiceOperations(server, o)
  registerJobOperations(server, o)
  registerWebhookOperations(server, o)
  registerEndpointOperations(server, o)
  registerProviderOperations(server, o)
  registerMailOperations(server, o)
  registerSentMailOperations(server, o)
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
