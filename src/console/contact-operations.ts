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
import type { Caller } from '#pipeline'
import { findSharedPlaces } from '#registrations'
import { requireRight } from './acts.ts'
import {
  card,
  declared,
  declaredAnswer,
  described,
  mayMerge,
  page,
  textOrNull,
  uuid,
} from './contact-answers.ts'
import { readContactCards } from './contact-rows.ts'
import { mayMergeOf } from './may-merge.ts'
import type { ConsoleNeeds } from './needs.ts'

const rule = Type.Union(
  [Type.Literal('email'), Type.Literal('nameAndPhone'), Type.Literal('nameAndCompany')],
  { description: 'What two contacts have in common' },
)

const duplicatesAnswer = Type.Object({
  rules: Type.Array(Type.Object({ rule, meaning: Type.String() })),
  total: Type.Integer(),
  value: Type.Array(
    Type.Object({ rules: Type.Array(rule), one: card, other: card, mayMerge: mayMerge() }),
    {
      description:
        'The older contact first; the newest finds first. Without pairs that were declared different',
    },
  ),
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
      const caller = await o.sessions.callerOf(request)
      requireRight(caller, 'Read', 'contact')
      const { offset = 0, limit = 50 } = request.query
      return await listDuplicates(o, caller, { offset, limit })
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
  caller: Caller,
  asked: { readonly offset: number; readonly limit: number },
): Promise<DuplicatesAnswer> {
  const { total, pairs } = await findDuplicates(db, asked)
  const ids = pairs.flatMap(({ oneId, otherId }) => [oneId, otherId])
  const cards = await readContactCards(db, ids)
  const may = await mayMergeOf(db, caller, ids)
  const value = pairs.flatMap(({ oneId, otherId, rules }) => {
    const [one, other] = [cards.get(oneId), cards.get(otherId)]
    // Deleted between the two questions.
    if (one === undefined || other === undefined) return []
    return [{ rules: [...rules], one, other, mayMerge: may(oneId, otherId) }]
  })
  return { rules: rulesAnswer(), total, value }
}

const ofOneAnswer = Type.Object({
  value: Type.Array(Type.Object({ rules: Type.Array(rule), contact: card, mayMerge: mayMerge() })),
})

const mergeFacts = Type.Object({
  mayMerge: mayMerge(),
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

async function listDuplicatesOf({ db }: ConsoleNeeds, caller: Caller, contactId: string) {
  const found = await duplicatesOf(db, contactId)
  const ids = found.map(({ id }) => id)
  const cards = await readContactCards(db, ids)
  const may = await mayMergeOf(db, caller, [contactId, ...ids])
  return found.flatMap(({ id, rules }) => {
    const contact = cards.get(id)
    if (contact === undefined) return []
    return [{ rules: [...rules], contact, mayMerge: may(contactId, id) }]
  })
}

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
      const caller = await o.sessions.callerOf(request)
      requireRight(caller, 'Read', 'contact')
      return { value: await listDuplicatesOf(o, caller, request.params.id) }
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
      const caller = await o.sessions.callerOf(request)
      requireRight(caller, 'Read', 'contact')
      const { id } = request.params
      const other = request.query.with
      const [may, moves, shared, different] = await Promise.all([
        mayMergeOf(o.db, caller, [id, other]),
        countPointing(o.db, o.catalogue.tables(), other),
        findSharedPlaces(o.db, [id, other], o.clock.now()),
        findDifferent(o.db, [id, other]),
      ])
      return {
        mayMerge: may(id, other),
        moves,
        shared: shared.map((each) => ({ ...each, ids: [...each.ids] })),
        different: different === undefined ? null : declaredAnswer(different),
      }
    },
  )
}
