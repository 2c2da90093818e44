import type { Refusal } from '#errors'
import type { RegistrableEvent } from '#events'
import { refusalsOfEvent } from './open-for-registration.ts'
import { refusals } from './refusals.ts'
import type { RegisterRequest } from './registration.ts'

/**
 * Staff register guests of honour before an event is published; what costs money is not sold
 * then: a payment for an event that is not public would find it closed.
 */
export function refusalOfSelling(
  { eventId, overrule }: Pick<RegisterRequest, 'eventId' | 'overrule'>,
  events: ReadonlyMap<string, RegistrableEvent>,
  now: Date,
): Refusal | undefined {
  if (!overrule.includes('event-not-live')) return undefined
  const event = events.get(eventId)
  const stands = [...refusalsOfEvent(event, eventId, now)]
  if (event === undefined || stands.every(({ code }) => code !== 'event-not-live')) return undefined
  return refusals['unpublished-event-sells-nothing']({ name: event.msevtmgt_name })
}
