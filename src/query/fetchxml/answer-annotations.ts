import type { QueryPlan } from '../plan/query-plan.ts'
import type { QueryResult } from '../run/run.ts'
import { wrapPagingCookie, writePagingCookie } from './paging-cookie.ts'

/** Annotations of the collection that answers a FetchXML query, by their names in JSON. */
export type FetchXmlAnnotations = Readonly<Record<string, string | number | boolean>>

const prefix = '@Microsoft.Dynamics.CRM.'

/**
 * What is said beside the rows: the total (-1 where `returntotalrecordcount` did not ask), whether
 * more rows follow, and the cookie that leads to them. There is no cookie where pages go by number
 * alone: distinct and aggregating queries, and links that multiply rows.
 */
export function fetchXmlAnnotations(
  { page }: Pick<QueryPlan, 'page'>,
  result: Pick<QueryResult, 'total' | 'totalExceeded' | 'more' | 'first' | 'last'>,
): FetchXmlAnnotations {
  const next = result.more && result.last ? nextCookie(page.number, result.last, result.first) : {}
  return {
    [`${prefix}totalrecordcount`]: result.total ?? -1,
    [`${prefix}totalrecordcountlimitexceeded`]: result.totalExceeded,
    ...next,
    [`${prefix}morerecords`]: result.more,
  }
}

type Parts = NonNullable<QueryResult['last']>

function nextCookie(page: number, last: Parts, first: Parts | undefined): FetchXmlAnnotations {
  const columns = last.map(({ column, value }, index) => {
    const begin = first?.[index]
    return { column, last: value, ...(begin === undefined ? {} : { first: begin.value }) }
  })
  const cookie = wrapPagingCookie(writePagingCookie({ page, columns }), page + 1)
  return { [`${prefix}fetchxmlpagingcookie`]: cookie }
}
