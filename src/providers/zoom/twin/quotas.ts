import { Problem } from './problems.ts'
import type { Label } from './settings.ts'
import type { Zoom } from './state.ts'

/**
 * Counts a call under its label and gives the headers that every answer has. The header
 * `X-RateLimit-Type` and `Retry-After` come only with a refusal, and not with every one.
 */
export function countCall(zoom: Zoom, label: Label): Readonly<Record<string, string>> {
  if (zoom.settings.usedUp.includes(label)) throw tooManyPerDay(zoom, label)
  const most = zoom.settings.perSecond[label]
  const second = Math.floor(zoom.clock.now().getTime() / 1000)
  const used = count(zoom, `${label} ${second}`)
  const headers = {
    'x-ratelimit-category': label,
    'x-ratelimit-limit': String(most),
    'x-ratelimit-remaining': String(Math.max(0, most - used)),
  }
  if (used <= most) return headers
  throw tooManyPerSecond(headers)
}

export function tooManyPerSecond(headers: Readonly<Record<string, string>> = {}): Problem {
  const message =
    'You have reached the maximum per-second rate limit for this API. Try again later.'
  return new Problem(429, 429, message, { ...headers, 'x-ratelimit-type': 'QPS' })
}

/** The quota of the whole account for a day; here `Retry-After` is a date and time. */
function tooManyPerDay(zoom: Zoom, label: Label): Problem {
  const message =
    'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.'
  return new Problem(429, 429, message, {
    'x-ratelimit-category': label,
    'x-ratelimit-type': 'Daily-limit',
    'x-ratelimit-limit': '30000',
    'x-ratelimit-remaining': '0',
    'retry-after': nextDay(zoom),
  })
}

/** Creations and changes of one host. Failed ones count too. */
export function countChange(zoom: Zoom, hostId: string, what: 'Meeting' | 'Webinar'): void {
  const most = zoom.settings.changesPerDay
  if (count(zoom, `changes ${hostId} ${dayOf(zoom)}`) <= most) return
  throw new Problem(
    429,
    429,
    `You have exceeded the daily rate limit (${most}) of ${what} Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00.`,
  )
}

export function countRegistration(
  zoom: Zoom,
  meetingId: string,
  email: string,
  what: 'meeting' | 'webinar',
): void {
  const most = zoom.settings.registrationsPerDay
  if (count(zoom, `registrations ${meetingId} ${email.toLowerCase()} ${dayOf(zoom)}`) <= most)
    return
  throw new Problem(
    429,
    429,
    `You have exceeded the daily rate limit of (${most}) for Add a ${what} registrant API requests for the registrant (${email}). You can resume these API requests at GMT 00:00:00.`,
  )
}

function count({ counts }: Zoom, what: string): number {
  const used = (counts.get(what) ?? 0) + 1
  counts.set(what, used)
  return used
}

const dayOf = ({ clock }: Zoom) => clock.now().toISOString().slice(0, 10)

function nextDay({ clock }: Zoom): string {
  const next = new Date(clock.now().getTime() + 86_400_000)
  return `${next.toISOString().slice(0, 10)}T00:00:00Z`
}
