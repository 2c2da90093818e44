/** What the database refuses becomes a refusal that names the column, the key or the holding table. */
import { sqlState } from '#database'
import type { Refusal } from '#errors'
import { refusals } from './refusals.ts'
import type { TablePlan } from './table-plan.ts'

interface DatabaseError {
  readonly message: string
  readonly table?: string
  readonly column?: string
  readonly constraint?: string
  readonly detail?: string
}

interface Situation {
  readonly plan: TablePlan
  readonly error: DatabaseError
  readonly cause: unknown
}

type Translate = (situation: Situation) => Refusal | undefined

/** By SQLSTATE; PostgreSQL 18 reports a restricted delete as 23001, earlier ones as 23503. */
const translations: Readonly<Record<string, Translate>> = {
  '23001': heldRow,
  '23503': (situation) =>
    situation.error.table === situation.plan.table.name && !isStillReferenced(situation)
      ? missingTarget(situation)
      : heldRow(situation),
  '23505': duplicate,
  '23P01': duplicate,
  '23502': missingValue,
  '23514': (situation) => notStorable(situation, `${situation.error.constraint} does not hold`),
  '22001': (situation) => notStorable(situation, situation.error.message),
  '22003': (situation) => notStorable(situation, situation.error.message),
  '22008': (situation) => notStorable(situation, situation.error.message),
}

/** Runs a statement on the table and translates what it fails with. */
export async function refusingConstraints<T>(plan: TablePlan, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    const translate = translations[sqlState(cause) ?? '']
    throw translate?.({ plan, error: cause as DatabaseError, cause }) ?? cause
  }
}

/** A row that points to its own table is both holder and held: only the key tells which. */
function isStillReferenced({ plan, error }: Situation): boolean {
  return keyColumns(error).includes(plan.table.primaryKey)
}

function missingTarget(situation: Situation): Refusal | undefined {
  const { plan, error, cause } = situation
  const column = keyColumns(error).find((name) => plan.columns.has(name))
  if (column === undefined) return undefined
  const target = plan.columns.get(column)?.column.targets?.join(' or ') ?? 'another table'
  return refusals['lookup-target-missing'](
    { table: plan.table.name, column, target },
    { input: column, expected: `the id of a row of ${target}`, cause },
  )
}

function heldRow({ plan, error, cause }: Situation): Refusal {
  const holder = error.table ?? 'another table'
  // The name that PostgreSQL gives to a foreign key: <table>_<column>_fkey.
  const constraint = error.constraint ?? ''
  const column = constraint.replace(`${holder}_`, '').replace(/_fkey\d*$/, '')
  return refusals['row-is-held'](
    { table: plan.table.name, holder, column },
    { expected: `no rows of ${holder} that point to it`, found: 'at least one', cause },
  )
}

function duplicate({ plan, error, cause }: Situation): Refusal {
  const columns = keyColumns(error).filter((name) => plan.columns.has(name))
  const named = columns.length === 0 ? (error.constraint ?? 'key') : columns.join(', ')
  const input = columns.join(', ')
  const [key] = Object.entries(plan.table.keys).find(([, key]) => isSameSet(key, columns)) ?? []
  const where = { table: plan.table.name, columns: named }
  const details = { input, expected: 'values that no other row has', cause }
  return key === undefined
    ? refusals['duplicate-row'](where, details)
    : refusals['duplicate-key']({ ...where, key }, details)
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each))
}

function missingValue({ plan, error, cause }: Situation): Refusal | undefined {
  const column = error.column ?? ''
  const label = plan.columns.get(column)?.column.label
  if (label === undefined || error.table !== plan.table.name) return undefined
  return refusals['required-column'](
    { table: plan.table.name, column, label },
    { input: column, expected: 'a value', found: 'null', cause },
  )
}

function notStorable({ plan, cause }: Situation, problem: string): Refusal {
  return refusals['row-cannot-be-stored']({ table: plan.table.name, problem }, { cause })
}

/**
 * The columns of `Key (a, lower(b::text))=(…)`. The words around are in the language of the
 * server, the brackets are not; what follows `)=(` are values.
 */
function keyColumns({ detail }: DatabaseError): string[] {
  const before = /\((.*?)\)=\(/s.exec(detail ?? '')?.[1] ?? ''
  return before.match(/[a-z_][a-z0-9_]*/g) ?? []
}
