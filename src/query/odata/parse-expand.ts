import { type Expand, expand } from '../plan/expand.ts'
import { allColumns, noColumns } from '../plan/selection.ts'
import { refusals } from '../refusals.ts'
import { parseFilter } from './parse-filter.ts'
import { parseOrderBy } from './parse-orderby.ts'
import { parseCount, parseTop } from './parse-page.ts'
import { parseSelect } from './parse-select.ts'
import { deeper, type Parsing } from './parsing.ts'

/** `nav,other($select=a;$expand=deep)`, also `other/deep` and `single/$ref`. */
export function parseExpand(parsing: Parsing): readonly Expand[] {
  const expands: Expand[] = []
  do expands.push(parseItem(parsing))
  while (parsing.scanner.take(','))
  return expands
}

function parseItem(parsing: Parsing): Expand {
  const { scanner } = parsing
  const at = scanner.here()
  const navigation = scanner.match(/[A-Za-z_]\w*/y)
  if (navigation === undefined) throw scanner.fault('a navigation property')
  const plain: Options = { ...noOptions, navigation, at }
  if (!scanner.take('/')) return expand(scanner.sees('(') ? parseOptions(parsing, plain) : plain)
  if (scanner.take('$ref')) return expand({ ...plain, reference: true, selection: noColumns })
  return expand({ ...plain, expands: [parseItem(deeper(parsing))] })
}

type Options = Parameters<typeof expand>[0]

const noOptions = {
  reference: false,
  selection: allColumns,
  filter: undefined,
  orders: [],
  top: undefined,
  count: false,
  expands: [],
  query: '',
} as const

function parseOptions(outer: Parsing, plain: Options): Options {
  const parsing = deeper(outer, { variables: new Set() })
  const { scanner } = parsing
  let options = plain
  const texts: string[] = []
  const seen = new Set<string>()
  scanner.demand('(')
  do {
    const at = scanner.here()
    const name = scanner.match(/\$\w+/y)
    const parse = name === undefined ? undefined : parsers[name]
    if (name === undefined || parse === undefined)
      throw scanner.fault(Object.keys(parsers).join(', '), at)
    if (seen.has(name)) throw refusals['repeated-option']({ option: name }, { input: '$expand' })
    seen.add(name)
    scanner.demand('=')
    const from = scanner.offset
    options = { ...options, ...parse(parsing) }
    texts.push(`${name}=${encodeURIComponent(scanner.since(from).trim())}`)
  } while (scanner.take(';'))
  scanner.demand(')', "';' or ')'")
  return { ...options, query: texts.join('&') }
}

const parsers: Readonly<Record<string, (parsing: Parsing) => Partial<Options>>> = {
  $select: (parsing) => ({ selection: parseSelect(parsing) }),
  $filter: (parsing) => ({ filter: parseFilter(parsing) }),
  $orderby: (parsing) => ({ orders: parseOrderBy(parsing) }),
  $top: (parsing) => ({ top: parseTop(parsing) }),
  $count: (parsing) => ({ count: parseCount(parsing) }),
  $expand: (parsing) => ({ expands: parseExpand(parsing) }),
}
