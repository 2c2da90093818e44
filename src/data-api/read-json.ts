/** Bodies as values. Numbers keep the digits they were written with where a double would not. */
import { refusals } from './refusals.ts'

/** A number with more digits than a double holds: 12345678901234.5678 of an amount. */
export class ExactNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  )
}

/** What a row or link is written from: one JSON object, and not nothing, which was lost on its way. */
export function readJsonObject(body: string): JsonObject {
  if (body.trim() === '') {
    throw refusals['malformed-payload']({ problem: 'it is empty' }, { input: 'body' })
  }
  const value = readJson(body)
  if (isObject(value)) return value
  throw refusals['malformed-payload']({ problem: `it is ${describe(value)}` }, { input: 'body' })
}

/** Parameters of an action that may have none: an empty body is an object without members. */
export const readParameterObject = (body: string): JsonObject =>
  body.trim() === '' ? {} : readJsonObject(body)

function readJson(body: string): unknown {
  try {
    // A byte order mark comes from Windows clients.
    return JSON.parse(body.replace(/^\uFEFF/, ''), keepDigits)
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error
    throw refusals['malformed-payload']({ problem: error.message }, { input: 'body', cause: error })
  }
}

const doubleDigits = 15

function keepDigits(_name: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined) return value
  const digits = source.replace(/[eE].*|[^\d]/g, '').replace(/^0+/, '')
  return digits.length > doubleDigits ? new ExactNumber(source) : value
}

/** What a refusal says was found; never a text, which may be a secret. */
export function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (value instanceof ExactNumber) return 'a number'
  return (
    { string: 'a text', number: 'a number', boolean: 'a truth value', object: 'an object' }[
      typeof value as string
    ] ?? 'nothing'
  )
}

/** A row as the database wrote it; numbers keep their digits when they are written again. */
export function parseExact(row: string): Readonly<Record<string, unknown>> {
  return JSON.parse(row, (_name: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? rawJson(context?.source ?? String(value)) : value,
  )
}

/** JSON.rawJSON of ECMAScript 2026, which TypeScript's library does not declare yet. */
const { rawJSON: rawJson } = JSON as typeof JSON & { rawJSON(text: string): object }
