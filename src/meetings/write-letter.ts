/** A letter about a meeting: pure, from what is due to what goes out. */
import { escapeHtml } from '#http'
import { datesOf, happening, type MeetingDate } from './dates.ts'
import type { DueLetter } from './due-letters.ts'
import { type CalendarContext, calendarOf } from './letter-calendar.ts'
import { textsIn } from './letter-texts.ts'
import type { Meeting, WholeMeeting } from './meeting.ts'

/** What the mail module is handed; the same shape as its own. */
export interface MeetingLetter {
  readonly reference: string
  readonly kind: string
  readonly thread: string
  readonly to: { readonly email: string; readonly name: string | undefined }
  readonly language: string
  readonly subject: string
  readonly title: string
  readonly text: string
  readonly bodyHtml: string
  readonly calendar: { readonly method: 'REQUEST' | 'CANCEL'; readonly text: string }
}

/** As many dates of a series as a letter lists; the calendar part has all. */
const mostListed = 10

export function writeLetter(
  meeting: WholeMeeting,
  due: DueLetter,
  context: CalendarContext,
): MeetingLetter {
  const { kind, guest, date } = due
  const { language, title, id, sequence } = meeting
  const texts = textsIn(language)
  const host = meeting.host.name ?? meeting.host.email ?? context.mailbox.name ?? 'Greenroom'
  const fill = (text: string) => text.replace('{title}', () => title).replace('{host}', () => host)
  const opening = fill(texts.openings[kind])
  const isOff = kind === 'cancellation' || kind === 'removal' || kind === 'dateCancelled'
  const facts = factsOf(meeting, due, host, context.stamp)
  const link = isOff ? undefined : context.joinLink
  return {
    reference: ['meeting', guest.id, sequence, kind, date?.originalStart ?? ''].join(':'),
    kind: `meeting ${kind}`,
    thread: `meeting:${id}:${guest.id}`,
    to: { email: guest.email, name: guest.name },
    language,
    subject: fill(texts.subjects[kind]),
    title,
    text: asText(opening, facts, link, meeting),
    bodyHtml: asHtml(opening, facts, link, meeting),
    calendar: calendarOf(meeting, due, context),
  }
}

type Fact = readonly [label: string, lines: readonly string[]]

function factsOf(
  meeting: WholeMeeting,
  { date, kind }: DueLetter,
  host: string,
  now: Date,
): Fact[] {
  const { labels } = textsIn(meeting.language)
  const all = datesOf(meeting, meeting.exceptions)
  const coming = happening(all).filter(({ endsAt }) => endsAt > now)
  const shown = date ?? coming[0] ?? all[0]
  const facts: Fact[] = [[labels.when, shown === undefined ? [] : [when(shown, meeting)]]]
  if (kind === 'dateMoved' && date !== undefined) {
    const before = datesOf(meeting).find((each) => each.originalStart === date.originalStart)
    if (before !== undefined) facts.push([labels.insteadOf, [when(before, meeting)]])
  }
  if (date === undefined && coming.length > 1) {
    const listed = coming.slice(0, mostListed).map((each) => when(each, meeting))
    facts.push([labels.dates, coming.length > mostListed ? [...listed, '…'] : listed])
  }
  facts.push([labels.host, [host]])
  const isTold = kind === 'invitation' || kind === 'change' || kind === 'dateMoved'
  if (isTold && meeting.password !== undefined) facts.push([labels.password, [meeting.password]])
  return facts
}

/** English without a region is British, as in the hub's other letters. */
function when({ startsAt, endsAt }: MeetingDate, { zone, language }: Meeting): string {
  const locale = language === 'en' ? 'en-GB' : language
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: zone,
  })
  return `${format.formatRange(startsAt, endsAt)} (${zone})`
}

function asText(
  opening: string,
  facts: readonly Fact[],
  link: string | undefined,
  { description, language }: Meeting,
): string {
  const { labels } = textsIn(language)
  return [
    opening,
    facts.map(([label, lines]) => `${label}: ${lines.join('\n  ')}`).join('\n'),
    link === undefined ? '' : `${labels.join}: ${link}\n${labels.yours}`,
    description ?? '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function asHtml(
  opening: string,
  facts: readonly Fact[],
  link: string | undefined,
  { description, language }: Meeting,
): string {
  const { labels } = textsIn(language)
  const rows = facts.map(
    ([label, lines]) =>
      `<tr><td style="padding:4px 16px 4px 0;color:#5b6472;vertical-align:top">${escapeHtml(label)}</td><td style="padding:4px 0">${lines.map(escapeHtml).join('<br>')}</td></tr>`,
  )
  const button =
    link === undefined
      ? ''
      : `<p style="margin:0 0 12px"><a href="${escapeHtml(link)}" style="display:inline-block;background:#0b6b53;color:#ffffff;text-decoration:none;padding:12px 24px;border-radius:8px;font-weight:600">${escapeHtml(labels.join)}</a></p><p style="margin:12px 0 0;font-size:14px;color:#5b6472">${escapeHtml(labels.yours)}</p>`
  const more =
    description === undefined
      ? ''
      : `<p style="white-space:pre-line">${escapeHtml(description)}</p>`
  return `<p>${escapeHtml(opening)}</p><table role="presentation" style="border-collapse:collapse;margin:8px 0 20px">${rows.join('')}</table>${button}${more}`
}
