/** What the page at the door calls; scripts of organisers' own scanners may, too. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { general } from '#errors'
import { readEvent, readSession } from '#events'
import type { HttpServer } from '#http'
import { mayDo } from '#identity'
import type { Caller } from '#pipeline'
import type { Door, ScanResult } from './door.ts'
import { countAt, findGuests, readGuest } from './door-rows.ts'
import { keepCode } from './keep-code.ts'
import type { CheckInNeeds } from './needs.ts'
import { refusals } from './refusals.ts'
import { scanMessage } from './scan.ts'

const byEvent = Type.Object({ event: Type.String({ maxLength: 200 }) })
const ofSession = Type.Optional(
  Type.String({ format: 'uuid', description: 'The door of a session' }),
)
const security = [{ apiKey: [] }]
const text = Type.Union([Type.String(), Type.Null()])

const Scan = Type.Object(
  {
    answer: Type.String({
      description: 'welcome, already-in, cancelled, other-event, unknown, not-for-this-session',
    }),
    name: text,
    company: text,
    number: text,
    pass: text,
    event: text,
    since: text,
    kept: Type.Boolean({
      description: 'Kept as a recovery item: nobody has the code, or it is of another event',
    }),
  },
  { title: 'Scan' },
)
const Guest = Type.Object(
  {
    registrationId: Type.String(),
    number: Type.String(),
    name: text,
    company: text,
    pass: text,
    state: Type.String({ description: 'expected, in, cancelled, not-for-this-session' }),
    since: text,
  },
  { title: 'Guest' },
)

function described(summary: string) {
  return { summary, tags: ['Check-in'], security, params: byEvent }
}

export function registerOperations(server: HttpServer, needs: CheckInNeeds): void {
  registerScan(server, needs)
  registerList(server, needs)
  registerUndo(server, needs)
}

function registerScan(server: HttpServer, needs: CheckInNeeds): void {
  server.post(
    '/api/v1/check-in/:event/scan',
    {
      schema: {
        ...described('Checks in whoever has this code, and says how they stand'),
        body: Type.Object({
          code: Type.String({ minLength: 1, maxLength: 500, description: 'ER-… or AP-…' }),
          sessionId: ofSession,
          scannedOn: Type.Optional(
            Type.String({ format: 'date-time', description: 'Sent again with it, it is one scan' }),
          ),
          fromList: Type.Optional(Type.Boolean({ default: false })),
        }),
        response: { 200: Scan },
      },
    },
    async (request) => {
      const caller = await staffOf(needs, request)
      const { code, sessionId, scannedOn, fromList = false } = request.body
      const door = await doorOf(needs, request.params.event, sessionId)
      const instant = scannedOn === undefined ? needs.clock.now() : new Date(scannedOn)
      const { output } = await needs.pipeline.execute(caller, {
        message: scanMessage,
        table: 'msevtmgt_checkin',
        input: {
          ...door,
          code,
          fromList,
          scannedOn: instant,
        },
      })
      const result = output as unknown as ScanResult
      const kept = await keepCode(needs, { ...door, code, scannedOn: instant }, result)
      return { ...result, kept }
    },
  )
}

/** Names on one screen; whoever looks for somebody types more letters. */
const mostGuests = 60

function registerList(server: HttpServer, needs: CheckInNeeds): void {
  server.get(
    '/api/v1/check-in/:event/guests',
    {
      schema: {
        ...described('Who is expected, by name, and how many came in'),
        querystring: Type.Object({
          search: Type.Optional(Type.String({ maxLength: 100 })),
          session: ofSession,
        }),
        response: {
          200: Type.Object({
            registered: Type.Integer(),
            present: Type.Integer(),
            guests: Type.Array(Guest),
          }),
        },
      },
    },
    async (request) => {
      await staffOf(needs, request)
      const door = await doorOf(needs, request.params.event, request.query.session)
      const search = (request.query.search ?? '').trim()
      const guests = await findGuests(needs.db, door, { search, limit: mostGuests })
      return {
        ...(await countAt(needs.db, door)),
        guests: guests.map((guest) => ({
          registrationId: guest.registrationId,
          number: guest.number,
          name: guest.name,
          company: guest.company,
          pass: guest.pass,
          state: stateOf(guest),
          since: guest.since?.toISOString() ?? null,
        })),
      }
    },
  )
  server.get(
    '/api/v1/check-in/:event/count',
    {
      schema: {
        ...described('How many are expected, and how many came in'),
        querystring: Type.Object({ session: ofSession }),
        response: { 200: Type.Object({ registered: Type.Integer(), present: Type.Integer() }) },
      },
    },
    async (request) => {
      requireRight(await needs.callerOf(request), 'Read')
      const door = await doorOf(needs, request.params.event, request.query.session)
      return await countAt(needs.db, door)
    },
  )
}

function stateOf(guest: {
  readonly active: boolean
  readonly checkinId: string | null
  readonly mayEnter: boolean
}): string {
  if (!guest.active) return 'cancelled'
  if (guest.checkinId !== null) return 'in'
  return guest.mayEnter ? 'expected' : 'not-for-this-session'
}

function registerUndo(server: HttpServer, needs: CheckInNeeds): void {
  server.post(
    '/api/v1/check-in/:event/undo',
    {
      schema: {
        ...described('Takes a check-in back; the reason stays with it'),
        body: Type.Object({
          registrationId: Type.String({ format: 'uuid' }),
          sessionId: ofSession,
          reason: Type.String({ maxLength: 500 }),
        }),
        response: { 200: Type.Object({ undone: Type.Boolean() }) },
      },
    },
    async (request) => {
      const caller = await staffOf(needs, request)
      const { registrationId, sessionId, reason } = request.body
      const door = await doorOf(needs, request.params.event, sessionId)
      const guest = await readGuest(needs.db, door, registrationId)
      if (guest?.eventId !== door.eventId || guest.checkinId === null) throw refusals['nobody-in']()
      return { undone: await needs.attendance.undoCheckIn(caller, guest.checkinId, reason) }
    },
  )
}

/** Check-in Staff, and whoever has their rights. */
async function staffOf(needs: CheckInNeeds, request: FastifyRequest): Promise<Caller> {
  const caller = await needs.callerOf(request)
  requireStaff(caller)
  return caller
}

export function requireStaff(caller: Caller): void {
  requireRight(caller, 'Create')
}

function requireRight(caller: Caller, privilege: 'Create' | 'Read'): void {
  const table = 'msevtmgt_checkin'
  if (mayDo(caller, privilege, table)) return
  throw general['not-allowed']({ who: 'This user', act: privilege.toLowerCase(), table })
}

async function doorOf(
  { db }: CheckInNeeds,
  event: string,
  sessionId: string | undefined,
): Promise<Door> {
  const found = await readEvent(db, event)
  if (found === undefined) throw refusals['door-of-unknown-event']({ id: event })
  const eventId = found.msevtmgt_eventid
  if (sessionId !== undefined) {
    const session = await readSession(db, sessionId)
    if (session?.msevtmgt_event !== eventId) {
      throw refusals['door-of-unknown-session']({ id: sessionId })
    }
  }
  return { eventId, sessionId }
}
