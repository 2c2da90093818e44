/** Who is signed in and what they may do, so that pages show what the hub would allow. */
import { Type } from 'typebox'
import type { HttpServer } from '#http'
import { type Extent, mayAdministrate, type Privilege, type Rights, type UserRow } from '#identity'
import type { Caller } from '#pipeline'
import { withRetryAfter } from './identity-answers.ts'
import type { ConsoleNeeds } from './needs.ts'

const nullable = Type.Union([Type.String(), Type.Null()])
const verbs = Type.Record(Type.String(), Type.Array(Type.String()))

const me = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  firstName: nullable,
  lastName: nullable,
  email: Type.String(),
  roles: Type.Array(Type.String(), { description: 'Names; those that teams bring are among them' }),
  administrator: Type.Boolean(),
  privileges: Type.Record(Type.String(), Type.Array(Type.String()), {
    description: 'By table: Create, Read, Update, Delete of all rows',
  }),
  ownRows: Type.Intersect([verbs], {
    description: 'By table: what is allowed of rows that the user or a team of the user owns only',
  }),
  owners: Type.Array(Type.String({ format: 'uuid' }), {
    description: 'The user and the teams of the user: rows of these are own rows',
  }),
  language: nullable,
  timeZone: nullable,
  hasPassword: Type.Boolean(),
  signedInBy: Type.Union([Type.Literal('session'), Type.Literal('key')]),
  csrf: Type.Literal('same-origin', {
    description:
      'Pages of this origin send nothing extra; changes that another origin sends with the cookie get 403',
  }),
})

const described = (summary: string) => ({
  summary,
  tags: ['Identity'],
  security: [{ apiKey: [] }],
})

export function registerMeOperations(server: HttpServer, o: ConsoleNeeds): void {
  const answer = async (caller: Caller, token: string | undefined) => ({
    ...shown(await o.identity.users.read(caller, caller.userId), caller),
    ...rightsOf(o, caller),
    signedInBy: token === undefined ? ('key' as const) : ('session' as const),
    csrf: 'same-origin' as const,
  })
  server.get(
    '/api/v1/me',
    {
      schema: {
        ...described('Who is signed in, with the privileges per table'),
        response: { 200: me },
      },
    },
    async (request) => answer(await o.sessions.callerOf(request), tokenOf(o, request)),
  )
  const change = Type.Object({
    firstName: Type.Optional(Type.Union([Type.String({ maxLength: 256 }), Type.Null()])),
    lastName: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    language: Type.Optional(Type.Union([Type.String({ maxLength: 35 }), Type.Null()])),
    timeZone: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
  })
  server.patch(
    '/api/v1/me',
    {
      schema: {
        ...described('Changes the own name, language (BCP 47) and time zone (IANA); null empties'),
        body: change,
        response: { 200: me },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await o.identity.users.changeSelf(caller, request.body)
      return await answer(caller, tokenOf(o, request))
    },
  )
  registerPassword(server, o)
}

function tokenOf(o: ConsoleNeeds, request: Parameters<ConsoleNeeds['sessions']['tokenOf']>[0]) {
  return request.headers.authorization === undefined ? o.sessions.tokenOf(request) : undefined
}

function registerPassword(server: HttpServer, o: ConsoleNeeds): void {
  const body = Type.Object({
    current: Type.String({ maxLength: 1000 }),
    password: Type.String({ maxLength: 1000 }),
  })
  const response = { 200: Type.Object({ changed: Type.Literal(true) }) }
  server.post(
    '/api/v1/me/password',
    {
      schema: {
        ...described('Changes the own password, 12 characters or more; ends the other sessions'),
        body,
        response,
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      const { current, password: next } = request.body
      const token = tokenOf(o, request)
      await withRetryAfter(reply, () =>
        o.identity.passwords.change(caller, { current, next, token }),
      )
      return { changed: true as const }
    },
  )
}

function shown(user: UserRow, caller: Caller) {
  const names = [user.roles, ...user.teams.map((team) => team.roles)].flat().map(({ name }) => name)
  return {
    id: user.id,
    name: user.name ?? user.email ?? '',
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email ?? '',
    roles: [...new Set(names)].sort(),
    administrator: mayAdministrate(caller),
    owners: [user.id, ...user.teams.map(({ id }) => id)],
    language: user.language,
    timeZone: user.timeZone,
    hasPassword: user.hasPassword,
  }
}

function rightsOf(o: ConsoleNeeds, caller: Caller) {
  const rights = Object.entries(o.identity.roles.rightsOf(caller))
  const of = (extent: Extent) =>
    Object.fromEntries(
      rights
        .map(([table, held]) => [table, verbsOf(held, extent)] as const)
        .filter(([, held]) => held.length > 0),
    )
  return { privileges: of('all'), ownRows: of('own') }
}

const verbsOf = (held: Rights, extent: Extent) =>
  (Object.keys(held) as Privilege[]).filter((verb) => held[verb] === extent)
