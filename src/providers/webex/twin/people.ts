/** Invitees, registrants, and the links that are made for them. */
import { invalid, missing, Problem } from './problems.ts'
import { openRun } from './runs.ts'
import {
  type Invitee,
  type InviteeOrder,
  type JoinLink,
  type Meeting,
  newDigits,
  newHex,
  newSecret,
  type Registrant,
  type RegistrantOrder,
  valuesOf,
  type Webex,
  webexTime,
} from './state.ts'

export function invite(webex: Webex, meeting: Meeting, order: InviteeOrder): Invitee {
  if (valuesOf(webex.invitees, meeting.id).some(({ email }) => isSame(email, order.email))) {
    throw new Problem(409, 'The invitee already exists.')
  }
  const { email, displayName = email, coHost = false, panelist = false } = order
  if (panelist && meeting.order.scheduledType !== 'webinar') throw invalid()
  const id = `${meeting.id}_${newDigits(8)}`
  const invitee = { id, meetingId: meeting.id, email, displayName, coHost, panelist }
  webex.invitees.set(id, invitee)
  return invitee
}

export function inviteeOf(webex: Webex, id: string): Invitee {
  const invitee = webex.invitees.get(id)
  if (invitee === undefined) throw missing('invitee')
  return invitee
}

/** For series there are no registrations, and for single dates neither. */
export function register(webex: Webex, meeting: Meeting, order: RegistrantOrder): Registrant {
  const { registration } = meeting.order
  if (registration === undefined || meeting.order.recurrence) {
    throw invalid('Registration is not enabled for this meeting.')
  }
  const known = valuesOf(webex.registrants, meeting.id)
  if (known.some(({ email }) => isSame(email, order.email))) {
    throw new Problem(409, 'The registrant already exists.')
  }
  if (known.length >= (registration.maxRegisterNum ?? Number.POSITIVE_INFINITY)) {
    throw invalid('The maximum number of registrants is reached.')
  }
  const registrant: Registrant = {
    id: newHex(),
    meetingId: meeting.id,
    firstName: order.firstName,
    lastName: order.lastName,
    email: order.email,
    status: registration.autoAcceptRequest === true ? 'approved' : 'pending',
    registeredAt: webex.clock.now(),
  }
  webex.registrants.set(registrant.id, registrant)
  return registrant
}

export function registrantOf(webex: Webex, meeting: Meeting, id: string): Registrant {
  const registrant = webex.registrants.get(id)
  if (registrant?.meetingId !== meeting.id) throw missing('registrant')
  return registrant
}

export function changeStatus(
  webex: Webex,
  meeting: Meeting,
  ids: readonly string[],
  status: Registrant['status'],
): void {
  for (const id of ids) {
    webex.registrants.set(id, { ...registrantOf(webex, meeting, id), status })
  }
}

/** There is no link in it: Webex mails links, or makes them when it is asked for one. */
export const registrantAnswer = ({ meetingId: _, registeredAt, ...registrant }: Registrant) => ({
  ...registrant,
  registrationTime: webexTime(registeredAt),
})

export interface JoinOrder {
  readonly meetingId?: string
  readonly email?: string
  readonly displayName?: string
  readonly expirationMinutes?: number
}

export function makeLink(webex: Webex, meeting: Meeting, order: JoinOrder): JoinLink {
  if (order.email !== undefined && order.displayName === undefined) throw invalid()
  requireOpenDoor(webex, meeting)
  const minutes = order.expirationMinutes ?? 60
  const link: JoinLink = {
    token: newSecret(),
    meetingId: meeting.id,
    email: order.email ?? webex.host.email,
    name: order.displayName ?? webex.host.name,
    expiresAt: new Date(webex.clock.now().getTime() + minutes * 60_000),
  }
  webex.links.set(link.token, link)
  return link
}

/** Into a webinar nobody gets before the host, unless the time for that has begun. */
function requireOpenDoor(webex: Webex, meeting: Meeting): void {
  const { scheduledType, enabledJoinBeforeHost, joinBeforeHostMinutes = 0 } = meeting.order
  if (scheduledType !== 'webinar' || openRun(webex, meeting.id) !== undefined) return
  const now = webex.clock.now().getTime()
  const opens = (time: Date) => time.getTime() - joinBeforeHostMinutes * 60_000
  const lasts = meeting.end.getTime() - meeting.start.getTime()
  const isOpen = meeting.times.some((time) => opens(time) <= now && now <= time.getTime() + lasts)
  if (enabledJoinBeforeHost === true && isOpen) return
  throw new Problem(403, 'The webinar has not started and cannot be joined before the host.')
}

/** `startLink` only for those who may start it. */
export function linkAnswer(webex: Webex, link: JoinLink): object {
  const joinLink = addressOf(webex, link)
  const invitees = valuesOf(webex.invitees, link.meetingId)
  const mayStart =
    isSame(link.email, webex.host.email) ||
    invitees.some(({ email, coHost }) => coHost && isSame(email, link.email))
  const expiration = webexTime(link.expiresAt)
  return mayStart
    ? { startLink: `${joinLink}&start=1`, joinLink, expiration }
    : { joinLink, expiration }
}

export const addressOf = (webex: Webex, { token }: JoinLink) =>
  `${webex.url()}/wbxmjs/joinservice?integrationJoinToken=${token}`

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
