/** The audit log under /api/v1/audit, for System Administrators. There is no operation that writes it. */
import { Readable } from 'node:stream'
import { type Static, Type } from 'typebox'
import type { HttpServer } from '#http'
import type { AuditFilter, AuditPage, RecordNames } from '#identity'
import { auditAsCsv } from './audit-export.ts'
import type { ConsoleNeeds } from './needs.ts'

const uuid = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }))
const text = (description: string, maxLength = 200) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }))
const instant = (description: string) =>
  Type.Optional(Type.String({ format: 'date-time', description }))

const filters = Type.Object({
  userId: uuid('Who did it, or acted in the name of who did'),
  action: text('Create, Update, Delete, Associate, sign-in, sign-in failed, create API key, …', 40),
  table: text('Logical name', 128),
  recordId: uuid('The record that it was done to'),
  from: instant('Not before'),
  to: instant('Before'),
  text: text('In names, values, addresses; without from and recordId of the last 90 days'),
})

const querystring = Type.Object({
  ...filters.properties,
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
    names: Type.Unsafe<RecordNames>(
      Type.Record(
        Type.String(),
        nullable(Type.Object({ table: Type.String(), name: nullable(Type.String()) })),
        {
          description:
            'What records are called now of which the rows have only ids (lookups, links), by id; null: deleted',
        },
      ),
    ),
    next: Type.Union([Type.String(), Type.Null()], {
      description: 'For after; null: this was the last page',
    }),
    searchedFrom: Type.Unsafe<Date | null>({
      ...{ type: ['string', 'null'], format: 'date-time' },
      description: 'Where a search for a text without from ended',
    }),
  }),
)

const described = (summary: string) => ({
  summary,
  tags: ['Identity'],
  security: [{ apiKey: [] }],
})

export function registerAuditOperations(server: HttpServer, o: ConsoleNeeds): void {
  const { audit } = o.identity
  const summary = 'What administrators did and who came in, newest first'
  server.get(
    '/api/v1/audit',
    { schema: { ...described(summary), querystring, response: { 200: page } } },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { after, limit, ...filter } = request.query
      return await audit.list(caller, filterOf(filter), {
        ...(after === undefined ? {} : { after }),
        ...(limit === undefined ? {} : { limit }),
      })
    },
  )
  const names = Type.Array(Type.String())
  const choices = Type.Object({ actions: names, tables: names })
  server.get(
    '/api/v1/audit/choices',
    {
      schema: {
        ...described('Actions and tables that are in the log'),
        response: { 200: choices },
      },
    },
    async (request) => {
      const { actions, tables } = await audit.choices(await o.sessions.callerOf(request))
      return { actions: [...actions], tables: [...tables] }
    },
  )
  server.get(
    '/api/v1/audit/export',
    { schema: { ...described('The log as CSV, with the same filters'), querystring: filters } },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      const filter = filterOf(request.query)
      // Refuses before the first byte, which would otherwise be a file with half a sentence.
      await audit.list(caller, filter, { limit: 1 })
      return await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .send(Readable.from(auditAsCsv(audit, caller, filter)))
    },
  )
}

function filterOf({ from, to, ...filter }: Static<typeof filters>): AuditFilter {
  return {
    ...filter,
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  }
}
