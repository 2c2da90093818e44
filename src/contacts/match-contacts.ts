import { createHash, randomUUIDv7 } from 'node:crypto'
import type { Tx } from '#database'
import type { Values } from '#pipeline'
import { type Candidate, type MatchingStrategy, matchKey } from './contact.ts'
import { findContacts, lockMatchKeys } from './contact-rows.ts'

/** A person whom no active contact matches. */
export interface NewContact {
  readonly id: string
  /** Columns of the contact to create. */
  readonly values: Values
  /** Place, in the list that was given, of the candidate it is made for. */
  readonly place: number
}

/** One match key of the list: all candidates with it are one contact. */
interface Wanted {
  readonly key: string
  readonly candidate: Candidate
  readonly place: number
}

/**
 * The contact of each candidate, in order: the oldest active one that the strategy finds, otherwise
 * a new one, handed to `create` (all in one call). The same new person twice in the list, or in a
 * concurrent transaction, becomes one contact. Two statements and `create`, none of them per person.
 */
export async function matchContacts(
  tx: Tx,
  strategy: MatchingStrategy,
  candidates: readonly Candidate[],
  create: (contacts: readonly NewContact[]) => Promise<void>,
): Promise<string[]> {
  const keys = candidates.map((candidate) => matchKey(strategy, candidate))
  const wanted = distinct(keys, candidates)
  if (wanted.length === 0) return []
  // Who held a key before us may have made the contact; the next statement sees it.
  await lockMatchKeys(tx, wanted.map(lockNumber))
  const found = await findContacts(
    tx,
    strategy,
    wanted.map(({ candidate }) => candidate),
  )
  const missing = wanted.filter((_, at) => found[at] === undefined).map(newContact)
  if (missing.length > 0) await create(missing)
  const contactIds = new Map(missing.map(({ place, id }) => [keys[place], id]))
  for (const [at, { key }] of wanted.entries()) {
    const id = found[at]
    if (id !== undefined) contactIds.set(key, id)
  }
  return keys.map((key) => contactIds.get(key) as string)
}

function distinct(keys: readonly string[], candidates: readonly Candidate[]): Wanted[] {
  const wanted = new Map<string, Wanted>()
  candidates.forEach((candidate, place) => {
    const key = keys[place] as string
    if (!wanted.has(key)) wanted.set(key, { key, candidate, place })
  })
  return [...wanted.values()]
}

function newContact({ candidate, place }: Wanted): NewContact {
  const values: Values = {
    emailaddress1: candidate.email,
    firstname: candidate.firstName ?? null,
    lastname: candidate.lastName ?? null,
    msevtmgt_originatingeventid: candidate.originatingEventId ?? null,
    ...(candidate.ownerId === undefined ? {} : { ownerid: candidate.ownerId }),
  }
  return { id: randomUUIDv7(), values, place }
}

function lockNumber({ key }: Wanted): bigint {
  return createHash('sha256').update(key).digest().readBigInt64BE()
}
