/**
 * Secret columns are write-only: their values leave the target before any step sees it and go to
 * the vault after the main operation, in the same transaction.
 */
import type { Tx } from '#database'
import type { Values } from './execution.ts'
import type { TablePlan } from './table-plan.ts'

/** Stands in a target for the value of a secret column. A symbol: no JSON and no SQL carries it. */
export const secretIsSet: unique symbol = Symbol('a secret was set')

/** The vault, as the pipeline needs it. */
export interface SecretStore {
  put(
    tx: Tx,
    place: { readonly table: string; readonly row: string; readonly column: string },
    plaintext: string,
  ): Promise<unknown>
  /** Without a column: every secret of the row. */
  remove(
    tx: Tx,
    place: { readonly table: string; readonly row: string; readonly column?: string },
  ): Promise<unknown>
}

/** Values by column: a text to keep, null to remove. */
export type Secrets = Map<string, unknown>

/** Moves the values of secret columns out of `target`. */
export function takeSecrets(plan: TablePlan, target: Values, into: Secrets): void {
  for (const name of plan.secrets) {
    if (!Object.hasOwn(target, name) || target[name] === secretIsSet) continue
    const value = target[name]
    into.set(name, value)
    target[name] = value === null ? null : secretIsSet
  }
}

/** The target with its secrets back in it, for a message that hands it on to another one. */
export function withSecrets(target: Readonly<Values>, secrets: Secrets): Values {
  return { ...target, ...Object.fromEntries(secrets) }
}

export async function storeSecrets(
  store: SecretStore,
  tx: Tx,
  row: { readonly table: string; readonly id: string },
  secrets: Secrets,
): Promise<void> {
  for (const [column, value] of secrets) {
    const place = { table: row.table, row: row.id, column }
    if (typeof value === 'string') await store.put(tx, place, value)
    else await store.remove(tx, place)
  }
}
