/**
 * Entries of the audit log that are older than the organization says go away at night. The database
 * itself sees to it that no younger ones do, and notes what was removed (decision 0042).
 */
import { sql } from 'kysely'
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import type { JobDefinition, Schedule } from '#jobs'
import { organizationId } from '../well-known.ts'

const kind = 'identity.forget-audit'

export const forgetAuditSchedule: Schedule = {
  kind,
  name: 'Remove old entries of the audit log',
  rule: 'FREQ=DAILY',
  payload: {},
  uniqueKey: kind,
}

export function forgetAuditJob({ clock }: { readonly clock: Clock }): JobDefinition {
  return {
    kind,
    concurrency: 1,
    timeLimitMs: 600_000,
    async run({ db, signal }) {
      const removed = await forgetAudit(db, clock.now(), signal)
      return { friendlyMessage: `Removed ${removed} entries of the audit log.` }
    },
    onFailure: (_, attempt) =>
      attempt < 5
        ? { next: 'retry', afterMs: attempt * 60_000 }
        : { next: 'fail', friendlyMessage: 'Old entries of the audit log could not be removed.' },
  }
}

/** Of one statement, which is one entry that says so: ten thousand take about a second. */
const entriesPerBatch = 10_000

async function forgetAudit(db: Db, now: Date, signal: AbortSignal): Promise<number> {
  let removed = 0
  for (;;) {
    signal.throwIfAborted()
    const count = await withTransaction(db, (tx) => removeBatch(tx, now))
    removed += count
    if (count < entriesPerBatch) return removed
  }
}

/** By the earlier of two clocks, because the database refuses by its own. */
async function removeBatch(tx: Tx, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
delete from gr_audit a
where a.gr_auditid in (
  select f.gr_auditid from gr_audit f, organization o
  where o.organizationid = ${organizationId} and o.gr_auditretentiondays is not null
    and f.createdon < least(${now}::timestamptz, now()) - make_interval(days => o.gr_auditretentiondays)
  order by f.createdon
  limit ${entriesPerBatch})`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
