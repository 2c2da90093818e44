/** Events: making, changing, showing and removing them. */
import type { Call, Form } from './endpoint.ts'
import { Failure, missingEvent } from './failure.ts'
import {
  type EventSettings,
  endOf,
  newKey,
  nextId,
  nowOf,
  registrantsOf,
  standing,
  type TwinEvent,
  type Vendor,
} from './state.ts'
import { formTime, instantIn, isZone, pacificTime, startIn } from './times.ts'

const minute = 60_000
const day = 1440 * minute
/** The lobby opens so long before the start. */
export const lobbyMs = 15 * minute

export const eventTypes = [
  ['Live Video and Audio', 'fav'],
  ['Simu-live', 'simulive'],
  ['Sim-2-live', 'sim2live'],
  ['Broadcast Video', 'encodeonsite'],
  ['On Demand', 'ondemand'],
  ['forum', 'forum'],
  ['Engagement Hub', 'Engagement Hub'],
  ['pdf', 'pdf'],
  ['webpage', 'webpage'],
] as const

/** With the country where a language has several writings. */
export const languages: readonly (readonly [string, string, string?])[] = [
  ['English', 'en'],
  ['English (UK)', 'en', 'UK'],
  ['German', 'de'],
  ['French', 'fr'],
  ['Spanish', 'es'],
  ['Portuguese', 'pt'],
  ['Japanese', 'ja'],
  ['Chinese (Simplified)', 'zh', 'CN'],
  ['Chinese (Traditional)', 'zh', 'TW'],
]

const required = ['title', 'liveStart', 'liveDuration', 'eventType', 'languageCd', 'timeZone']

export function createEvent(vendor: Vendor, { form }: Call): object {
  const missing = required.find((name) => (form.text(name.toLowerCase()) ?? '') === '')
  if (missing !== undefined) throw new Failure(400, `The parameter ${missing} is required.`)
  const now = nowOf(vendor)
  const event: TwinEvent = {
    id: nextId(vendor, 4_100_001),
    key: newKey(),
    managerKey: newKey(),
    createdAt: now,
    settings: settingsIn(form, fresh(now), 250),
    modifiedAt: now,
    isActive: true,
    isDeleted: false,
    endedAt: undefined,
  }
  vendor.events.set(event.id, event)
  return showPlanned(vendor, event)
}

const fresh = (now: number): EventSettings => ({
  title: '',
  abstract: undefined,
  summary: undefined,
  start: now,
  minutes: 60,
  eventType: 'fav',
  languageCd: 'en',
  countryCd: undefined,
  timeZone: 'America/Los_Angeles',
  tags: [],
  campaignCode: undefined,
  archiveAvailable: true,
  registrationIsOpen: true,
})

export function changeEvent(vendor: Vendor, { eventId, form }: Call): object {
  const event = eventBy(vendor, eventId)
  event.settings = settingsIn(form, event.settings, 255)
  event.modifiedAt = nowOf(vendor)
  return showPlanned(vendor, event)
}

function settingsIn(form: Form, before: EventSettings, longestTitle: number): EventSettings {
  const timeZone = form.text('timezone') ?? before.timeZone
  if (!isZone(timeZone)) throw new Failure(400, `Invalid time zone: ${timeZone}`)
  const start = form.text('livestart')
  const duration = form.text('liveduration')
  return {
    title: titleIn(form, before, longestTitle),
    abstract: form.text('eventabstract') ?? before.abstract,
    summary: form.text('promotionalsummary') ?? before.summary,
    start: start === undefined ? before.start : startIn(start, timeZone),
    minutes: duration === undefined ? before.minutes : minutesIn(duration),
    eventType: eventTypeIn(form, before),
    ...languageIn(form, before),
    timeZone,
    tags: tagsIn(form) ?? before.tags,
    campaignCode: form.text('campaigncode') ?? before.campaignCode,
    archiveAvailable: flagIn(form, 'archiveavailable') ?? before.archiveAvailable,
    registrationIsOpen: flagIn(form, 'enableregistration') ?? before.registrationIsOpen,
  }
}

function titleIn(form: Form, before: EventSettings, longest: number): string {
  const title = form.text('title') ?? before.title
  if (title.length <= longest) return title
  throw new Failure(400, `The title is limited to ${longest} characters.`)
}

function minutesIn(text: string): number {
  const minutes = Number(text)
  const step = minutes <= 120 ? 15 : 30
  if (Number.isInteger(minutes) && minutes >= 15 && minutes <= 480 && minutes % step === 0) {
    return minutes
  }
  throw new Failure(400, `Invalid value for liveDuration: ${text}`)
}

function eventTypeIn(form: Form, before: EventSettings): string {
  const type = form.text('eventtype') ?? before.eventType
  if (eventTypes.some(([, value]) => value === type)) return type
  throw new Failure(400, `Invalid value for eventType: ${type}`)
}

function languageIn(form: Form, before: EventSettings) {
  const languageCd = form.text('languagecd')
  if (languageCd === undefined) {
    return { languageCd: before.languageCd, countryCd: before.countryCd }
  }
  const countryCd = form.text('countrycd')
  if (languages.some(([, code, country]) => code === languageCd && country === countryCd)) {
    return { languageCd, countryCd }
  }
  throw new Failure(400, `Invalid language: ${languageCd} ${countryCd ?? ''}`.trim())
}

const refusedInTags = /[£$!%&*()}{@#~?><',"|=_+¬]/

function tagsIn(form: Form): readonly string[] | undefined {
  const tags = form.all('tagcampaign')
  if (tags.length === 0) return undefined
  if (tags.length > 10) throw new Failure(400, 'You can set up to 10 tags.')
  const wrong = tags.find((tag) => refusedInTags.test(tag))
  if (wrong !== undefined) throw new Failure(400, `Invalid characters in tagCampaign: ${wrong}`)
  return tags
}

function flagIn(form: Form, name: string): boolean | undefined {
  const text = form.text(name)?.toUpperCase()
  if (text === undefined) return undefined
  if (text === 'Y' || text === 'N') return text === 'Y'
  throw new Failure(400, `Invalid value for ${name}: ${text}`)
}

export function eventBy(vendor: Vendor, id: string): TwinEvent {
  const event = vendor.events.get(id)
  if (event === undefined || event.isDeleted) throw missingEvent(id)
  return event
}

/** Nobody outside knows the criteria; here an event that has begun, with people, is kept. */
export function deleteEvent(vendor: Vendor, { eventId }: Call): object {
  const event = vendor.events.get(eventId)
  if (event === undefined) {
    throw new Failure(404, 'Event not found for this client or its children')
  }
  if (event.isDeleted) throw new Failure(410, 'Event has already been deleted')
  const hasBegun = nowOf(vendor) >= event.settings.start - lobbyMs
  if (hasBegun && registrantsOf(vendor, eventId).length > 0) {
    throw new Failure(412, 'Event does not meet criteria for deletion')
  }
  event.isDeleted = true
  return { message: 'Event Successfully Deleted.' }
}

/** What creating and changing answer; one of them spells the manager's address in capitals. */
function showPlanned(vendor: Vendor, event: TwinEvent): object {
  const { id, settings } = event
  const end = settings.start + settings.minutes * minute
  const time = (at: number) => formTime(at, settings.timeZone)
  const isNew = event.createdAt === event.modifiedAt
  return {
    wccevent: {
      eventId: Number(id),
      title: settings.title,
      eventAbstract: settings.abstract,
      promotionalSummary: settings.summary,
      liveStart: time(settings.start - lobbyMs),
      liveDuration: settings.minutes * 60,
      liveEnd: time(end),
      archiveStart: time(end + 30 * minute),
      archiveEnd: time(end + 365 * day),
      clientId: Number(vendor.client.id),
      timeZone: settings.timeZone,
      eventType: settings.eventType === 'fav' ? 'webcam' : settings.eventType,
      goodAfter: time(settings.start),
      audienceUrl: audienceUrl(vendor, event),
      archiveAvailable: settings.archiveAvailable,
      languageCd: settings.languageCd,
      countryCd: settings.countryCd,
      campaignCode: settings.campaignCode,
      tags: settings.tags,
      [isNew ? 'PMUrl' : 'pmurl']: managerUrl(vendor, event),
    },
  }
}

export const audienceUrl = ({ url }: Vendor, { id, key }: TwinEvent) =>
  `${url()}/wcc/r/${id}/${key}`

export const managerUrl = ({ url }: Vendor, { id, managerKey }: TwinEvent) =>
  `${url()}/webcast/present?e=${id}&k=${managerKey}`

/** What reading and listing answer. */
export function showEvent(vendor: Vendor, event: TwinEvent): object {
  const { id, settings } = event
  const end = endOf(event)
  return {
    eventanalytics: { totalregistrants: registrantsOf(vendor, id).length },
    eventid: Number(id),
    clientid: Number(vendor.client.id),
    goodafter: pacificTime(settings.start),
    isactive: event.isActive,
    regrequired: true,
    description: settings.title,
    promotionalsummary: settings.summary,
    displaytimezonecd: settings.timeZone,
    eventtype: settings.eventType,
    createtimestamp: pacificTime(event.createdAt),
    localelanguagecd: settings.languageCd,
    localecountrycd: settings.countryCd,
    lastmodified: pacificTime(event.modifiedAt),
    livestart: pacificTime(settings.start - lobbyMs),
    liveend: pacificTime(end),
    archivestart: pacificTime(end + 30 * minute),
    archiveend: pacificTime(end + 365 * day),
    audienceurl: audienceUrl(vendor, event),
    audiencekey: event.key,
    pmurl: managerUrl(vendor, event),
    contenttype: 'webcast',
    campaigncode: settings.campaignCode,
    tags: settings.tags,
  }
}

/** The files of the archive come with the single event only. */
export function showMetadata(vendor: Vendor, { eventId }: Call): object {
  const event = eventBy(vendor, eventId)
  const isThere = nowOf(vendor) >= endOf(event) + 30 * minute
  if (!vendor.settings.archiveFiles || !isThere) return showEvent(vendor, event)
  return {
    ...showEvent(vendor, event),
    singlefilearchive: `${vendor.url()}/downloads/${event.id}.mp4`,
  }
}

const dates: Readonly<Record<string, (event: TwinEvent) => number>> = {
  goodafter: ({ settings }) => settings.start,
  creation: ({ createdAt }) => createdAt,
  modified: ({ modifiedAt }) => modifiedAt,
  livestart: ({ settings }) => settings.start - lobbyMs,
  liveend: endOf,
}

/** Without dates the last 90 days; at most six months. Without subaccounts there are no pages. */
export function listEvents(vendor: Vendor, { query }: Call): object {
  const now = nowOf(vendor)
  const { startdate, enddate, dateinterval } = query
  if (dateinterval !== undefined && (startdate ?? enddate) !== undefined) {
    throw new Failure(400, 'dateInterval cannot be used with startDate and endDate.')
  }
  const from = startdate === undefined ? now - intervalMs(dateinterval) : instantIn(startdate)
  const to = enddate === undefined ? now : instantIn(enddate, true)
  if (to - from > 184 * day) throw new Failure(400, 'The maximum date range is 6 months.')
  const dateOf = dates[(query.datefiltermode ?? 'goodafter').toLowerCase()]
  if (dateOf === undefined) throw new Failure(400, 'Invalid value for dateFilterMode.')
  const found = standing(vendor)
    .filter((event) => dateOf(event) >= from && dateOf(event) <= to)
    .filter(({ settings }) => !settings.tags.includes('APIEXCLUDE'))
    .sort((a, b) => dateOf(a) - dateOf(b))
  const sorted = query.filterorder?.toLowerCase() === 'desc' ? found.toReversed() : found
  return { totalevents: sorted.length, events: sorted.map((event) => showEvent(vendor, event)) }
}

function intervalMs(text: string | undefined): number {
  const days = Number(text ?? 90)
  if (Number.isInteger(days) && days >= 1 && days <= 180) return days * day
  throw new Failure(400, `Invalid value for dateInterval: ${text}`)
}
