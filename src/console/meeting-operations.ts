/** Meetings under /api/v1: what the form needs, planning, changing, cancelling. */
import { sql } from 'kysely'
import { Type } from 'typebox'
import { general } from '#errors'
import type { HttpServer } from '#http'
import { letterLanguages, mostDates, mostPeople } from '#meetings'
import type { Caller } from '#pipeline'
import { requireRight } from './acts.ts'
import { toAnswer, toDate, toForm, toReset, toWish } from './meeting-answers.ts'
import { accountNames, lettersOf } from './meeting-letters.ts'
import * as shapes from './meeting-shapes.ts'
import type { ConsoleNeeds } from './needs.ts'

const root = '/api/v1/meetings'
const uuid = () => Type.String({ format: 'uuid' })
const byId = Type.Object({ id: uuid() })
const byDate = Type.Object({
  id: uuid(),
  originalStart: Type.String({ maxLength: 19, description: 'As the meeting lists it' }),
})
const version = Type.Optional(
  Type.Integer({ description: 'What was read; refuses to undo what others changed since' }),
)

const resetDates = Type.Optional(
  Type.Boolean({
    description: 'Yes to the question of the preview: changed dates follow the rule again',
  }),
)

const described = (summary: string) => ({
  summary,
  tags: ['Meetings'],
  security: [{ apiKey: [] }],
})

export function registerMeetingOperations(server: HttpServer, o: ConsoleNeeds): void {
  registerForm(server, o)
  registerPlanning(server, o)
  registerMending(server, o)
  registerReading(server, o)
  registerLetters(server, o)
  registerDates(server, o)
}

/** What the form shows before anything is saved. */
function registerForm(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    `${root}/options`,
    {
      schema: {
        ...described('Accounts to choose from, what each can do, and who you would be there'),
        response: { 200: shapes.optionsShape },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return {
        accounts: (await o.meetings.options(caller)).map(accountAnswer),
        user: await userOf(o, caller),
        languages: [...letterLanguages],
        most: { dates: mostDates, people: mostPeople },
      }
    },
  )
  const search = Type.Object({
    text: Type.Optional(Type.String({ maxLength: 200, description: 'Part of name or address' })),
    configurationId: Type.Optional(uuid()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  })
  server.get(
    `${root}/people`,
    {
      schema: {
        ...described("People to invite: the account's directory as it was loaded, and contacts"),
        querystring: search,
        response: { 200: shapes.peopleShape },
      },
    },
    async (request) => {
      const { text = '', configurationId, limit = 10 } = request.query
      const caller = await o.sessions.callerOf(request)
      return { value: [...(await o.meetings.findPeople(caller, { text, configurationId, limit }))] }
    },
  )
  registerPreview(server, o)
}

type Account = Awaited<ReturnType<ConsoleNeeds['meetings']['options']>>[number]

function accountAnswer({ facts, obstacle, actingAs }: Account) {
  const { recurrence, password, cohosts, update, delete: canDelete } = facts.capabilities
  const { button } = actingAs
  const signInUrl = `/admin/configurations/${facts.configurationId}/authenticate-me`
  return {
    configurationId: facts.configurationId,
    name: facts.name,
    provider: facts.provider,
    obstacle: obstacle ?? null,
    actingAs: {
      who: actingAs.who,
      name: actingAs.name ?? null,
      alert: actingAs.alert ?? null,
      button: button ?? null,
      signInUrl: button === undefined ? null : signInUrl,
    },
    capabilities: { recurrence, password, cohosts, update, delete: canDelete },
    mostMinutes: facts.mostMinutes ?? null,
  }
}

async function userOf({ db }: ConsoleNeeds, { userId }: Caller) {
  const { rows } = await sql<Record<'name' | 'email' | 'timeZone' | 'language', string | null>>`
    select fullname as name, internalemailaddress as email, gr_timezone as "timeZone",
      gr_language as language
    from systemuser where systemuserid = ${userId}`.execute(db)
  return rows[0] ?? { name: null, email: null, timeZone: null, language: null }
}

function registerPreview(server: HttpServer, o: ConsoleNeeds): void {
  const body = Type.Object({
    ...shapes.wishShape.properties,
    currentId: Type.Optional(Type.String({ format: 'uuid', description: 'The meeting changed' })),
  })
  server.post(
    `${root}/preview`,
    {
      schema: {
        ...described('All that is wrong with a wish, what the provider leaves out, the next dates'),
        body,
        response: { 200: shapes.previewShape },
      },
    },
    async (request) => {
      const { currentId, ...wish } = request.body
      const caller = await o.sessions.callerOf(request)
      const found = await o.meetings.preview(caller, toWish(wish), currentId)
      const now = o.clock.now()
      const coming = found.dates.filter(({ endsAt }) => endsAt > now)
      return {
        possible: found.problems.length === 0,
        problems: [...found.problems],
        notices: [...found.notices],
        dates: coming.slice(0, 10).map(toDate),
        dateCount: found.dates.length,
        resets: found.resets.map(toReset),
      }
    },
  )
}

function registerPlanning(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    root,
    {
      schema: {
        ...described('Plans a meeting; refuses with the first problem and its field as input'),
        body: shapes.wishShape,
        response: { 201: shapes.meetingShape },
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      const { id } = await o.meetings.create(caller, toWish(request.body))
      return reply.code(201).send(await answer(o, caller, id))
    },
  )
  server.put(
    `${root}/:id`,
    {
      schema: {
        ...described(
          'Changes a meeting: the whole form again. Only whom it concerns is written to',
        ),
        params: byId,
        body: Type.Object({ ...shapes.formFields, version, resetDates }),
        response: { 200: shapes.meetingShape },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { version: seen, resetDates: mayReset, ...form } = request.body
      const { id } = request.params
      const order = { id, change: toForm(form), version: seen, resetDates: mayReset }
      await o.meetings.change(caller, order)
      return await answer(o, caller, id)
    },
  )
  server.post(
    `${root}/:id/cancel`,
    {
      schema: {
        ...described('Cancels a meeting with all its dates'),
        params: byId,
        response: { 200: shapes.changedShape },
      },
    },
    async (request) =>
      await o.meetings.cancel(await o.sessions.callerOf(request), request.params.id),
  )
}

/** What a person decides where somebody deleted or changed the meeting at the provider. */
function registerMending(server: HttpServer, o: ConsoleNeeds): void {
  const acts = [
    { path: 'make-again', act: o.meetings.makeAgain, what: 'Makes a deleted meeting again' },
    { path: 'set-right', act: o.meetings.setRight, what: 'Tells the provider all of it again' },
  ]
  for (const { path, act, what } of acts) {
    server.post(
      `${root}/:id/${path}`,
      {
        schema: {
          ...described(`${what}; links and calendar entries stay`),
          params: byId,
          response: { 200: shapes.changedShape },
        },
      },
      async (request) => await act(await o.sessions.callerOf(request), request.params.id),
    )
  }
}

async function answer(o: ConsoleNeeds, caller: Caller, id: string) {
  const meeting = await meetingOf(o, caller, id)
  const joinLink = await o.meetings.ownLink(caller, meeting)
  const names = await accountNames(o.db, [meeting.configurationId])
  const accountName = names.get(meeting.configurationId)
  return toAnswer(meeting, { userId: caller.userId, joinLink, accountName, now: o.clock.now() })
}

async function meetingOf(o: ConsoleNeeds, caller: Caller, id: string) {
  const meeting = await o.meetings.read(caller, id)
  if (meeting === undefined) throw general['not-found']({ what: 'meeting', id })
  return meeting
}

function registerReading(server: HttpServer, o: ConsoleNeeds): void {
  const listing = Type.Object({
    when: Type.Optional(Type.Union([Type.Literal('next'), Type.Literal('past')])),
    scope: Type.Optional(
      Type.Union([Type.Literal('mine'), Type.Literal('all')], {
        description: 'mine: that you planned or are invited to',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    skip: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  })
  server.get(
    root,
    {
      schema: {
        ...described(
          'Next meetings, soonest first (default), or past and cancelled ones, newest first',
        ),
        querystring: listing,
        response: { 200: Type.Object({ value: Type.Array(shapes.meetingShape) }) },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const { when = 'next', scope = 'mine', limit = 50, skip = 0 } = request.query
      const meetings = await o.meetings.list(caller, { when, scope, limit, skip })
      const names = await accountNames(
        o.db,
        meetings.map(({ configurationId }) => configurationId),
      )
      const reader = { userId: caller.userId, now: o.clock.now() }
      const value = []
      for (const meeting of meetings) {
        const joinLink = await o.meetings.ownLink(caller, meeting)
        const accountName = names.get(meeting.configurationId)
        value.push(toAnswer(meeting, { ...reader, joinLink, accountName }))
      }
      return { value }
    },
  )
  server.get(
    `${root}/:id`,
    {
      schema: {
        ...described('A meeting with its dates and people'),
        params: byId,
        response: { 200: shapes.meetingShape },
      },
    },
    async (request) => await answer(o, await o.sessions.callerOf(request), request.params.id),
  )
}

/** What people were written. */
function registerLetters(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    `${root}/:id/letters`,
    {
      schema: {
        ...described('Letters about a meeting: to whom, when, and whether they went out'),
        params: byId,
        response: { 200: shapes.lettersShape },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      requireRight(caller, 'Read', 'gr_mail')
      const letters = await lettersOf(o.db, await meetingOf(o, caller, request.params.id))
      const value = letters.map(({ createdOn, sentOn, ...letter }) => ({
        ...letter,
        createdOn: createdOn.toISOString(),
        sentOn: sentOn?.toISOString() ?? null,
      }))
      return { value }
    },
  )
}

/** Single dates of a series. */
function registerDates(server: HttpServer, o: ConsoleNeeds): void {
  const response = { 200: shapes.meetingShape }
  const times = Type.Object({
    start: Type.String({ maxLength: 19, description: "On the clocks of the meeting's time zone" }),
    end: Type.String({ maxLength: 19 }),
    version,
  })
  server.post(
    `${root}/:id/dates/:originalStart/move`,
    {
      schema: { ...described('Moves one date of a series'), params: byDate, body: times, response },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await o.meetings.moveDate(caller, { ...request.params, ...request.body })
      return await answer(o, caller, request.params.id)
    },
  )
  server.post(
    `${root}/:id/dates/:originalStart/cancel`,
    {
      schema: {
        ...described('Cancels one date of a series; the last one takes the meeting with it'),
        params: byDate,
        body: Type.Object({ version }),
        response,
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await o.meetings.cancelDate(caller, { ...request.params, ...request.body })
      return await answer(o, caller, request.params.id)
    },
  )
}
