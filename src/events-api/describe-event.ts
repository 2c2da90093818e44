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

export interface Publishing {
  readonly publicUrl: string
  /** Dynamics 365 showed Wi-Fi passwords to everybody; here an administrator has to want it. */
  readonly wifiPasswords: boolean
}

export function describeEvent(
  row: EventRow,
  place: Place | undefined,
  publishing: Publishing,
): PublishedEvent {
  return {
    eventId: row.msevtmgt_eventid,
    readableEventId: row.msevtmgt_readableeventid,
    eventName: row.msevtmgt_name,
    description: row.msevtmgt_description,
    eventType: row.msevtmgt_eventtype,
    eventFormat: row.msevtmgt_eventformat,
    eventLanguage: row.msevtmgt_language,
    ...timesOfEvent(row),
    publicEventUrl: addressOf(row, publishing),
    // Event images are not kept by the hub.
    image: null,
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
  return {
    id: session.msevtmgt_sessionid,
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
    // Both are about a signed-in user; callers of this API are anonymous.
    alreadyRegistered: false,
    userEligibleToRegister: false,
    speakers: speakers.map(describeSpeaker),
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

export function describeSpeaker(row: SpeakerRow): Speaker {
  return {
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
    image: null,
    imageUrl: null,
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
    room: room === null ? null : describeRoom(room),
  }
}

type Columns = NonNullable<Place['building']>

function describeBuilding(columns: Columns, { wifiPasswords }: Publishing): Building {
  const text = textReader(columns)
  const answer = answerReader(columns)
  return {
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

function describeRoom(columns: Columns): Room {
  const text = textReader(columns)
  const disabled = columns.msevtmgt_disabledaccess ?? null
  return {
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

/** `2026-11-21T10:00:00Z`, without parts of a second as in Dynamics 365. */
function writeInstant(instant: Date): string {
  return instant.toISOString().replace('.000Z', 'Z')
}
