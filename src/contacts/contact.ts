/**
 * Words of this module.
 * *contact*: a person the organisation knows, one row of `contact`.
 * *person*: what somebody typed about themselves in a registration, not yet known to be a contact.
 * *strategy*: which of a person's fields must equal a contact's for the two to be the same.
 * *match key*: those fields in one string; people with one key are one contact.
 */
import { isEmailAddress } from './email-address.ts'
import { refusals } from './refusals.ts'

/** Numbers of `msevtmgt_contactmatchingstrategy`. */
export const matchBy = {
  email: 100000000,
  names: 100000001,
  emailAndNames: 100000002,
  emailAndOwner: 100000003,
} as const

export type MatchingStrategy = (typeof matchBy)[keyof typeof matchBy]

export interface Person {
  readonly email: string
  readonly firstName: string | undefined
  readonly lastName: string | undefined
}

/** A person on the way to a contact, with what a new contact would get from the event. */
export interface Candidate extends Person {
  /** Owner of the event: owner of a new contact, and part of the match key in `emailAndOwner`. */
  readonly ownerId: string | undefined
  readonly originatingEventId: string | undefined
}

/** As people and doors send it. */
export interface PersonInput {
  readonly email?: unknown
  readonly firstName?: unknown
  readonly lastName?: unknown
}

/** Column lengths of `contact`. */
const longest = { email: 100, firstName: 50, lastName: 50 } as const

/**
 * Checks what somebody typed: trimmed, an e-mail address, a name, lengths. `input` names the place
 * for the answer, e.g. `attendees[2]`. Strategies that compare names need both of them.
 */
export function readPerson(given: PersonInput, strategy: MatchingStrategy, input: string): Person {
  const email = readText(given.email, longest.email, `${input}.email`)
  if (email === undefined || !isEmailAddress(email)) throw invalidEmail(email, `${input}.email`)
  const firstName = readText(given.firstName, longest.firstName, `${input}.firstName`)
  const lastName = readText(given.lastName, longest.lastName, `${input}.lastName`)
  const names = [firstName, lastName].filter((name) => name !== undefined)
  if (names.length < namesNeeded(strategy)) {
    const missing = lastName === undefined ? 'lastName' : 'firstName'
    throw refusals['name-missing'](
      { input: `${input}.${missing}` },
      { input: `${input}.${missing}` },
    )
  }
  return { email, firstName, lastName }
}

/** Text with its spaces put in order; `undefined` when there is none. */
export function readText(value: unknown, max: number, input: string): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') {
    throw refusals['text-invalid']({ input, problem: 'is not text' }, { input, expected: 'text' })
  }
  const text = value.replace(/\s+/g, ' ').trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach a mail header or a page
  if (/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(text)) {
    throw refusals['text-invalid']({ input, problem: 'has control characters' }, { input })
  }
  if (text.length > max) {
    const problem = `has ${text.length} characters, ${max} are allowed`
    throw refusals['text-invalid']({ input, problem }, { input, expected: `at most ${max}` })
  }
  return text === '' ? undefined : text
}

function namesNeeded(strategy: MatchingStrategy): number {
  return strategy === matchBy.names || strategy === matchBy.emailAndNames ? 2 : 1
}

function invalidEmail(found: string | undefined, input: string): Error {
  const details = { input, expected: 'name@domain.example', found: found ?? 'nothing' }
  return refusals['email-invalid']({ input, found: found ?? '' }, details)
}

/**
 * What must be equal for two people to be one contact, in any spelling of capitals. PostgreSQL
 * compares stored contacts with its own `lower`; this one only joins people of one request and
 * chooses the lock, where joining a little more (it folds all of Unicode) does no harm.
 */
export function matchKey(strategy: MatchingStrategy, candidate: Candidate): string {
  return JSON.stringify([strategy, ...keyFields[strategy](candidate)])
}

const keyFields: Record<MatchingStrategy, (candidate: Candidate) => string[]> = {
  [matchBy.email]: (candidate) => [fold(candidate.email)],
  [matchBy.names]: (candidate) => [fold(candidate.firstName), fold(candidate.lastName)],
  [matchBy.emailAndNames]: (candidate) => [
    fold(candidate.email),
    fold(candidate.firstName),
    fold(candidate.lastName),
  ],
  [matchBy.emailAndOwner]: (candidate) => [fold(candidate.email), candidate.ownerId ?? ''],
}

function fold(text: string | undefined): string {
  return (text ?? '').toLowerCase()
}
