/** What operations about users, teams, roles and sessions take and answer. */
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { isRefusal } from '#errors'
import type { Invited, PasswordLink, Role, RoleTable, Session, TeamRow, UserRow } from '#identity'

export const uuid = () => Type.String({ format: 'uuid' })
export const uuids = () => Type.Array(uuid(), { maxItems: 1000, uniqueItems: true })
export const byId = Type.Object({ id: uuid() })
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const nullableText = Type.Union([Type.String(), Type.Null()])
const instant = () => Type.Unsafe<Date>({ type: 'string', format: 'date-time' })
const perhapsInstant = () => Type.Unsafe<Date>({ type: ['string', 'null'], format: 'date-time' })

const named = Type.Object({ id: uuid(), name: Type.String() })

export const user = Type.Unsafe<UserRow>(
  Type.Object({
    id: uuid(),
    name: nullableText,
    firstName: nullableText,
    lastName: nullableText,
    email: nullableText,
    language: nullableText,
    timeZone: nullableText,
    enabled: Type.Boolean(),
    isApplication: Type.Boolean({ description: 'A program, which cannot sign in' }),
    roles: Type.Array(named, { description: 'Given to the user itself' }),
    teams: Type.Array(Type.Object({ ...named.properties, roles: Type.Array(named) }), {
      description: 'With the roles that they bring',
    }),
    hasPassword: Type.Boolean(),
    usesSingleSignOn: Type.Boolean(),
    lastSignInOn: perhapsInstant(),
    createdOn: instant(),
  }),
)

export const tastes = {
  language: Type.Optional(
    Type.Union([text(35), Type.Null()], { description: 'BCP 47, e.g. de-AT' }),
  ),
  timeZone: Type.Optional(
    Type.Union([text(64), Type.Null()], { description: 'IANA, e.g. Europe/Berlin' }),
  ),
}

const email = Type.String({ format: 'email', maxLength: 100 })

export const invitation = Type.Object({
  email,
  firstName: Type.Optional(text(256)),
  lastName: text(256),
  roleIds: uuids(),
  language: Type.Optional(text(35)),
  timeZone: Type.Optional(text(64)),
})

export const userChange = Type.Object({
  email: Type.Optional(email),
  firstName: Type.Optional(Type.Union([text(256), Type.Null()])),
  lastName: Type.Optional(text(256)),
  enabled: Type.Optional(Type.Boolean()),
  ...tastes,
})

export const passwordLink = Type.Unsafe<PasswordLink>(
  Type.Object({ url: Type.String(), expiresOn: instant() }),
)

export const invited = Type.Unsafe<Invited>(
  Type.Object({
    id: uuid(),
    mailed: Type.Boolean({ description: 'Whether a letter is on its way' }),
    link: Type.Union([passwordLink, Type.Null()], {
      description: 'Where no mail server is set: shown this once, to be handed over',
    }),
  }),
)

export const team = Type.Unsafe<TeamRow>(
  Type.Object({
    id: uuid(),
    name: Type.String(),
    description: nullableText,
    members: Type.Array(Type.Object({ ...named.properties, email: nullableText })),
    roles: Type.Array(named),
  }),
)

export const teamChange = {
  description: Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
  memberIds: Type.Optional(uuids()),
  roleIds: Type.Optional(uuids()),
}
export const teamName = text(160)

const extent = Type.Union([Type.Literal('own'), Type.Literal('all')])
const rights = Type.Object(
  {
    Create: Type.Optional(extent),
    Read: Type.Optional(extent),
    Update: Type.Optional(extent),
    Delete: Type.Optional(extent),
  },
  { additionalProperties: false },
)

export const privileges = Type.Record(Type.String({ maxLength: 64 }), rights, {
  description: 'By table and verb: own rows or all; a verb that is not named is not allowed',
})
export const roleName = text(100)

export const role = Type.Unsafe<Role>(
  Type.Object({
    id: uuid(),
    name: Type.String(),
    builtIn: Type.Boolean({ description: 'Of the hub: neither changed nor deleted' }),
    users: Type.Integer(),
    teams: Type.Integer(),
    privileges,
  }),
)

export const roleTable = Type.Unsafe<RoleTable>(
  Type.Object({
    table: Type.String(),
    label: Type.String(),
    hasOwner: Type.Boolean({ description: 'Whether own rows can be told from others' }),
    grantable: Type.Array(Type.String(), { description: 'What a role of one’s own can hold' }),
  }),
)

export const session = Type.Unsafe<Session>(
  Type.Object({
    id: uuid(),
    userId: uuid(),
    createdOn: instant(),
    lastUsedOn: instant(),
    expiresOn: instant(),
    method: Type.String({ description: 'password, link or single-sign-on' }),
    userAgent: nullableText,
    address: nullableText,
    current: Type.Boolean({ description: 'The one that asks' }),
  }),
)

/** Says when to come back (RFC 9110 §10.2.3). */
export async function withRetryAfter<T>(reply: FastifyReply, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (isRefusal(error, 'sign-in-later')) {
      void reply.header('retry-after', String(error.values.seconds))
    }
    throw error
  }
}
