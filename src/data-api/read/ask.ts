/** From the text of a request to a question that is understood and allowed. */
import {
  type Asking,
  type CompiledQuery,
  keptAddress,
  type Metadata,
  type ODataQuestion,
  parseFetchXml,
  type QueryPlan,
  type QueryResult,
  queryLimits,
  readQueryOptions,
  type StreamedResult,
} from '#query'
import type { Visit } from '../exchange.ts'
import { findTable } from '../find-table.ts'
import { refusals } from '../refusals.ts'
import type { KeptQuery } from './kept-query.ts'

export interface Asked {
  /** Of an equal question that was asked before, with its values in place of this one's. */
  readonly plan: QueryPlan
  readonly answer: ODataQuestion['answer']
  readonly property: string | undefined
  readonly fetchXml: boolean
  /** The FetchXML is not in the request, so that links must lead from page to page. */
  readonly kept: boolean
  readonly query: CompiledQuery
  run(): Promise<QueryResult>
  stream(): Promise<StreamedResult>
}

export function ask(visit: Visit, kept?: KeptQuery): Asked {
  const { request, preferences, scope } = visit
  // Looked for before it is read, because only few requests have other parameters than OData's.
  if (/(?:^|&)(?:fetchxml|savedquery|userquery|sql)=/i.test(request.query)) {
    return kept?.language === 'odata' ? askKeptOData(visit, kept) : askFetchXml(visit, kept)
  }
  const ready = scope.queries.readyOData(
    {
      path: request.path,
      query: request.query,
      maxPageSize: preferences.maxPageSize,
      annotations: preferences.annotations,
      queryBytes: queryBytes(visit),
    },
    askingOf(visit),
  )
  const { plan, answer, property } = ready.question
  return { ...ready, plan, answer, property, fetchXml: false, kept: false }
}

export const askingOf = ({ caller, door, request }: Visit): Asking => ({
  caller,
  timeZone: door.timeZone,
  root: request.root,
})

const queryBytes = ({ request }: Visit): number =>
  request.batched ? queryLimits.batchedQueryBytes : queryLimits.queryBytes

/** The set that is addressed must be the one that the query asks; only its pages can be chosen. */
function askKeptOData(visit: Visit, kept: KeptQuery): Asked {
  const { request, preferences, scope } = visit
  const skipToken = skipTokenBeside(request.query, kept)
  const { path, query } = keptAddress(kept.text)
  if (path !== request.path) {
    const values = { kind: kept.kind, set: path, found: request.path.slice(0, 100) }
    throw refusals['saved-query-of-other-set'](values, { input: kept.kind })
  }
  const page = skipToken === undefined ? '' : `&$skiptoken=${encodeURIComponent(skipToken)}`
  const ready = scope.queries.readyOData(
    {
      path,
      query: query + page,
      maxPageSize: preferences.maxPageSize,
      annotations: preferences.annotations,
      queryBytes: queryLimits.batchedQueryBytes + page.length,
    },
    askingOf(visit),
  )
  const { plan, answer, property } = ready.question
  return { ...ready, plan, answer, property, fetchXml: false, kept: true }
}

function skipTokenBeside(query: string, { kind }: KeptQuery): string | undefined {
  const { system } = readQueryOptions(query)
  const option = [...system.keys()].find((name) => name !== '$skiptoken')
  if (option === undefined) return system.get('$skiptoken')
  throw refusals['saved-query-with-options']({ option, kind }, { input: option })
}

function askFetchXml(visit: Visit, kept: KeptQuery | undefined): Asked {
  const { request, preferences, scope } = visit
  const { custom, system } = readQueryOptions(request.query, queryBytes(visit))
  const text = kept?.text ?? custom.get('fetchXml') ?? custom.get('fetchxml')
  if (text === undefined) {
    throw refusals['query-not-offered']({ option: [...custom.keys()].join(', ').slice(0, 60) })
  }
  const skipToken = kept && system.get('$skiptoken')
  const [option] = [...system.keys()].filter((name) => !kept || name !== '$skiptoken')
  if (option !== undefined) throw refusals['fetchxml-with-options']({ option }, { input: option })
  const { annotations, maxPageSize } = preferences
  const ask = (metadata: Metadata) => {
    const table = findTable(metadata, request.path).name
    const plan = parseFetchXml(text, metadata, { table, annotations, skipToken })
    return { plan: sized(plan, maxPageSize) }
  }
  const key = JSON.stringify([request.path, maxPageSize, annotations, text, skipToken])
  const ready = scope.queries.readyText(key, ask, askingOf(visit))
  const { plan } = ready.question
  return {
    ...ready,
    plan,
    answer: 'rows',
    property: undefined,
    fetchXml: true,
    kept: kept !== undefined,
  }
}

/** `Prefer: odata.maxpagesize` says the size of pages where the text does not. */
function sized(plan: QueryPlan, size: number | undefined): QueryPlan {
  const { page, top } = plan
  if (size === undefined || top !== undefined || page.size !== undefined) return plan
  return { ...plan, page: { ...page, size } }
}
