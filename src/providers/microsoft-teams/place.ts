/** Where a webinar of ours is in Teams, and how its id says so. Pure. */
import { ProviderError } from '../provider-error.ts'
import { providerId } from './settings.ts'

/** Whose calendar: of whoever signed in, or of a user of the directory by id. */
export type Organizer = 'me' | { readonly userId: string }

/** One meeting: its organiser and our key, which is written on the event. */
export interface MeetingKey {
  readonly organizer: Organizer
  readonly key: string
}

/**
 * A named property of the public set (PS_PUBLIC_STRINGS). Ids of events are too long and change when
 * an event is moved to another mailbox; what we write on it stays.
 */
export const keyProperty = 'String {00020329-0000-0000-C000-000000000046} Name GreenroomKey'

/** What one of our ids of webinars stands for. */
export type Place =
  | ({ readonly kind: 'meeting' } & MeetingKey)
  | { readonly kind: 'webinar'; readonly webinarId: string }

/** @throws ProviderError 'not-found' for an id that is none of ours */
export function toPlace(id: string): Place {
  const [kind, first, second] = id.split('/')
  if (kind === 'webinar' && first && second === undefined) return { kind, webinarId: first }
  if (kind === 'meeting' && first) {
    if (second === undefined) return { kind, organizer: 'me', key: first }
    return { kind, organizer: { userId: first }, key: second }
  }
  throw new ProviderError('not-found', {
    provider: providerId,
    message: `"${id.slice(0, 100)}" is no webinar that the hub has planned in Teams.`,
  })
}

/** At most 81 characters; columns of events take 100. */
export const toMeetingId = ({ organizer, key }: MeetingKey) =>
  organizer === 'me' ? `meeting/${key}` : `meeting/${organizer.userId}/${key}`

export const toWebinarId = (webinarId: string) => `webinar/${webinarId}`
