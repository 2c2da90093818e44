/** Users, teams, roles and sessions under /api/v1, for System Administrators; own sessions for all. */
import { Type } from 'typebox'
import type { HttpServer } from '#http'
import * as answers from './identity-answers.ts'
import type { ConsoleNeeds } from './needs.ts'

const { byId, uuid } = answers

const described = (summary: string) => ({
  summary,
  tags: ['Identity'],
  security: [{ apiKey: [] }],
})

export function registerIdentityOperations(server: HttpServer, o: ConsoleNeeds): void {
  registerUsers(server, o)
  registerUserActs(server, o)
  registerTeams(server, o)
  registerRoles(server, o)
  registerRoleChanges(server, o)
  registerSessions(server, o)
}

function registerUsers(server: HttpServer, o: ConsoleNeeds): void {
  const { users } = o.identity
  const querystring = Type.Object({
    text: Type.Optional(Type.String({ maxLength: 200, description: 'In names and e-mails' })),
    enabled: Type.Optional(Type.Boolean()),
    roleId: Type.Optional(uuid()),
    applications: Type.Optional(Type.Boolean({ description: 'Users of programs, too' })),
  })
  const list = { 200: Type.Object({ value: Type.Array(answers.user) }) }
  server.get(
    '/api/v1/users',
    { schema: { ...described('Users by name, 2,000 at most'), querystring, response: list } },
    async (request) => ({
      value: [...(await users.list(await o.sessions.callerOf(request), request.query))],
    }),
  )
  server.get(
    '/api/v1/users/:id',
    {
      schema: { ...described('A user'), params: byId, response: { 200: answers.user } },
    },
    async (request) => await users.read(await o.sessions.callerOf(request), request.params.id),
  )
  const summary =
    'Makes a user and sends a link that sets the password; without a mail server, gives the link'
  server.post(
    '/api/v1/users',
    {
      schema: {
        ...described(summary),
        body: answers.invitation,
        response: { 201: answers.invited },
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      void reply.code(201).header('cache-control', 'no-store')
      return await users.invite(caller, request.body)
    },
  )
  server.patch(
    '/api/v1/users/:id',
    {
      schema: {
        ...described('Changes a user; never disables the last administrator'),
        params: byId,
        body: answers.userChange,
        response: { 200: answers.user },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await users.change(caller, request.params.id, request.body)
    },
  )
}

function registerUserActs(server: HttpServer, o: ConsoleNeeds): void {
  const { users, passwords } = o.identity
  server.put(
    '/api/v1/users/:id/roles',
    {
      schema: {
        ...described('Gives a user these roles and takes all others'),
        params: byId,
        body: Type.Object({ roleIds: answers.uuids() }),
        response: { 200: answers.user },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await users.setRoles(caller, request.params.id, request.body.roleIds)
    },
  )
  server.post(
    '/api/v1/users/:id/invite',
    {
      schema: {
        ...described('Sends the invitation once more'),
        params: byId,
        response: { 200: answers.invited },
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      void reply.header('cache-control', 'no-store')
      return await users.inviteAgain(caller, request.params.id)
    },
  )
  server.post(
    '/api/v1/users/:id/password-link',
    {
      schema: {
        ...described('A link that sets a new password once, within an hour; shown this once'),
        params: byId,
        response: { 201: answers.passwordLink },
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      void reply.code(201).header('cache-control', 'no-store')
      return await passwords.makeLink(caller, request.params.id)
    },
  )
}

function registerTeams(server: HttpServer, o: ConsoleNeeds): void {
  const { teams } = o.identity
  const list = { 200: Type.Object({ value: Type.Array(answers.team) }) }
  server.get(
    '/api/v1/teams',
    { schema: { ...described('Teams with members and roles'), response: list } },
    async (request) => ({ value: [...(await teams.list(await o.sessions.callerOf(request)))] }),
  )
  const body = Type.Object({ name: answers.teamName, ...answers.teamChange })
  server.post(
    '/api/v1/teams',
    { schema: { ...described('Makes a team'), body, response: { 201: answers.team } } },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      return await reply.code(201).send(await teams.create(caller, request.body))
    },
  )
  const change = Type.Object({ name: Type.Optional(answers.teamName), ...answers.teamChange })
  const summary = 'Changes a team; memberIds and roleIds are all that it has afterwards'
  server.patch(
    '/api/v1/teams/:id',
    {
      schema: {
        ...described(summary),
        params: byId,
        body: change,
        response: { 200: answers.team },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await teams.change(caller, request.params.id, request.body)
    },
  )
  server.delete(
    '/api/v1/teams/:id',
    { schema: { ...described('Deletes a team that owns no rows'), params: byId } },
    async (request, reply) => {
      await teams.remove(await o.sessions.callerOf(request), request.params.id)
      return await reply.code(204).send()
    },
  )
}

function registerRoles(server: HttpServer, o: ConsoleNeeds): void {
  const { roles } = o.identity
  server.get(
    '/api/v1/roles',
    {
      schema: {
        ...described('Roles with their privileges by table and verb'),
        response: { 200: Type.Object({ value: Type.Array(answers.role) }) },
      },
    },
    async (request) => ({ value: [...(await roles.list(await o.sessions.callerOf(request)))] }),
  )
  server.get(
    '/api/v1/roles/tables',
    {
      schema: {
        ...described('What a role of one’s own can hold, table by table'),
        response: { 200: Type.Object({ value: Type.Array(answers.roleTable) }) },
      },
    },
    async (request) => {
      await o.sessions.callerOf(request)
      return { value: [...roles.tables()] }
    },
  )
  server.get(
    '/api/v1/roles/:id',
    { schema: { ...described('A role'), params: byId, response: { 200: answers.role } } },
    async (request) => await roles.read(await o.sessions.callerOf(request), request.params.id),
  )
}

function registerRoleChanges(server: HttpServer, o: ConsoleNeeds): void {
  const { roles } = o.identity
  const body = Type.Object({ name: answers.roleName, privileges: answers.privileges })
  server.post(
    '/api/v1/roles',
    { schema: { ...described('Makes a role'), body, response: { 201: answers.role } } },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      return await reply.code(201).send(await roles.create(caller, request.body))
    },
  )
  server.patch(
    '/api/v1/roles/:id',
    {
      schema: {
        ...described('Changes a role of one’s own; privileges are all that it has afterwards'),
        params: byId,
        body: Type.Partial(body),
        response: { 200: answers.role },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await roles.change(caller, request.params.id, request.body)
    },
  )
  server.delete(
    '/api/v1/roles/:id',
    { schema: { ...described('Deletes a role; whoever had it has it no more'), params: byId } },
    async (request, reply) => {
      await roles.remove(await o.sessions.callerOf(request), request.params.id)
      return await reply.code(204).send()
    },
  )
}

function registerSessions(server: HttpServer, o: ConsoleNeeds): void {
  const { sessions } = o.identity
  const whose = Type.Object({ userId: Type.Optional(uuid()) })
  server.get(
    '/api/v1/sessions',
    {
      schema: {
        ...described(
          'Own sessions, newest use first; with userId those of another, for administrators',
        ),
        querystring: whose,
        response: { 200: Type.Object({ value: Type.Array(answers.session) }) },
      },
    },
    async (request) => {
      const token = o.sessions.tokenOf(request)
      const of = { ...request.query, ...(token === undefined ? {} : { token }) }
      return { value: await sessions.list(await o.sessions.callerOf(request), of) }
    },
  )
  server.post(
    '/api/v1/sessions/:id/end',
    {
      schema: {
        ...described('Ends a session at once'),
        params: byId,
        response: { 200: Type.Object({ id: uuid(), ended: Type.Literal(true) }) },
      },
    },
    async (request) => {
      await sessions.end(await o.sessions.callerOf(request), request.params.id)
      return { id: request.params.id, ended: true as const }
    },
  )
  server.post(
    '/api/v1/sessions/end-others',
    {
      schema: {
        ...described('Ends all sessions of a user, but for the one that asks'),
        body: whose,
        response: { 200: Type.Object({ ended: Type.Integer() }) },
      },
    },
    async (request) => {
      const token = o.sessions.tokenOf(request)
      const of = { ...request.body, ...(token === undefined ? {} : { token }) }
      return { ended: await sessions.endOthers(await o.sessions.callerOf(request), of) }
    },
  )
}
