/** The audit log under /api/v1/audit, for System Administrators. There is no operation that writes it. */
import { Type } from 'typebox'
import type { HttpServer } from '#http'
import type { AuditPage } from '#identity'
import type { ConsoleNeeds } from './needs.ts'

const uuid = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }))
const text = (description: string, maxLength = 200) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }))
const instant = (description: string) =>
  Type.Optional(Type.String({ format: 'date-time', description }))

const querystring = Type.Object({
  userId: uuid('Who did it, or acted in the name of who did'),
  action: text('Create, Update, Delete, Associate, sign-in, sign-in failed, create API key, …', 40),
  table: text('Logical name', 128),
  recordId: uuid('The record that it was done to'),
  from: instant('Not before'),
  to: instant('Before'),
  text: text('Anywhere in names, values, addresses'),
  after: text('next of the page before', 200),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
})

const nullable = (schema: Type.TSchema) => Type.Union([schema, Type.Null()])
const who = Type.Object({ id: nullable(Type.String()), name: nullable(Type.String()) })

const page = Type.Unsafe<AuditPage>(
  Type.Object({
    value: Type.Array(
      Type.Object({
        id: Type.String({ format: 'uuid' }),
        at: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }),
        user: Type.Union([who, Type.Null()], { description: 'null: nobody who is known' }),
        initiatingUser: Type.Union([who, Type.Null()], {
          description: 'Who acted in the name of the user',
        }),
        action: Type.String(),
        table: nullable(Type.String()),
        recordId: nullable(Type.String()),
        recordName: nullable(Type.String()),
        changes: Type.Union([Type.Array(Type.Unsafe({})), Type.Null()], {
          description: '{ column, old, new } each; { column, secret: true } for secrets',
        }),
        address: nullable(Type.String()),
        userAgent: nullable(Type.String()),
        request: Type.Union([Type.String(), Type.Null()], {
          description: 'Method and path; null: the hub by itself',
        }),
        correlationId: nullable(Type.String()),
      }),
    ),
    next: Type.Union([Type.String(), Type.Null()], {
      description: 'For after; null: this was the last page',
    }),
  }),
)

export function registerAuditOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/audit',
    {
      schema: {
        summary: 'What administrators did and who came in, newest first',
        tags: ['Identity'],
        security: [{ apiKey: [] }],
        querystring,
        response: { 200: page },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { after, limit, from, to, ...filter } = request.query
      return await o.identity.audit.list(
        caller,
        {
          ...filter,
          ...(from === undefined ? {} : { from: new Date(from) }),
          ...(to === undefined ? {} : { to: new Date(to) }),
        },
        {
          ...(after === undefined ? {} : { after }),
          ...(limit === undefined ? {} : { limit }),
        },
      )
    },
  )
}
