/** Which rows a relationship joins, by its name and the tables on both sides. */
import type { Relationship } from '#database'
import type { Refusal } from '#errors'
import { refusals } from './refusals.ts'
import type { Engine } from './running-execution.ts'
import type { PlannedColumn, TablePlan } from './table-plan.ts'

export type Association =
  | {
      readonly kind: 'many to many'
      readonly relationship: Relationship
      /** Columns of the intersect table. */
      readonly own: string
      readonly other: string
    }
  /** The related rows point to the target. */
  | { readonly kind: 'one to many'; readonly lookup: PlannedColumn }
  /** The target points to the related row. */
  | { readonly kind: 'many to one'; readonly lookup: PlannedColumn }

export function findRelationship(
  engine: Engine,
  name: string,
  target: TablePlan,
  related: TablePlan,
): Association {
  const association =
    findManyToMany(engine.relationships, name, target.table.name, related.table.name) ??
    findLookup('one to many', name, related, target.table.name) ??
    findLookup('many to one', name, target, related.table.name)
  if (association === undefined) throw unknownRelationship(engine, name, target, related)
  return association
}

/** Between rows of one table the target is the first side. */
function findManyToMany(
  relationships: readonly Relationship[],
  name: string,
  target: string,
  related: string,
): Association | undefined {
  const relationship = relationships.find((each) => each.name === name)
  if (relationship === undefined) return undefined
  const { first, second } = relationship
  const kind = 'many to many'
  if (first.table === target && second.table === related) {
    return { kind, relationship, own: first.column, other: second.column }
  }
  if (second.table === target && first.table === related) {
    return { kind, relationship, own: second.column, other: first.column }
  }
  return undefined
}

function findLookup(
  kind: 'one to many' | 'many to one',
  name: string,
  pointing: TablePlan,
  pointed: string,
): Association | undefined {
  for (const lookup of pointing.columns.values()) {
    if (!lookup.column.targets?.includes(pointed)) continue
    if (navigationNames(lookup, pointed).includes(name)) return { kind, lookup }
  }
  return undefined
}

/** A lookup with several targets has one navigation property per target. */
function navigationNames({ name, column }: PlannedColumn, pointed: string): string[] {
  const base = column.navigation ?? name
  return [base, `${base}_${pointed}`]
}

function unknownRelationship(
  engine: Engine,
  relationship: string,
  target: TablePlan,
  related: TablePlan,
): Refusal {
  const table = target.table.name
  const known = [
    ...engine.relationships
      .filter(({ first, second }) => [first.table, second.table].includes(table))
      .map(({ name }) => name),
    ...lookupNames(related, table),
    ...lookupNames(target, related.table.name),
  ]
  const listed = known.length === 0 ? 'none: they are not related' : known.join(', ')
  return refusals['unknown-relationship'](
    { relationship, table, related: related.table.name, known: listed },
    { input: 'Relationship', expected: listed, found: relationship },
  )
}

function lookupNames(pointing: TablePlan, pointed: string): string[] {
  return [...pointing.columns.values()]
    .filter(({ column }) => column.targets?.includes(pointed) === true && !column.readOnly)
    .map(({ name, column }) => column.navigation ?? name)
}
