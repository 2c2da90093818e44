import type { Metadata, QueryTable } from '../metadata/metadata.ts'
import { allOf, type Filter } from '../plan/filter.ts'
import { type Cursor, page } from '../plan/page.ts'
import { describePlace, place } from '../plan/place.ts'
import { type Annotations, noAnnotations, type QueryPlan, queryPlan } from '../plan/query-plan.ts'
import { allColumns, selectedColumn, selection } from '../plan/selection.ts'
import { type SourceStep, source } from '../plan/source.ts'
import { refusals } from '../refusals.ts'
import { addressPlace, parseAddress, type Segment } from './parse-address.ts'
import { type Applied, parseApply } from './parse-apply.ts'
import { parseExpand } from './parse-expand.ts'
import { parseFilter } from './parse-filter.ts'
import { parseOrderBy } from './parse-orderby.ts'
import { parseCount, parseTop } from './parse-page.ts'
import { parseSelect } from './parse-select.ts'
import { type Parsing, startParsing } from './parsing.ts'
import { type QueryOptions, readQueryOptions, type SystemOption } from './query-options.ts'
import { type Slots, scan } from './scanner.ts'
import { readSkipToken } from './skip-token.ts'

export interface ODataInput {
  /** Path behind the service root, encoded: `contacts(…)/parentcustomerid_account`. */
  readonly path: string
  /** What follows the first question mark, encoded. */
  readonly query: string
  /** `Prefer: odata.maxpagesize`. */
  readonly maxPageSize?: number | undefined
  readonly annotations?: Annotations | undefined
  /** Bytes that the query may have; more inside a $batch. */
  readonly queryBytes?: number
}

export interface ODataQuestion {
  readonly plan: QueryPlan
  /** Which answer the address asks for. */
  readonly answer: 'rows' | 'number' | 'property' | 'raw value' | 'reference'
  /** Property of `property` and `raw value`. */
  readonly property: string | undefined
  readonly options: QueryOptions
}

/**
 * Reads the address and query options of a GET. Whether the last name is a property or leads to
 * rows takes the metadata to know; everything else is looked up by `resolve`.
 */
export function parseOData(input: ODataInput, metadata: Metadata): ODataQuestion {
  return parseOptions(input, readQueryOptions(input.query, input.queryBytes), metadata)
}

/** The same with the query string already taken apart, and values that may be slots. */
export function parseOptions(
  input: ODataInput,
  options: QueryOptions,
  metadata: Metadata,
  slots?: Slots,
): ODataQuestion {
  const segments = parseAddress(input.path, options.aliases, slots)
  const target = readTarget(segments, metadata)
  const parts = readParts(options, slots)
  const plan = planOf(input, options, target, parts)
  const { answer, property } = target
  return { plan, answer, property, options }
}

interface Target {
  readonly segments: readonly Segment[]
  readonly answer: ODataQuestion['answer']
  readonly property: string | undefined
}

const endings: Readonly<Record<string, ODataQuestion['answer']>> = {
  $count: 'number',
  $ref: 'reference',
  $value: 'raw value',
}

function readTarget(segments: readonly Segment[], metadata: Metadata): Target {
  const ending = endings[segments.at(-1)?.name ?? '']
  const rest = ending === undefined ? segments : segments.slice(0, -1)
  const last = rest.at(-1)
  const property = rest.length > 1 && last !== undefined && isProperty(rest, metadata)
  if (property) {
    if (ending === 'number' || ending === 'reference') throw badSegment(segments.at(-1))
    const answer = ending ?? 'property'
    return { segments: rest.slice(0, -1), answer, property: last.name }
  }
  if (ending === 'raw value') throw badSegment(segments.at(-1))
  return { segments: rest, answer: ending ?? 'rows', property: undefined }
}

/** The last name is a property of the table that the names before it lead to. */
function isProperty(segments: readonly Segment[], metadata: Metadata): boolean {
  const [start, ...steps] = segments
  let table: QueryTable | undefined = metadata.sets.get(start?.name ?? '')
  for (const { name } of steps.slice(0, -1)) {
    const navigation = table?.navigations.get(name)
    const target = navigation?.kind === 'single' ? navigation.targets[0] : navigation?.target
    table = metadata.tables.get(target ?? '')
  }
  const { name, key } = segments.at(-1) ?? { name: '', key: undefined }
  return key === undefined && table?.properties.has(name) === true
}

function badSegment(segment: Segment | undefined) {
  const set = segment?.name ?? ''
  return refusals['unknown-set']({ set, hint: '' }, { input: addressPlace, found: set })
}

interface Parts {
  readonly selection: QueryPlan['selection'] | undefined
  readonly filter: Filter | undefined
  readonly orders: QueryPlan['orders']
  readonly top: number | undefined
  readonly count: boolean
  readonly expands: QueryPlan['expands']
  readonly applied: Applied | undefined
  readonly cursor: { readonly number: number; readonly cursor: Cursor | undefined } | undefined
}

function readParts({ system, aliases }: QueryOptions, slots: Slots | undefined): Parts {
  const read = <T>(option: SystemOption, parse: (parsing: Parsing) => T): T | undefined => {
    const text = system.get(option)
    if (text === undefined) return undefined
    const parsing = startParsing(scan(text, option, slots), aliases, slots)
    const found = parse(parsing)
    parsing.scanner.demandEnd('the end of the option')
    return found
  }
  const skipToken = system.get('$skiptoken')
  return {
    selection: read('$select', parseSelect),
    filter: read('$filter', parseFilter),
    orders: read('$orderby', parseOrderBy) ?? [],
    top: read('$top', parseTop),
    count: read('$count', parseCount) ?? false,
    expands: read('$expand', parseExpand) ?? [],
    applied: read('$apply', parseApply),
    cursor: skipToken === undefined ? undefined : readSkipToken(skipToken),
  }
}

function planOf(
  { maxPageSize, annotations = noAnnotations }: ODataInput,
  options: QueryOptions,
  target: Target,
  parts: Parts,
): QueryPlan {
  const { applied, cursor } = parts
  if (applied !== undefined) demandApplyAlone(options)
  const property =
    target.property === undefined
      ? undefined
      : selection([selectedColumn(target.property, place(addressPlace))])
  const filters = [...(applied?.filters ?? []), ...(parts.filter ? [parts.filter] : [])]
  return queryPlan('property', sourceOf(target.segments), {
    selection: property ?? parts.selection ?? allColumns,
    filter: filters.length > 1 ? allOf(filters) : filters[0],
    orders: parts.orders,
    // A page size makes pages of everything; the vendor ignores $top beside it.
    top: maxPageSize === undefined ? parts.top : undefined,
    page: page({ size: maxPageSize, number: cursor?.number ?? 1, cursor: cursor?.cursor }),
    count: parts.count,
    answer: target.answer === 'number' ? 'number' : 'rows',
    aggregation: applied?.aggregation,
    expands: parts.expands,
    annotations,
  })
}

/** Options that ask for rows say nothing about groups. */
function demandApplyAlone({ system }: QueryOptions): void {
  for (const option of ['$select', '$expand', '$filter'] as const) {
    if (!system.has(option)) continue
    const problem = `${option} cannot be combined with $apply`
    const advice = 'Filter inside it: $apply=filter(…)/groupby(…).'
    const values = { problem, place: describePlace(place(option)), advice }
    throw refusals['query-shape'](values, { input: option })
  }
}

function sourceOf(segments: readonly Segment[]) {
  const [start, ...rest] = segments
  if (start === undefined) throw badSegment(undefined)
  const at = (segment: Segment) => place(addressPlace, segment.offset)
  const steps = rest.map(
    (segment): SourceStep => ({ navigation: segment.name, key: segment.key, at: at(segment) }),
  )
  return source(start.name, at(start), { key: start.key, steps })
}
