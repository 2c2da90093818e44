import { ownAlias } from '../resolve/own-rows.ts'
import type { Frame, Join, Test } from '../resolve/resolved.ts'
import { quoted, type Statement } from './statement.ts'

type WriteTest = (statement: Statement, test: Test) => string

export function writeFrame(statement: Statement, frame: Frame, writeTest: WriteTest): string {
  const joins = frame.joins.map((join) => writeJoin(statement, join, writeTest))
  return [`from ${writeTable(statement, frame, writeTest)} ${frame.alias}`, ...joins].join(' ')
}

/** The table, or those of its rows that the caller may see; an alias has to follow. */
export function writeTable(
  statement: Statement,
  { table, own }: Pick<Frame, 'table' | 'own'>,
  writeTest: WriteTest,
): string {
  const name = quoted(table.name)
  if (own === undefined) return name
  return `(select ${ownAlias}.* from ${name} ${ownAlias} where ${writeTest(statement, own)})`
}

function writeJoin(statement: Statement, join: Join, writeTest: WriteTest): string {
  const { alias, kind, table } = join
  const from = writeTable(statement, join, writeTest)
  const on = join.on.map((test) => writeTest(statement, test)).join(' and ')
  if (kind !== 'first row') return `${kind} join ${from} ${alias} on ${on}`
  const key = table.identity.map((name) => `${alias}.${quoted(name)}`).join(', ')
  return `cross join lateral (select ${alias}.* from ${from} ${alias} where ${on} order by ${key} limit 1) ${alias}`
}
