/** The hub's answer about one event at a glance. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/request.ts'

export interface Remark {
  readonly code: string
  readonly sentence: string
}

export interface Overview {
  readonly zone: string
  readonly start: string
  readonly end: string
  readonly publicLink: string | null
  readonly checkInLink: string
  readonly webinar: {
    readonly wanted: boolean
    readonly operation: string | null
    readonly status: string | null
    readonly reason: string | null
    readonly joinUrl: string | null
    /** Null also for those who may not change the event. */
    readonly hostUrl: string | null
    readonly accountName: string | null
    readonly accountStatus: string | null
    readonly accountMessage: string | null
    readonly failedJobs: number
  }
  readonly counts: {
    readonly registered: number
    readonly canceled: number
    readonly waiting: number
    readonly invited: number
    readonly unpublished: number
    readonly unpublishable: number
    readonly opened: number
    readonly present: number
    readonly completed: number
    readonly failed: number
    readonly pending: number
  }
  readonly missing: readonly Remark[]
  readonly advice: readonly Remark[]
  readonly registration: { readonly open: boolean; readonly refusal: string | null }
}

/** Under the rows of events: what changes an event changes this, too. */
export function overviewOptions(id: string) {
  return queryOptions({
    queryKey: ['rows', 'msevtmgt_events', 'overview', id],
    queryFn: ({ signal }) => request<Overview>(`/api/v1/events/${id}/overview`, { signal }),
  })
}

/** After an act that reaches further than the row it names: all rows are read again. */
export function useReadAgain(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['rows'] })
}
