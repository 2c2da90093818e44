/** Users, teams and roles, as /api/v1 has them. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type {
  InvitedShape,
  PasswordLinkShape,
  Role,
  RoleTable,
  TeamRow,
  UserShape,
} from '../../../../src/identity/people-shapes.ts'
import type { Privilege as Verb } from '../../../../src/identity/privilege.ts'
import { request } from '../../api/request.ts'

export type { Named, Rights, Role, RoleTable } from '../../../../src/identity/people-shapes.ts'
export type { Extent, Privilege as Verb } from '../../../../src/identity/privilege.ts'

export type User = UserShape<string>
export type Team = TeamRow
export type Privileges = Role['privileges']
export type PasswordLink = PasswordLinkShape<string>
export type Invited = InvitedShape<string>

export const verbs = ['Create', 'Read', 'Update', 'Delete'] as const satisfies readonly Verb[]

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
