/** Who is signed in and what they may do; pages show what the server would allow. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { request } from './request.ts'

export type Privilege = 'Create' | 'Read' | 'Update' | 'Delete'

export interface Me {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
  readonly administrator: boolean
  /** What the roles allow, by logical name of the table. */
  readonly privileges: Readonly<Record<string, readonly Privilege[]>>
  readonly timeZone: string | null
  readonly language: string | null
}

export const meOptions = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request<Me>('/api/v1/me', { signal }),
  staleTime: 60_000,
})

export function useMe(): Me {
  return useSuspenseQuery(meOptions).data
}

/** `const may = useMay()` … `may('Update', 'msevtmgt_event')` */
export function useMay(): (privilege: Privilege, table: string) => boolean {
  const { privileges } = useMe()
  return (privilege, table) => privileges[table]?.includes(privilege) ?? false
}
