/** The audit log, as /api/v1/audit has it. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AuditPageShape, AuditRowShape } from '../../../../src/identity/audit/audit-shapes.ts'
import { rowsOptions } from '../../api/records.ts'
import { request } from '../../api/request.ts'

export type {
  AuditChange,
  NamedRecord,
  RecordNames,
} from '../../../../src/identity/audit/audit-shapes.ts'

export type AuditRow = AuditRowShape<string>

/** By the names of the operation; empty ones are left out. */
export interface AuditFilter {
  readonly text: string
  readonly userId: string
  readonly action: string
  readonly table: string
  readonly recordId: string
  readonly from: string
  readonly to: string
}

const root = '/api/v1/audit'

export function queryOf(filter: AuditFilter): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
}

export function auditOptions(filter: AuditFilter) {
  const query = String(queryOf(filter))
  return infiniteQueryOptions({
    queryKey: ['audit', query],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const after = pageParam === '' ? '' : `&after=${pageParam}`
      return request<AuditPageShape<string>>(`${root}?limit=100&${query}${after}`, { signal })
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  })
}

export const choicesOptions = queryOptions({
  queryKey: ['audit', 'choices'],
  queryFn: ({ signal }) =>
    request<{ readonly actions: readonly string[]; readonly tables: readonly string[] }>(
      `${root}/choices`,
      { signal },
    ),
})

export const exportAddress = (filter: AuditFilter) => `${root}/export?${queryOf(filter)}`

/** Pages of records; of the other tables there is none. */
const pages: Readonly<Record<string, (id: string) => string>> = {
  systemuser: (id) => `/users/${id}`,
  team: (id) => `/teams/${id}`,
  role: (id) => `/roles/${id}`,
  gr_apikey: () => '/credentials',
  gr_application: () => '/credentials?tab=applications',
  asyncoperation: (id) => `/jobs/${id}`,
  serviceendpoint: (id) => `/webhooks/${id}`,
  msevtmgt_webinarconfiguration: (id) => `/configurations/${id}`,
  msevtmgt_webapplication: (id) => `/website/applications/${id}`,
  contact: (id) => `/contacts/${id}`,
  msevtmgt_event: (id) => `/events/${id}`,
}

/** Undefined where there is no page, or no record any more. */
export function pageOf({ table, recordId, action }: AuditRow): string | undefined {
  if (table === null || recordId === null || action === 'Delete') return undefined
  return pageOfRecord(table, recordId)
}

export const pageOfRecord = (table: string, id: string): string | undefined => pages[table]?.(id)

/** How long the log is kept stands in the organization's row; there is one. */
export const retentionOptions = rowsOptions({
  set: 'organizations',
  select: ['gr_auditretentiondays'],
  top: 1,
})
