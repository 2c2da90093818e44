import type { Refusal } from '#errors'
import { Mismatch } from './column-kinds.ts'
import { describeValue } from './describe-value.ts'
import type { Values } from './execution.ts'
import { nearestName } from './nearest-name.ts'
import { refusals } from './refusals.ts'
import { type Secrets, secretIsSet } from './secrets.ts'
import type { PlannedColumn, TablePlan } from './table-plan.ts'

/** Hints cost a comparison with every column; the first few mistakes show what went wrong. */
const mostHints = 10

/**
 * Checks the named values of a target against the table's declaration and puts them into the form
 * that rows hold, in place. Refuses the first wrong one; unknown columns are named all together.
 * Whether required columns have a value is asked later, when steps have had their say.
 */
export function validateValues(o: {
  readonly plan: TablePlan
  readonly target: Values
  readonly secrets: Secrets
  readonly names: readonly string[]
  /** The hub itself writes: read-only and hidden columns are allowed. */
  readonly internal: boolean
}): void {
  refuseUnknownColumns(o.plan, o.names, o.internal)
  for (const name of o.names) {
    const planned = o.plan.columns.get(name) as PlannedColumn
    refuseReadOnly(o.plan, planned, o.internal)
    if (planned.column.kind === 'secret') readSecret(o.plan, planned, o.secrets)
    else o.target[name] = readValue(o.plan, planned, o.target[name])
  }
}

function refuseUnknownColumns(plan: TablePlan, names: readonly string[], internal: boolean): void {
  const unknown = names.filter((name) => {
    const planned = plan.columns.get(name)
    return planned === undefined || (planned.column.hidden && !internal)
  })
  if (unknown.length === 0) return
  const known = [...plan.columns.values()].filter(({ column }) => !column.hidden)
  const columns = unknown.map((name, index) => {
    const shown = name.slice(0, 100)
    const nearest = index < mostHints ? nearestName(name, known.map(columnName)) : undefined
    return nearest === undefined ? shown : `${shown} (did you mean ${nearest}?)`
  })
  throw refusals['unknown-columns'](
    { table: plan.table.name, columns: columns.join(', ') },
    { input: unknown.join(', '), expected: `columns of ${plan.table.name}` },
  )
}

function columnName({ name }: PlannedColumn): string {
  return name
}

function refuseReadOnly(plan: TablePlan, { name, column }: PlannedColumn, internal: boolean): void {
  const derived = column.generated !== undefined || column.computed !== undefined
  if (!derived && (internal || !column.readOnly)) return
  throw refusals['read-only-column']({ table: plan.table.name, column: name }, { input: name })
}

function readSecret(plan: TablePlan, planned: PlannedColumn, secrets: Secrets): void {
  if (!secrets.has(planned.name)) return
  secrets.set(planned.name, readValue(plan, planned, secrets.get(planned.name)))
}

function readValue(plan: TablePlan, planned: PlannedColumn, value: unknown): unknown {
  if (value === null || value === secretIsSet) return value
  const read = planned.read(value, planned.column)
  if (read instanceof Mismatch) throw mismatchRefusal(plan, planned, value, read)
  return read
}

const refusalOfReason = {
  type: 'wrong-type',
  text: 'unstorable-text',
  length: 'text-too-long',
  whole: 'whole-number-out-of-range',
  range: 'value-out-of-range',
  choice: 'unknown-choice',
} as const

function mismatchRefusal(
  plan: TablePlan,
  { name, column }: PlannedColumn,
  value: unknown,
  { reason, expected }: Mismatch,
): Refusal {
  const found = foundText(value, reason, column.kind === 'secret')
  return refusals[refusalOfReason[reason]](
    { table: plan.table.name, column: name, expected, found },
    { input: name, expected, found },
  )
}

function foundText(value: unknown, reason: Mismatch['reason'], secret: boolean): string {
  if (reason === 'length') return `one of ${String(value).length} characters`
  return secret ? 'something else' : describeValue(value)
}

/** On Create every required column needs a value; on Update none may lose it. */
export function requireColumns(o: {
  readonly plan: TablePlan
  readonly target: Readonly<Values>
  readonly secrets: Secrets
  readonly creates: boolean
}): void {
  for (const { name, column } of o.plan.required) {
    const value = column.kind === 'secret' ? o.secrets.get(name) : o.target[name]
    const missing = value === null || (o.creates && value === undefined)
    if (!missing || (!o.creates && !Object.hasOwn(o.target, name))) continue
    throw refusals['required-column'](
      { table: o.plan.table.name, column: name, label: column.label },
      { input: name, expected: 'a value', found: describeValue(value) },
    )
  }
}
