/** Asks questions from end to end: text to rows, with everything kept that comes again. */
import type { Clock } from '#clock'
import { isRefusal } from '#errors'
import type { Caller } from '#pipeline'
import { type BoundedMap, boundedMap } from './bounded-map.ts'
import { type CompiledQuery, compile } from './compile/compile.ts'
import type { Metadata } from './metadata/metadata.ts'
import { type ODataInput, type ODataQuestion, parseOptions } from './odata/parse-odata.ts'
import { type QueryOptions, readQueryOptions } from './odata/query-options.ts'
import { type Skeleton, skeletonOf } from './odata/skeleton.ts'
import type { QueryPlan } from './plan/query-plan.ts'
import type { SqlValue } from './resolve/bound-value.ts'
import { OtherStatement } from './resolve/read-literal.ts'
import { resolve } from './resolve/resolve.ts'
import { type FiscalCalendar, type RunContext, standardCalendar } from './resolve/run-context.ts'
import { bindValues } from './run/bind-values.ts'
import { type PlanNames, planNames } from './run/plan-names.ts'
import {
  type PoolReader,
  type QueryResult,
  type Reader,
  runBound,
  type TransactionReader,
} from './run/run.ts'
import { type StatementQueue, statementQueue } from './run/statement-queue.ts'
import { type StreamedResult, stream } from './run/stream.ts'

export interface QueriesOptions {
  readonly reader: Reader
  readonly clock: Clock
  /** The metadata as it is now; another object after custom columns changed. */
  readonly metadata: () => Metadata
  readonly calendar?: FiscalCalendar
}

/** In whose name and for whose eyes a question is asked. */
export interface Asking {
  readonly caller: Caller
  /** IANA zone of the user; default UTC. */
  readonly timeZone?: string
  /** Windows language code; default 1033, English. */
  readonly languageCode?: number
  /** Address that links in answers start with, ending in a slash. */
  readonly root: string
}

export interface Answer<Question> {
  /**
   * What was asked. Of equal questions it is the first one's: values of filters, keys and aliases
   * in it may be those of an earlier text.
   */
  readonly question: Question
  readonly query: CompiledQuery
  readonly result: QueryResult
}

/** A question that is understood and allowed, before it is asked of the database. */
export interface Ready<Question> extends Omit<Answer<Question>, 'result'> {
  run(): Promise<QueryResult>
  /** For large pages: the rows come in parts. Needs connections that are not in a transaction. */
  stream(): Promise<StreamedResult>
}

export interface Queries {
  /** Answers a GET of OData. */
  odata(input: ODataInput, asking: Asking): Promise<Answer<ODataQuestion>>
  /**
   * Answers any other text. `ask` reads the text; it is only called when the text is not known
   * any more, so that it must depend on nothing else.
   */
  text<Question extends { readonly plan: QueryPlan }>(
    text: string,
    ask: (metadata: Metadata) => Question,
    asking: Asking,
  ): Promise<Answer<Question>>
  /** The same up to the database. */
  readyOData(input: ODataInput, asking: Asking): Ready<ODataQuestion>
  readyText<Question extends { readonly plan: QueryPlan }>(
    text: string,
    ask: (metadata: Metadata) => Question,
    asking: Asking,
  ): Ready<Question>
}

interface Known<Question> {
  readonly question: Question
  readonly query: CompiledQuery
  /** How often it was asked for again. */
  uses: number
}

/** Statements that are kept. One takes 10 to 60 KB, most of it for tables with many columns. */
const keptStatements = 500
/** Query strings that are kept, and how long one may be, which is shorter than any limit of them. */
const keptTexts = 500
const longestText = 1000
/** Longer texts are seldom asked twice and would make the memory unbounded. */
const longestKept = 4096

export function createQueries(options: QueriesOptions): Queries {
  const { reader } = options
  const kept: Kept = {
    options,
    source: 'pool' in reader ? statementQueue(reader.pool) : reader,
    metadata: options.metadata(),
    statements: boundedMap(keptStatements),
    texts: boundedMap(keptTexts),
    names: planNames(options.clock),
  }
  return {
    odata: async (input, asking) => answer(readyOData(kept, input, asking)),
    text: async (text, ask, asking) => answer(readyText(kept, text, ask, asking)),
    readyOData: (input, asking) => readyOData(kept, input, asking),
    readyText: (text, ask, asking) => readyText(kept, text, ask, asking),
  }
}

async function answer<Question>(ready: Ready<Question>): Promise<Answer<Question>> {
  const { question, query } = ready
  return { question, query, result: await ready.run() }
}

interface Kept {
  readonly options: QueriesOptions
  readonly source: StatementQueue | TransactionReader
  metadata: Metadata
  readonly statements: BoundedMap<Known<unknown>>
  /** Query strings taken apart. */
  readonly texts: BoundedMap<QueryOptions>
  readonly names: PlanNames
}

function readyOData(kept: Kept, input: ODataInput, asking: Asking): Ready<ODataQuestion> {
  const metadata = currentMetadata(kept)
  const options = optionsOf(kept, input)
  const skeleton = skeletonOf(input.path, options)
  const key = keyOf(input, skeleton, asking)
  const shared = kept.statements.get(key) as Known<ODataQuestion> | undefined
  const values = shared && bindSlots(kept, shared.query, asking, skeleton.values)
  if (shared !== undefined && values !== undefined) return ready(kept, shared, values)
  const exactKey = `${key}\n${skeleton.values.join('\n')}`
  const exact = kept.statements.get(exactKey) as Known<ODataQuestion> | undefined
  if (exact !== undefined) return readyKnown(kept, exact, asking)
  const known = learn(parseOptions(input, options, metadata, skeleton.slots), metadata, asking)
  const isShared = shared === undefined && fillsEverySlot(known.query, skeleton)
  keep(kept, isShared ? key : exactKey, known)
  return readyKnown(kept, known, asking)
}

/** Programs ask with few query strings, for many keys: 0.2 µs instead of 2 to 5. */
function optionsOf({ texts }: Kept, { query, queryBytes }: ODataInput): QueryOptions {
  const known = texts.get(query)
  if (known !== undefined) return known
  const options = readQueryOptions(query, queryBytes)
  if (query.length <= longestText) texts.set(query, options)
  return options
}

function readyText<Question extends { readonly plan: QueryPlan }>(
  kept: Kept,
  text: string,
  ask: (metadata: Metadata) => Question,
  asking: Asking,
): Ready<Question> {
  const metadata = currentMetadata(kept)
  const key = `${rolesOf(asking)}\n${text}`
  const found = kept.statements.get(key) as Known<Question> | undefined
  const known = found ?? learn(ask(metadata), metadata, asking)
  if (found === undefined) keep(kept, key, known)
  return readyKnown(kept, known, asking)
}

/** Other metadata means other statements. */
function currentMetadata(kept: Kept): Metadata {
  const metadata = kept.options.metadata()
  if (metadata !== kept.metadata) kept.statements.clear()
  kept.metadata = metadata
  return metadata
}

function learn<Question extends { readonly plan: QueryPlan }>(
  question: Question,
  metadata: Metadata,
  { caller }: Asking,
): Known<Question> {
  return { question, query: compile(resolve(question.plan, metadata, caller)), uses: 0 }
}

function keep({ statements }: Kept, key: string, known: Known<unknown>): void {
  if (key.length <= longestKept) statements.set(key, known)
}

function readyKnown<Question>(kept: Kept, known: Known<Question>, asking: Asking): Ready<Question> {
  return ready(kept, known, bindValues(known.query, contextOf(kept.options, asking)))
}

function ready<Question>(
  { options, source, names }: Kept,
  known: Known<Question>,
  values: readonly SqlValue[],
): Ready<Question> {
  const { question, query } = known
  const prepared = known.uses > 0 && names.admit(query.name)
  known.uses += 1
  return {
    question,
    query,
    run: () => runBound(source, query, values, { prepared }),
    stream: () => stream(poolOf(options.reader), query, values),
  }
}

function poolOf(reader: Reader): PoolReader {
  if ('pool' in reader) return reader
  throw new TypeError('Rows in parts need connections of their own, not those of a transaction.')
}

/**
 * Undefined where a value asks for another statement than its neighbours, or is refused: then
 * the text is read anew and the refusal shows the right place.
 */
function bindSlots(
  { options }: Kept,
  query: CompiledQuery,
  asking: Asking,
  values: readonly string[],
): readonly SqlValue[] | undefined {
  try {
    return bindValues(query, contextOf(options, asking), values)
  } catch (error) {
    if (error instanceof OtherStatement || isRefusal(error)) return undefined
    throw error
  }
}

const rolesOf = ({ caller }: Asking): string => caller.roles.join(',')

function keyOf(
  { maxPageSize, annotations }: ODataInput,
  { text }: Skeleton,
  asking: Asking,
): string {
  const said = annotations === undefined ? '' : Object.values(annotations).map(Number).join('')
  return `${rolesOf(asking)}\n${maxPageSize}\n${said}\n${text}`
}

/** Whether every value that was taken out is a parameter; else the statement is for it alone. */
function fillsEverySlot({ values }: CompiledQuery, skeleton: Skeleton): boolean {
  const filled = new Set(values.map(({ source }) => (source.kind === 'slot' ? source.slot : -1)))
  return skeleton.values.every((_, slot) => filled.has(slot))
}

function contextOf({ clock, calendar }: QueriesOptions, asking: Asking): RunContext {
  return {
    now: clock.now(),
    userId: asking.caller.userId,
    businessUnitId: asking.caller.businessUnitId,
    timeZone: asking.timeZone ?? 'UTC',
    languageCode: asking.languageCode ?? 1033,
    calendar: calendar ?? standardCalendar,
    root: asking.root,
  }
}
