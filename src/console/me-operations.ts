/** Who is signed in and what they may do, so that pages show what the hub would allow. */
import { Type } from 'typebox'
import type { TablesOf } from '#database'
import type { HttpServer } from '#http'
import { type tables as identityTables, mayAdministrate, mayDo, type Privilege } from '#identity'
import type { ConsoleNeeds } from './needs.ts'

const privileges: readonly Privilege[] = ['Create', 'Read', 'Update', 'Delete']

const nullable = Type.Union([Type.String(), Type.Null()])

const me = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  email: Type.String(),
  roles: Type.Array(Type.String()),
  administrator: Type.Boolean(),
  privileges: Type.Record(Type.String(), Type.Array(Type.String())),
  language: nullable,
  timeZone: nullable,
})

export function registerMeOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/me',
    {
      schema: {
        summary: 'Who is signed in, with the privileges per table',
        tags: ['Identity'],
        security: [{ apiKey: [] }],
        response: { 200: me },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const user = await o.db
        .$extendTables<TablesOf<typeof identityTables>>()
        .selectFrom('systemuser')
        .select(['fullname', 'internalemailaddress', 'gr_language', 'gr_timezone'])
        .where('systemuserid', '=', caller.userId)
        .executeTakeFirstOrThrow()
      const exposed = o.catalogue.tables().filter((table) => table.exposed)
      return {
        id: caller.userId,
        name: user.fullname ?? user.internalemailaddress ?? '',
        email: user.internalemailaddress ?? '',
        roles: [...caller.roles],
        administrator: mayAdministrate(caller),
        privileges: Object.fromEntries(
          exposed.map(({ name }) => [name, privileges.filter((each) => mayDo(caller, each, name))]),
        ),
        language: user.gr_language,
        timeZone: user.gr_timezone,
      }
    },
  )
}
