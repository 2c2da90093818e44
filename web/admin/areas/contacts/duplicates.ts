/** What the hub says about contacts that are probably one person. */
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../api/request.ts'

export type DuplicateRule = 'email' | 'nameAndPhone' | 'nameAndCompany'

export interface ContactCard {
  readonly id: string
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly company: string | null
  readonly createdOn: string
  readonly registrations: number
}

interface DuplicatePage {
  readonly total: number
  readonly value: readonly {
    readonly rules: readonly DuplicateRule[]
    readonly one: ContactCard
    readonly other: ContactCard
  }[]
}

interface MergeFacts {
  readonly moves: readonly { table: string; label: string; rows: number }[]
  readonly shared: readonly {
    readonly kind: 'registration' | 'waitlist'
    readonly eventId: string
    readonly eventName: string | null
    readonly sessionName: string | null
    readonly ids: readonly string[]
  }[]
}

/** Under the key of the rows of contacts, so that a merge makes all of them be read again. */
const key = ['rows', 'contacts', 'duplicates']

export const pageSize = 25

export const duplicatesOptions = (page: number) =>
  queryOptions({
    queryKey: [...key, page],
    queryFn: ({ signal }) =>
      request<DuplicatePage>(
        `/api/v1/contacts/duplicates?limit=${pageSize}&offset=${(page - 1) * pageSize}`,
        { signal },
      ),
  })

export const duplicatesOfOptions = (id: string) =>
  queryOptions({
    queryKey: [...key, 'of', id],
    queryFn: ({ signal }) =>
      request<{ value: readonly { rules: readonly DuplicateRule[]; contact: ContactCard }[] }>(
        `/api/v1/contacts/${id}/duplicates`,
        { signal },
      ),
  })

export const mergeFactsOptions = (id: string, otherId: string) =>
  queryOptions({
    queryKey: [...key, 'merge', id, otherId],
    queryFn: ({ signal }) =>
      request<MergeFacts>(`/api/v1/contacts/${id}/merge-facts?with=${otherId}`, { signal }),
  })
