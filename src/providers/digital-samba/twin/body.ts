/** Reading JSON bodies field by field, collecting what is wrong with each. */
import { Failure, invalid } from './failure.ts'

export interface Fields {
  text(name: string, lengths: readonly [number, number]): string | undefined
  count(name: string, range: readonly [number, number]): number | undefined
  flag(name: string): boolean | undefined
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined
  texts(name: string): readonly string[] | undefined
  /** Adds what only the caller can tell. */
  complain(name: string, text: string): void
  /** @throws 422 with everything that was wrong */
  done(): void
}

export function fieldsOf(body: unknown): Fields {
  const values = objectIn(body)
  const errors: Record<string, string[]> = {}
  const complain = (name: string, text: string) => {
    errors[name] = [...(errors[name] ?? []), text]
  }
  function read<T>(
    name: string,
    isGood: (value: unknown) => value is T,
    rule: string,
  ): T | undefined {
    const value = values[name] ?? undefined
    if (value === undefined || isGood(value)) return value
    complain(name, `The ${name.replaceAll('_', ' ')} ${rule}`)
    return undefined
  }
  return {
    text: (name, [least, most]) =>
      read(name, isText(least, most), `must have ${least} to ${most} characters.`),
    count: (name, [least, most]) =>
      read(name, isCount(least, most), `must be between ${least} and ${most}.`),
    flag: (name) => read(name, isFlag, 'field must be true or false.'),
    choice: (name, choices) => read(name, isOneOf(choices), 'is not one of the choices.'),
    texts: (name) => read(name, isTexts, 'must be an array.'),
    complain,
    done() {
      if (Object.keys(errors).length > 0) throw invalid(errors)
    },
  }
}

const isText =
  (least: number, most: number) =>
  (value: unknown): value is string =>
    typeof value === 'string' && value.length >= least && value.length <= most

const isCount =
  (least: number, most: number) =>
  (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most

const isFlag = (value: unknown) => typeof value === 'boolean'

const isOneOf =
  <T extends string>(choices: readonly T[]) =>
  (value: unknown): value is T =>
    (choices as readonly unknown[]).includes(value)

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

function objectIn(body: unknown): Readonly<Record<string, unknown>> {
  if (!(body instanceof Uint8Array) || body.length === 0) return {}
  const value = parsed(body)
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  throw new Failure(400, { message: 'The body is not an object.' })
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString())
  } catch {
    throw new Failure(400, { message: 'Syntax error' })
  }
}
