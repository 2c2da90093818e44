import {
  boolean,
  choice,
  defineTable,
  instant,
  integer,
  json,
  key,
  localtime,
  lookup,
  memo,
  option,
  type TablesOf,
  text,
  uuid,
} from '#database'

export const meetingStatus = {
  /** The provider has not been told yet, or not of the last change. */
  waiting: option(100000000, 'Waiting for the provider'),
  scheduled: option(100000001, 'Scheduled'),
  /** The provider refused; the reason is beside it. */
  failed: option(100000002, 'Failed'),
  cancelled: option(100000003, 'Cancelled'),
  /** Somebody deleted it there, past the hub; a person decides what becomes of it. */
  deleted: option(100000004, 'Deleted at the provider'),
} as const

export const meetingRole = {
  host: option(100000000, 'Host'),
  cohost: option(100000001, 'Co-host'),
  attendee: option(100000002, 'Attendee'),
} as const

/**
 * Callers cannot write these columns: what is written here has to fit together, reaches a provider
 * and is mailed. The operations under /api/v1/meetings do that; every API reads.
 */
const own = { readOnly: true } as const

export const meetingTable = defineTable({
  name: 'gr_meeting',
  set: 'gr_meetings',
  label: 'Meeting',
  ownership: 'user',
  primaryName: 'gr_name',
  columns: {
    gr_meetingid: key('Meeting'),
    gr_name: text('Title', { max: 200, required: true, ...own }),
    gr_description: memo('Description', { max: 4000, ...own }),
    gr_webinarconfigurationid: lookup('Webinar configuration', 'msevtmgt_webinarconfiguration', {
      required: true,
      ...own,
    }),
    /** Of the first date, on the clocks of the time zone. */
    gr_start: localtime('Start', { required: true, ...own }),
    gr_end: localtime('End', { required: true, ...own }),
    gr_timezone: text('Time zone (IANA)', { max: 64, required: true, ...own }),
    /** RFC 5545; empty: takes place once. */
    gr_recurrencerule: text('Recurrence rule', { max: 300, ...own }),
    gr_password: text('Password', { max: 100, ...own }),
    /** Of the letters. */
    gr_language: text('Language (BCP 47)', { max: 35, required: true, ...own }),
    gr_uid: text('UID in calendars', { max: 300, required: true, ...own }),
    /** Grows with every change; each letter carries the one of its time. */
    gr_sequence: integer('Sequence in calendars', { required: true, ...own }),
    gr_startson: instant('Starts on', { required: true, ...own }),
    /** Of the last date. */
    gr_endson: instant('Ends on', { required: true, ...own }),
    gr_status: choice('Status at the provider', meetingStatus, { required: true, ...own }),
    gr_statusreason: memo('Reason of the status', { max: 5000, ...own }),
    gr_host: lookup('Host', 'systemuser', own),
    gr_hostname: text('Name of the host', { max: 200, ...own }),
    gr_hostemail: text('Email of the host', { max: 320, ...own }),
    gr_webinarid: text('ID at the provider', { max: 500, ...own }),
    gr_weblink: text('Page at the provider', { max: 2000, ...own }),
    gr_goneon: instant('Deleted at the provider on', own),
    gr_differson: instant('Changed at the provider on', own),
    /** JSON: what somebody changed there, past the hub. */
    gr_difference: memo('What differs at the provider', { max: 2000, ...own }),
  },
})

/** One date of a series that is not like the others. */
export const meetingExceptionTable = defineTable({
  name: 'gr_meetingexception',
  set: 'gr_meetingexceptions',
  label: 'Changed date of a meeting',
  ownership: 'organization',
  primaryName: 'gr_name',
  columns: {
    gr_meetingexceptionid: key('Changed date of a meeting'),
    gr_name: text('Name', { max: 100, required: true, ...own }),
    gr_meetingid: lookup('Meeting', 'gr_meeting', {
      required: true,
      onTargetDelete: 'cascade',
      ...own,
    }),
    /** When the rule has it; what calendars call RECURRENCE-ID. */
    gr_originalstart: localtime('Original start', { required: true, ...own }),
    gr_start: localtime('Start', own),
    gr_end: localtime('End', own),
    gr_iscancelled: boolean('Is cancelled', { required: true, ...own }),
  },
})

export const meetingAttendeeTable = defineTable({
  name: 'gr_meetingattendee',
  set: 'gr_meetingattendees',
  label: 'Attendee of a meeting',
  ownership: 'organization',
  primaryName: 'gr_name',
  columns: {
    gr_meetingattendeeid: key('Attendee of a meeting'),
    gr_name: text('Name', { max: 200, ...own }),
    gr_email: text('Email', { max: 320, required: true, ...own }),
    gr_role: choice('Role', meetingRole, { required: true, ...own }),
    gr_meetingid: lookup('Meeting', 'gr_meeting', {
      required: true,
      onTargetDelete: 'cascade',
      ...own,
    }),
    gr_contactid: lookup('Contact', 'contact', own),
    gr_accountpersonid: lookup('Person of an account', 'gr_accountperson', own),
    gr_isremoved: boolean('Is removed', { required: true, ...own }),
  },
})

/** Engine table: the room at the provider. */
export const meetingRoomTable = defineTable({
  name: 'gr_meetingroom',
  set: 'gr_meetingrooms',
  label: 'Room of a meeting',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_meetingroomid: key('Room of a meeting'),
    meetingid: lookup('Meeting', 'gr_meeting', { required: true, onTargetDelete: 'cascade' }),
    configurationid: lookup('Configuration', 'msevtmgt_webinarconfiguration', { required: true }),
    /** Who planned it under their own name; none: the account did. */
    actinguserid: uuid('Planned by'),
    creationkey: text('Key it is created under', { max: 200, required: true }),
    /** None: it was asked for, and no answer came. */
    webinarid: text('Id at the provider', { max: 500 }),
    state: text('State', { max: 20, required: true }),
    statereason: memo('State reason', { max: 5000 }),
    webinarurl: text('Webinar URL', { max: 2000 }),
    managerurl: text('Presentation manager URL', { max: 2000 }),
    planfingerprint: text('Fingerprint of what the provider was last told', { max: 64 }),
    /** Single dates by original start; none: the provider is told of the series only. */
    tolddates: json('Single dates that the provider was told'),
    createdon: instant('Created on', { required: true }),
    deletedon: instant('Deleted on'),
    /** Why it is gone though the hub did not delete it. */
    gonereason: text('Why it is gone', { max: 1000 }),
    /** When the provider was last asked whether it is there. */
    lookedon: instant('Looked after on'),
  },
})

/** Engine table: what an attendee was last told, and as whom the provider knows them. */
export const meetingGuestTable = defineTable({
  name: 'gr_meetingguest',
  set: 'gr_meetingguests',
  label: 'Guest of a meeting',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_meetingguestid: key('Attendee of a meeting'),
    told: json('What the last letters said'),
    roomid: lookup('Room in which the registrant is', 'gr_meetingroom'),
    registrantid: text('Id of the registrant at the provider', { max: 500 }),
    joinurl: text('Personal join URL', { max: 4000 }),
  },
})

export const tables = {
  meetingTable,
  meetingExceptionTable,
  meetingAttendeeTable,
  meetingRoomTable,
  meetingGuestTable,
}

export type Tables = TablesOf<typeof tables>
