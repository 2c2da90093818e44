/**
 * The endpoints of Microsoft Graph that are used for calendars, online meetings, reports and
 * notifications, version 1.0 (learn.microsoft.com/graph/api). Each has two halves: `ask…` builds and
 * sends, `read…` checks and returns and is pure. Those of webinars are in `webinar-client.ts`.
 */
import type { Account } from '../contract.ts'
import { keyProperty, type MeetingKey, type Organizer } from './place.ts'
import { all, ask, type Question, reader, readRows } from './send.ts'
import { choicesOf } from './settings.ts'
import * as wire from './wire.ts'

/** GET /me (user-get) */
export const askMe = (account: Account) =>
  ask(account, {
    act: 'tell who signed in',
    method: 'GET',
    path: `/me?$select=${ofUsers}`,
    needs: 'User.Read',
  })

/** GET /users/{id or name} (user-get) */
export const askUser = (account: Account, name: string) =>
  ask(account, {
    act: 'tell about the organizer',
    method: 'GET',
    path: `/users/${segment(name)}?$select=${ofUsers}`,
    needs: 'User.Read.All',
  })

const ofUsers = 'id,displayName,mail,userPrincipalName'

export const readUser = reader(wire.userReply)

/** GET /users (user-list) */
export const peopleQuestion = (account: Account): Question => ({
  act: 'list people',
  method: 'GET',
  path: `/users?$select=${ofUsers}&$top=100`,
  needs: choicesOf(account).isDelegated ? 'User.ReadBasic.All' : 'User.Read.All',
})

const ofCalendars =
  'id,subject,start,end,originalStartTimeZone,organizer,isCancelled,onlineMeeting,webLink,lastModifiedDateTime'

/** GET /me/events (user-list-events): what has changed since, or all. */
export function calendarQuestion(organizer: Organizer, since: Date | undefined): Question {
  const changed =
    since === undefined
      ? ''
      : `&$filter=${segment(`lastModifiedDateTime ge ${since.toISOString()}`)}`
  return {
    act: 'list the calendar',
    method: 'GET',
    path: `${rootOf(organizer)}/events?$select=${ofCalendars}&$top=100${changed}`,
    needs: 'Calendars.ReadWrite',
  }
}

/** GET /me/calendar (calendar-get): which kinds of online meeting the licence gives. */
export const askCalendar = (account: Account, organizer: Organizer) =>
  ask(account, {
    act: 'tell about the calendar',
    method: 'GET',
    path: `${rootOf(organizer)}/calendar?$select=id,allowedOnlineMeetingProviders`,
    needs: 'Calendars.ReadWrite',
  })

export const readCalendar = reader(wire.calendarReply)

/** GET /me/events (user-list-events), the one with our key. */
export const askEventsBy = (account: Account, { organizer, key }: MeetingKey) =>
  ask(account, {
    act: 'look for the webinar',
    method: 'GET',
    path: `${rootOf(organizer)}/events?$filter=${segment(
      `singleValueExtendedProperties/Any(ep: ep/id eq '${keyProperty}' and ep/value eq ${literal(key)})`,
    )}`,
    needs: 'Calendars.ReadWrite',
  })

export const readEvents = reader(wire.eventsReply)

/** POST /me/events (user-post-events) */
export const askNewEvent = (account: Account, organizer: Organizer, body: wire.EventBody) =>
  ask(account, {
    act: 'create the webinar',
    method: 'POST',
    path: `${rootOf(organizer)}/events`,
    body,
    needs: 'Calendars.ReadWrite',
  })

/** GET /me/events/{id} (event-get) */
export const askEvent = (account: Account, organizer: Organizer, eventId: string) =>
  ask(account, {
    act: 'tell about the webinar',
    method: 'GET',
    path: `${rootOf(organizer)}/events/${segment(eventId)}`,
    needs: 'Calendars.ReadWrite',
  })

/** PATCH /me/events/{id} (event-update) */
export const askEventChange = (
  account: Account,
  organizer: Organizer,
  eventId: string,
  body: wire.EventChange,
) =>
  ask(account, {
    act: 'change the webinar',
    method: 'PATCH',
    path: `${rootOf(organizer)}/events/${segment(eventId)}`,
    body,
    needs: 'Calendars.ReadWrite',
  })

export const readEvent = reader(wire.eventReply)

/** DELETE /me/events/{id} (event-delete): all of a series. */
export const askEventDeletion = (account: Account, organizer: Organizer, eventId: string) =>
  ask(account, {
    act: 'delete the webinar',
    method: 'DELETE',
    path: `${rootOf(organizer)}/events/${segment(eventId)}`,
    needs: 'Calendars.ReadWrite',
  })

const readInstances = reader(wire.instancesReply)

/** GET /me/events/{id}/instances (event-list-instances), both bounds are required. */
export const instancesOf = (
  account: Account,
  organizer: Organizer,
  eventId: string,
  { from, to }: { readonly from: Date; readonly to: Date },
) =>
  all(
    account,
    {
      act: 'list the dates of the series',
      method: 'GET',
      path: `${rootOf(organizer)}/events/${segment(eventId)}/instances?startDateTime=${from.toISOString()}&endDateTime=${to.toISOString()}&$select=start&$top=100`,
      needs: 'Calendars.ReadWrite',
    },
    readInstances,
  )

/** GET /me/onlineMeetings by join address (onlinemeeting-get); there is no other list. */
export const askMeetingsBy = (account: Account, organizer: Organizer, joinUrl: string) =>
  ask(account, {
    act: 'find the online meeting',
    method: 'GET',
    path: `${rootOf(organizer)}/onlineMeetings?$filter=${segment(`JoinWebUrl eq ${literal(joinUrl)}`)}`,
    needs: right(account, 'OnlineMeetings.ReadWrite'),
  })

export const readMeetings = reader(wire.meetingsReply)

/** PATCH /me/onlineMeetings/{id} (onlinemeeting-update) */
export const askMeetingChange = (
  account: Account,
  organizer: Organizer,
  meetingId: string,
  body: wire.MeetingBody,
) =>
  ask(account, {
    act: 'set who presents',
    method: 'PATCH',
    path: `${rootOf(organizer)}/onlineMeetings/${segment(meetingId)}`,
    body,
    needs: right(account, 'OnlineMeetings.ReadWrite'),
  })

export const readMeeting = reader(wire.meetingReply)

/** A meeting of a calendar or a session of a webinar: both have reports. */
export const meetingPath = (organizer: Organizer, meetingId: string) =>
  `${rootOf(organizer)}/onlineMeetings/${segment(meetingId)}`

const readReports = reader(wire.reportsReply)

/** GET …/attendanceReports (meetingattendancereport-list): one for each time it took place. */
export const reportsOf = (account: Account, meeting: string) =>
  all(
    account,
    artifacts('list the attendance reports', `${meeting}/attendanceReports`),
    readReports,
  )

/** GET …/attendanceReports/{id}/attendanceRecords (attendancerecord-list) */
export const recordsOf = (account: Account, meeting: string, reportId: string) =>
  all(
    account,
    artifacts(
      'tell who was there',
      `${meeting}/attendanceReports/${segment(reportId)}/attendanceRecords`,
    ),
    readRows,
  )

const artifacts = (act: string, path: string): Question => ({
  act,
  method: 'GET',
  path,
  needs: 'OnlineMeetingArtifact.Read.All',
})

const readRecordings = reader(wire.recordingsReply)

/** GET …/recordings (onlinemeeting-list-recordings) */
export const recordingsOf = (account: Account, meeting: string) =>
  all(
    account,
    {
      act: 'list the recordings',
      method: 'GET',
      path: `${meeting}/recordings`,
      needs: 'OnlineMeetingRecording.Read.All',
    },
    readRecordings,
  )

const readSubscriptions = reader(wire.subscriptionsReply)

/** GET /subscriptions (subscription-list) */
export const subscriptionsOf = (account: Account) =>
  all(
    account,
    {
      act: 'list its notifications',
      method: 'GET',
      path: '/subscriptions',
      needs: right(account, 'OnlineMeetings.ReadWrite'),
    },
    readSubscriptions,
  )

export interface SubscriptionBody {
  readonly resource: string
  readonly changeType: string
  readonly notificationUrl: string
  readonly lifecycleNotificationUrl: string
  readonly clientState: string
  readonly expirationDateTime: string
}

/** POST /subscriptions (subscription-post-subscriptions); Graph calls the address before it answers. */
export const askNewSubscription = (account: Account, body: SubscriptionBody, needs: string) =>
  ask(account, { act: 'send notifications', method: 'POST', path: '/subscriptions', body, needs })

/** PATCH /subscriptions/{id} (subscription-update): prolongs, and authorizes anew. */
export const askRenewal = (account: Account, id: string, expirationDateTime: string) =>
  ask(account, {
    act: 'go on sending notifications',
    method: 'PATCH',
    path: `/subscriptions/${segment(id)}`,
    body: { expirationDateTime },
    needs: right(account, 'OnlineMeetings.ReadWrite'),
  })

/** DELETE /subscriptions/{id} (subscription-delete) */
export const askSubscriptionEnd = (account: Account, id: string) =>
  ask(account, {
    act: 'send no more notifications',
    method: 'DELETE',
    path: `/subscriptions/${segment(id)}`,
    needs: right(account, 'OnlineMeetings.ReadWrite'),
  })

/** Rights of applications on other people's things end with "All". */
const right = (account: Account, name: string) =>
  choicesOf(account).isDelegated ? name : `${name}.All`

export const rootOf = (organizer: Organizer) =>
  organizer === 'me' ? '/me' : `/users/${segment(organizer.userId)}`

export const segment = (text: string) => encodeURIComponent(text)

/** A text in a filter: quotes are doubled (OData 4.01 §5.1.1.6.1). */
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
