import type { QueryPlan } from '../plan/query-plan.ts'
import type { QueryResult } from '../run/run.ts'
import { wrapPagingCookie, writePagingCookie } from './paging-cookie.ts'

/** Annotations of the collection that answers a FetchXML query, by their names in JSON. */
export type FetchXmlAnnotations = Readonly<Record<string, string | number | boolean>>

const prefix = '@Microsoft.Dynamics.CRM.'

/**
 * What is said beside the rows: the total (-1 where `returntotalrecordcount` did not ask), whether
 * more rows follow, and the cookie that leads to them. The cookie is empty where pages go by
 * number alone: in distinct and aggregating queries, and with links that multiply rows.
 */
export function fetchXmlAnnotations(
  { page }: Pick<QueryPlan, 'page'>,
  result: Pick<QueryResult, 'total' | 'totalExceeded' | 'more' | 'first' | 'last'>,
): FetchXmlAnnotations {
  return {
    [`${prefix}totalrecordcount`]: result.total ?? -1,
    [`${prefix}totalrecordcountlimitexceeded`]: result.totalExceeded,
    ...(result.more && { [`${prefix}fetchxmlpagingcookie`]: nextCookie(page.number, result) }),
    [`${prefix}morerecords`]: result.more,
  }
}

function nextCookie(page: number, { first, last }: Pick<QueryResult, 'first' | 'last'>): string {
  if (last === undefined) return wrapPagingCookie('', page + 1)
  const columns = last.map(({ column, value }, index) => {
    const begin = first?.[index]
    return { column, last: value, ...(begin === undefined ? {} : { first: begin.value }) }
  })
  return wrapPagingCookie(writePagingCookie({ page, columns }), page + 1)
}
