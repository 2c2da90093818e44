/**
 * The browser side of Microsoft's sample event website, as far as it talks to the API
 * (event-management.md §3.5, §3.10): which calls a page makes, and what it makes of the answers.
 */
import assert from 'node:assert/strict'

// biome-ignore lint/suspicious/noExplicitAny: answers have every shape
type Json = any

export interface SampleWebsite {
  /** Id token that goes with every call from now on. */
  idToken: string | undefined
  get(path: string): Promise<Json>
  post(path: string, body: unknown): Promise<Json>
  home(): Promise<Json[]>
  /** Everything that an event's page shows. */
  eventPage(readableId: string): Promise<EventPage>
}

export interface EventPage {
  readonly event: Json
  readonly sessions: Json[]
  readonly tracks: Json[]
  readonly speakers: Json[]
  readonly passes: Json[]
  readonly sponsors: Json[]
  readonly fields: Json[]
  readonly count: number
  /** Seats that the basket may take. */
  readonly seats: number
  /** Whether visitors choose sessions. */
  readonly hasOwnAgenda: boolean
}

export function openSampleWebsite(base: string, origin: string, token: string): SampleWebsite {
  const site: SampleWebsite = {
    idToken: undefined,
    get: (path) => call(path),
    post: (path, body) => call(path, body),
    home: () => call('events/published'),
    eventPage: (id) => openEvent(id),
  }
  async function call(path: string, body?: unknown): Promise<Json> {
    const headers: Record<string, string> = { origin, accept: 'application/json' }
    if (site.idToken !== undefined) headers.authorization = `Bearer ${site.idToken}`
    if (body !== undefined) headers['content-type'] = 'application/json'
    const address = `${base}/${path}?emApplicationtoken=${token}`
    const options = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    await preflight(address, options.method ?? 'GET', Object.keys(headers))
    const response = await fetch(address, { ...options, headers })
    assert.equal(response.headers.get('access-control-allow-origin'), origin, path)
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/, path)
    const answer = await response.json()
    assert.equal(response.status, 200, `${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  /** As browsers do before a request with a token or a JSON body (Fetch standard §4.8). */
  async function preflight(address: string, method: string, names: string[]): Promise<void> {
    const asked = names.filter((name) => name === 'authorization' || name === 'content-type')
    if (asked.length === 0) return
    const response = await fetch(address, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': asked.join(','),
      },
    })
    assert.equal(response.status, 204)
    assert.equal(response.headers.get('access-control-allow-origin'), origin)
    const allowed = response.headers.get('access-control-allow-headers')?.split(/,\s*/) ?? []
    for (const name of asked) assert.ok(allowed.includes(name), name)
  }
  async function openEvent(id: string): Promise<EventPage> {
    const event = await call(`events/${id}`)
    const [sessions, tracks, speakers, passes, sponsors, fields, count] = await Promise.all([
      call(`events/${id}/sessions`),
      call(`events/${id}/tracks`),
      call(`events/${id}/speakers`),
      call(`events/${id}/passes`),
      call(`events/${id}/sponsorships`),
      call(`events/${id}/custom-registration-fields`),
      call(`events/${id}/registrations/count`),
    ])
    const seats = event.isCapacityRestricted ? event.maxCapacity - count : Number.POSITIVE_INFINITY
    const hasOwnAgenda = event.allowCustomAgenda && passes.length === 0 && sessions.length > 0
    return {
      event,
      sessions,
      tracks,
      speakers,
      passes,
      sponsors,
      fields,
      count,
      seats,
      hasOwnAgenda,
    }
  }
  return site
}
