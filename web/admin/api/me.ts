/** Who is signed in and what they may do; pages show what the server would allow. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Row } from './records.ts'
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
  /** The user and the teams of the user: rows of these are own rows. */
  readonly owners: readonly string[]
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

/** `own` also where only own rows may be touched; `all` where a page cannot do with less. */
export type Extent = 'own' | 'all'

/**
 * `const may = useMay()` … `may('Update', 'msevtmgt_event')`. A right to own rows counts unless `all`
 * is asked for: lists show those rows, new ones belong to whoever makes them, and of another row the
 * hub says whose it is.
 */
export function useMay(): (privilege: Privilege, table: string, extent?: Extent) => boolean {
  const { privileges, ownRows } = useMe()
  return (privilege, table, extent = 'own') =>
    (extent === 'all' ? [privileges] : [privileges, ownRows]).some(
      (held) => held[table]?.includes(privilege) ?? false,
    )
}

/** The same for one row that is there, read with its `_ownerid_value`. */
export function useMayWith(): (privilege: Privilege, table: string, row: Row) => boolean {
  const { owners } = useMe()
  const may = useMay()
  return (privilege, table, row) =>
    may(privilege, table, owners.includes(String(row._ownerid_value)) ? 'own' : 'all')
}

/** What a page needs: `Read msevtmgt_event`, `Read all contact`, or to be a System Administrator. */
export type Need = `${Privilege} ${string}` | 'Administrate'

/** A need in its parts; undefined for `Administrate`. */
export function partsOf(need: Need) {
  if (need === 'Administrate') return undefined
  const [privilege, ...rest] = need.split(' ') as [Privilege, ...string[]]
  const extent: Extent = rest.length > 1 ? 'all' : 'own'
  return { privilege, table: rest.at(-1) ?? '', extent }
}

export function useHolds(): (need: Need) => boolean {
  const { administrator } = useMe()
  const may = useMay()
  return (need) => {
    const parts = partsOf(need)
    return parts === undefined ? administrator : may(parts.privilege, parts.table, parts.extent)
  }
}
