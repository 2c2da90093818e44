/** Recovery items under /api/v1: what could not be processed, tried again or given up. */
import { Type } from 'typebox'
import { isRefusal } from '#errors'
import type { HttpServer } from '#http'
import { listRecoveryItems } from '#registrations'
import * as acts from './acts.ts'
import type { ConsoleNeeds } from './needs.ts'

const security = [{ apiKey: [] }]
const tags = ['Recovery']
const byId = Type.Object({ id: Type.String({ format: 'uuid' }) })

export function registerRecoveryOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/recovery-items',
    {
      schema: {
        summary: 'What waits to be repaired, the oldest first',
        tags,
        security,
        querystring: Type.Object({ eventId: Type.Optional(Type.String({ format: 'uuid' })) }),
      },
    },
    async (request) => {
      acts.requireRight(await o.sessions.callerOf(request), 'Read', 'gr_recoveryitem')
      return { value: await listRecoveryItems(o.db, request.query.eventId) }
    },
  )
  const payload = Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), { description: 'The request as it is repaired' }),
  )
  server.post(
    '/api/v1/recovery-items/:id/replay',
    {
      schema: {
        summary: 'Tries it again, as it was or repaired; a second time it changes nothing',
        tags,
        security,
        params: byId,
        body: Type.Optional(Type.Object({ payload })),
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await o.recovery.replay(caller, request.params.id, request.body?.payload)
    },
  )
  server.post(
    '/api/v1/recovery-items/:id/discard',
    {
      schema: {
        summary: 'Gives it up, with a reason that stays in the books',
        tags,
        security,
        params: byId,
        body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) }),
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await o.recovery.discard(caller, request.params.id, request.body.reason)
      return { id: request.params.id, discarded: true }
    },
  )
  registerSeveral(server, o)
}

const replayed = Type.Object({
  results: Type.Array(
    Type.Object({
      id: Type.String({ format: 'uuid' }),
      done: Type.Boolean(),
      problem: Type.Union([Type.String(), Type.Null()], { description: 'Why it failed again' }),
    }),
  ),
})

/** One after the other, so that each is told by itself what became of it. */
function registerSeveral(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/recovery-items/replay',
    {
      schema: {
        summary: 'Tries several again; what fails once more stays and says why',
        tags,
        security,
        body: Type.Object({
          ids: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 500 }),
        }),
        response: { 200: replayed },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      acts.requireRight(caller, 'Update', 'gr_recoveryitem')
      const results: { id: string; done: boolean; problem: string | null }[] = []
      for (const id of new Set(request.body.ids)) {
        try {
          await o.recovery.replay(caller, id)
          results.push({ id, done: true, problem: null })
        } catch (error) {
          if (!isRefusal(error)) throw error
          results.push({ id, done: false, problem: `${error.sentence} ${error.advice}` })
        }
      }
      return { results }
    },
  )
}
