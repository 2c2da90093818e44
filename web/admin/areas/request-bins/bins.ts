/** Request bins as the hub tells them. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/request.ts'

export interface Answer {
  readonly status: number
  readonly delayMs: number
  readonly retryAfter?: string
  /** For so many more requests; then 200 again. */
  readonly times?: number
}

export interface Bin {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly createdOn: string
  readonly expiresOn: string
  readonly answer: Answer
  readonly requests: number
}

export interface KeptRequest {
  readonly id: string
  readonly receivedOn: string
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  readonly isBase64: boolean
  readonly bodyBytes: number
  readonly verdicts: readonly {
    readonly endpointId: string
    readonly endpointName: string
    readonly checks: readonly { readonly isRight: boolean; readonly sentence: string }[]
  }[]
  readonly answered: number
}

export interface WholeBin extends Bin {
  readonly received: readonly KeptRequest[]
}

const root = '/api/v1/request-bins'

export const binsOptions = queryOptions({
  queryKey: ['bins'],
  queryFn: async ({ signal }) => (await request<{ value: readonly Bin[] }>(root, { signal })).value,
  refetchInterval: 5_000,
})

export const binOptions = (id: string) =>
  queryOptions({
    queryKey: ['bins', id],
    queryFn: ({ signal }) => request<WholeBin>(`${root}/${id}`, { signal }),
    refetchInterval: 2_000,
  })

export function useBinActs() {
  const client = useQueryClient()
  const after = async <T>(act: Promise<T>): Promise<T> => {
    const done = await act
    await client.invalidateQueries({ queryKey: ['bins'] })
    return done
  }
  return {
    create: (order: { readonly name?: string; readonly hours?: number }) =>
      after(request<Bin>(root, { method: 'POST', body: order })),
    answerWith: (id: string, answer: Answer) =>
      after(request(`${root}/${id}/answer`, { method: 'PUT', body: answer })),
    clear: (id: string) => after(request(`${root}/${id}/clear`, { method: 'POST' })),
    remove: (id: string) => after(request(`${root}/${id}`, { method: 'DELETE' })),
  }
}
