/**
 * "These are two people": what somebody says of contacts that look like one. The pair is offered no
 * more, until that is taken back; the audit log says who said what.
 */
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import type { Audit } from '#identity'
import type { Caller } from '#pipeline'
import { deleteDifferent, insertDifferent } from './different-rows.ts'
import { lockContacts, type MergedContact } from './merge-rows.ts'
import { refusals } from './refusals.ts'

export interface TellApartNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Pick<Audit, 'note'>
}

type Pair = readonly [string, string]

/**
 * Saying it again changes nothing. Whether the caller may write contacts is for the door to ask.
 * @throws refusals `different-from-itself`, `contact-missing`
 */
export async function declareDifferent(
  { db, clock, audit }: TellApartNeeds,
  caller: Caller,
  pair: Pair,
): Promise<void> {
  await withTransaction(db, async (tx) => {
    const contacts = await holdBoth(tx, pair)
    const isNew = await insertDifferent(tx, pair, { userId: caller.userId, now: clock.now() })
    if (isNew) await note(tx, audit, caller, 'declare different', contacts)
  })
}

/** Taking back what nobody said changes nothing. @throws as `declareDifferent` */
export async function takeBackDifference(
  { db, audit }: TellApartNeeds,
  caller: Caller,
  pair: Pair,
): Promise<void> {
  await withTransaction(db, async (tx) => {
    const contacts = await holdBoth(tx, pair)
    const wasSaid = await deleteDifferent(tx, pair)
    if (wasSaid) await note(tx, audit, caller, 'take back difference', contacts)
  })
}

type Both = readonly [MergedContact, MergedContact]

/** Held against a merge that goes on meanwhile. */
async function holdBoth(tx: Tx, pair: Pair): Promise<Both> {
  const [oneId, otherId] = pair.map((id) => id.toLowerCase()) as unknown as Pair
  if (oneId === otherId) throw refusals['different-from-itself']()
  const found = await lockContacts(tx, [oneId, otherId])
  const hold = (id: string) => {
    const contact = found.get(id)
    if (contact === undefined) throw refusals['contact-missing']({ id })
    return contact
  }
  return [hold(oneId), hold(otherId)]
}

async function note(
  tx: Tx,
  audit: TellApartNeeds['audit'],
  caller: Caller,
  action: 'declare different' | 'take back difference',
  [one, other]: Both,
): Promise<void> {
  const { id, name } = other
  // With its table, as links are: so the log says what it is called now, and leads there.
  const difference = { table: 'contact', id, name }
  const [old, now] = action === 'declare different' ? [null, difference] : [difference, null]
  await audit.note(tx, {
    ...{ action, caller, table: 'contact', recordId: one.id, recordName: one.name },
    changes: [{ column: 'different from', old, new: now }],
  })
}
