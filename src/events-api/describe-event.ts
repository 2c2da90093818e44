/** From rows to what goes over the wire: pure. */
import { indexOfZone, zoneName } from '#calendar'
import {
  type EventRow,
  eventUrl,
  eventWindow,
  type SessionRow,
  type SessionWithSpeakers,
  type SpeakerRow,
  sessionWindow,
  zoneOf,
} from '#events'
import { hasWaitlist } from '#registrations'
import type { Place } from './place-rows.ts'
import type { Building, PublishedEvent, PublishedSession, Room, Speaker } from './shapes.ts'
import { type Extra, type Extras, writeInstant } from './website-columns.ts'

export interface Publishing {
  readonly publicUrl: string
  /** Dynamics 365 showed Wi-Fi passwords to everybody; here an administrator has to want it. */
  readonly wifiPasswords: boolean
  /** Columns that a website table configuration adds. */
  readonly extras: Extras
  /** Whether layouts are shown at all: the documented answers have none. */
  readonly layouts: boolean
  /** The engagement that links a speaker to a session. */
  readonly engagementOf: (sessionId: string, speakerId: string) => string | undefined
  /** Address of the picture of an event or a speaker. */
  readonly pictureOf: (id: string) => string | null
  /** How the visitor who asks stands to a session. */
  readonly standingOf: (sessionId: string) => Standing
}

export interface Standing {
  readonly alreadyRegistered: boolean
  readonly userEligibleToRegister: boolean
}

export function describeEvent(
  row: EventRow,
  place: Place | undefined,
  publishing: Publishing,
): PublishedEvent {
  return {
    ...publishing.extras('msevtmgt_event', row.msevtmgt_eventid),
    ...describeLayout(row.msevtmgt_layout, publishing),
    eventId: row.msevtmgt_eventid,
    readableEventId: row.msevtmgt_readableeventid,
    eventName: row.msevtmgt_name,
    description: row.msevtmgt_description,
    eventType: row.msevtmgt_eventtype,
    eventFormat: row.msevtmgt_eventformat,
    eventLanguage: row.msevtmgt_language,
    ...timesOfEvent(row),
    publicEventUrl: addressOf(row, publishing),
    image: publishing.pictureOf(row.msevtmgt_eventid),
    ...describePlace(place, publishing),
    ...seatsOf(row.msevtmgt_maximumeventcapacity),
    ...registrationOf(row),
  }
}

function timesOfEvent(row: EventRow) {
  const { start, end } = eventWindow(row)
  return {
    startDate: row.msevtmgt_eventstartdate,
    endDate: row.msevtmgt_eventenddate,
    startDateUTC: writeInstant(start),
    endDateUTC: writeInstant(end),
    ...timeZoneOf(row),
  }
}

function timeZoneOf(row: EventRow): { timeZone: number | null; timeZoneName: string | null } {
  const index = row.msevtmgt_eventtimezone ?? indexOfZone(zoneOf(row)) ?? null
  const name = index === null ? row.gr_timezone : zoneName(index)
  return { timeZone: index, timeZoneName: row.msevtmgt_eventtimezonename ?? name }
}

function addressOf(row: EventRow, { publicUrl }: Publishing): string {
  return (
    row.msevtmgt_publiceventurl ??
    eventUrl(publicUrl, row.msevtmgt_readableeventid ?? row.msevtmgt_eventid)
  )
}

function registrationOf(row: EventRow) {
  return {
    showWaitlist: hasWaitlist(row),
    autoregisterWaitlistItems: row.msevtmgt_autoregisterwaitlistitems ?? true,
    showAutomaticRegistrationCheckbox: row.msevtmgt_showautomaticregistrationcheckbox ?? false,
    enableCaptcha: row.msevtmgt_enablecaptcha ?? false,
    allowAnonymousRegistrations: row.msevtmgt_allowanonymousregistrations ?? true,
    allowCustomAgenda: row.msevtmgt_allowcustomagenda ?? false,
    enableMultiAttendeeRegistration: takesSeveral(row),
    setRegistrationEndDate: row.msevtmgt_setregistrationsenddate ?? false,
    stopRegistrationDate: row.msevtmgt_stopwebsiteregistrationson,
    websiteMessage: row.msevtmgt_websitemessage,
    registrationForm: null,
  }
}

/** Whether one request may register several people. */
export function takesSeveral(
  row: Pick<EventRow, 'msevtmgt_enablemultiattendeeregistration'>,
): boolean {
  return row.msevtmgt_enablemultiattendeeregistration ?? true
}

function seatsOf(capacity: number | null) {
  return { maxCapacity: capacity, isCapacityRestricted: capacity !== null }
}

export function describeSession(
  { session, speakers }: SessionWithSpeakers,
  event: EventRow,
  place: Place | undefined,
  publishing: Publishing,
): PublishedSession {
  const zone = zoneOf(event)
  const { start, end } = sessionWindow(session, zone)
  const { msevtmgt_sessionid: id } = session
  return {
    ...publishing.extras('msevtmgt_session', id),
    ...describeLayout(session.msevtmgt_layout, publishing),
    id,
    name: session.msevtmgt_name,
    startTime: session.msevtmgt_starttime,
    endTime: session.msevtmgt_endtime,
    startTimeUTC: writeInstant(start),
    endTimeUTC: writeInstant(end),
    timeZone: timeZoneOf(event).timeZone,
    language: session.msevtmgt_language,
    ...contentOf(session),
    ...describePlace(place, publishing),
    ...seatsOf(session.msevtmgt_sessionmaxcapacity),
    registrationCount: session.msevtmgt_registrationcount ?? 0,
    ...publishing.standingOf(id),
    speakers: speakers.map((speaker) => ({
      ...engagementExtra(id, speaker, publishing),
      ...describeSpeaker(speaker, publishing),
    })),
  }
}

function contentOf(session: SessionRow) {
  return {
    sessionFormat: session.msevtmgt_sessionformat,
    sessionType: session.msevtmgt_sessiontype,
    sessionSummary: session.msevtmgt_sessionsummary,
    detailedDescription: session.msevtmgt_detaileddescription,
    sessionObjectives: session.msevtmgt_sessionobjectives,
    sessionPreRequisites: session.msevtmgt_sessionprerequisites,
    camerasPermitted: session.msevtmgt_cameraspermitted,
    recordingsPermitted: session.msevtmgt_recordingspermitted,
  }
}

function engagementExtra(
  sessionId: string,
  { msevtmgt_speakerid: speakerId }: SpeakerRow,
  { extras, engagementOf }: Publishing,
): Extra {
  return extras('msevtmgt_speakerengagement', engagementOf(sessionId, speakerId))
}

function describeLayout(id: string | null, { extras, layouts }: Publishing): Extra {
  if (!layouts) return {}
  return { layout: id === null ? null : { ...extras('msevtmgt_layout', id), id } }
}

export function describeSpeaker(row: SpeakerRow, publishing: Publishing): Speaker {
  const image = publishing.pictureOf(row.msevtmgt_speakerid)
  return {
    ...publishing.extras('msevtmgt_speaker', row.msevtmgt_speakerid),
    id: row.msevtmgt_speakerid,
    name: row.msevtmgt_name,
    title: row.msevtmgt_title,
    about: row.msevtmgt_about,
    accomplishments: row.msevtmgt_accomplishments,
    publications: row.msevtmgt_publications,
    email: row.msevtmgt_email,
    blog: row.msevtmgt_blog,
    linkedin: row.msevtmgt_linkedin,
    twitter: row.msevtmgt_twitter,
    website: row.msevtmgt_website,
    image,
    imageUrl: image,
    sessions: null,
  }
}

function describePlace(
  place: Place | undefined,
  publishing: Publishing,
): { building: Building | null; room: Room | null } {
  const { building, room } = place ?? { building: null, room: null }
  return {
    building: building === null ? null : describeBuilding(building, publishing),
    room: room === null ? null : describeRoom(room, publishing),
  }
}

type Columns = NonNullable<Place['building']>

function describeBuilding(columns: Columns, { wifiPasswords, extras }: Publishing): Building {
  const text = textReader(columns)
  const answer = answerReader(columns)
  return {
    ...extras('msevtmgt_building', String(columns.id)),
    id: String(columns.id),
    name: text('name'),
    description: text('description'),
    addressLine1: text('addressline1'),
    addressLine2: text('addressline2'),
    addressLine3: text('addressline3'),
    city: text('city'),
    stateProvince: text('stateprovince'),
    postalCode: text('postalcode'),
    country: text('country'),
    addressComposite: text('addresscomposite'),
    telephone1: text('telephone1'),
    telephone2: text('telephone2'),
    telephone3: text('telephone3'),
    email: text('email'),
    website: text('website'),
    accessibleToilets: answer('accessibletoilets'),
    disabledAccess: answer('disabledaccess'),
    disabledParking: answer('disabledparking'),
    publicTelephoneAvailable: answer('publictelephoneavailable'),
    wifiAvailable: answer('wifiavailable'),
    wifiSSID: text('wifissid'),
    wifiPassword: wifiPasswords ? text('wifipassword') : null,
    additionalFacilities: text('additionalfacilities'),
  }
}

function describeRoom(columns: Columns, { extras }: Publishing): Room {
  const text = textReader(columns)
  const disabled = columns.msevtmgt_disabledaccess ?? null
  return {
    ...extras('msevtmgt_room', String(columns.id)),
    id: String(columns.id),
    name: text('name'),
    description: text('description'),
    // Rooms count No 100000001 and Yes 100000002, buildings the other way round.
    disabledAccess: disabled === null ? null : disabled === 100000002,
  }
}

function textReader(columns: Columns) {
  return (name: string): string | null => {
    const value = columns[`msevtmgt_${name}`] ?? null
    return value === null ? null : String(value)
  }
}

function answerReader(columns: Columns) {
  return (name: string): boolean | null => {
    const value = columns[`msevtmgt_${name}`] ?? null
    return value === null ? null : value === 100000001
  }
}
