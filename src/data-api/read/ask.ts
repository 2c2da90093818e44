/** From the text of a request to its rows. */
import {
  type Asking,
  type CompiledQuery,
  type Metadata,
  type ODataQuestion,
  parseFetchXml,
  type QueryPlan,
  type QueryResult,
  queryLimits,
  readQueryOptions,
} from '#query'
import type { Visit } from '../exchange.ts'
import { findTable } from '../find-table.ts'
import { refusals } from '../refusals.ts'

export interface Asked {
  /** Of an equal question that was asked before, with its values in place of this one's. */
  readonly plan: QueryPlan
  readonly answer: ODataQuestion['answer']
  readonly property: string | undefined
  readonly fetchXml: boolean
  readonly query: CompiledQuery
  readonly result: QueryResult
}

export async function ask(visit: Visit): Promise<Asked> {
  const { request, preferences, scope } = visit
  // Looked for before it is read, because only few requests have other parameters than OData's.
  if (/(?:^|&)(?:fetchxml|savedquery|userquery|sql)=/i.test(request.query)) {
    return await askFetchXml(visit)
  }
  const { question, query, result } = await scope.queries.odata(
    {
      path: request.path,
      query: request.query,
      maxPageSize: preferences.maxPageSize,
      annotations: preferences.annotations,
      queryBytes: queryBytes(visit),
    },
    askingOf(visit),
  )
  const { plan, answer, property } = question
  return { plan, answer, property, fetchXml: false, query, result }
}

export const askingOf = ({ caller, door, request }: Visit): Asking => ({
  caller,
  timeZone: door.timeZone,
  root: request.root,
})

const queryBytes = ({ request }: Visit): number =>
  request.batched ? queryLimits.batchedQueryBytes : queryLimits.queryBytes

async function askFetchXml(visit: Visit): Promise<Asked> {
  const { request, preferences, scope } = visit
  const { custom, system } = readQueryOptions(request.query, queryBytes(visit))
  const text = custom.get('fetchXml') ?? custom.get('fetchxml')
  if (text === undefined) {
    throw refusals['query-not-offered']({ option: [...custom.keys()].join(', ').slice(0, 60) })
  }
  const [option] = system.keys()
  if (option !== undefined) throw refusals['fetchxml-with-options']({ option }, { input: option })
  const { annotations, maxPageSize } = preferences
  const ask = (metadata: Metadata) => {
    const table = findTable(metadata, request.path).name
    const plan = parseFetchXml(text, metadata, { table, annotations })
    return { plan: sized(plan, maxPageSize) }
  }
  const key = JSON.stringify([request.path, maxPageSize, annotations, text])
  const { question, query, result } = await scope.queries.text(key, ask, askingOf(visit))
  const { plan } = question
  return { plan, answer: 'rows', property: undefined, fetchXml: true, query, result }
}

/** `Prefer: odata.maxpagesize` says the size of pages where the text does not. */
function sized(plan: QueryPlan, size: number | undefined): QueryPlan {
  const { page, top } = plan
  if (size === undefined || top !== undefined || page.size !== undefined) return plan
  return { ...plan, page: { ...page, size } }
}
