/** Waitlists under /api/v1: handing out free seats, and seats for people whom staff choose. */
import { type Static, Type } from 'typebox'
import type { HttpServer } from '#http'
import { described, overrule } from './event-answers.ts'
import type { ConsoleNeeds } from './needs.ts'

const promoted = Type.Object({
  registered: Type.Integer({ description: 'Got a seat at once' }),
  invited: Type.Integer({ description: 'Were written to; their seat is held for a day' }),
  expired: Type.Integer({ description: 'Let their invitation go by' }),
})

export function registerWaitlistOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/events/:id/promote-waitlist',
    {
      schema: {
        ...described('Hands free seats to those who wait, the oldest first', 'Registrations'),
        response: { 200: promoted },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { output } = await o.pipeline.execute(caller, {
        message: 'gr_PromoteWaitlist',
        table: 'msevtmgt_event',
        id: request.params.id,
      })
      return output as Static<typeof promoted>
    },
  )
  registerChoosing(server, o)
}

const overruling = Type.Object({ overrule })

/** For one person, whoever stands before them in the line. */
function registerChoosing(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/waitlist-items/:id/invite',
    {
      schema: {
        ...described(
          'Invites one person out of turn: the letter goes out, the seat is held for a day. Without a free seat refused with event-full or session-full, unless that is overruled',
          'Registrations',
        ),
        body: overruling,
        response: {
          200: Type.Object({
            invitedUntil: Type.String({
              format: 'date-time',
              description: 'The seat is held until then',
            }),
          }),
        },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { id } = request.params
      return await o.registrations.inviteFromWaitlist(caller, id, request.body.overrule)
    },
  )
  server.post(
    '/api/v1/waitlist-items/:id/register',
    {
      schema: {
        ...described(
          'Registers one person out of turn, for the event or the session that they wait for',
          'Registrations',
        ),
        body: overruling,
        response: {
          200: Type.Object({
            registrationId: Type.String({
              description: 'Of the event, also where it is for a session',
            }),
          }),
        },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { id } = request.params
      return await o.registrations.registerFromWaitlist(caller, id, request.body.overrule)
    },
  )
}
