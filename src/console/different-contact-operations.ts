/** Contacts under /api/v1 that look like one person and were declared to be two. */
import { Type } from 'typebox'
import { declareDifferent, listDifferent, takeBackDifference } from '#contacts'
import type { HttpServer } from '#http'
import { requireRight } from './acts.ts'
import { card, declared, declaredAnswer, described, page, uuid } from './contact-answers.ts'
import { readContactCards } from './contact-rows.ts'
import type { ConsoleNeeds } from './needs.ts'

const pair = Type.Object({ id: uuid(), otherId: uuid() })
const address = '/api/v1/contacts/:id/different/:otherId'

const listAnswer = Type.Object({
  total: Type.Integer(),
  value: Type.Array(Type.Object({ ...declared.properties, one: card, other: card }), {
    description: 'What was said last first; the older contact of each pair first',
  }),
})

export function registerDifferentContactOperations(server: HttpServer, o: ConsoleNeeds): void {
  const needs = { db: o.db, clock: o.clock, audit: o.identity.audit }
  server.put(
    address,
    {
      schema: {
        ...described(
          'Says that two contacts are two people: they are offered as duplicates no more',
        ),
        params: pair,
        response: { 200: Type.Object({ different: Type.Literal(true) }) },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      requireRight(caller, 'Update', 'contact')
      const { id, otherId } = request.params
      await declareDifferent(needs, caller, [id, otherId])
      return { different: true as const }
    },
  )
  server.delete(
    address,
    {
      schema: {
        ...described('Takes back that two contacts are two people'),
        params: pair,
        response: { 200: Type.Object({ different: Type.Literal(false) }) },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      requireRight(caller, 'Update', 'contact')
      const { id, otherId } = request.params
      await takeBackDifference(needs, caller, [id, otherId])
      return { different: false as const }
    },
  )
  registerList(server, o)
}

function registerList(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/contacts/different',
    {
      schema: {
        ...described('Pairs of contacts that were declared to be two people'),
        querystring: page,
        response: { 200: listAnswer },
      },
    },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', 'contact')
      const { offset = 0, limit = 50 } = request.query
      const { total, pairs } = await listDifferent(o.db, { offset, limit })
      const cards = await readContactCards(
        o.db,
        pairs.flatMap(({ oneId, otherId }) => [oneId, otherId]),
      )
      const value = pairs.flatMap(({ oneId, otherId, ...said }) => {
        const [one, other] = [cards.get(oneId), cards.get(otherId)]
        // Deleted between the two questions.
        return one === undefined || other === undefined
          ? []
          : [{ ...declaredAnswer(said), one, other }]
      })
      return { total, value }
    },
  )
}
