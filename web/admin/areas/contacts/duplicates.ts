/** What the hub says about contacts that are probably one person. */
import { queryOptions } from '@tanstack/react-query'
import { useChange } from '../../api/records.ts'
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

export interface DuplicatePair {
  readonly rules: readonly DuplicateRule[]
  readonly one: ContactCard
  readonly other: ContactCard
  /** The hub will let this user merge the two. */
  readonly mayMerge: boolean
}

/** A contact that is probably the same person as another. */
interface Similar {
  readonly rules: readonly DuplicateRule[]
  readonly contact: ContactCard
  readonly mayMerge: boolean
}

interface DuplicatePage {
  readonly total: number
  readonly value: readonly DuplicatePair[]
}

/** Two contacts that were declared to be two people. */
export interface DifferentPair extends Declared {
  readonly one: ContactCard
  readonly other: ContactCard
}

export interface Declared {
  readonly declaredOn: string
  /** Null: somebody who is gone. */
  readonly declaredBy: string | null
}

interface DifferentPage {
  readonly total: number
  readonly value: readonly DifferentPair[]
}

interface MergeFacts {
  readonly mayMerge: boolean
  readonly different: Declared | null
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

export const differentOptions = (page: number) =>
  queryOptions({
    queryKey: [...key, 'different', page],
    queryFn: ({ signal }) =>
      request<DifferentPage>(
        `/api/v1/contacts/different?limit=${pageSize}&offset=${(page - 1) * pageSize}`,
        { signal },
      ),
  })

/** Says that two contacts are two people, or takes it back. */
export function useTellApart() {
  const change = (method: 'PUT' | 'DELETE') => (pair: readonly [string, string]) =>
    request(`/api/v1/contacts/${pair[0]}/different/${pair[1]}`, { method })
  const declare = useChange(change('PUT'), ['contacts'])
  const takeBack = useChange(change('DELETE'), ['contacts'])
  return { declare: declare.mutateAsync, takeBack: takeBack.mutateAsync }
}

export const duplicatesOfOptions = (id: string) =>
  queryOptions({
    queryKey: [...key, 'of', id],
    queryFn: ({ signal }) =>
      request<{ value: readonly Similar[] }>(`/api/v1/contacts/${id}/duplicates`, { signal }),
  })

export const mergeFactsOptions = (id: string, otherId: string) =>
  queryOptions({
    queryKey: [...key, 'merge', id, otherId],
    queryFn: ({ signal }) =>
      request<MergeFacts>(`/api/v1/contacts/${id}/merge-facts?with=${otherId}`, { signal }),
  })
