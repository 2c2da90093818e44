/**
 * A request that comes again with its idempotency key gets the answer of the first time, for a day.
 * The event's row is held while answers are looked up and kept, so that two of them cannot race.
 */
import type { Tx } from '#database'
import { findAnswers, forgetAnswers, keepAnswers } from './answer-rows.ts'
import { refusals } from './refusals.ts'
import type { Answered, Entry, Results } from './register.ts'

const keptMs = 24 * 60 * 60 * 1000

interface Follower {
  readonly entry: Entry
  readonly leader: Entry
}

/** Tells the first request with a key from those of the same batch that repeat it. */
export function leadersOf(entries: readonly Entry[]): { leaders: Entry[]; followers: Follower[] } {
  const leaders: Entry[] = []
  const followers: Follower[] = []
  const byKey = new Map<string, Entry>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const leader = key === undefined ? undefined : byKey.get(key)
    if (leader !== undefined) followers.push({ entry, leader })
    else leaders.push(entry)
    if (key !== undefined && leader === undefined) byKey.set(key, entry)
  }
  return { leaders, followers }
}

/** Puts the kept answers of earlier transactions into `results`. */
export async function answerRepeated(
  tx: Tx,
  entries: readonly Entry[],
  now: Date,
  results: Results,
): Promise<void> {
  const keyed = entries.filter((entry) => keyOf(entry) !== undefined)
  if (keyed.length === 0) return
  const since = new Date(now.getTime() - keptMs)
  const kept = new Map(
    (await findAnswers(tx, keyed.map(addressOf), since)).map((each) => [keyText(each), each]),
  )
  for (const entry of keyed) {
    const found = kept.get(keyOf(entry) as string)
    if (found === undefined) continue
    const same = found.fingerprint === entry.request.fingerprint
    const answer = { ...found.answer, repeated: true }
    results.set(entry.execution, same ? answer : refusals['idempotency-key-reused']())
  }
}

/** Keeps the answers of requests that succeeded; clears away some of those nobody can ask for. */
export async function rememberAnswers(
  tx: Tx,
  entries: readonly Entry[],
  now: Date,
  results: Results,
): Promise<void> {
  const answers = entries.flatMap((entry) => {
    const result = results.get(entry.execution)
    if (keyOf(entry) === undefined || result === undefined || result instanceof Error) return []
    const { fingerprint } = entry.request
    const { repeated: _, ...answer } = result
    return [{ ...addressOf(entry), fingerprint, answer }]
  })
  if (answers.length === 0) return
  await keepAnswers(tx, answers, now)
  // Twice as many as came in: what expired while it was quiet is gone soon.
  await forgetAnswers(tx, new Date(now.getTime() - keptMs), 2 * answers.length)
}

/** A repetition inside the batch gets what the first one got. */
export function answerFollowers(followers: readonly Follower[], results: Results): void {
  for (const { entry, leader } of followers) {
    const result = results.get(leader.execution) as Answered | Error
    const same = leader.request.fingerprint === entry.request.fingerprint
    const repeated = result instanceof Error ? result : { ...result, repeated: true }
    results.set(entry.execution, same ? repeated : refusals['idempotency-key-reused']())
  }
}

function keyOf({ request }: Entry): string | undefined {
  const { eventId, idempotencyKey } = request
  return idempotencyKey === undefined ? undefined : keyText({ eventId, key: idempotencyKey })
}

function addressOf({ request }: Entry): { eventId: string; key: string } {
  return { eventId: request.eventId, key: request.idempotencyKey as string }
}

function keyText({ eventId, key }: { eventId: string; key: string }): string {
  return `${eventId} ${key}`
}
