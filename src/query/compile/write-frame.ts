import type { Frame, Join, Test } from '../resolve/resolved.ts'
import { quoted, type Statement } from './statement.ts'

type WriteTest = (statement: Statement, test: Test) => string

export function writeFrame(statement: Statement, frame: Frame, writeTest: WriteTest): string {
  const joins = frame.joins.map((join) => writeJoin(statement, join, writeTest))
  return [`from ${quoted(frame.table.name)} ${frame.alias}`, ...joins].join(' ')
}

function writeJoin(statement: Statement, join: Join, writeTest: WriteTest): string {
  const { alias, kind, table } = join
  const on = join.on.map((test) => writeTest(statement, test)).join(' and ')
  if (kind !== 'first row') return `${kind} join ${quoted(table.name)} ${alias} on ${on}`
  const key = table.identity.map((name) => `${alias}.${quoted(name)}`).join(', ')
  return `cross join lateral (select ${alias}.* from ${quoted(table.name)} ${alias} where ${on} order by ${key} limit 1) ${alias}`
}
