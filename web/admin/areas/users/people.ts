/** Users, teams and roles, as /api/v1 has them. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { request } from '../../api/request.ts'

export interface Named {
  readonly id: string
  readonly name: string
}

export interface User {
  readonly id: string
  readonly name: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly email: string | null
  readonly language: string | null
  readonly timeZone: string | null
  readonly enabled: boolean
  readonly isApplication: boolean
  readonly roles: readonly Named[]
  readonly teams: readonly (Named & { readonly roles: readonly Named[] })[]
  readonly hasPassword: boolean
  readonly usesSingleSignOn: boolean
  readonly lastSignInOn: string | null
  readonly createdOn: string
}

export interface Team {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly members: readonly (Named & { readonly email: string | null })[]
  readonly roles: readonly Named[]
}

export const verbs = ['Create', 'Read', 'Update', 'Delete'] as const
export type Verb = (typeof verbs)[number]
export type Extent = 'own' | 'all'
export type Rights = Readonly<Partial<Record<Verb, Extent>>>
export type Privileges = Readonly<Record<string, Rights>>

export interface Role {
  readonly id: string
  readonly name: string
  readonly builtIn: boolean
  readonly users: number
  readonly teams: number
  readonly privileges: Privileges
}

export interface RoleTable {
  readonly table: string
  readonly label: string
  readonly hasOwner: boolean
  readonly grantable: readonly Verb[]
}

export interface PasswordLink {
  readonly url: string
  readonly expiresOn: string
}

export interface Invited {
  readonly id: string
  readonly mailed: boolean
  readonly link: PasswordLink | null
}

const root = '/api/v1'
const key = 'people'

async function values<T>(path: string, signal: AbortSignal): Promise<readonly T[]> {
  return (await request<{ value: readonly T[] }>(`${root}/${path}`, { signal })).value
}

export interface UserFilter {
  readonly text?: string
  readonly enabled?: string
  readonly roleId?: string
  readonly applications?: boolean
}

export function usersOptions(filter: UserFilter = {}) {
  const given = Object.entries(filter).filter(([, value]) => value !== '' && value !== undefined)
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return queryOptions({
    queryKey: [key, 'users', String(query)],
    queryFn: ({ signal }) => values<User>(`users?${query}`, signal),
    placeholderData: (before) => before,
  })
}

export const userOptions = (id: string) =>
  queryOptions({
    queryKey: [key, 'user', id],
    queryFn: ({ signal }) => request<User>(`${root}/users/${id}`, { signal }),
  })

export const teamsOptions = queryOptions({
  queryKey: [key, 'teams'],
  queryFn: ({ signal }) => values<Team>('teams', signal),
})

export const rolesOptions = queryOptions({
  queryKey: [key, 'roles'],
  queryFn: ({ signal }) => values<Role>('roles', signal),
})

export const roleTablesOptions = queryOptions({
  queryKey: ['role tables'],
  queryFn: ({ signal }) => values<RoleTable>('roles/tables', signal),
  staleTime: 300_000,
})

/** Everything that changes people; what pages show of them is read again afterwards. */
export function usePeopleActs() {
  const client = useQueryClient()
  return useMemo(() => {
    async function act<T>(
      method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
      path: string,
      body?: object,
    ) {
      try {
        const sent = body === undefined ? { method } : { method, body }
        return await request<T>(`${root}/${path}`, sent)
      } finally {
        await client.invalidateQueries({ queryKey: [key] })
        await client.invalidateQueries({ queryKey: ['me'] })
      }
    }
    return {
      invite: (body: object) => act<Invited>('POST', 'users', body),
      inviteAgain: (id: string) => act<Invited>('POST', `users/${id}/invite`),
      passwordLink: (id: string) => act<PasswordLink>('POST', `users/${id}/password-link`),
      changeUser: (id: string, body: object) => act<User>('PATCH', `users/${id}`, body),
      setRoles: (id: string, roleIds: readonly string[]) =>
        act<User>('PUT', `users/${id}/roles`, { roleIds }),
      createTeam: (body: object) => act<Team>('POST', 'teams', body),
      changeTeam: (id: string, body: object) => act<Team>('PATCH', `teams/${id}`, body),
      deleteTeam: (id: string) => act<void>('DELETE', `teams/${id}`),
      createRole: (body: object) => act<Role>('POST', 'roles', body),
      changeRole: (id: string, body: object) => act<Role>('PATCH', `roles/${id}`, body),
      deleteRole: (id: string) => act<void>('DELETE', `roles/${id}`),
    }
  }, [client])
}
