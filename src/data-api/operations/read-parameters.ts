/** The body of an action against what the action takes. */
import { nearestName, type Offer, type Values } from '#pipeline'
import { describe, ExactNumber, isObject, type JsonObject } from '../read-json.ts'
import { wrongInput } from './find-operation.ts'

/** The parameters that are given, instants as dates. @throws `wrong-operation-input` */
export function readParameters(operation: string, { takes }: Offer, body: JsonObject): Values {
  const given = Object.entries(body).filter(([name]) => !name.startsWith('@'))
  for (const [name] of given) {
    if (!Object.hasOwn(takes, name)) throw unknownParameter(operation, name, Object.keys(takes))
  }
  const found: Values = {}
  for (const [name, declared] of Object.entries(takes)) {
    const value = body[name] ?? undefined
    const type = declared.replace('?', '')
    if (value !== undefined) found[name] = readParameter(operation, name, type, value)
    else if (type === declared) throw wrongInput(operation, name, words[type] ?? type, 'nothing')
  }
  return found
}

function unknownParameter(operation: string, name: string, known: readonly string[]) {
  const shown = name.slice(0, 60)
  const nearest = nearestName(shown, known)
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`
  const expected = known.length === 0 ? 'nothing' : known.join(', ')
  return wrongInput(operation, shown, `${expected}${hint}`, 'another name')
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i

/** What a refusal calls the types. */
const words: Readonly<Record<string, string>> = {
  Boolean: 'true or false',
  DateTimeOffset: 'a date and time with its offset, such as 2026-09-01T12:00:00Z',
  Guid: 'a UUID',
  Int32: 'a whole number',
  Object: 'an object',
  String: 'a text',
  Value: 'an object or a text',
}

const readers: Readonly<Record<string, (value: unknown) => unknown>> = {
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  DateTimeOffset: readInstant,
  Guid: (value) => (typeof value === 'string' && uuid.test(value) ? value : undefined),
  Int32: readInt32,
  Object: (value) => (isObject(value) ? value : undefined),
  String: (value) => (typeof value === 'string' ? value : undefined),
  Value: (value) => (isObject(value) || typeof value === 'string' ? value : undefined),
}

/** Also as a text: payment back ends that were written for Dynamics 365 send their status so. */
function readInt32(value: unknown): number | undefined {
  const read = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value
  const fits = typeof read === 'number' && Number.isInteger(read) && Math.abs(read) < 2 ** 31
  return fits ? read : undefined
}

function readInstant(value: unknown): Date | undefined {
  const read = typeof value === 'string' && instant.test(value) ? new Date(value) : undefined
  return read === undefined || Number.isNaN(read.getTime()) ? undefined : read
}

function readParameter(operation: string, name: string, type: string, value: unknown): unknown {
  const [, inside] = /^Collection\((\w+)\)$/.exec(type) ?? []
  if (inside === undefined) return readOne(operation, name, type, value)
  if (!Array.isArray(value)) throw wrongInput(operation, name, 'a list', describe(value))
  return value.map((each, at) => readOne(operation, `${name}[${at}]`, inside, each))
}

function readOne(operation: string, name: string, type: string, value: unknown): unknown {
  const read = readers[type]
  if (read === undefined) throw new TypeError(`${operation} takes ${name}, which is a ${type}.`)
  const found = read(value)
  if (found !== undefined) return found
  const shown = value instanceof ExactNumber ? 'a number' : describe(value)
  throw wrongInput(operation, name, words[type] ?? type, shown)
}
