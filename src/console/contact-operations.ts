/** Contacts under /api/v1: who is probably the same person, and what merging two would do. */
import { type Static, Type } from 'typebox'
import {
  countPointing,
  duplicateRules,
  duplicatesOf,
  findDifferent,
  findDuplicates,
} from '#contacts'
import type { HttpServer } from '#http'
import { findSharedPlaces } from '#registrations'
import { requireRight } from './acts.ts'
import {
  card,
  declared,
  declaredAnswer,
  described,
  page,
  textOrNull,
  uuid,
} from './contact-answers.ts'
import { readContactCards } from './contact-rows.ts'
import type { ConsoleNeeds } from './needs.ts'

const rule = Type.Union(
  [Type.Literal('email'), Type.Literal('nameAndPhone'), Type.Literal('nameAndCompany')],
  { description: 'What two contacts have in common' },
)

const duplicatesAnswer = Type.Object({
  rules: Type.Array(Type.Object({ rule, meaning: Type.String() })),
  total: Type.Integer(),
  value: Type.Array(Type.Object({ rules: Type.Array(rule), one: card, other: card }), {
    description:
      'The older contact first; the newest finds first. Without pairs that were declared different',
  }),
})

export function registerContactOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/contacts/duplicates',
    {
      schema: {
        ...described('Contacts that are probably one person, by exact rules'),
        querystring: page,
        response: { 200: duplicatesAnswer },
      },
    },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', 'contact')
      const { offset = 0, limit = 50 } = request.query
      return await listDuplicates(o, { offset, limit })
    },
  )
  registerOfOne(server, o)
}

type DuplicatesAnswer = Static<typeof duplicatesAnswer>

const rulesAnswer = () =>
  Object.entries(duplicateRules).map(([name, meaning]) => ({
    rule: name as Static<typeof rule>,
    meaning,
  }))

async function listDuplicates(
  { db }: ConsoleNeeds,
  asked: { readonly offset: number; readonly limit: number },
): Promise<DuplicatesAnswer> {
  const { total, pairs } = await findDuplicates(db, asked)
  const cards = await readContactCards(
    db,
    pairs.flatMap(({ oneId, otherId }) => [oneId, otherId]),
  )
  const value = pairs.flatMap(({ oneId, otherId, rules }) => {
    const [one, other] = [cards.get(oneId), cards.get(otherId)]
    // Deleted between the two questions.
    return one === undefined || other === undefined ? [] : [{ rules: [...rules], one, other }]
  })
  return { rules: rulesAnswer(), total, value }
}

const ofOneAnswer = Type.Object({
  value: Type.Array(Type.Object({ rules: Type.Array(rule), contact: card })),
})

const mergeFacts = Type.Object({
  moves: Type.Array(
    Type.Object({ table: Type.String(), label: Type.String(), rows: Type.Integer() }),
    { description: 'What points to the other contact and will point to this one' },
  ),
  shared: Type.Array(
    Type.Object({
      kind: Type.Union([Type.Literal('registration'), Type.Literal('waitlist')]),
      eventId: uuid(),
      eventName: textOrNull(),
      sessionName: textOrNull(),
      ids: Type.Array(uuid(), {
        description: 'The registration (or waitlist item) of this contact, then of the other',
      }),
    }),
    { description: 'Places that both have; while there are any, merging is refused' },
  ),
  different: Type.Union([declared, Type.Null()], {
    description: 'Somebody said that they are two people; merging is possible nevertheless',
  }),
})

function registerOfOne(server: HttpServer, o: ConsoleNeeds): void {
  const byId = Type.Object({ id: uuid() })
  server.get(
    '/api/v1/contacts/:id/duplicates',
    {
      schema: {
        ...described('Contacts that are probably the same person as this one'),
        params: byId,
        response: { 200: ofOneAnswer },
      },
    },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', 'contact')
      const found = await duplicatesOf(o.db, request.params.id)
      const cards = await readContactCards(
        o.db,
        found.map(({ id }) => id),
      )
      const value = found.flatMap(({ id, rules }) => {
        const contact = cards.get(id)
        return contact === undefined ? [] : [{ rules: [...rules], contact }]
      })
      return { value }
    },
  )
  server.get(
    '/api/v1/contacts/:id/merge-facts',
    {
      schema: {
        ...described(
          'What merging another contact into this one moves, and what stands against it',
        ),
        params: byId,
        querystring: Type.Object({ with: uuid() }),
        response: { 200: mergeFacts },
      },
    },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', 'contact')
      const { id } = request.params
      const other = request.query.with
      const [moves, shared, different] = await Promise.all([
        countPointing(o.db, o.catalogue.tables(), other),
        findSharedPlaces(o.db, [id, other], o.clock.now()),
        findDifferent(o.db, [id, other]),
      ])
      return {
        moves,
        shared: shared.map((each) => ({ ...each, ids: [...each.ids] })),
        different: different === undefined ? null : declaredAnswer(different),
      }
    },
  )
}
