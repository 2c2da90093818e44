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
    return undefined
  }
  const named = (name: string) => `The ${name.replaceAll('_', ' ')}`
  const given = (name: string) => values[name] ?? undefined
  return {
    text(name, [least, most]) {
      const value = given(name)
      if (value === undefined) return undefined
      if (typeof value !== 'string') return complain(name, `${named(name)} must be a string.`)
      if (value.length < least)
        return complain(name, `${named(name)} must be at least ${least} characters.`)
      if (value.length > most)
        return complain(name, `${named(name)} must not be greater than ${most} characters.`)
      return value
    },
    count(name, [least, most]) {
      const value = given(name)
      if (value === undefined) return undefined
      if (!Number.isInteger(value)) return complain(name, `${named(name)} must be an integer.`)
      const isIn = Number(value) >= least && Number(value) <= most
      return isIn
        ? Number(value)
        : complain(name, `${named(name)} must be between ${least} and ${most}.`)
    },
    flag(name) {
      const value = given(name)
      if (value === undefined || typeof value === 'boolean') return value
      return complain(name, `${named(name)} field must be true or false.`)
    },
    choice(name, choices) {
      const value = given(name)
      if (value === undefined) return undefined
      return (
        choices.find((each) => each === value) ??
        complain(name, `The selected ${name.replaceAll('_', ' ')} is invalid.`)
      )
    },
    texts(name) {
      const value = given(name)
      if (value === undefined) return undefined
      const isList = Array.isArray(value) && value.every((each) => typeof each === 'string')
      return isList ? (value as string[]) : complain(name, `${named(name)} must be an array.`)
    },
    complain,
    done() {
      if (Object.keys(errors).length > 0) throw invalid(errors)
    },
  }
}

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
