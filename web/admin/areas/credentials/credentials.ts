/** API keys and applications, as /api/v1 has them. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { request } from '../../api/request.ts'

export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly userId: string
  readonly user: string | null
  readonly createdOn: string
  readonly expiresOn: string | null
  readonly revokedOn: string | null
  readonly lastUsedOn: string | null
}

export interface Secret {
  readonly id: string
  /** Its first letters. */
  readonly hint: string
  readonly createdOn: string
  readonly expiresOn: string
  readonly revokedOn: string | null
  readonly lastUsedOn: string | null
}

export interface Application {
  readonly clientId: string
  readonly name: string
  readonly userId: string
  readonly createdOn: string
  readonly enabled: boolean
  readonly roles: readonly string[]
  readonly secrets: readonly Secret[]
}

export interface NewSecret {
  readonly secretId: string
  readonly clientSecret: string
  readonly expiresOn: string
}

const root = '/api/v1'

const listOptions = <T>(path: 'api-keys' | 'applications') =>
  queryOptions({
    queryKey: ['credentials', path],
    queryFn: async ({ signal }) =>
      (await request<{ value: readonly T[] }>(`${root}/${path}`, { signal })).value,
  })

export const apiKeysOptions = listOptions<ApiKey>('api-keys')
export const applicationsOptions = listOptions<Application>('applications')

export function useCredentialActs() {
  const client = useQueryClient()
  return useMemo(() => {
    async function post<T>(path: string, body: object = {}): Promise<T> {
      try {
        return await request<T>(`${root}/${path}`, { method: 'POST', body })
      } finally {
        await client.invalidateQueries({ queryKey: ['credentials'] })
      }
    }
    return {
      createKey: (body: object) => post<{ id: string; key: string }>('api-keys', body),
      rotateKey: (id: string, overlapHours: number) =>
        post<{ id: string; key: string }>(`api-keys/${id}/rotate`, { overlapHours }),
      revokeKey: (id: string) => post(`api-keys/${id}/revoke`),
      createApplication: (body: object) =>
        post<NewSecret & { clientId: string }>('applications', body),
      addSecret: (id: string, body: object) => post<NewSecret>(`applications/${id}/secrets`, body),
      revokeSecret: (id: string, secretId: string) =>
        post(`applications/${id}/secrets/${secretId}/revoke`),
      setEnabled: (id: string, enabled: boolean) =>
        post(`applications/${id}/${enabled ? 'enable' : 'disable'}`),
    }
  }, [client])
}

/** Days from now, as the operations take it; undefined: not said. */
export function daysFromNow(days: string): string | undefined {
  if (days === '') return undefined
  return new Date(Date.now() + Number(days) * 86_400_000).toISOString()
}

export type Standing = 'good' | 'ended' | 'revoked' | 'disabled'

export function standingOf(of: {
  readonly revokedOn: string | null
  readonly expiresOn: string | null
}): Standing {
  if (of.revokedOn !== null) return 'revoked'
  const ended = of.expiresOn !== null && new Date(of.expiresOn).getTime() <= Date.now()
  return ended ? 'ended' : 'good'
}
