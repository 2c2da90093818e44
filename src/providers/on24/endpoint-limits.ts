import type { EndpointLimit } from '../contract.ts'

/** Below /v2/client/{client}; a gateway may have something before it. */
const root = String.raw`/client/\d+`
const event = `${root}/event/\\d+`

const limit = (
  perMinute: number,
  what: string,
  methods: readonly string[],
  path: string,
): EndpointLimit => {
  const pattern = new RegExp(`${path}$`)
  return {
    perMinute,
    what,
    covers: (method, asked) => methods.includes(method) && pattern.test(asked),
  }
}

/** Calls per minute and endpoint, as the vendor's API pages name them; the last one is the rest. */
export const endpointLimits: readonly EndpointLimit[] = [
  limit(10, 'create events', ['POST'], `${root}/event`),
  limit(60, 'change events', ['PUT'], event),
  limit(1000, 'register people', ['POST', 'PATCH'], `${event}/registrant`),
  limit(1000, 'read one event', ['GET'], event),
  limit(100, 'list registrants', ['GET'], `(${root}|${event})/registrant`),
  limit(100, 'list attendees', ['GET'], `(${root}|${event})/attendee`),
  limit(30, 'delete events', ['DELETE'], event),
  limit(30, 'list events', ['GET'], `${root}/event`),
  limit(30, 'list viewing sessions', ['GET'], `${event}/attendeesession`),
  limit(30, 'list event types', ['GET'], `${root}/eventtypes`),
  limit(30, 'list languages', ['GET'], `${root}/languages`),
  limit(30, 'read the client', ['GET'], root),
  limit(30, 'forget people', ['POST'], `${root}/forget`),
]
