/** What comes in is looked at before it reaches the vendor. */
import { problem } from './problems.ts'
import type { Registrant, WebinarOrder } from './vendor.ts'

type Fields = Readonly<Record<string, unknown>>

export function webinarOrder(body: unknown): WebinarOrder {
  const fields = fieldsOf(body)
  text(fields, 'externalId', { max: 100 })
  oneOf(fields, 'kind', ['event', 'session'])
  text(fields, 'title', { max: 300 })
  text(fields, 'description', { max: 5000, optional: true, empty: true })
  const start = instant(fields, 'start')
  const end = instant(fields, 'end')
  if (end <= start) throw invalid('"end" has to be after "start".')
  timeZone(fields)
  for (const name of ['language', 'webinarType']) text(fields, name, { max: 100, optional: true })
  const { maxAttendees, producer, presenters = [] } = fields
  if (maxAttendees !== undefined && !(Number.isInteger(maxAttendees) && Number(maxAttendees) > 0)) {
    throw invalid('"maxAttendees" has to be a whole number from 1.')
  }
  if (producer !== undefined) person(producer)
  if (!Array.isArray(presenters)) throw invalid('"presenters" has to be a list.')
  for (const each of presenters) {
    person(each)
    text(fieldsOf(each), 'externalId', { max: 100 })
  }
  return body as WebinarOrder
}

export function registrant(body: unknown): Registrant {
  const fields = fieldsOf(body)
  text(fields, 'externalId', { max: 100 })
  oneOf(fields, 'role', ['attendee', 'presenter'])
  text(fields, 'firstName', { max: 100, empty: true })
  text(fields, 'lastName', { max: 100, empty: true })
  email(fields)
  text(fields, 'company', { max: 200, optional: true, empty: true })
  text(fields, 'language', { max: 100, optional: true })
  return body as Registrant
}

/** `since` of attendance. */
export function sinceOf(since: string | null): string {
  return since === null ? '' : new Date(instant({ since }, 'since')).toISOString()
}

function fieldsOf(body: unknown): Fields {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Fields
  throw invalid('The body has to be a JSON object.')
}

interface TextRule {
  readonly max: number
  readonly optional?: boolean
  readonly empty?: boolean
}

function text(fields: Fields, name: string, { max, optional, empty }: TextRule): void {
  const value = fields[name]
  if (value === undefined && optional === true) return
  const isText = typeof value === 'string' && value.length <= max
  if (isText && (value !== '' || empty === true)) return
  throw invalid(`"${name}" has to be a text of ${empty === true ? 0 : 1} to ${max} characters.`)
}

function oneOf(fields: Fields, name: string, values: readonly string[]): void {
  if (values.includes(String(fields[name]))) return
  throw invalid(`"${name}" has to be one of ${values.join(', ')}.`)
}

function email(fields: Fields): void {
  text(fields, 'email', { max: 100 })
  if (!/^[^@\s]+@[^@\s]+$/.test(String(fields.email)))
    throw invalid('"email" is no e-mail address.')
}

function person(value: unknown): void {
  const fields = fieldsOf(value)
  text(fields, 'name', { max: 100 })
  email(fields)
}

const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** Milliseconds. A time without Z is refused: guessing a zone moves the webinar by hours. */
function instant(fields: Fields, name: string): number {
  const value = String(fields[name])
  const time = Date.parse(value)
  if (utc.test(value) && !Number.isNaN(time)) return time
  throw invalid(`"${name}" has to be a time in UTC like 2026-09-15T13:00:00Z.`)
}

function timeZone(fields: Fields): void {
  text(fields, 'timeZone', { max: 100 })
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(fields.timeZone) })
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw invalid(`"timeZone" ${fields.timeZone} is no IANA name like Europe/Paris.`)
  }
}

const invalid = (message: string) => problem('invalid-input', message)
