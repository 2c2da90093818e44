/** The members of a row as select list, related rows as JSON inside them. */
import { queryLimits } from '../limits.ts'
import type { ExpandBranch, ExpandOutput, LookupOutput, Output } from '../resolve/resolved.ts'
import type { Writing } from './row-shape.ts'
import { quoted, type Statement, text } from './statement.ts'
import { columnSql, writeExpression } from './write-expression.ts'
import { writeOrders } from './write-orders.ts'
import { writeRows } from './write-test.ts'
import { writeValue } from './write-value.ts'

export function writeOutputs(statement: Statement, outputs: readonly Output[]): string {
  return outputs.flatMap((output) => writeOutput(statement, output)).join(', ')
}

function writeOutput(statement: Statement, output: Output): string[] {
  if (output.kind === 'expand') {
    return writeExpand(statement, output).map(
      ({ name, sql }) => `${sql} as ${statement.member(name)}`,
    )
  }
  return [`${outputSql(statement, output)} as ${statement.member(output.name)}`]
}

/** A member other than a related row, as PostgreSQL's own JSON functions should write it. */
export function outputSql(
  statement: Statement,
  output: Exclude<Output, { kind: 'expand' }>,
): string {
  switch (output.kind) {
    case 'value':
      return writeValue(writeExpression(statement, output.of), output.shape)
    case 'version':
      return `'W/"' || ${writeExpression(statement, output.of)} || '"'`
    case 'lookup target':
      return writeTarget(statement, output)
    case 'children': {
      const { alias, parent, key } = output
      const child = columnSql('child', parent)
      return `(select count(*) from ${quoted(parent.table)} child where ${child} = ${columnSql(alias, key)})`
    }
  }
}

/** A word for the table that a lookup points to; null where it points to nothing. */
function writeTarget(statement: Statement, output: LookupOutput): string {
  const value = writeExpression(statement, output.of)
  const cases = output.words.flatMap(({ target, word }) => {
    const test = targetTest(output, value, target)
    return test === undefined ? [] : [`when ${test} then ${text(word)}`]
  })
  return cases.length === 0 ? 'null::text' : `case ${cases.join(' ')} end`
}

function targetTest(
  { of: { alias, column }, known }: LookupOutput,
  value: string,
  target: string,
): string | undefined {
  if (column.targets.length === 1) return `${value} is not null`
  if (column.typeColumn !== undefined) {
    return `${value} is not null and ${alias}.${quoted(column.typeColumn)} = ${text(target)}`
  }
  const table = known.find(({ name }) => name === target)
  if (table === undefined) return undefined
  const key = `there.${quoted(table.primaryKey)}`
  return `exists (select from ${quoted(target)} there where ${key} = ${value})`
}

export interface ExpandMember {
  readonly name: string
  readonly sql: string
  readonly as: Writing
}

/** Related rows as JSON; of a collection also how many there are and where to find them. */
export function writeExpand(statement: Statement, output: ExpandOutput): readonly ExpandMember[] {
  const { name, many, branches, count, link } = output
  const found = branches.map((branch) => writeBranch(statement, output, branch))
  const sql = found.length === 1 ? `${found[0]}` : `coalesce(${found.join(', ')})`
  const members: ExpandMember[] = [{ name, sql, as: 'rows' }]
  if (!many) return members
  if (count) members.unshift(...branches.map((branch) => writeCount(statement, name, branch)))
  if (link !== undefined) {
    const rest = `)/${name}${link.rest === '' ? '' : `?${link.rest}`}`
    const key = writeExpression(statement, link.key)
    const address = `${statement.root()} || ${text(`${link.set}(`)} || ${key} || ${bindText(statement, rest)}`
    members.push({ name: `${name}@odata.nextLink`, sql: address, as: 'text' })
  }
  return members
}

const bindText = (statement: Statement, value: string): string =>
  statement.bind({ sqlType: 'text', source: { kind: 'fixed', value } })

function writeBranch(
  statement: Statement,
  { many, limit }: ExpandOutput,
  branch: ExpandBranch,
): string {
  const { outputs, rows, orders, key, referenceSet } = branch
  if (referenceSet !== undefined) {
    const address = `${statement.root()} || ${text(`${referenceSet}(`)} || ${writeExpression(statement, key)} || ')'`
    return `(select json_build_object('@odata.id', ${address}) ${writeRows(statement, rows)} limit 1)`
  }
  const list = writeOutputs(statement, outputs)
  const order = orders.length === 0 ? '' : ` order by ${writeOrders(statement, orders)}`
  const select = `select ${list} ${writeRows(statement, rows)}${order} limit ${limit ?? 1}`
  return many
    ? `(select coalesce(json_agg(r), '[]'::json) from (${select}) r)`
    : `(select row_to_json(r) from (${select}) r)`
}

function writeCount(statement: Statement, name: string, { rows }: ExpandBranch): ExpandMember {
  const counted = `select 1 ${writeRows(statement, rows)} limit ${queryLimits.total}`
  const sql = `(select count(*) from (${counted}) n)`
  return { name: `${name}@odata.count`, sql, as: 'plain' }
}
