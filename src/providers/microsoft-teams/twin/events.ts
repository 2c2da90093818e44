/** Calendars: events, and the series that Exchange makes of them. */
import { createMeeting } from './meetings.ts'
import { badRequest, Problem } from './problems.ts'
import type { User } from './settings.ts'
import {
  type CalendarEvent,
  type EventOrder,
  type Meeting,
  newItemId,
  type Tenant,
} from './state.ts'
import { tell } from './subscriptions.ts'
import { graphTime, instantIn, timesOf, zonedTime, zoneOf } from './times.ts'

export const eventsOf = ({ events }: Tenant, owner: User): readonly CalendarEvent[] =>
  [...events.values()].filter(({ ownerId }) => ownerId === owner.id)

export function eventBy(tenant: Tenant, owner: User, id: string): CalendarEvent | undefined {
  requireMailbox(owner)
  return eventsOf(tenant, owner).find((event) => event.id === id || event.immutableId === id)
}

/** One date of a series, by the id under which `instancesOf` lists it. */
export function dateBy(
  tenant: Tenant,
  owner: User,
  id: string,
): { readonly event: CalendarEvent; readonly time: Date } | undefined {
  requireMailbox(owner)
  for (const event of eventsOf(tenant, owner)) {
    const time = event.times.find((each) => dateId(event, each) === id)
    if (time !== undefined) return { event, time }
  }
  return undefined
}

const dateId = ({ id }: CalendarEvent, time: Date) => `${id}.${graphTime(time)}`

/** Undefined: it does not take place. */
export function moveDate(
  tenant: Tenant,
  { event, time }: { readonly event: CalendarEvent; readonly time: Date },
  start: Date | undefined,
): CalendarEvent {
  const others = event.times.filter((each) => each !== time)
  const times = [...others, ...(start === undefined ? [] : [start])]
  const sorted = times.toSorted((a, b) => a.getTime() - b.getTime())
  const changed = { ...event, times: sorted, changedAt: tenant.clock.now() }
  tenant.events.set(event.immutableId, changed)
  return changed
}

export function requireMailbox(owner: User): void {
  if (owner.hasMailbox) return
  const message = 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.'
  throw new Problem(404, 'MailboxNotEnabledForRESTAPI', message)
}

/** The same `transactionId` is the same event: Exchange makes no second one. */
export function createEvent(tenant: Tenant, owner: User, order: EventOrder): CalendarEvent {
  requireMailbox(owner)
  const earlier = eventsOf(tenant, owner).find(
    (event) =>
      order.transactionId !== undefined && event.order.transactionId === order.transactionId,
  )
  if (earlier !== undefined) return earlier
  const isTeams = order.isOnlineMeeting === true && owner.hasTeams
  const meeting = isTeams ? createMeeting(tenant, owner, order.subject ?? '') : undefined
  const event = planned(order, {
    id: newItemId(),
    immutableId: newItemId(),
    ownerId: owner.id,
    content: withBlock(order.body?.content ?? '', meeting),
    meetingId: meeting?.id,
    reads: { left: tenant.settings.readsUntilJoinUrl },
    changedAt: tenant.clock.now(),
  })
  tenant.events.set(event.immutableId, event)
  return event
}

const line = '_'.repeat(80)

/** Exchange appends how to join; who takes it out unlinks the meeting. */
function withBlock(content: string, meeting: Meeting | undefined): string {
  if (meeting === undefined) return content
  return `${content}<br><div style="width:100%"><span style="color:#5F5F5F">${line}</span></div>
<div class="me-email-text"><span>Microsoft Teams</span>
<a class="me-email-headline" href="${meeting.joinWebUrl}">Join the meeting now</a></div>`
}

type Kept = Omit<CalendarEvent, 'order' | 'start' | 'end' | 'times'>

function planned(order: EventOrder, kept: Kept): CalendarEvent {
  const [start, end] = [instantIn(order.start), instantIn(order.end)]
  if (end < start) {
    throw badRequest('The end of the event is before its start.', 'ErrorPropertyValidationFailure')
  }
  const times = timesOf(order.recurrence, start, zoneOf(order.start.timeZone))
  if (times.length === 0) throw badRequest('The series has no date.', 'ErrorInvalidRecurrence')
  return { ...kept, order, start, end, times }
}

export function changeEvent(
  tenant: Tenant,
  event: CalendarEvent,
  change: Partial<EventOrder>,
): CalendarEvent {
  const meeting = tenant.meetings.get(event.meetingId ?? '')
  const content = change.body?.content ?? event.content
  const isLinked = meeting !== undefined && content.includes(meeting.joinWebUrl)
  const { id, immutableId, ownerId, reads } = event
  const meetingId = isLinked ? event.meetingId : undefined
  const changedAt = tenant.clock.now()
  const kept = { id, immutableId, ownerId, reads, content, meetingId, changedAt }
  const changed = planned({ ...event.order, ...change }, kept)
  tenant.events.set(immutableId, changed)
  if (isLinked && change.subject !== undefined) {
    const options = { ...meeting.options, subject: change.subject }
    tenant.meetings.set(meeting.id, { ...meeting, options })
  }
  return changed
}

export function deleteEvent(tenant: Tenant, event: CalendarEvent): void {
  tenant.events.delete(event.immutableId)
  tell(tenant, {
    isAbout: ({ resource }) => /(^|\/)events$/.test(resource),
    changeType: 'deleted',
    resourceData: ({ isImmutable }) => {
      const path = `Users/${event.ownerId}/Events/${isImmutable ? event.immutableId : event.id}`
      return { '@odata.type': '#Microsoft.Graph.Event', '@odata.id': path, id: path.split('/')[3] }
    },
  })
}

/** The event as it is read. The join address may be late. */
export function eventAnswer(
  tenant: Tenant,
  event: CalendarEvent,
  call: { readonly timeZone: string; readonly isImmutable: boolean },
): object {
  const { order, meetingId } = event
  const isLate = event.reads.left > 0
  if (isLate) event.reads.left -= 1
  const meeting = tenant.meetings.get(meetingId ?? '')
  const owner = tenant.settings.users.find(({ id }) => id === event.ownerId)
  return {
    '@odata.etag': 'W/"1"',
    id: call.isImmutable ? event.immutableId : event.id,
    iCalUId: event.immutableId,
    type: order.recurrence ? 'seriesMaster' : 'singleInstance',
    subject: order.subject ?? '',
    body: { contentType: 'html', content: event.content },
    start: zonedTime(event.start, call.timeZone),
    end: zonedTime(event.end, call.timeZone),
    originalStartTimeZone: order.start.timeZone,
    recurrence: order.recurrence ?? null,
    lastModifiedDateTime: graphTime(event.changedAt),
    isCancelled: false,
    transactionId: order.transactionId ?? null,
    organizer: { emailAddress: { name: owner?.displayName, address: owner?.mail } },
    attendees: [],
    isOnlineMeeting: meeting !== undefined,
    onlineMeetingProvider: meeting === undefined ? 'unknown' : 'teamsForBusiness',
    onlineMeeting: meeting === undefined || isLate ? null : { joinUrl: meeting.joinWebUrl },
    webLink: `${tenant.url()}/owa/?itemid=${encodeURIComponent(event.id)}`,
  }
}

/** One date of a series, or the event itself, where it lies in the window. */
export function instancesOf(
  event: CalendarEvent,
  window: { readonly from: Date; readonly to: Date },
  timeZone: string,
): readonly object[] {
  const length = event.end.getTime() - event.start.getTime()
  return event.times
    .filter((time) => time >= window.from && time < window.to)
    .map((time) => ({
      id: dateId(event, time),
      type: 'occurrence',
      seriesMasterId: event.id,
      subject: event.order.subject,
      start: zonedTime(time, timeZone),
      end: zonedTime(new Date(time.getTime() + length), timeZone),
    }))
}

const filterForm =
  /^singleValueExtendedProperties\/any\((\w+): ?\1\/id eq '((?:[^']|'')+)' and \1\/value eq '((?:[^']|'')*)'\)$/i

/** Of what can be filtered by: a property of the caller's own, and the time of the last change. */
export function filteredEvents(
  events: readonly CalendarEvent[],
  filter: string | undefined,
): readonly CalendarEvent[] {
  if (filter === undefined) return events
  const since = /^lastModifiedDateTime ge (\S+Z)$/.exec(filter)?.[1]
  if (since !== undefined) return events.filter(({ changedAt }) => changedAt >= new Date(since))
  const [, , id = '', value = ''] = filterForm.exec(filter) ?? []
  if (id === '') {
    throw badRequest(
      'The query filter contains one or more invalid nodes.',
      'ErrorInvalidUrlQueryFilter',
    )
  }
  const wanted = { id: unquoted(id), value: unquoted(value) }
  return events.filter(({ order }) =>
    order.singleValueExtendedProperties?.some(
      (property) => property.id === wanted.id && property.value === wanted.value,
    ),
  )
}

const unquoted = (literal: string) => literal.replaceAll("''", "'")
