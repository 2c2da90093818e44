import { createHash, randomUUID } from 'node:crypto'
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
 * concurrent transaction, becomes one contact. Three statements at most, none of them per person.
 */
export async function matchContacts(
  tx: Tx,
  strategy: MatchingStrategy,
  candidates: readonly Candidate[],
  create: (contacts: readonly NewContact[]) => Promise<void>,
): Promise<string[]> {
  const keys = candidates.map((candidate) => matchKey(strategy, candidate))
  const contactIds = new Map<string, string>()
  const strangers = await findWanted(tx, strategy, distinct(keys, candidates), contactIds)
  if (strangers.length > 0) {
    // Only newcomers are locked. Who held a key before us may have made the contact meanwhile.
    await lockMatchKeys(tx, strangers.map(lockNumber))
    const missing = await findWanted(tx, strategy, strangers, contactIds)
    const contacts = missing.map(newContact)
    if (contacts.length > 0) await create(contacts)
    for (const [at, { key }] of missing.entries()) contactIds.set(key, contacts[at]?.id as string)
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

/** Adds those it finds to `contactIds` and gives back the others. */
async function findWanted(
  tx: Tx,
  strategy: MatchingStrategy,
  wanted: readonly Wanted[],
  contactIds: Map<string, string>,
): Promise<Wanted[]> {
  const found = await findContacts(
    tx,
    strategy,
    wanted.map(({ candidate }) => candidate),
  )
  return wanted.filter(({ key }, at) => {
    const id = found[at]
    if (id !== undefined) contactIds.set(key, id)
    return id === undefined
  })
}

function newContact({ candidate, place }: Wanted): NewContact {
  const values: Values = {
    emailaddress1: candidate.email,
    firstname: candidate.firstName ?? null,
    lastname: candidate.lastName ?? null,
    msevtmgt_originatingeventid: candidate.originatingEventId ?? null,
    ...(candidate.ownerId === undefined ? {} : { ownerid: candidate.ownerId }),
  }
  return { id: randomUUID(), values, place }
}

function lockNumber({ key }: Wanted): bigint {
  return createHash('sha256').update(key).digest().readBigInt64BE()
}
