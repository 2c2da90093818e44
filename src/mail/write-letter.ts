/** The text of letters: pure, from what was read to what goes out. */
import { type Attendee, type CalendarEvent, renderCalendar } from '#calendar'
import { format } from '#events'
import { escapeHtml } from '#http'
import type { Address, Letter, LetterKind } from './mail.ts'
import type { LetterSubject } from './mail-rows.ts'

export interface LetterContext {
  readonly joinLink: string
  readonly eventUrl: string
  readonly organizer: Address
  /** Host part of calendar UIDs; stable for the life of the installation. */
  readonly uidHost: string
  readonly stamp: Date
}

export function writeLetter(
  kind: LetterKind,
  subject: LetterSubject,
  context: LetterContext,
): Letter {
  const paragraphs = paragraphsOf(kind, subject, context)
  return {
    subject: `${headings[kind]}: ${subject.eventName}`.slice(0, 300),
    text: textOf(paragraphs, subject, context, kind),
    html: htmlOf(paragraphs, subject, context, kind),
    calendar: calendarOf(kind, subject, context),
  }
}

const headings: Readonly<Record<LetterKind, string>> = {
  confirmation: 'You are registered',
  change: 'Changed',
  cancellation: 'Cancelled',
}

function paragraphsOf(kind: LetterKind, subject: LetterSubject, context: LetterContext): string[] {
  const greeting = `Hello ${subject.firstName ?? subject.fullName ?? 'there'},`
  if (kind === 'cancellation') {
    const what = subject.canceled ? 'Your registration was cancelled.' : 'The event was cancelled.'
    return [greeting, what, 'The entry in your calendar is removed by the attached file.']
  }
  const first =
    kind === 'confirmation'
      ? 'You are registered. The attached file puts the event into your calendar.'
      : 'Something about this event has changed. The attached file brings your calendar up to date.'
  if (!isOnline(subject)) return [greeting, first]
  return [
    greeting,
    first,
    `Your personal link stays the same whatever changes: ${context.joinLink}`,
  ]
}

function textOf(
  paragraphs: readonly string[],
  subject: LetterSubject,
  context: LetterContext,
  kind: LetterKind,
): string {
  const facts = factsOf(subject).map(([label, value]) => `${label}: ${value}`)
  const footer = kind === 'cancellation' ? [] : [`More about the event: ${context.eventUrl}`]
  return [...paragraphs, [subject.eventName, ...facts].join('\n'), ...footer].join('\n\n')
}

function factsOf(subject: LetterSubject): [string, string][] {
  const facts: [string, string][] = [
    [
      'When',
      `${readable(subject.start)} – ${readable(subject.end)} (${subject.timeZoneName ?? subject.timeZone ?? 'UTC'})`,
    ],
  ]
  if (subject.address !== null) facts.push(['Where', subject.address])
  for (const session of subject.sessions) {
    facts.push([
      'Session',
      `${session.name}, ${readable(session.start)} – ${readable(session.end)}`,
    ])
  }
  facts.push(['Registration', subject.registrationName])
  return facts
}

/** `2026-11-21T10:00:00` as people read it: Sat 21 Nov 2026, 10:00. */
function readable(local: string): string {
  const time = Temporal.PlainDateTime.from(local)
  return time.toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
}

function htmlOf(
  paragraphs: readonly string[],
  subject: LetterSubject,
  context: LetterContext,
  kind: LetterKind,
): string {
  const rows = factsOf(subject)
    .map(
      ([label, value]) =>
        `<tr><td style="padding:4px 16px 4px 0;color:#5b6472;vertical-align:top">${escapeHtml(label)}</td><td style="padding:4px 0">${escapeHtml(value)}</td></tr>`,
    )
    .join('')
  const text = paragraphs
    .filter((paragraph) => !paragraph.includes(context.joinLink))
    .map((paragraph) => `<p style="margin:0 0 12px">${escapeHtml(paragraph)}</p>`)
    .join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject.eventName)}</title></head>
<body style="margin:0;background:#f3f5f8;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1c2430">
<div style="max-width:560px;margin:0 auto;padding:32px 16px"><div style="background:#ffffff;border-radius:12px;padding:32px">
<p style="margin:0 0 4px;color:#0b6b53;font-weight:600">${escapeHtml(headings[kind])}</p>
<h1 style="margin:0 0 20px;font-size:24px;line-height:1.25">${escapeHtml(subject.eventName)}</h1>
${text}<table role="presentation" style="border-collapse:collapse;margin:8px 0 20px">${rows}</table>${buttonOf(kind, subject, context)}
</div></div></body></html>`
}

function buttonOf(kind: LetterKind, subject: LetterSubject, context: LetterContext): string {
  if (kind === 'cancellation') return ''
  const more = `<p style="margin:16px 0 0;font-size:14px"><a href="${escapeHtml(context.eventUrl)}" style="color:#0b6b53">About the event</a></p>`
  if (!isOnline(subject)) return more
  return `<p style="margin:0"><a href="${escapeHtml(context.joinLink)}" style="display:inline-block;background:#0b6b53;color:#ffffff;text-decoration:none;padding:12px 24px;border-radius:8px;font-weight:600">Join</a></p>
<p style="margin:12px 0 0;font-size:14px;color:#5b6472">This link is yours alone and stays the same whatever changes.</p>${more}`
}

function isOnline(subject: LetterSubject): boolean {
  return subject.format === format.webinar.value || subject.format === format.hybrid.value
}

function calendarOf(
  kind: LetterKind,
  subject: LetterSubject,
  context: LetterContext,
): Letter['calendar'] {
  const attendee: Attendee = {
    email: subject.email ?? '',
    name: subject.fullName ?? undefined,
    answer: 'accepted',
    rsvp: false,
  }
  const event = { ...calendarEventOf(kind, subject, context), attendees: [attendee] as const }
  const method = kind === 'cancellation' ? 'CANCEL' : 'REQUEST'
  return { method, text: renderCalendar({ method, stamp: context.stamp, events: [event] }) }
}

/** One entry for ever: the UID is the registration's, only the sequence grows. */
export function calendarEventOf(
  kind: LetterKind,
  subject: LetterSubject,
  context: LetterContext,
): CalendarEvent {
  const online = isOnline(subject) && kind !== 'cancellation'
  return {
    uid: `${subject.registrationId}@${context.uidHost}`,
    sequence: subject.sequence,
    start: subject.start,
    end: subject.end,
    zone: subject.timeZone ?? 'UTC',
    summary: subject.eventName,
    description: descriptionOf(subject, online ? context.joinLink : undefined),
    location: subject.address ?? (online ? context.joinLink : undefined),
    url: context.eventUrl,
    ...(online ? { conference: { url: context.joinLink, label: 'Join' } } : {}),
    organizer: context.organizer,
    status: kind === 'cancellation' ? 'cancelled' : 'confirmed',
  }
}

function descriptionOf(subject: LetterSubject, joinLink: string | undefined): string {
  const sessions = subject.sessions.map((session) => `${readable(session.start)} ${session.name}`)
  return [
    joinLink === undefined ? '' : `Join: ${joinLink}`,
    subject.description ?? '',
    sessions.join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
