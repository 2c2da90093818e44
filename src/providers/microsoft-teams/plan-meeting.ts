/** Webinars as events of a calendar with an online meeting, with those who present. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Account, Webinar, WebinarPlan } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import * as client from './client.ts'
import {
  eventChanges,
  isSameMeeting,
  toEventBody,
  toMeetingBody,
  toMeetingWebinar,
} from './mapping.ts'
import { type MeetingKey, type Organizer, toMeetingId } from './place.ts'
import { comparedWindow, instantIn, refuseOtherDates, seriesOf } from './recurrence.ts'
import { readDeletion } from './send.ts'
import { choicesOf, providerId } from './settings.ts'
import { followMeeting, forgetNotifications } from './subscriptions.ts'
import type { EventReply } from './wire.ts'

/** An earlier attempt whose answer was lost is found by our key; it gets what has changed since. */
export async function createMeeting(account: Account, plan: WebinarPlan): Promise<Webinar> {
  const organizer = await organizerOf(account, plan)
  const meeting = { organizer, key: plan.idempotencyKey }
  const earlier = await findEvent(account, meeting)
  const event = earlier ?? (await newEvent(account, meeting, plan))
  if (earlier !== undefined) await changeEvent(account, meeting, earlier, plan)
  return await finish(account, meeting, event, plan)
}

async function newEvent(
  account: Account,
  meeting: MeetingKey,
  plan: WebinarPlan,
): Promise<EventReply> {
  const { organizer } = meeting
  const event = client.readEvent(await client.askNewEvent(account, organizer, toEventBody(plan)))
  try {
    await compareDates(account, meeting, event, plan)
  } catch (error) {
    // An event on other dates than people are told must not stay.
    readDeletion(await client.askEventDeletion(account, organizer, event.id))
    throw error
  }
  return event
}

export async function updateMeeting(
  account: Account,
  meeting: MeetingKey,
  plan: WebinarPlan,
): Promise<Webinar> {
  const event = await requireEvent(account, meeting)
  await changeEvent(account, meeting, event, plan)
  return await finish(account, meeting, event, plan)
}

async function changeEvent(
  account: Account,
  meeting: MeetingKey,
  event: EventReply,
  plan: WebinarPlan,
): Promise<void> {
  const changes = eventChanges(plan, event)
  if (Object.keys(changes).length === 0) return
  const { organizer } = meeting
  const changed = client.readEvent(
    await client.askEventChange(account, organizer, event.id, changes),
  )
  if (changes.start !== undefined) await compareDates(account, meeting, changed, plan)
}

async function compareDates(
  account: Account,
  { organizer }: MeetingKey,
  event: EventReply,
  plan: WebinarPlan,
): Promise<void> {
  const series = seriesOf(plan)
  if (series === undefined) return
  const window = comparedWindow(plan)
  refuseOtherDates(plan, series, await client.instancesOf(account, organizer, event.id, window))
}

async function finish(
  account: Account,
  meeting: MeetingKey,
  event: EventReply,
  plan: WebinarPlan,
): Promise<Webinar> {
  const joinUrl = await joinUrlOf(account, meeting, event)
  await matchTeam(account, meeting, joinUrl, plan)
  await followMeeting(account, { webinarId: toMeetingId(meeting), plan }, joinUrl)
  return toMeetingWebinar(meeting, joinUrl)
}

/** Teams makes the address a moment after Exchange has made the event. */
const lookAgainMs = [200, 500, 1_000]

async function joinUrlOf(
  account: Account,
  { organizer }: MeetingKey,
  event: EventReply,
): Promise<string> {
  let found = event
  for (const pause of lookAgainMs) {
    const joinUrl = found.onlineMeeting?.joinUrl
    if (joinUrl) return joinUrl
    if (found.isOnlineMeeting === false) throw withoutTeams()
    await wait(pause)
    found = client.readEvent(await client.askEvent(account, organizer, event.id))
  }
  if (found.onlineMeeting?.joinUrl) return found.onlineMeeting.joinUrl
  throw new ProviderError('unavailable', {
    provider: providerId,
    message: 'Teams has not made the join address of the meeting yet.',
    retryAfterSeconds: 10,
  })
}

const withoutTeams = () =>
  new ProviderError('scope', {
    provider: providerId,
    message:
      'Exchange planned the event without an online meeting: the organizer has no licence for Teams, or somebody has taken the meeting off the event.',
  })

/** Who presents and who bypasses the lobby is no part of the event but of the meeting. */
async function matchTeam(
  account: Account,
  { organizer }: MeetingKey,
  joinUrl: string,
  plan: WebinarPlan,
): Promise<void> {
  const exchange = await client.askMeetingsBy(account, organizer, joinUrl)
  const [found] = client.readMeetings(exchange).value
  if (found === undefined) throw notThereYet()
  const wanted = toMeetingBody(plan, choicesOf(account))
  if (isSameMeeting(wanted, found)) return
  client.readMeeting(await client.askMeetingChange(account, organizer, found.id, wanted))
}

const notThereYet = () =>
  new ProviderError('unavailable', {
    provider: providerId,
    message: 'Teams does not know the online meeting of the event yet.',
    retryAfterSeconds: 10,
  })

export async function readMeeting(account: Account, meeting: MeetingKey): Promise<Webinar> {
  const event = await requireEvent(account, meeting)
  const webinar = toMeetingWebinar(meeting, event.onlineMeeting?.joinUrl ?? undefined)
  const { subject, start, end } = event
  const standsAs = { title: subject ?? undefined, start: instantIn(start), end: instantIn(end) }
  return { ...webinar, standsAs }
}

export async function deleteMeeting(account: Account, meeting: MeetingKey): Promise<void> {
  const event = await findEvent(account, meeting)
  if (event !== undefined) {
    readDeletion(await client.askEventDeletion(account, meeting.organizer, event.id))
  }
  await forgetNotifications(account, toMeetingId(meeting))
}

async function findEvent(account: Account, meeting: MeetingKey): Promise<EventReply | undefined> {
  return client.readEvents(await client.askEventsBy(account, meeting)).value[0]
}

/** @throws ProviderError 'not-found' */
export async function requireEvent(account: Account, meeting: MeetingKey): Promise<EventReply> {
  const event = await findEvent(account, meeting)
  if (event !== undefined) return event
  throw new ProviderError('not-found', {
    provider: providerId,
    message: 'The calendar in Teams has no event for this webinar; somebody may have deleted it.',
  })
}

/** What Teams keeps beside the event. @throws ProviderError 'not-found' */
export async function requireOnlineMeeting(account: Account, meeting: MeetingKey) {
  const event = await requireEvent(account, meeting)
  const joinUrl = event.onlineMeeting?.joinUrl
  if (!joinUrl) throw notThereYet()
  const exchange = await client.askMeetingsBy(account, meeting.organizer, joinUrl)
  const [found] = client.readMeetings(exchange).value
  if (found === undefined) throw notThereYet()
  return { event, meetingId: found.id }
}

/**
 * Whoever signed in; for an application the curator, where they are in the directory, else the
 * organiser of the configuration.
 */
async function organizerOf(account: Account, plan: WebinarPlan): Promise<Organizer> {
  const { isDelegated, organizer = '' } = choicesOf(account)
  if (isDelegated) return 'me'
  const curator = plan.producer?.email
  const own = curator === undefined ? undefined : await findUser(account, curator)
  return { userId: (own ?? client.readUser(await client.askUser(account, organizer))).id }
}

export async function findUser(account: Account, email: string) {
  try {
    return client.readUser(await client.askUser(account, email))
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'not-found') return undefined
    throw error
  }
}
