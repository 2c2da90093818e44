import { general } from '#errors'
import { asUuid, isReference } from './column-kinds.ts'
import { describeValue } from './describe-value.ts'
import type { RowReference } from './execution.ts'
import { type Association, findRelationship } from './find-relationship.ts'
import type { Message } from './message.ts'
import { refusals } from './refusals.ts'
import { refuseWithoutRight } from './rights.ts'
import { deleteLinks, findPointing, holdRows, insertLinks } from './rows.ts'
import type { RunningExecution } from './running-execution.ts'
import type { TablePlan } from './table-plan.ts'
import { missingRow, writing } from './write-rows.ts'

/**
 * Associate and Disassociate join a row with others by a many-to-many relationship, or by a lookup
 * of either side, which is then written by Updates. Both need the right to update either side: a
 * link to a role gives rights. What is already so stays so.
 */
export const associateRows: Message = associating('Associate')
export const disassociateRows: Message = associating('Disassociate')

function associating(name: 'Associate' | 'Disassociate'): Message {
  return {
    name,
    privilege: 'Update',
    writes: 'nothing',
    needsRow: true,

    async prepare(execution) {
      for (const { related } of wantedLinks(execution)) {
        refuseWithoutRight(execution, 'Update', related.table.name)
      }
    },

    async perform(executions) {
      const results: (Error | undefined)[] = []
      for (const each of executions) results.push(await perform(each, name === 'Associate'))
      return results
    },
  }
}

/** The related rows of one table. */
interface Wanted {
  readonly association: Association
  readonly related: TablePlan
  readonly ids: readonly string[]
}

function wantedLinks(execution: RunningExecution): Wanted[] {
  const { Relationship } = execution.input
  if (typeof Relationship !== 'string') {
    throw wrongParameter(execution, 'Relationship', 'the name of a relationship', Relationship)
  }
  const { engine, plan } = execution.start
  const byTable = Map.groupBy(relatedRows(execution), ({ table }) => table)
  return [...byTable].map(([table, rows]) => {
    const related = engine.plans.get(table) as TablePlan
    const association = findRelationship(engine, Relationship, plan, related)
    return { association, related, ids: rows.map(({ id }) => id) }
  })
}

function relatedRows(execution: RunningExecution): RowReference[] {
  const { RelatedEntities } = execution.input
  const expected = 'a list of references to rows'
  if (!Array.isArray(RelatedEntities)) {
    throw wrongParameter(execution, 'RelatedEntities', expected, RelatedEntities)
  }
  return RelatedEntities.map((each: unknown) => {
    const id = isReference(each) ? asUuid(each.id) : undefined
    if (!isReference(each) || id === undefined || !execution.start.engine.plans.has(each.table)) {
      throw wrongParameter(execution, 'RelatedEntities', expected, each)
    }
    return { table: each.table, id }
  })
}

function wrongParameter(
  { message }: RunningExecution,
  parameter: string,
  expected: string,
  value: unknown,
) {
  const found = describeValue(value)
  return refusals['wrong-parameter'](
    { parameter, message, expected, found },
    { input: parameter, expected, found },
  )
}

async function perform(execution: RunningExecution, joins: boolean): Promise<Error | undefined> {
  const { start, scope, id } = execution
  const wanted = wantedLinks(execution)
  if (!(await holdRows(scope.tx, start.plan, [id])).has(id)) return missingRow(execution)
  for (const each of wanted) {
    if (joins) await refuseMissing(execution, each)
    if (each.association.kind === 'many to many') await writeLinks(execution, each, joins)
    else await writeLookups(execution, each, joins)
  }
  return undefined
}

async function refuseMissing({ scope }: RunningExecution, { related, ids }: Wanted): Promise<void> {
  const held = await holdRows(scope.tx, related, ids)
  const missing = ids.find((id) => !held.has(id))
  if (missing === undefined) return
  throw general['not-found']({ what: related.table.label, id: missing })
}

async function writeLinks(
  execution: RunningExecution,
  { association, ids }: Wanted,
  joins: boolean,
): Promise<void> {
  if (association.kind !== 'many to many') return
  const { relationship, own, other } = association
  const link = {
    relationship,
    from: { column: own, id: execution.id },
    to: { column: other, ids },
  }
  const { tx } = execution.scope
  await writing([execution], () => (joins ? insertLinks(tx, link) : deleteLinks(tx, link)))
  execution.noteWriting()
}

/** By messages, so that steps on Update of the rows that change are not passed over. */
async function writeLookups(
  execution: RunningExecution,
  { association, related, ids }: Wanted,
  joins: boolean,
): Promise<void> {
  if (association.kind === 'many to many') return
  const { start, table, id, scope, internal } = execution
  const { lookup, kind } = association
  const down = kind === 'one to many'
  const pointing = down ? related : start.plan
  const pointed = down ? { table, id } : { table: related.table.name, id: onlyOne(execution, ids) }
  const wanted = down ? ids : [id]
  const already = await findPointing(scope.tx, pointing, lookup.name, [pointed.id])
  const changing = wanted.filter((each) => already.includes(each) !== joins)
  const target = { [lookup.name]: joins ? pointed : null }
  await execution.delegate(
    changing.map((each) => {
      return { message: 'Update', table: pointing.table.name, id: each, target, internal }
    }),
    { sameDepth: true },
  )
}

function onlyOne(execution: RunningExecution, ids: readonly string[]): string {
  const [id] = ids
  if (id !== undefined && ids.length === 1) return id
  throw wrongParameter(execution, 'RelatedEntities', 'exactly one reference', ids)
}
