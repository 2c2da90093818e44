/** What the operations of contacts answer, field by field; pages are drawn from this. */
import { type Static, Type } from 'typebox'
import type { DifferentContacts } from '#contacts'

export const uuid = () => Type.String({ format: 'uuid' })
export const textOrNull = () => Type.Union([Type.String(), Type.Null()])

export const described = (summary: string) => ({
  summary,
  tags: ['Contacts'],
  security: [{ apiKey: [] }],
})

export const card = Type.Object({
  id: uuid(),
  name: textOrNull(),
  email: textOrNull(),
  phone: textOrNull(),
  company: textOrNull(),
  createdOn: Type.String({ format: 'date-time' }),
  registrations: Type.Integer({ description: 'Of all events, cancelled ones too' }),
})

export const mayMerge = () =>
  Type.Boolean({ description: 'The caller may change both contacts, as merging them does' })

export const page = Type.Object({
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})

/** That two contacts are two people. */
export const declared = Type.Object({
  declaredOn: Type.String({ format: 'date-time' }),
  declaredBy: Type.Union([Type.String(), Type.Null()], {
    description: 'Name of the user; null: of one who is gone',
  }),
})

export const declaredAnswer = ({
  declaredOn,
  declaredBy,
}: Pick<DifferentContacts, 'declaredOn' | 'declaredBy'>): Static<typeof declared> => ({
  declaredOn: declaredOn.toISOString(),
  declaredBy,
})
