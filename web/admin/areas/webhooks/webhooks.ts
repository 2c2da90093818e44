/** Endpoints as the hub tells them, and what is done with one. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { callAction } from '../../api/records.ts'
import { request } from '../../api/request.ts'

export interface EndpointSummary {
  readonly id: string
  readonly name: string
  readonly contract: number
  readonly url: string | null
  readonly address: string | null
  readonly path: string | null
  readonly circuitOpen: boolean
  readonly circuitChangedOn: string | null
  readonly circuitReason: string | null
  readonly disabledOn: string | null
  readonly disabledReason: string | null
  readonly logged: boolean
  readonly steps: number
  readonly succeeded: number
  readonly failed: number
  readonly waiting: number
  readonly toRetry: number
}

export interface EndpointHealth extends EndpointSummary {
  readonly countedBy: 'attempts' | 'jobs'
  readonly forgets: boolean
  readonly oldestWaitingOn: string | null
  readonly medianMs: number | null
  readonly slowMs: number | null
  readonly hours: readonly {
    readonly startedOn: string
    readonly succeeded: number
    readonly failed: number
  }[]
  readonly perStep: readonly {
    readonly stepId: string
    readonly waiting: number
    readonly toRetry: number
  }[]
}

export interface Check {
  readonly succeeded: boolean
  readonly sentence: string
}

export interface Bin {
  readonly id: string
  readonly name: string
  readonly url: string
}

export const webhookContract = 8

export const endpointsOptions = queryOptions({
  queryKey: ['endpoints'],
  queryFn: async ({ signal }) =>
    (await request<{ value: readonly EndpointSummary[] }>('/api/v1/endpoints', { signal })).value,
  refetchInterval: 10_000,
})

export const healthOptions = (id: string) =>
  queryOptions({
    queryKey: ['endpoints', id, 'health'],
    queryFn: ({ signal }) => request<EndpointHealth>(`/api/v1/endpoints/${id}/health`, { signal }),
    refetchInterval: 5_000,
  })

export const makeBin = (name: string) =>
  request<Bin>('/api/v1/request-bins', { method: 'POST', body: name === '' ? {} : { name } })

export const testEndpoint = (id: string) =>
  request<Check>(`/api/v1/endpoints/${id}/test`, { method: 'POST' })

export const turn = (
  id: string,
  message: 'gr_EnableEndpoint' | 'gr_DisableEndpoint' | 'gr_CloseCircuit',
) => callAction<void>(`serviceendpoints(${id})/Microsoft.Dynamics.CRM.${message}`)

export const rotateSecret = (id: string) =>
  callAction<{ readonly Secret: string; readonly PublicKey?: string }>(
    `serviceendpoints(${id})/Microsoft.Dynamics.CRM.gr_RotateSigningSecret`,
  )

export function useReadWebhooksAgain(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    const sets = ['serviceendpoints', 'sdkmessageprocessingsteps', 'gr_replays', 'asyncoperations']
    await Promise.all([
      client.invalidateQueries({ queryKey: ['endpoints'] }),
      ...sets.map((set) => client.invalidateQueries({ queryKey: ['rows', set] })),
    ])
  }
}

export type Pair = readonly [name: string, value: string]

/** The form in which Dataverse keeps authentication pairs. */
export function writeSettings(pairs: readonly Pair[]): string {
  const settings = pairs
    .filter(([name]) => name.trim() !== '')
    .map(([name, value]) => `<setting name="${escaped(name.trim())}" value="${escaped(value)}"/>`)
  return `<settings>${settings.join('')}</settings>`
}

const escaped = (text: string) =>
  text.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
