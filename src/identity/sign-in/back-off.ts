/**
 * *Back-off*: who fails to sign in waits longer each time. Attempts are counted as failed before
 * the password is looked at, under the lock of a row: a thousand guesses sent at once, to any
 * number of processes, are as few as a thousand sent one after the other.
 */
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import { refusals } from '../refusals.ts'
import type { RequestOrigin } from '../request-origin.ts'

interface Patience {
  /** So many may fail without a wait. */
  readonly free: number
  /** Seconds after the next one; doubled with each. */
  readonly firstSeconds: number
}

const longestSeconds = 900
const forgottenAfterMs = 24 * 3600_000

const patience = {
  'sign-in': {
    account: { free: 4, firstSeconds: 30 },
    /** An office behind one address has several people with a bad day. */
    address: { free: 19, firstSeconds: 30 },
  },
  'password mail': {
    account: { free: 2, firstSeconds: 300 },
    address: { free: 9, firstSeconds: 60 },
  },
} as const satisfies Record<string, Record<'account' | 'address', Patience>>

export type Attempt = keyof typeof patience

export type BackOff = ReturnType<typeof createBackOff>

export function createBackOff(o: {
  db: Db
  clock: Clock
  origin: () => RequestOrigin | undefined
}) {
  const subjects = (attempt: Attempt, email: string) => {
    const network = o.origin()?.network
    const account = hashed(attempt, 'account', email.trim().toLowerCase())
    return {
      account,
      address: network === undefined ? undefined : hashed(attempt, 'address', network),
    }
  }

  return {
    /**
     * Counts an attempt, known account or not.
     * @throws `sign-in-later`, which counts nothing
     */
    async begin(attempt: Attempt, email: string): Promise<void> {
      const now = o.clock.now()
      const { account, address } = subjects(attempt, email)
      await withTransaction(o.db, async (tx) => {
        await forgetOld(tx, now)
        await count(tx, account, patience[attempt].account, now)
        if (address !== undefined) await count(tx, address, patience[attempt].address, now)
      })
    },

    /** The attempt was good: the account starts anew, the address is where it was before. */
    async succeeded(tx: Tx, attempt: Attempt, email: string): Promise<void> {
      const { account, address } = subjects(attempt, email)
      await sql`delete from gr_signinfailure where subjecthash = ${account}`.execute(tx)
      if (address !== undefined) await uncount(tx, address)
    },
  }
}

const hashed = (...parts: readonly string[]) =>
  createHash('sha256').update(parts.join('\n')).digest('hex')

/** @throws `sign-in-later`, with which the transaction counts nothing */
async function count(
  tx: Tx,
  subject: string,
  { free, firstSeconds }: Patience,
  now: Date,
): Promise<void> {
  const { rows } = await sql`
    insert into gr_signinfailure as f
      (gr_signinfailureid, subjecthash, failures, lastfailedon, waituntil)
    values (${randomUUID()}, ${subject}, 1, ${now}, null)
    on conflict (subjecthash) do update set
      failures = f.failures + 1,
      lastfailedon = ${now},
      waituntil = case when f.failures + 1 > ${free} then ${now}::timestamptz + interval '1 second'
        * least(${longestSeconds}, ${firstSeconds} * power(2, least(f.failures - ${free}, 10))) end
    where f.waituntil is null or f.waituntil <= ${now}
    returning f.failures`.execute(tx)
  if (rows.length > 0) return
  const blocked = await sql<{ waituntil: Date }>`
    select waituntil from gr_signinfailure where subjecthash = ${subject}`.execute(tx)
  const until = blocked.rows[0]?.waituntil ?? now
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
  throw refusals['sign-in-later']({ seconds })
}

async function uncount(tx: Tx, subject: string): Promise<void> {
  await sql`update gr_signinfailure set failures = greatest(failures - 1, 0), waituntil = null
    where subjecthash = ${subject}`.execute(tx)
}

async function forgetOld(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - forgottenAfterMs)
  await sql`delete from gr_signinfailure where gr_signinfailureid in (
    select gr_signinfailureid from gr_signinfailure where lastfailedon < ${before}
    limit 100 for update skip locked)`.execute(tx)
}
