/** The hub's operations on meetings, as its own schemas describe them. */
import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import type {
  FoundPeople,
  MeetingAnswer,
  MeetingDateAnswer,
  MeetingLetters,
  MeetingOptions,
  MeetingPreview,
  RecurrenceShape,
  ResetDateAnswer,
  WishShape,
} from '../../../../src/console/meeting-shapes.ts'
import { useMayWith } from '../../api/me.ts'
import { request } from '../../api/request.ts'

export type Meeting = MeetingAnswer
export type MeetingDate = MeetingDateAnswer
export type Options = MeetingOptions
export type Account = MeetingOptions['accounts'][number]
export type Preview = MeetingPreview
export type ResetDate = ResetDateAnswer
export type FoundPerson = FoundPeople['value'][number]
export type Letter = MeetingLetters['value'][number]
export type Recurrence = RecurrenceShape
export type Wish = WishShape
export type Person = WishShape['attendees'][number]

const root = '/api/v1/meetings'

export const optionsOptions = queryOptions({
  queryKey: ['meetings', 'options'],
  queryFn: ({ signal }) => request<Options>(`${root}/options`, { signal }),
})

export function previewOptions(wish: Wish, currentId: string | undefined) {
  return queryOptions({
    queryKey: ['meetings', 'preview', wish, currentId],
    queryFn: ({ signal }) =>
      request<Preview>(`${root}/preview`, {
        method: 'POST',
        body: { ...wish, ...(currentId === undefined ? {} : { currentId }) },
        signal,
      }),
  })
}

export function peopleOptions(text: string, configurationId: string | undefined) {
  const of = configurationId === undefined ? '' : `&configurationId=${configurationId}`
  return queryOptions({
    queryKey: ['meetings', 'people', text, configurationId],
    queryFn: ({ signal }) =>
      request<FoundPeople>(`${root}/people?limit=8&text=${encodeURIComponent(text)}${of}`, {
        signal,
      }),
  })
}

export type When = 'next' | 'past'
export type Scope = 'mine' | 'all'

const pageSize = 50

export function listOptions(when: When, scope: Scope) {
  return infiniteQueryOptions({
    queryKey: ['meetings', 'list', when, scope],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      request<{ readonly value: readonly Meeting[] }>(
        `${root}?when=${when}&scope=${scope}&limit=${pageSize}&skip=${pageParam}`,
        { signal },
      ),
    getNextPageParam: (last, pages) =>
      last.value.length < pageSize ? undefined : pages.length * pageSize,
  })
}

/** Milliseconds between looks at a meeting that the provider is being told of. */
const lookEvery = 2000

export function meetingOptions(id: string) {
  return queryOptions({
    queryKey: ['meetings', 'one', id],
    queryFn: ({ signal }) => request<Meeting>(`${root}/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.status === 'waiting' ? lookEvery : false),
  })
}

export function lettersOptions(id: string) {
  return queryOptions({
    queryKey: ['meetings', 'letters', id],
    queryFn: ({ signal }) => request<MeetingLetters>(`${root}/${id}/letters`, { signal }),
    refetchInterval: 15_000,
  })
}

export const createMeeting = (wish: Wish) => request<Meeting>(root, { method: 'POST', body: wish })

export function changeMeeting(
  id: string,
  wish: Wish,
  how: { readonly version: number; readonly resetDates: boolean },
): Promise<Meeting> {
  const { configurationId: _stays, ...form } = wish
  return request<Meeting>(`${root}/${id}`, { method: 'PUT', body: { ...form, ...how } })
}

export const cancelMeeting = (id: string) =>
  request<unknown>(`${root}/${id}/cancel`, { method: 'POST', body: {} })

/** Of one that somebody deleted at the provider. */
export const makeAgain = (id: string) =>
  request<unknown>(`${root}/${id}/make-again`, { method: 'POST', body: {} })

/** Of one that somebody changed at the provider. */
export const setRight = (id: string) =>
  request<unknown>(`${root}/${id}/set-right`, { method: 'POST', body: {} })

interface DateChoice {
  readonly id: string
  readonly originalStart: string
  readonly version: number
}

export function moveDate(
  { id, originalStart, version }: DateChoice,
  times: { readonly start: string; readonly end: string },
): Promise<Meeting> {
  const body = { ...times, version }
  return request(`${root}/${id}/dates/${originalStart}/move`, { method: 'POST', body })
}

export function cancelDate({ id, originalStart, version }: DateChoice): Promise<Meeting> {
  const body = { version }
  return request(`${root}/${id}/dates/${originalStart}/cancel`, { method: 'POST', body })
}

/** Whether this meeting may be changed: like every meeting, or because it is the reader's own. */
export function useMayChange(): (meeting: Meeting) => boolean {
  const mayWith = useMayWith()
  return ({ ownerId }) => mayWith('Update', 'gr_meeting', { _ownerid_value: ownerId })
}

/** After an act: all that pages show of meetings is read again. */
export function useReadMeetings(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['meetings'] })
}
