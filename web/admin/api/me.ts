/** Who is signed in and what they may do; pages show what the server would allow. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { request } from './request.ts'

export type Privilege = 'Create' | 'Read' | 'Update' | 'Delete'

export interface Me {
  readonly id: string
  readonly name: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly email: string
  readonly roles: readonly string[]
  readonly administrator: boolean
  /** What the roles allow with all rows, by logical name of the table. */
  readonly privileges: Readonly<Record<string, readonly Privilege[]>>
  /** What they allow only with rows that the person or a team of theirs owns. */
  readonly ownRows: Readonly<Record<string, readonly Privilege[]>>
  readonly timeZone: string | null
  readonly language: string | null
  readonly hasPassword: boolean
}

export const meOptions = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request<Me>('/api/v1/me', { signal }),
  staleTime: 60_000,
})

export function useMe(): Me {
  return useSuspenseQuery(meOptions).data
}

/**
 * `const may = useMay()` … `may('Update', 'msevtmgt_event')`. A right to own rows counts: lists show
 * those rows, new ones belong to whoever makes them, and of another row the hub says whose it is.
 */
export function useMay(): (privilege: Privilege, table: string) => boolean {
  const { privileges, ownRows } = useMe()
  return (privilege, table) =>
    [privileges, ownRows].some((held) => held[table]?.includes(privilege) ?? false)
}
