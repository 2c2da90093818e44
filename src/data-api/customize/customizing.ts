/**
 * Words of this folder. *Definition*: what a column means, as rows of `gr_customcolumn`. *Act*:
 * adding, changing or removing one. Every act is one transaction, comes after the one before it
 * on all processes, leaves a row of `gr_columnchange` and is known here when it is answered.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Clock } from '#clock'
import {
  announceChange,
  customizationChannel,
  type Database,
  type Db,
  sqlState,
  type TableCatalogue,
  type Tx,
  withTransaction,
} from '#database'
import type { Log } from '#log'
import type { Caller, Pipeline } from '#pipeline'
import { refusals } from './refusals.ts'

/** Says in words what uses a column, such as `the webhook step "Tell the CRM"`. */
export type ColumnUses = (db: Db, table: string, column: string) => Promise<readonly string[]>

export interface Customizing {
  readonly database: Pick<Database, 'db' | 'pool'>
  readonly catalogue: TableCatalogue
  readonly pipeline: Pick<Pipeline, 'executeIn'>
  readonly clock: Clock
  readonly log: Log
  readonly columnUses: readonly ColumnUses[]
}

/** An act under way. */
export interface Act extends Customizing {
  readonly tx: Tx
  readonly caller: Caller
}

export function refuseOthers({ roles }: Caller, act: string): void {
  if (!roles.includes('System Administrator')) throw refusals['customizing-not-allowed']({ act })
}

const attempts = 6

/**
 * Runs an act. Its statements wait for their table a second only, so that nobody has to wait long
 * behind them; while long transactions hold the table it is tried again.
 */
export async function runAct<T>(
  customizing: Customizing,
  caller: Caller,
  table: string,
  act: (act: Act) => Promise<T>,
): Promise<T> {
  const { database, catalogue } = customizing
  for (let attempt = 1; ; attempt += 1) {
    try {
      const done = await withTransaction(database.db, async (tx) => {
        await begin(tx, catalogue)
        const result = await act({ ...customizing, tx, caller })
        await announceChange(tx, customizationChannel)
        return result
      })
      await catalogue.refresh()
      return done
    } catch (cause) {
      if (sqlState(cause) !== lockNotAvailable) throw cause
      if (attempt === attempts) throw refusals['table-is-in-use']({ table }, { cause })
      await wait(100 * attempt + Math.random() * 200)
    }
  }
}

const lockNotAvailable = '55P03'

/** Its lock makes the next act wait; what the one before it changed is known afterwards. */
async function begin(tx: Tx, catalogue: TableCatalogue): Promise<void> {
  await sql`update gr_customization set version = version + 1`.execute(tx)
  await catalogue.refresh()
}
