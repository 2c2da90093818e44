import { takesRegistrations } from './meetings.ts'
import { invalid, Problem } from './problems.ts'
import { countRegistration } from './quotas.ts'
import { type Meeting, newToken, type Registrant, type Zoom, zoomTime } from './state.ts'

export interface RegistrantOrder {
  readonly email: string
  readonly first_name: string
  readonly last_name?: string
  readonly auto_approve?: boolean
}

export function register(zoom: Zoom, meeting: Meeting, order: RegistrantOrder): Registrant {
  const what = meeting.kind === 'meetings' ? 'meeting' : 'webinar'
  countRegistration(zoom, meeting.id, order.email, what)
  requireRegistration(zoom, meeting, order)
  const known = registrantsOf(zoom, meeting).find(
    ({ email, status }) => email === order.email.toLowerCase() && status !== 'cancelled',
  )
  if (known !== undefined && zoom.settings.repeatedRegistration === 'same') return known
  if (known !== undefined) throw new Problem(400, 3000, 'This person has registered before.')
  const registrant: Registrant = {
    id: newToken(16),
    meetingId: meeting.id,
    token: newToken(24),
    email: order.email.toLowerCase(),
    firstName: order.first_name,
    lastName: order.last_name ?? '',
    status:
      meeting.order.settings?.approval_type === 0 || order.auto_approve === true
        ? 'approved'
        : 'pending',
    createdAt: zoom.clock.now(),
  }
  zoom.registrants.set(registrant.id, registrant)
  return registrant
}

function requireRegistration(zoom: Zoom, meeting: Meeting, { email }: RegistrantOrder): void {
  const { host, id, start, occurrences, order } = meeting
  if (!takesRegistrations(meeting)) {
    throw new Problem(400, 3000, `Registration has not been enabled for this meeting: ${id}.`)
  }
  if (host.type !== 2) throw new Problem(400, 200, 'Only available for paid users.')
  if (email.toLowerCase() === host.email) {
    throw new Problem(400, 3027, 'Host cannot register.')
  }
  const lastStart = occurrences.at(-1)?.start ?? start
  const over = lastStart === undefined ? undefined : lastStart.getTime() + order.duration * 60_000
  if (over !== undefined && over < zoom.clock.now().getTime()) {
    throw new Problem(400, 3038, 'Meeting is over, you can not register now.')
  }
  const most = order.settings?.registrants_restrict_number
  if (typeof most === 'number' && most > 0 && countOf(zoom, meeting) >= most) {
    throw new Problem(400, 3035, 'Webinar has reached maximum attendee capacity.')
  }
}

const countOf = (zoom: Zoom, meeting: Meeting) =>
  registrantsOf(zoom, meeting).filter(({ status }) => status === 'approved').length

export const registrantsOf = ({ registrants }: Zoom, { id }: Meeting): readonly Registrant[] =>
  [...registrants.values()].filter(({ meetingId }) => meetingId === id)

export function registrantOf(zoom: Zoom, meeting: Meeting, id: string): Registrant {
  const registrant = zoom.registrants.get(id)
  if (registrant?.meetingId === meeting.id) return registrant
  throw new Problem(404, 3001, `Registrant ${id} was not found.`)
}

const statuses = { approve: 'approved', deny: 'denied', cancel: 'cancelled' } as const

export function changeStatus(
  zoom: Zoom,
  meeting: Meeting,
  action: keyof typeof statuses,
  people: readonly { readonly id?: string; readonly email?: string }[],
): void {
  if (people.length > 30) throw invalid('At most 30 registrants.')
  for (const { id, email } of people) {
    const found = registrantsOf(zoom, meeting).find(
      (each) => each.id === id || each.email === email?.toLowerCase(),
    )
    if (found === undefined) throw new Problem(404, 3001, 'Registrant was not found.')
    zoom.registrants.set(found.id, { ...found, status: statuses[action] })
  }
}

/** A registrant who waits for approval, or is denied, has no address. */
export function personalUrl(zoom: Zoom, registrant: Registrant): string | undefined {
  if (registrant.status !== 'approved') return undefined
  const pwd = zoom.meetings.get(registrant.meetingId)?.order.password ?? ''
  return `${zoom.url()}/w/${registrant.meetingId}?tk=${registrant.token}&pwd=${encodeURIComponent(pwd)}`
}

/** What the registration itself answers. */
export function receiptFor(zoom: Zoom, meeting: Meeting, registrant: Registrant): object {
  const url = personalUrl(zoom, registrant)
  return {
    registrant_id: registrant.id,
    id: Number(meeting.id),
    topic: meeting.order.topic,
    ...(meeting.start !== undefined && { start_time: zoomTime(meeting.start) }),
    ...(url !== undefined && { join_url: url }),
  }
}

/** The registrant as lists show it. */
export function answerFor(zoom: Zoom, registrant: Registrant): object {
  const url = personalUrl(zoom, registrant)
  return {
    id: registrant.id,
    email: registrant.email,
    first_name: registrant.firstName,
    last_name: registrant.lastName,
    status: registrant.status,
    create_time: zoomTime(registrant.createdAt),
    ...(url !== undefined && { join_url: url }),
  }
}
