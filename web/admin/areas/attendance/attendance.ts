/** The hub's operations on attendance, as its own schemas describe them. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type {
  AttendanceReportAnswer,
  EvidenceAnswer,
  UnmatchedAnswer,
  VerdictName,
} from '../../../../src/console/attendance-answers.ts'
import { request } from '../../api/request.ts'

export type Report = AttendanceReportAnswer
export type Line = AttendanceReportAnswer['lines'][number]
export type Stay = Line['stays'][number]
export type Source = Stay['source']
export type Verdict = VerdictName
export type Unmatched = UnmatchedAnswer
export type UnmatchedPerson = UnmatchedAnswer['people'][number]
export type Evidence = EvidenceAnswer['evidence'][number]
export type Decision = EvidenceAnswer['history'][number]

/** Of an event, or of one of its sessions. */
export interface Scope {
  readonly eventId: string
  readonly sessionId: string | undefined
}

export interface Filter {
  readonly verdict?: Verdict | undefined
  readonly absent?: boolean | undefined
  readonly text: string
}

export const pageSize = 100

const key = 'attendance'
const root = (eventId: string) => `/api/v1/events/${eventId}/attendance`

function queryOf({ sessionId }: Scope, { verdict, absent, text }: Filter): URLSearchParams {
  const query = new URLSearchParams()
  if (sessionId !== undefined) query.set('sessionId', sessionId)
  if (verdict !== undefined) query.set('verdict', verdict)
  if (absent === true) query.set('absent', 'true')
  if (text.trim() !== '') query.set('text', text.trim())
  return query
}

export function reportOptions(scope: Scope, filter: Filter, page: number, size = pageSize) {
  const query = queryOf(scope, filter)
  query.set('page', String(page))
  query.set('pageSize', String(size))
  return queryOptions({
    queryKey: [key, scope.eventId, 'report', query.toString()],
    queryFn: ({ signal }) => request<Report>(`${root(scope.eventId)}?${query}`, { signal }),
  })
}

/** Where the whole list, filtered alike, is downloaded from. */
export const csvAddress = (scope: Scope, filter: Filter) =>
  `${root(scope.eventId)}.csv?${queryOf(scope, filter)}`

export function unmatchedOptions(scope: Scope) {
  const query = queryOf(scope, { text: '' })
  return queryOptions({
    queryKey: [key, scope.eventId, 'unmatched', scope.sessionId],
    queryFn: ({ signal }) =>
      request<Unmatched>(`${root(scope.eventId)}/unmatched?${query}`, { signal }),
  })
}

export function evidenceOptions(eventId: string, registrationId: string) {
  return queryOptions({
    queryKey: [key, eventId, 'evidence', registrationId],
    queryFn: ({ signal }) =>
      request<EvidenceAnswer>(`/api/v1/registrations/${registrationId}/evidence`, { signal }),
  })
}

/** After an act: what pages show of this event's attendance, and of rows, is read again. */
export function useReadAttendance(eventId: string): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: [key, eventId] }),
      client.invalidateQueries({ queryKey: ['rows'] }),
    ])
  }
}

export const collectNow = (eventId: string) =>
  request<unknown>(`/api/v1/events/${eventId}/collect-attendance`, { method: 'POST', body: {} })

type DecisionName = 'assign' | 'set-aside' | 'reopen'

export function decide(
  { eventId, sessionId }: Scope,
  name: DecisionName,
  decision: { personKey: string; reason: string; registrationId?: string },
) {
  const body = { ...decision, ...(sessionId === undefined ? {} : { sessionId }) }
  return request<unknown>(`${root(eventId)}/unmatched/${name}`, { method: 'POST', body })
}

export interface Mark {
  readonly reason: string
  readonly sessionId?: string
  readonly from?: string
  readonly to?: string
}

export const markPresent = (registrationId: string, mark: Mark) =>
  request<unknown>(`/api/v1/registrations/${registrationId}/check-in`, {
    method: 'POST',
    body: mark,
  })

export const undo = (evidenceId: string, reason: string) =>
  request<unknown>(`/api/v1/evidence/${evidenceId}/undo`, { method: 'POST', body: { reason } })
