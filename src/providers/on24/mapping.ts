/** Between our words and those of ON24. Pure. */
import { createHash } from 'node:crypto'
import { cut } from '../answer.ts'
import type {
  AttendanceItem,
  JoiningRegistrant,
  Recording,
  RegistrantPlan,
  Webinar,
  WebinarPlan,
  WebinarType,
} from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import type { JoinField } from './settings.ts'
import type { EventReply, EventTypesReply, Form, LanguagesReply, PlannedReply } from './wire.ts'

const minute = 60_000

/** The vendor's limit; longer programmes have to be split into sessions. */
export const mostMinutes = 480

/** Live video and audio: what every account has. */
const usualEventType = 'fav'

/** Longer titles are refused ("less than 251 characters"). */
const longestTitle = 250
const longestSummary = 1000
const longestName = 50
const longestEmail = 100

export interface LanguageChoice {
  readonly languageCd: string
  readonly countryCd: string | undefined
}

/** @throws ProviderError 'rejected' for a webinar that is longer than the vendor takes */
export function toNewEvent(plan: WebinarPlan, language: LanguageChoice): Form {
  return {
    ...toEvent(plan, language),
    eventType: plan.webinarType ?? usualEventType,
    eventAbstract: summaryOf(plan),
    tagCampaign: tagOf(plan.idempotencyKey),
  }
}

/** @throws ProviderError 'rejected' for a webinar that is longer than the vendor takes */
export function toEvent(plan: WebinarPlan, { languageCd, countryCd }: LanguageChoice): Form {
  return {
    title: cut(plan.title.trim(), longestTitle),
    // Without an offset it would be Pacific time.
    liveStart: `${plan.start.toISOString().slice(0, 19)}+00:00`,
    liveDuration: String(durationOf(plan)),
    timeZone: plan.timeZone,
    languageCd,
    countryCd,
    promotionalSummary: summaryOf(plan),
  }
}

const summaryOf = ({ description }: WebinarPlan) =>
  description === undefined || description.trim() === ''
    ? undefined
    : cut(description.trim(), longestSummary)

/** 15 to 120 minutes in steps of 15, then in steps of 30: the next one that is long enough. */
export function durationOf({ start, end }: Pick<WebinarPlan, 'start' | 'end'>): number {
  const planned = Math.max(1, Math.ceil((end.getTime() - start.getTime()) / minute))
  if (planned > mostMinutes) {
    throw new ProviderError('rejected', {
      provider: 'on24',
      message: `A webinar at ON24 lasts at most ${mostMinutes} minutes; this one is planned for ${planned}. Split it into sessions.`,
    })
  }
  const step = planned <= 120 ? 15 : 30
  return Math.ceil(planned / step) * step
}

/**
 * ON24 knows no key of ours, but tags that it lists: by this one a creation that is repeated finds
 * the event of the first time. Most special characters are refused in tags.
 */
export function tagOf(idempotencyKey: string): string {
  return `greenroom-${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 24)}`
}

/** Chinese comes in two writings, told by country; any other language without one if possible. */
export function chooseLanguage(
  wanted: string,
  { languagecodes }: LanguagesReply,
): LanguageChoice | undefined {
  const { language, script, region } = new Intl.Locale(wanted)
  const known = languagecodes.filter(({ languagecd }) => languagecd.toLowerCase() === language)
  const country =
    language === 'zh' ? (script === 'Hant' || region === 'TW' ? 'TW' : 'CN') : undefined
  const found =
    known.find(({ countrycd }) => (countrycd ?? undefined) === country) ??
    (country === undefined ? known[0] : undefined)
  return found && { languageCd: found.languagecd, countryCd: found.countrycd ?? undefined }
}

/** Documents and pages are listed there, too; they cannot be planned. */
const contents =
  /^(on ?demand|engagement hub|experience|gateway|go ?live|recurring|article|image|pdf|podcast|video|webpage)/i

export function toWebinarTypes({ eventtypes }: EventTypesReply): readonly WebinarType[] {
  const types = new Map<string, WebinarType>()
  for (const { label, value } of eventtypes) {
    if (!contents.test(value)) types.set(value, { name: label.trim() || value, value })
  }
  return [...types.values()]
}

export const toPlannedWebinar = ({ wccevent }: PlannedReply): Webinar =>
  webinar(wccevent.eventId, wccevent.audienceUrl, wccevent.PMUrl ?? wccevent.pmurl)

export const toWebinar = ({ eventid, audienceurl, pmurl }: EventReply): Webinar =>
  webinar(eventid, audienceurl, pmurl)

function webinar(
  eventId: number | string,
  audienceUrl: string | null | undefined,
  managerUrl: string | null | undefined,
): Webinar {
  return {
    webinarId: String(eventId),
    state: 'created',
    stateReason: undefined,
    webinarUrl: audienceUrl ?? undefined,
    presentationManagerUrl: managerUrl ?? undefined,
  }
}

/**
 * At ON24 a registrant is an e-mail address. Mails about the event come from the hub alone.
 * @throws ProviderError 'rejected' for an address that ON24 cannot keep
 */
export function toRegistration(person: RegistrantPlan): Form {
  const email = person.email.trim()
  if (email.length > longestEmail) {
    throw new ProviderError('rejected', {
      provider: 'on24',
      message: `ON24 takes e-mail addresses of at most ${longestEmail} characters; this one has ${email.length}.`,
    })
  }
  return {
    email,
    firstname: nameOf(person.firstName),
    lastname: nameOf(person.lastName),
    company: person.company === undefined ? undefined : cut(person.company, longestSummary),
    exteventusercd: person.idempotencyKey,
    eventemail: 'N',
  }
}

const nameOf = (name: string) => (name.trim() === '' ? '-' : cut(name.trim(), longestName))

/** The last part of `https://event.on24.com/wcc/r/{event}/{key}`. */
export function keyIn(audienceUrl: string): string {
  return URL.parse(audienceUrl)?.pathname.split('/').at(-1) ?? ''
}

/** It carries personal data: made at the click, kept nowhere. */
export function toJoinUrl(
  address: string,
  eventId: string,
  key: string,
  person: JoiningRegistrant,
): string {
  const values: Readonly<Record<JoinField, string>> = {
    eventid: eventId,
    key,
    email: person.email.trim(),
    firstname: nameOf(person.firstName),
    lastname: nameOf(person.lastName),
    company: person.company ?? '',
  }
  return address.replaceAll(/\{(\w+)\}/g, (_whole, name: JoinField) =>
    encodeURIComponent(values[name]),
  )
}

/** What cannot be read becomes an invalid date, which attendance refuses with its reason. */
export function toAttendanceItems(sessions: readonly unknown[]): readonly AttendanceItem[] {
  return sessions.map((raw) => {
    const row = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {}
    const email = toText(row.email)
    return {
      registrantId: email?.toLowerCase(),
      externalId: toText(row.exteventusercd),
      email,
      joinedAt: toDate(row.starttime),
      leftAt: toDate(row.endtime),
      viewingMinutes: toMinutes(row.duration),
      questionsAsked: undefined,
      watchedRecording: /^archived$/i.test(toText(row.usage) ?? ''),
      raw,
    }
  })
}

const toText = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function toDate(value: unknown): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const hasOffset = typeof value === 'string' && /(Z|[+-]\d\d:?\d\d)$/i.test(value)
  return new Date(hasOffset ? value : Number.NaN)
}

/** `HH:MM:SS`. */
function toMinutes(value: unknown): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d)$/.exec(String(value)) ?? []
  if (hours === undefined) return undefined
  return Number(hours) * 60 + Number(minutes) + Number(seconds) / 60
}

/** The archive is one recording; ON24 lists none, but gives its files with the event. */
export function toRecordings(event: EventReply, now: Date): readonly Recording[] {
  const file = [event.singlefilearchive, event.presentermediavideofile].find(isWebAddress)
  if (file === undefined) return []
  const start = toDate(event.goodafter)
  const isOpen = isBefore(event.archivestart, now) && !isBefore(event.archiveend, now)
  return [
    {
      recordingId: `${event.eventid}/archive`,
      title: event.description ?? '',
      startedAt: start === undefined || Number.isNaN(start.getTime()) ? undefined : start,
      minutes: undefined,
      playUrl: isOpen ? (event.audienceurl ?? undefined) : undefined,
      downloadUrl: file,
    },
  ]
}

const isWebAddress = (text: unknown): text is string =>
  typeof text === 'string' && /^https?:\/\/\S+$/i.test(text)

const isBefore = (text: unknown, now: Date) =>
  (toDate(text)?.getTime() ?? Number.NaN) <= now.getTime()
