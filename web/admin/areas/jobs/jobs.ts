/** System jobs as pages ask for them: what is wanted, and what can be done with each. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { literal, type Row } from '../../api/records.ts'
import { request } from '../../api/request.ts'

export const views = ['waiting', 'running', 'suspended', 'failed', 'succeeded', 'canceled'] as const

export type View = (typeof views)[number]

const viewFilters: Readonly<Record<View, string>> = {
  waiting: 'statecode eq 0',
  running: 'statecode eq 2',
  suspended: 'statecode eq 1',
  failed: 'statuscode eq 31',
  succeeded: 'statuscode eq 30',
  canceled: 'statuscode eq 32',
}

/** What the list shows, and what "all that match" means: the operation takes the same names. */
export interface JobChoice {
  readonly status?: View
  readonly kind?: string
  readonly stepId?: string
  readonly regardingId?: string
  readonly name?: string
  readonly createdFrom?: string
}

export function filterOf(choice: JobChoice): string | undefined {
  const { status, kind, stepId, regardingId, createdFrom } = choice
  const parts = [
    status && viewFilters[status],
    kind && `gr_kind eq ${literal(kind)}`,
    stepId && `_owningextensionid_value eq ${stepId}`,
    regardingId && `_regardingobjectid_value eq ${regardingId}`,
    createdFrom && `createdon ge ${createdFrom}`,
  ].filter(Boolean)
  return parts.length === 0 ? undefined : parts.join(' and ')
}

export type Act = 'retry' | 'cancel' | 'resume' | 'postpone'

/** As the hub's own table of moves has it. */
const allowed: Readonly<Record<Act, readonly number[]>> = {
  retry: [31, 32],
  resume: [10],
  postpone: [0, 10, 20, 21],
  cancel: [0, 10, 20, 21],
}

const acts = Object.keys(allowed) as readonly Act[]

const statusesOf: Readonly<Record<View, readonly number[]>> = {
  waiting: [0],
  running: [20, 21, 22],
  suspended: [10],
  failed: [31],
  succeeded: [30],
  canceled: [32],
}

/** What can be done with jobs of a view; everything where the view shows all. */
export function actsFor(view: View | undefined): readonly Act[] {
  if (view === undefined) return acts
  return acts.filter((act) => statusesOf[view].some((status) => allowed[act].includes(status)))
}

export const isAllowed = (act: Act, row: Row) => allowed[act].includes(Number(row.statuscode))

interface Summary {
  readonly counts: Readonly<Record<'waiting' | 'running' | 'suspended' | 'failed', number>>
  readonly kinds: readonly string[]
}

export const summaryOptions = queryOptions({
  queryKey: ['jobs', 'summary'],
  queryFn: ({ signal }) => request<Summary>('/api/v1/jobs/summary', { signal }),
  refetchInterval: 5_000,
})

export interface ManyOutcome {
  readonly changed: number
  readonly refused: number
  readonly next?: string
}

interface ManyOrder {
  readonly act: Act
  readonly until?: string
  readonly ids?: readonly string[]
  readonly matching?: JobChoice
  readonly after?: string
}

export async function changeMany(order: ManyOrder): Promise<ManyOutcome> {
  return await request<ManyOutcome>('/api/v1/jobs/change', { method: 'POST', body: order })
}

/** One act on one job; lists and numbers are read again afterwards. */
export function useJobActs() {
  const readAgain = useReadJobsAgain()
  return async (id: string, act: Act | 'resend', body: object = {}) => {
    await request(`/api/v1/jobs/${id}/${act}`, {
      method: 'POST',
      ...(act === 'postpone' || act === 'resend' ? { body } : {}),
    })
    await readAgain()
  }
}

export function useReadJobsAgain(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['rows', 'asyncoperations'] }),
      client.invalidateQueries({ queryKey: ['jobs'] }),
    ])
  }
}
