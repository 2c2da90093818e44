import { columnReference } from '../plan/column-reference.ts'
import { type Order, order } from '../plan/order.ts'
import { parsePath } from './parse-path.ts'
import { deeper, type Parsing } from './parsing.ts'
import { scan } from './scanner.ts'

/** `a desc,nav/b`; the property may stand in a parameter alias. */
export function parseOrderBy(parsing: Parsing): readonly Order[] {
  const orders: Order[] = []
  do {
    const by = parseColumn(parsing)
    const descending = parsing.scanner.takeWord('desc')
    if (!descending) parsing.scanner.takeWord('asc')
    orders.push(order(by, descending))
  } while (parsing.scanner.take(','))
  return orders
}

function parseColumn(parsing: Parsing): ReturnType<typeof columnReference> {
  const { scanner, aliases } = parsing
  const alias = scanner.match(/@\w+/y)
  if (alias !== undefined) {
    const inner = deeper(parsing, { scanner: scan(aliases.get(alias.slice(1)) ?? '', alias) })
    const column = parseColumn(inner)
    inner.scanner.demandEnd('the end of the property')
    return column
  }
  const path = parsePath(parsing)
  const name = path?.names.at(-1)
  if (path === undefined || name === undefined) throw scanner.fault('a property')
  if (scanner.sees('(')) throw scanner.fault('a property: functions cannot be ordered by', path.at)
  return columnReference(name, path.at, { scope: path.scope, path: path.names.slice(0, -1) })
}
