/** What Teams keeps beside the calendar: who may do what in the meeting. */
import { badRequest } from './problems.ts'
import type { User } from './settings.ts'
import { type Meeting, type MeetingOptions, newId, newSecret, type Tenant } from './state.ts'

export function createMeeting(tenant: Tenant, organizer: User, subject: string): Meeting {
  const threadId = `19:meeting_${newSecret().slice(0, 32)}@thread.v2`
  const context = JSON.stringify({ Tid: tenant.id, Oid: organizer.id })
  const path = `/l/meetup-join/${encodeURIComponent(threadId)}/0`
  const meeting: Meeting = {
    id: Buffer.from(`1*${organizer.id}*0**${threadId}`).toString('base64'),
    threadId,
    joinWebUrl: `${tenant.url()}${path}?context=${encodeURIComponent(context)}`,
    organizerId: organizer.id,
    passcode: newId().slice(0, 6),
    options: {
      subject,
      allowedPresenters: 'everyone',
      recordAutomatically: false,
      lobbyBypassSettings: { scope: 'organization', isDialInBypassEnabled: false },
      joinMeetingIdSettings: { isPasscodeRequired: true },
      participants: { attendees: [] },
    },
  }
  tenant.meetings.set(meeting.id, meeting)
  return meeting
}

/** Only the list of one is there: by its join address, letter by letter. */
export function meetingsBy(
  tenant: Tenant,
  organizer: User,
  filter: string | undefined,
): readonly Meeting[] {
  const url = /^JoinWebUrl eq '((?:[^']|'')+)'$/i.exec(filter ?? '')?.[1]
  if (url === undefined) throw badRequest('Filter expression expected.', 'InvalidArgument')
  return [...tenant.meetings.values()].filter(
    ({ joinWebUrl, organizerId }) =>
      joinWebUrl === url.replaceAll("''", "'") && organizerId === organizer.id,
  )
}

export function changeMeeting(
  tenant: Tenant,
  meeting: Meeting,
  change: Partial<MeetingOptions>,
): Meeting {
  if (change.allowedPresenters === 'roleIsPresenter' && change.participants === undefined) {
    throw badRequest('roleIsPresenter needs the full list of attendees with their roles.')
  }
  const changed = { ...meeting, options: { ...meeting.options, ...change } }
  tenant.meetings.set(meeting.id, changed)
  return changed
}

/** The passcode and the number are made by Teams and only shown. */
export function meetingAnswer(tenant: Tenant, meeting: Meeting): object {
  const { options, organizerId } = meeting
  return {
    id: meeting.id,
    joinWebUrl: meeting.joinWebUrl,
    isBroadcast: false,
    chatInfo: { threadId: meeting.threadId, messageId: '0' },
    ...options,
    joinMeetingIdSettings: {
      ...options.joinMeetingIdSettings,
      joinMeetingId: '1234567890',
      passcode: options.joinMeetingIdSettings.isPasscodeRequired ? meeting.passcode : null,
    },
    participants: {
      organizer: {
        role: 'presenter',
        identity: { user: { id: organizerId, tenantId: tenant.id } },
      },
      attendees: options.participants.attendees,
    },
  }
}
