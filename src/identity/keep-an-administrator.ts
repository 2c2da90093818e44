/**
 * There is always somebody who can administrate. Acts that could take the last one away run one
 * after the other, under a lock: two administrators who disable each other at once do not both win.
 */
import { sql } from 'kysely'
import type { Execution, Step } from '#pipeline'
import * as rows from './identity-rows.ts'
import { refusals } from './refusals.ts'
import { systemUserId } from './well-known.ts'

const before = 'gr_administrators'

/** Every act by which somebody stops to administrate. */
const acts: readonly Pick<Step, 'message' | 'table' | 'filteringColumns'>[] = [
  { message: 'Update', table: 'systemuser', filteringColumns: ['isdisabled', 'accessmode'] },
  { message: 'Delete', table: 'systemuser' },
  { message: 'Disassociate', table: 'systemuser' },
  { message: 'Disassociate', table: 'role' },
  { message: 'Disassociate', table: 'team' },
  { message: 'Delete', table: 'team' },
]

export const keepAdministratorSteps: readonly Step[] = acts.flatMap((act) => [
  {
    ...act,
    name: `Identity: who administrates before ${act.message} of ${act.table}`,
    stage: 20 as const,
    run: noteAdministrators,
  },
  {
    ...act,
    name: `Identity: somebody administrates after ${act.message} of ${act.table}`,
    stage: 40 as const,
    run: refuseNone,
  },
])

/** Any number that nothing else locks. */
const lock = 27_000_001

async function noteAdministrators({ tx, shared }: Execution): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lock})`.execute(tx)
  shared.set(before, await rows.administratorsBut(tx, [systemUserId]))
}

async function refuseNone({ tx, shared }: Execution): Promise<void> {
  const earlier = shared.get(before) as readonly string[]
  const [last] = earlier
  if (last === undefined) return
  if ((await rows.administratorsBut(tx, [systemUserId])).length > 0) return
  const name = (await rows.findAccount(tx, last))?.name ?? 'this user'
  throw refusals['last-administrator']({ name })
}
