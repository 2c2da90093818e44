/** Events and registrations under /api/v1: what their pages need beside the rows of the Data API. */
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { withTransaction } from '#database'
import { general } from '#errors'
import type { HttpServer } from '#http'
import { mayDo } from '#identity'
import { publishingState, readRegistration, verdict } from '#registrations'
import * as acts from './acts.ts'
import {
  described,
  overrule,
  overviewAnswer,
  registeredAnswer,
  registrationLinksAnswer,
} from './event-answers.ts'
import { overviewOf } from './event-overview.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ExportLabels, registrationsAsCsv } from './registration-export.ts'

const uuid = () => Type.String({ format: 'uuid' })

export function registerEventPageOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/events/:id/overview',
    {
      schema: {
        ...described('Health of the webinar, counts, links, and all that is missing to publish'),
        response: { 200: overviewAnswer },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { id } = request.params
      await acts.requireRightTo(o.db, caller, 'Read', { table: 'msevtmgt_event', id })
      return await overviewOf(o, caller, id)
    },
  )
  server.post(
    '/api/v1/events/:id/retry-failed-jobs',
    {
      schema: {
        ...described('Runs again what failed at the provider, for the event and all registrations'),
        response: { 200: Type.Object({ jobs: Type.Integer() }) },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return { jobs: await acts.retryFailedJobs(o, caller, request.params.id) }
    },
  )
  registerPurchases(server, o)
  registerByHand(server, o)
  registerExport(server, o)
  registerRegistrations(server, o)
  registerMoreSessions(server, o)
}

function registerPurchases(server: HttpServer, o: ConsoleNeeds): void {
  const settlement = Type.Object({
    settlement: Type.Union([Type.Literal('paid'), Type.Literal('cancelled')]),
  })
  server.post(
    '/api/v1/purchases/:id/settle',
    {
      schema: {
        ...described('Says that a purchase was paid, or that it is given up', 'Registrations'),
        body: settlement,
        response: {
          200: Type.Object({ state: Type.String(), registrationIds: Type.Array(Type.String()) }),
        },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { settlement: how } = request.body
      const settled = await o.registrations.settlePurchase(caller, request.params.id, how, 'staff')
      return { state: settled.state, registrationIds: [...settled.registrationIds] }
    },
  )
}

const person = Type.Object({
  email: Type.String({ minLength: 3, maxLength: 320 }),
  firstName: Type.Optional(Type.String({ maxLength: 50 })),
  lastName: Type.Optional(Type.String({ maxLength: 50 })),
  company: Type.Optional(Type.String({ maxLength: 160 })),
  language: Type.Optional(Type.String({ maxLength: 35, description: 'BCP 47' })),
  sessions: Type.Optional(Type.Array(uuid(), { maxItems: 500 })),
  passId: Type.Optional(uuid()),
  waitlisted: Type.Optional(
    Type.Boolean({ description: 'A place in the waitlist of a full event instead of a seat' }),
  ),
  responses: Type.Optional(
    Type.Array(Type.Object({ id: uuid(), value: Type.String({ maxLength: 4000 }) })),
  ),
  overrule,
})

function registerByHand(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/events/:id/registrations',
    {
      schema: {
        ...described(
          'Registers one person, by the rules of the public page but for those that are overruled',
          'Registrations',
        ),
        body: person,
        response: { 200: registeredAnswer },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      acts.requireRight(caller, 'Create', 'msevtmgt_eventregistration')
      const { overrule: rules = [], ...attendee } = request.body
      const answer = await o.registrations.register(caller, {
        eventId: request.params.id,
        attendees: [attendee],
        overrule: rules,
      })
      return {
        registrationId: answer.registrations[0]?.registrationId ?? null,
        waitlistItemId: answer.waiting[0]?.waitlistItemId ?? null,
        purchaseId: answer.purchase?.purchaseId ?? null,
      }
    },
  )
}

const labelsOf = (options: Readonly<Record<string, { value: number; label: string }>>) =>
  Object.fromEntries(Object.values(options).map(({ value, label }) => [value, label]))

const labels: ExportLabels = {
  publishing: labelsOf(publishingState),
  verdicts: labelsOf(verdict),
}

function registerExport(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/events/:id/registrations.csv',
    {
      schema: described(
        'All registrations as CSV (RFC 4180, UTF-8), with names and answers as far as the caller may read them',
        'Registrations',
      ),
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      acts.requireRight(caller, 'Read', 'msevtmgt_eventregistration')
      const may = {
        contacts: mayDo(caller, 'Read', 'contact'),
        answers: mayDo(caller, 'Read', 'msevtmgt_registrationresponse'),
      }
      return await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="registrations.csv"')
        .send(Readable.from(registrationsAsCsv(o.db, request.params.id, labels, may)))
    },
  )
}

function registerRegistrations(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/registrations/:id/links',
    {
      schema: {
        ...described('The links that the registrant has by mail', 'Registrations'),
        response: { 200: registrationLinksAnswer },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { id } = request.params
      await acts.requireRightTo(o.db, caller, 'Update', { table: 'msevtmgt_eventregistration', id })
      const found = await readRegistration(o.db, id)
      if (found === undefined) throw general['not-found']({ what: 'registration', id })
      const { joinLink, personalToken } = o.registrations
      return {
        id,
        number: found.registration.msevtmgt_name,
        joinLink: joinLink(id),
        personalLink: `${o.publicUrl}/r/${personalToken(id)}`,
      }
    },
  )
  server.post(
    '/api/v1/registrations/:id/resend-confirmation',
    {
      schema: {
        ...described('Writes the confirmation once more, as the event is now', 'Registrations'),
        response: { 200: Type.Object({ sent: Type.Boolean() }) },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { id } = request.params
      await acts.requireRightTo(o.db, caller, 'Update', { table: 'msevtmgt_eventregistration', id })
      const version = o.clock.now().toISOString()
      const sent = await withTransaction(o.db, (tx) => o.mail.resendConfirmation(tx, id, version))
      if (!sent) throw general['not-found']({ what: 'active registration', id })
      return { sent }
    },
  )
}

const moreSessions = Type.Object({
  sessions: Type.Array(uuid(), { minItems: 1, maxItems: 100 }),
  overrule,
})

function registerMoreSessions(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/registrations/:id/sessions',
    {
      schema: {
        ...described(
          'Adds sessions of the event to a registration, all or none, by the rules of the public page but for those that are overruled',
          'Registrations',
        ),
        body: moreSessions,
        response: {
          200: Type.Object({
            sessions: Type.Array(
              Type.Object({ sessionId: Type.String(), sessionRegistrationId: Type.String() }),
              { description: 'Those that the registration did not have before' },
            ),
          }),
        },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { id } = request.params
      const { sessions, overrule: rules } = request.body
      const added = await o.registrations.addSessions(caller, id, sessions, rules)
      return { sessions: [...added] }
    },
  )
}
