/** What a registration form carries: read from a posted body, whoever made it. */
import { createHash, randomUUID } from 'node:crypto'

/** People whom one form registers; more are a list to import. */
export const mostPeople = 10

export const textFields = ['firstName', 'lastName', 'email', 'company'] as const
export type TextField = (typeof textFields)[number]

export interface PersonValues extends Readonly<Record<TextField, string>> {
  readonly sessions: readonly string[]
  /** Full sessions to wait for. */
  readonly waitedSessions: readonly string[]
  readonly pass: string
  /** Knows that there is no seat and wants a place in the waitlist. */
  readonly waits: boolean
  readonly autoRegister: boolean
  /** By the id of the question. */
  readonly answers: Answers
}

export type Answers = Readonly<Record<string, readonly string[]>>

export interface FormValues {
  readonly people: readonly PersonValues[]
  /** The token of an invitation from the waitlist; empty where there is none. */
  readonly invitation: string
}

export interface FormInput extends FormValues {
  /** Which rendering of the form was sent; names the request when it is sent twice. */
  readonly key: string
  /** Whether a robot would have sent it so; see `looksAutomatic`. */
  readonly automatic: boolean
  /** Which button was pressed. */
  readonly act: 'register' | 'add' | 'remove'
}

export const emptyPerson: PersonValues = {
  firstName: '',
  lastName: '',
  email: '',
  company: '',
  sessions: [],
  waitedSessions: [],
  pass: '',
  waits: false,
  autoRegister: false,
  answers: {},
}

export const emptyForm: FormValues = { people: [emptyPerson], invitation: '' }

/** Nobody fills in a form faster; scripts that post at once do. Milliseconds. */
const leastMs = 1_000
/** The page may come from another process than the one that takes the form. */
const clockSkewMs = 60_000

/** A key for one rendering of the form. It tells when that was. */
export function newFormKey(now: Date): string {
  return `${now.getTime().toString(36)}-${randomUUID()}`
}

/** The name of a field, and its id in the page: `email`, `p2-email` for the second person. */
export function fieldName(person: number, field: string): string {
  return person === 0 ? field : `p${person + 1}-${field}`
}

export function answerField(questionId: string): string {
  return `q-${questionId.toLowerCase()}`
}

type Fields = Readonly<Record<string, unknown>>

export function fieldsOfBody(body: unknown): Fields {
  return typeof body === 'object' && body !== null ? (body as Fields) : {}
}

export function readForm(body: unknown, now: Date): FormInput {
  const fields = fieldsOfBody(body)
  const key = oneText(fields.key)
  const age = ageOf(key, now)
  const count = Number.parseInt(oneText(fields.people), 10)
  const wanted = Number.isNaN(count) ? 1 : Math.min(Math.max(count, 1), mostPeople)
  const people = Array.from({ length: wanted }, (_, at) => readPersonValues(fields, at))
  const pressed = oneText(fields.do)
  return {
    ...pressButton(people, pressed),
    invitation: oneText(fields.invitation),
    key: age === undefined ? newFormKey(now) : key,
    automatic: looksAutomatic(age, oneText(fields.website)),
  }
}

/** People are added and taken out by buttons, so that it works without JavaScript. */
function pressButton(people: PersonValues[], pressed: string): Pick<FormInput, 'act' | 'people'> {
  if (pressed === 'add') {
    const next =
      people.length < mostPeople ? [{ ...emptyPerson, company: sameCompany(people) }] : []
    return { act: 'add', people: [...people, ...next] }
  }
  const removed = /^remove-(\d{1,2})$/.exec(pressed)?.[1]
  if (removed === undefined || people.length === 1) return { act: 'register', people }
  return { act: 'remove', people: people.filter((_, at) => at + 1 !== Number(removed)) }
}

function sameCompany(people: readonly PersonValues[]): string {
  return people.at(-1)?.company ?? ''
}

function readPersonValues(fields: Fields, at: number): PersonValues {
  const field = (name: string) => fields[fieldName(at, name)]
  return {
    firstName: oneText(field('firstName')),
    lastName: oneText(field('lastName')),
    email: oneText(field('email')),
    company: oneText(field('company')),
    sessions: manyTexts(field('session')),
    waitedSessions: manyTexts(field('waitSession')),
    pass: oneText(field('pass')),
    waits: oneText(field('wait')) !== '',
    autoRegister: oneText(field('auto')) !== '',
    answers: readAnswers(fields, at),
  }
}

const questionField = /^q-([0-9a-f-]{36})$/

/** Answers to questions, by the question's id. */
export function readAnswers(fields: Fields, at = 0): Answers {
  const prefix = fieldName(at, '')
  const found = Object.entries(fields).flatMap(([name, value]) => {
    const id = name.startsWith(prefix)
      ? questionField.exec(name.slice(prefix.length))?.[1]
      : undefined
    const texts = manyTexts(value)
      .map((each) => each.trim().slice(0, 4_000))
      .filter((each) => each !== '')
    return id === undefined || texts.length === 0 ? [] : [[id, texts] as const]
  })
  return Object.fromEntries(found.slice(0, 100))
}

/** Milliseconds since the form was rendered; undefined where this is no key that a hub made. */
function ageOf(key: string, now: Date): number | undefined {
  if (!/^[a-z0-9]{6,12}-[\w-]{16,36}$/.test(key)) return undefined
  const age = now.getTime() - Number.parseInt(key.split('-')[0] as string, 36)
  return age < -clockSkewMs ? undefined : age
}

/**
 * Simple robots fill in every field, or post at once. Whoever looks like one is asked to press the
 * button again, with everything still filled in: no person loses anything by it.
 */
function looksAutomatic(age: number | undefined, trap: string): boolean {
  return trap !== '' || age === undefined || age < leastMs
}

export function oneText(value: unknown): string {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first.trim().slice(0, 1_000) : ''
}

export function manyTexts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.filter((each): each is string => typeof each === 'string').slice(0, 200)
}

/** The same content sent twice is one request; with other content it is another one. */
export function idempotencyKeyOf({ key, people }: Pick<FormInput, 'key' | 'people'>): string {
  const digest = createHash('sha256').update(JSON.stringify(people)).digest('base64url')
  return `${key}.${digest.slice(0, 22)}`
}
