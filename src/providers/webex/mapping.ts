/** Between our words and those of Webex. Pure. */
import {
  type Interval,
  localOf,
  type Recurrence,
  toRRule,
  uniteIntervals,
  type Weekday,
  weekdays,
} from '#calendar'
import { cut, vendorText } from '../answer.ts'
import type {
  AttendanceItem,
  Recording,
  RegistrantPlan,
  SeriesDate,
  TokenSet,
  Webinar,
  WebinarPlan,
  WebinarType,
} from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import type { Choices } from './settings.ts'
import type {
  ChangeBody,
  InviteeBody,
  MeetingBody,
  MeetingReply,
  RecordingsReply,
  RegistrantBody,
  SessionTypesReply,
  TokenReply,
} from './wire.ts'

export function toTokenSet(reply: TokenReply): TokenSet {
  return {
    accessToken: reply.access_token,
    refreshToken: reply.refresh_token,
    expiresInSeconds: reply.expires_in,
  }
}

/** A kind of meeting that the account may hold. */
export interface SessionType {
  readonly kind: 'meeting' | 'webinar'
  /** Undefined: the one that Webex takes by itself. */
  readonly id: number | undefined
}

/** Meetings and webinars; a private meeting is an option of a meeting and not a thing of its own. */
export function toWebinarTypes({ items }: SessionTypesReply): WebinarType[] {
  return items
    .filter(({ type }) => type === 'meeting' || type === 'webinar')
    .map(({ id, name, type }) => ({ name: vendorText(name, [], 100), value: `${type}:${id}` }))
}

/** @throws ProviderError 'rejected' for a type that is not one of `toWebinarTypes` */
export function toSessionType(value: string): SessionType {
  const [, kind, id] = /^(meeting|webinar):(\d{1,9})$/.exec(value) ?? []
  if (kind === 'meeting' || kind === 'webinar') return { kind, id: Number(id) }
  throw rejected(
    `The webinar type "${value.slice(0, 50)}" is not one of Webex. Choose another one.`,
  )
}

/** Webex reckons in minutes and cuts seconds off. */
export const toWebexTime = (time: Date) => `${time.toISOString().slice(0, 16)}:00Z`

export function toChangeBody(plan: WebinarPlan): ChangeBody {
  return {
    title: cut(plan.title, 128),
    agenda: cut(plan.description ?? '', 1300),
    start: toWebexTime(plan.start),
    end: toWebexTime(plan.end),
    timezone: plan.timeZone,
    ...(plan.password === undefined ? {} : { password: plan.password }),
    recurrence: ruleOf(plan) ?? null,
  }
}

/**
 * What the plan says and Webex has not. Times that are as they were are not sent again: Webex
 * refuses a start that is over, which that of a running series is.
 */
export function changesOf(plan: WebinarPlan, found: MeetingReply): Partial<ChangeBody> {
  const wanted = Object.entries(toChangeBody(plan)) as [keyof ChangeBody, string | null][]
  const differing = wanted.filter(([name, value]) => !isSame(name, value, found[name] ?? null))
  return Object.fromEntries(differing)
}

function isSame(name: keyof ChangeBody, wanted: string | null, found: string | null): boolean {
  if (name === 'recurrence') return partsOf(wanted) === partsOf(found)
  if (name === 'start' || name === 'end')
    return Date.parse(wanted ?? '') === Date.parse(found ?? '')
  return (wanted ?? '') === (found ?? '')
}

/** The parts of a rule mean the same in any order. */
const partsOf = (rule: string | null) =>
  (rule ?? '')
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')
    .sort()
    .join(';')

/** RFC 5545 text, with the days written out that our rule leaves to the first time. */
export function ruleOf({ recurrence, start, timeZone }: WebinarPlan): string | undefined {
  if (recurrence === undefined) return undefined
  return toRRule(withDays(recurrence, localOf(start, timeZone)), timeZone)
}

function withDays(recurrence: Recurrence, first: string): Recurrence {
  const date = Temporal.PlainDate.from(first.slice(0, 10))
  if (recurrence.frequency === 'weekly' && recurrence.weekdays === undefined) {
    return { ...recurrence, weekdays: [weekdays[date.dayOfWeek - 1] as Weekday] }
  }
  if (recurrence.frequency !== 'monthly') return recurrence
  if (recurrence.week !== undefined || recurrence.monthDay !== undefined) return recurrence
  return { ...recurrence, monthDay: date.day }
}

/** Webinars let nobody in before the host, unless they are told to; links could not be made then. */
const joinBeforeHost = { enabledJoinBeforeHost: true, joinBeforeHostMinutes: 15 }

/** Our key goes along as a tag, by which an earlier attempt is found again. */
export function toMeetingBody(
  plan: WebinarPlan,
  { kind, id }: SessionType,
  choices: Choices,
): MeetingBody {
  const { recurrence, ...told } = toChangeBody(plan)
  const { siteUrl, records } = choices
  return {
    ...told,
    scheduledType: kind,
    sendEmail: false,
    invitees: teamOf(plan, kind),
    integrationTags: [plan.idempotencyKey],
    enabledAutoRecordMeeting: records,
    ...(id === undefined ? {} : { sessionTypeId: id }),
    ...(siteUrl === undefined ? {} : { siteUrl }),
    ...(kind === 'webinar' ? joinBeforeHost : {}),
    ...(recurrence === null ? { registration: registrationOf(plan, choices) } : { recurrence }),
  }
}

/** Registration and recurrence exclude each other at Webex: people of a series are invitees. */
function registrationOf(
  { maxAttendees }: WebinarPlan,
  { approval }: Choices,
): NonNullable<MeetingBody['registration']> {
  return {
    autoAcceptRequest: approval === 'automatic',
    requireFirstName: true,
    requireLastName: true,
    requireEmail: true,
    ...(maxAttendees === undefined ? {} : { maxRegisterNum: maxAttendees }),
  }
}

/** Presenters are panelists of a webinar and co-hosts of a meeting; the producer is co-host of both. */
export function teamOf(
  { producer, presenters }: WebinarPlan,
  kind: SessionType['kind'],
): readonly InviteeBody[] {
  const isWebinar = kind === 'webinar'
  const team = new Map<string, InviteeBody>()
  for (const person of presenters) add(team, person, !isWebinar, isWebinar)
  if (producer !== undefined) add(team, producer, true, isWebinar)
  return [...team.values()]
}

function add(
  team: Map<string, InviteeBody>,
  { name, email }: { readonly name: string; readonly email: string },
  coHost: boolean,
  isPanelist: boolean,
): void {
  const invitee = { email, displayName: cut(name, 100), coHost }
  team.set(email.toLowerCase(), isPanelist ? { ...invitee, panelist: true } : invitee)
}

/** The page of the meeting serves both: who is host or presents signs in there. */
export function toWebinar({ id, webLink, title, start, end }: MeetingReply): Webinar {
  return {
    webinarId: id,
    state: 'created',
    stateReason: undefined,
    webinarUrl: webLink,
    presentationManagerUrl: webLink,
    standsAs: { title: title ?? undefined, start: readable(start), end: readable(end) },
  }
}

function readable(text: string | undefined): Date | undefined {
  const time = toDate(text)
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time
}

/** Both names are required; people who gave one are called by what is known. */
export function toRegistrantBody(plan: RegistrantPlan): RegistrantBody {
  const { firstName, lastName } = namesOf(plan)
  return {
    firstName: cut(firstName, 64),
    lastName: cut(lastName, 64),
    email: plan.email,
    ...(plan.company === undefined ? {} : { companyName: cut(plan.company, 128) }),
    sendEmail: false,
  }
}

function namesOf(plan: RegistrantPlan): { readonly firstName: string; readonly lastName: string } {
  const [firstName, lastName] = [plan.firstName.trim(), plan.lastName.trim()]
  const mailbox = plan.email.split('@', 1)[0] || 'Guest'
  return { firstName: firstName || lastName || mailbox, lastName: lastName || firstName || mailbox }
}

export function displayNameOf(plan: RegistrantPlan): string {
  const name = `${plan.firstName} ${plan.lastName}`.trim()
  return cut(name === '' ? namesOf(plan).firstName : name, 100)
}

/**
 * One row is one person, with a span for every device and every return. Spans that overlap are one
 * stay; one that has not ended has no leave. Who is in the lobby has a row, too.
 */
export function toAttendanceItems(rows: readonly unknown[]): AttendanceItem[] {
  return rows.map(asRecord).flatMap(toItems)
}

interface Span {
  readonly joinedAt: Date | undefined
  readonly leftAt: Date | undefined
}

function toItems(row: Readonly<Record<string, unknown>>): AttendanceItem[] {
  const devices = Array.isArray(row.devices) ? row.devices.map(asRecord) : []
  const told = devices.map(spanOf).filter(({ joinedAt }) => joinedAt !== undefined)
  const spans = told.length > 0 ? told : [spanOf(row)]
  return united(spans).map((span) => itemOf(row, span))
}

const spanOf = (row: Readonly<Record<string, unknown>>): Span => ({
  joinedAt: toDate(row.joinedTime),
  leftAt: toLeave(row.leftTime),
})

/** What cannot be read, has not ended or ends before it begins is handed on as it is. */
function united(spans: readonly Span[]): Span[] {
  const whole = spans.filter(isWhole)
  const rest = spans.filter((span) => !isWhole(span))
  const stays = uniteIntervals(
    whole.map(({ joinedAt, leftAt }): Interval => ({ from: joinedAt, to: leftAt })),
  )
  return [...stays.map(({ from, to }) => ({ joinedAt: from, leftAt: to })), ...rest]
}

const isWhole = (span: Span): span is { readonly joinedAt: Date; readonly leftAt: Date } =>
  span.joinedAt !== undefined && span.leftAt !== undefined && span.joinedAt < span.leftAt

function itemOf(
  row: Readonly<Record<string, unknown>>,
  { joinedAt, leftAt }: Span,
): AttendanceItem {
  return {
    registrantId: undefined,
    externalId: undefined,
    email: toText(row.email),
    joinedAt,
    leftAt,
    viewingMinutes:
      joinedAt === undefined || leftAt === undefined
        ? undefined
        : (leftAt.getTime() - joinedAt.getTime()) / 60_000,
    questionsAsked: undefined,
    watchedRecording: false,
    inWaitingRoom: isInLobby(row),
    raw: row,
  }
}

export const isInLobby = ({ state }: { readonly state?: unknown }) => state === 'lobby'

const asRecord = (row: unknown) =>
  typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {}

export const toText = (value: unknown) =>
  typeof value === 'string' && value !== '' ? value : undefined

export function toDate(value: unknown): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined
  return new Date(typeof value === 'string' ? value : Number.NaN)
}

/** Of somebody who is still there Webex says nothing, or a time at the beginning of 1970. */
export function toLeave(value: unknown): Date | undefined {
  const leave = toDate(value)
  return leave !== undefined && leave.getUTCFullYear() <= 1970 ? undefined : leave
}

export function toRecordings(items: RecordingsReply['items']): Recording[] {
  return items.map((item) => ({
    recordingId: item.id,
    title: vendorText(item.topic ?? 'Recording', [], 200),
    startedAt: toDate(item.timeRecorded ?? item.createTime),
    minutes: item.durationSeconds === undefined ? undefined : Math.round(item.durationSeconds / 60),
    playUrl: item.playbackUrl,
    downloadUrl: item.downloadUrl,
  }))
}

export const rejected = (message: string) =>
  new ProviderError('rejected', { provider: 'webex', message })

export const missingDate = ({ original }: SeriesDate) =>
  new ProviderError('not-found', {
    provider: 'webex',
    message: `Webex has no date of the series at ${original.toISOString()}.`,
  })
