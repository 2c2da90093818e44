/** Attendance under /api/v1: the report, its evidence, marks, and decisions about unmatched people. */
import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import {
  attendanceReport,
  doubtedRecords,
  evidenceOfRegistration,
  type PersonDecision,
  type ReportedPerson,
  type ReportFilter,
  type ReportScope,
  wholeReport,
} from '#attendance'
import type { HttpServer } from '#http'
import { verdict } from '#registrations'
import * as acts from './acts.ts'
import {
  attendanceReportAnswer,
  evidenceAnswer,
  unmatchedAnswer,
  verdictName,
} from './attendance-answers.ts'
import {
  presentDoubted,
  presentEvidence,
  presentReport,
  sourceNameOf,
  verdictNameOf,
} from './attendance-presenting.ts'
import { csvLine } from './csv.ts'
import { registrationsNamed } from './doubted-rows.ts'
import type { ConsoleNeeds } from './needs.ts'

const uuid = () => Type.String({ format: 'uuid' })
const byId = Type.Object({ id: uuid() })

const described = (summary: string) => ({
  summary,
  tags: ['Attendance'],
  security: [{ apiKey: [] }],
  params: byId,
})

export function registerAttendanceOperations(server: HttpServer, o: ConsoleNeeds): void {
  registerReport(server, o)
  registerUnmatched(server, o)
  registerEvidence(server, o)
  server.post(
    '/api/v1/events/:id/collect-attendance',
    {
      schema: {
        ...described('Asks the provider for attendance now'),
        response: { 200: Type.Object({ id: uuid(), asked: Type.Boolean() }) },
      },
    },
    async (request) => {
      await acts.collectAttendance(o, await o.sessions.callerOf(request), request.params.id)
      return { id: request.params.id, asked: true }
    },
  )
}

/** Everybody who may read all registrations may read these. */
async function reader(o: ConsoleNeeds, request: FastifyRequest) {
  const caller = await o.sessions.callerOf(request)
  acts.requireRight(caller, 'Read', 'msevtmgt_eventregistration')
  return caller
}

const ofSession = Type.Object({
  sessionId: Type.Optional(
    Type.String({ format: 'uuid', description: 'Of one session instead of the whole event' }),
  ),
})

const filter = Type.Object({
  ...ofSession.properties,
  verdict: Type.Optional(verdictName),
  absent: Type.Optional(
    Type.Boolean({ description: 'true: only those of whom nothing but clicks is known' }),
  ),
  text: Type.Optional(
    Type.String({ maxLength: 200, description: 'Part of a name, e-mail or registration number' }),
  ),
})

const paged = Type.Object({
  ...filter.properties,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 })),
  pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
})

function scopeOf(eventId: string, { sessionId }: { sessionId?: string }): ReportScope {
  return { eventId, ...(sessionId === undefined ? {} : { sessionId }) }
}

function filterOf({ verdict: name, absent, text }: Static<typeof filter>): ReportFilter {
  return {
    ...(name === undefined ? {} : { verdict: verdict[name].value }),
    ...(absent === undefined ? {} : { absent }),
    ...(text === undefined ? {} : { text }),
  }
}

function registerReport(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/events/:id/attendance',
    {
      schema: {
        ...described('Who attended, when, how long, with which verdict and why; by name, in pages'),
        querystring: paged,
        response: { 200: attendanceReportAnswer },
      },
    },
    async (request) => {
      await reader(o, request)
      const { page = 1, pageSize = 50, ...others } = request.query
      const asked = { ...filterOf(others), page, pageSize }
      const report = await attendanceReport(o, scopeOf(request.params.id, others), asked)
      return presentReport(report, asked)
    },
  )
  server.get(
    '/api/v1/events/:id/attendance.csv',
    {
      schema: {
        ...described('The whole report, filtered alike, as CSV (RFC 4180, UTF-8)'),
        querystring: filter,
      },
    },
    async (request, reply) => {
      await reader(o, request)
      const pieces = wholeReport(
        o.db,
        scopeOf(request.params.id, request.query),
        filterOf(request.query),
      )
      // What is wrong with the question is said before the first byte is sent.
      const first = await pieces.next()
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="attendance.csv"')
        .send(Readable.from(csvOf(first, pieces)))
    },
  )
}

type Pieces = AsyncGenerator<readonly ReportedPerson[]>

async function* csvOf(first: Awaited<ReturnType<Pieces['next']>>, pieces: Pieces) {
  // The byte order mark tells spreadsheets that this is UTF-8.
  yield `\uFEFF${csvLine(Object.keys(columns))}`
  if (first.done !== true) yield linesOf(first.value)
  for await (const piece of pieces) yield linesOf(piece)
}

const linesOf = (piece: readonly ReportedPerson[]) =>
  piece.map((line) => csvLine(Object.values(columns).map((read) => read(line)))).join('')

const columns: Readonly<Record<string, (line: ReportedPerson) => unknown>> = {
  registrationId: (line) => line.registrationId,
  registrationName: (line) => line.registrationName,
  fullName: (line) => line.fullName,
  email: (line) => line.email,
  canceled: (line) => line.canceled,
  verdict: (line) => verdictNameOf(line.verdict),
  attendedMinutes: (line) => line.attendedMinutes,
  requiredMinutes: (line) => line.requiredMinutes,
  reason: (line) => line.reason,
  decidedOn: (line) => line.decidedOn?.toISOString(),
  firstJoin: (line) =>
    insideOf(line)
      .find(({ from }) => from !== null)
      ?.from?.toISOString(),
  lastLeave: (line) => lastLeave(line)?.toISOString(),
  stays: (line) => insideOf(line).length,
  sources: (line) =>
    [...new Set(insideOf(line).map(({ source }) => sourceNameOf(source)))].join(' '),
  clicks: (line) => line.clicks.length,
  waits: (line) => line.stays.length - insideOf(line).length,
}

/** Without waits at the door. */
const insideOf = ({ stays }: ReportedPerson) => stays.filter(({ inWaitingRoom }) => !inWaitingRoom)

function lastLeave(line: ReportedPerson): Date | undefined {
  const leaves = insideOf(line).flatMap(({ to }) => (to === null ? [] : [to.getTime()]))
  return leaves.length === 0 ? undefined : new Date(Math.max(...leaves))
}

const decided = { response: { 200: Type.Object({ changed: Type.Boolean() }) } }
const decision = {
  personKey: Type.String({ minLength: 1, maxLength: 100 }),
  reason: Type.String({ minLength: 1, maxLength: 2000 }),
  ...ofSession.properties,
}

function registerUnmatched(server: HttpServer, o: ConsoleNeeds): void {
  const root = '/api/v1/events/:id/attendance/unmatched'
  server.get(
    root,
    {
      schema: {
        ...described(
          'People whom the provider reported and nobody could match, and refused records',
        ),
        querystring: ofSession,
        response: { 200: unmatchedAnswer },
      },
    },
    async (request) => {
      await reader(o, request)
      const found = await doubtedRecords(o.db, scopeOf(request.params.id, request.query))
      return presentDoubted(found, await registrationsNamed(o.db, found))
    },
  )
  const decide = async (
    request: FastifyRequest,
    id: string,
    asked: Omit<PersonDecision, 'eventId'>,
  ) => {
    const caller = await o.sessions.callerOf(request)
    return { changed: await o.attendance.decidePerson(caller, { ...asked, eventId: id }) }
  }
  server.post(
    `${root}/assign`,
    {
      schema: {
        ...described('Says whose registration it was; holds for later reports too'),
        body: Type.Object({ ...decision, registrationId: uuid() }),
        ...decided,
      },
    },
    (request) => decide(request, request.params.id, { ...request.body, decision: 'assigned' }),
  )
  server.post(
    `${root}/set-aside`,
    {
      schema: {
        ...described('Says that this person counts for nobody, e.g. a test or a host'),
        body: Type.Object(decision),
        ...decided,
      },
    },
    (request) => decide(request, request.params.id, { ...request.body, decision: 'setAside' }),
  )
  server.post(
    `${root}/reopen`,
    {
      schema: {
        ...described('Takes a decision back; what it made count stands no more'),
        body: Type.Object(decision),
        ...decided,
      },
    },
    (request) => decide(request, request.params.id, { ...request.body, decision: 'reopened' }),
  )
}

function registerEvidence(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/registrations/:id/evidence',
    {
      schema: {
        ...described('All evidence of one registration, what superseded what, every decision'),
        response: { 200: evidenceAnswer },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { id } = request.params
      await acts.requireRightTo(o.db, caller, 'Read', { table: 'msevtmgt_eventregistration', id })
      return presentEvidence(await evidenceOfRegistration(o.db, id))
    },
  )
  const mark = Type.Object({
    reason: Type.String({ minLength: 1, maxLength: 2000 }),
    sessionId: Type.Optional(uuid()),
    from: Type.Optional(Type.String({ format: 'date-time' })),
    to: Type.Optional(Type.String({ format: 'date-time' })),
  })
  server.post(
    '/api/v1/registrations/:id/check-in',
    {
      schema: {
        ...described('Marks somebody as present, with a reason; with times only these count'),
        body: mark,
        response: { 200: Type.Object({ id: uuid(), created: Type.Boolean() }) },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await acts.markPresent(o, caller, request.params.id, request.body)
    },
  )
  server.post(
    '/api/v1/evidence/:id/undo',
    {
      schema: {
        ...described('Takes one scan or mark back, by the id of the evidence, with a reason'),
        body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) }),
        response: { 200: Type.Object({ undone: Type.Boolean() }) },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { reason } = request.body
      return { undone: await o.attendance.undoCheckIn(caller, request.params.id, reason) }
    },
  )
}
