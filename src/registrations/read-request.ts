import { createHash } from 'node:crypto'
import { type MatchingStrategy, type PersonInput, readPerson, readText } from '#contacts'
import { type OverrulableRule, overrulableRules } from './overrule.ts'
import { refusals } from './refusals.ts'
import type { Answer, Attendee, RegisterRequest } from './registration.ts'

/** A basket of people; more are a list to import. */
export const mostAttendees = 100
const mostSessions = 100
const mostRules = 20
const longest = {
  company: 160,
  language: 35,
  key: 200,
  responses: 100_000,
  returnUrl: 1000,
} as const

const uuidShape = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

type Input = Readonly<Record<string, unknown>>

/** Checks the parameters of gr_Register; every refusal names the one that is wrong. */
export function readRequest(input: Input, strategy: MatchingStrategy): RegisterRequest {
  const eventId = readId(input.eventId, 'eventId')
  const attendees = readList(input.attendees, 'attendees', mostAttendees).map((each, at) =>
    readAttendee(each, strategy, `attendees[${at}]`),
  )
  if (attendees.length === 0) throw invalid('attendees', 'names nobody', 'at least one attendee')
  const purchaser =
    input.purchaser === undefined || input.purchaser === null
      ? undefined
      : readPerson(readObject(input.purchaser, 'purchaser'), strategy, 'purchaser')
  return {
    eventId,
    attendees,
    purchaser,
    returnUrl: readText(input.returnUrl, longest.returnUrl, 'returnUrl'),
    overrule: readRules(input.overrule),
    mergeDuplicates: readFlag(input.mergeDuplicates, 'mergeDuplicates'),
    idempotencyKey: readText(input.idempotencyKey, longest.key, 'idempotencyKey'),
    fingerprint: fingerprintOf({ attendees, purchaser }),
  }
}

/** An id in lower case, as PostgreSQL gives it back. */
export function readId(value: unknown, input: string): string {
  if (typeof value === 'string' && uuidShape.test(value)) return value.toLowerCase()
  throw invalid(input, 'is not an id', 'a UUID', value)
}

function readAttendee(value: unknown, strategy: MatchingStrategy, input: string): Attendee {
  const attendee = readObject(value, input)
  return {
    ...readPerson(attendee, strategy, input),
    company: readText(attendee.company, longest.company, `${input}.company`),
    language: readLanguage(attendee.language, `${input}.language`),
    ...readSessions(attendee.sessions, `${input}.sessions`),
    passId: isGiven(attendee.passId) ? readId(attendee.passId, `${input}.passId`) : undefined,
    waitlisted: readFlag(attendee.waitlisted, `${input}.waitlisted`),
    autoRegister: readFlag(attendee.autoRegister, `${input}.autoRegister`),
    answers: readAnswers(attendee.responses, `${input}.responses`),
  }
}

/** Sessions are ids, or ids with the wish to wait: `{ sessionId, waitlisted }`. */
function readSessions(
  value: unknown,
  input: string,
): Pick<Attendee, 'sessionIds' | 'waitedSessionIds'> {
  if (value === undefined || value === null) return { sessionIds: [], waitedSessionIds: [] }
  const waits = new Map<string, boolean>()
  for (const [at, each] of readList(value, input, mostSessions).entries()) {
    const place = `${input}[${at}]`
    if (typeof each === 'string') waits.set(readId(each, place), false)
    else {
      const session = readObject(each, place)
      const id = readId(session.sessionId, `${place}.sessionId`)
      waits.set(id, readFlag(session.waitlisted, `${place}.waitlisted`))
    }
  }
  const chosen = (waiting: boolean) => [...waits].filter(([, w]) => w === waiting).map(([id]) => id)
  return { sessionIds: chosen(false), waitedSessionIds: chosen(true) }
}

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== ''

function readFlag(value: unknown, input: string): boolean {
  if (value === undefined || value === null) return false
  if (typeof value === 'boolean') return value
  throw invalid(input, 'is neither true nor false', 'true or false', value)
}

/** Rules that staff set aside, by their names. */
export function readRules(value: unknown): OverrulableRule[] {
  if (value === undefined || value === null) return []
  const rules = readList(value, 'overrule', mostRules).map((each, at) => {
    const rule = overrulableRules.find((known) => known === each)
    if (rule !== undefined) return rule
    const expected = overrulableRules.join(', ')
    throw invalid(`overrule[${at}]`, 'cannot be overruled', expected, each)
  })
  return [...new Set(rules)]
}

export function readSessionIds(value: unknown, input: string): string[] {
  if (value === undefined || value === null) return []
  const ids = readList(value, input, mostSessions).map((id, at) => readId(id, `${input}[${at}]`))
  return [...new Set(ids)]
}

// BCP 47 in outline: a language, then script, region or variants.
function readLanguage(value: unknown, input: string): string | undefined {
  const language = readText(value, longest.language, input)
  if (language === undefined || /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language))
    return language
  throw invalid(input, 'is not a language', 'a tag such as de or pt-BR', language)
}

/** Answers are kept as they came: a question's id with a value, or several. */
export function readAnswers(value: unknown, input: string): Answer[] {
  if (value === undefined || value === null) return []
  const answers = readList(value, input, 100).map((each, at) => {
    const { id, value: answer, values } = readObject(each, `${input}[${at}]`)
    if (typeof id !== 'string' || id === '')
      throw invalid(`${input}[${at}].id`, 'is missing', 'text')
    return { id, value: answer ?? null, ...(values === undefined ? {} : { values }) }
  })
  const { length } = JSON.stringify(answers)
  if (length <= longest.responses) return answers
  throw invalid(input, `has ${length} characters`, `at most ${longest.responses}`)
}

function readList(value: unknown, input: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(input, 'is not a list', 'a list', value)
  if (value.length > most) throw invalid(input, `has ${value.length} entries`, `at most ${most}`)
  return value
}

function readObject(value: unknown, input: string): Input & PersonInput {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input
  throw invalid(input, 'is not an object', 'an object', value)
}

/** The refusal of one input: what is wrong with it and what was expected. */
export function invalid(input: string, problem: string, expected: string, found?: unknown): Error {
  return refusals['request-invalid'](
    { input, problem: `${problem}; expected: ${expected}` },
    { input, expected, found: found === undefined ? 'nothing' : String(found) },
  )
}

function fingerprintOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
