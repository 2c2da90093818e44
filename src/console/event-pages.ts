/** Events: the list, one event with its registrations, one registration with its evidence. */
import { attendanceReport, evidenceOfRegistration, evidenceSource } from '#attendance'
import type { Db } from '#database'
import { outcome, publishStatus } from '#events'
import { type Html, html } from '#http'
import type { Forecast } from '#providers'
import { listRecoveryItems, type OpenItem, publishingState, verdict } from '#registrations'
import type { PresenterLink } from '#webinars'
import * as rows from './console-rows.ts'
import { action, badge, frame, shown, type Tone, table } from './frame.ts'

interface Option {
  readonly value: number
  readonly label: string
}

function labelOf(set: Readonly<Record<string, Option>>, value: number | null | undefined): string {
  return Object.values(set).find((option) => option.value === value)?.label ?? '–'
}

const verdictTones: Readonly<Record<number, Tone>> = {
  [verdict.pending.value]: 'waiting',
  [verdict.completed.value]: 'good',
  [verdict.failed.value]: 'bad',
}

const publishingTones: Readonly<Record<number, Tone>> = {
  [publishingState.pending.value]: 'waiting',
  [publishingState.published.value]: 'good',
}

const webinarTones: Readonly<Record<string, Tone>> = {
  Created: 'good',
  Pending: 'waiting',
  Failed: 'bad',
}

export async function eventListPage(db: Db): Promise<string> {
  const events = await rows.listEvents(db)
  const lines = events.map((event) => [
    html`<a href="/admin/events/${event.id}">${event.name}</a>`,
    `${event.start.replace('T', ' ').slice(0, 16)} ${event.timeZone ?? ''}`,
    labelOf(publishStatus, event.publishStatus),
    webinarBadge(event.webinarStatus),
    `${event.registrations}${event.capacity === null ? '' : ` of ${event.capacity}`}`,
    labelOf(outcome, event.outcome),
  ])
  const head = ['Event', 'Starts', 'Publish status', 'Webinar', 'Registrations', 'Outcome']
  return frame({
    title: 'Events',
    at: 'events',
    body: table(head, lines, 'No events yet. Create one through the Data API, or run the demo.'),
  })
}

function webinarBadge(status: string | null): Html {
  return status === null ? badge('none', 'plain') : badge(status, webinarTones[status] ?? 'plain')
}

export interface EventExtras {
  readonly presenters: readonly PresenterLink[]
  readonly forecast: Forecast | undefined
}

export async function eventPage(
  db: Db,
  id: string,
  { presenters, forecast }: EventExtras,
): Promise<string | undefined> {
  const event = await rows.findEvent(db, id)
  if (event === undefined) return undefined
  const report = await attendanceReport(db, id)
  const lines = report.lines.map((line) => [
    html`<a href="/admin/registrations/${line.registrationId}">${line.fullName ?? line.registrationName}</a><br><span class="faint">${line.email}</span>`,
    verdictBadge(line.verdict),
    line.attendedMinutes === null
      ? '–'
      : html`<span class="nowrap">${line.attendedMinutes} min</span>`,
    line.canceled ? badge('Cancelled', 'plain') : publishingBadge(line.publishingState),
    line.publishMessage ?? '',
  ])
  const refused = report.refused.map((each) => [
    each.name,
    each.explanation,
    shown(each.receivedon),
  ])
  const recordings = await rows.recordingsOf(db, id)
  const items = await listRecoveryItems(db, id)
  return frame({
    title: event.name,
    at: 'events',
    body: html`${recoveryNotice(items)}<div class="sheet">${facts([
      ['Starts', `${event.start.replace('T', ' ')} ${event.timeZone ?? ''}`],
      ['Publish status', labelOf(publishStatus, event.publishStatus)],
      ['Webinar', html`${webinarBadge(event.webinarStatus)} ${event.webinarStatusReason}`],
      ['Forecast', forecast?.sentence ?? '–'],
      ['Webinar URL', event.webinarUrl ?? '–'],
      [
        'Presenters',
        event.presentationManagerUrl === null
          ? '–'
          : html`<a href="${event.presentationManagerUrl}" rel="noreferrer">Presentation manager</a>`,
      ],
      [
        'Public page',
        html`<a href="/e/${event.readableEventId ?? event.id}">/e/${event.readableEventId ?? event.id}</a>`,
      ],
      ['Outcome', labelOf(outcome, event.outcome)],
    ])}</div>
<div class="actions">${event.publishStatus === publishStatus.live.value ? '' : action(`/admin/events/${id}/go-live`, 'Go live', 'main')}
${action(`/admin/events/${id}/collect`, 'Ask the provider for attendance now')}
${action(`/admin/events/${id}/publish-again`, 'Retry failed registrations')}
<a class="button" href="/api/v1/events/${id}/attendance.csv">Attendance as CSV</a></div>
<h2>Registrations</h2>
${table(['Who', 'Verdict', 'Attended', 'At the provider', 'Message'], lines, 'Nobody registered yet.')}
<h2>Presenters</h2>
${table(['Who', 'As', 'Own link'], presenters.map(presenterLine), 'No speaker or team member with an e-mail.')}
<h2>Recordings</h2>
${table(['Title', 'Started', 'Minutes', 'Watch'], recordings.map(recordingLine), 'No recordings yet.')}
${recoverySection(items)}<h2>Records that could not count</h2>
${table(['Record', 'Why', 'Received'], refused, 'None: every record of the provider was understood.')}`,
  })
}

function recoveryNotice(items: readonly OpenItem[]): Html | string {
  if (items.length === 0) return ''
  const what = items.length === 1 ? '1 request' : `${items.length} requests`
  return html`<p class="sheet" role="status">${badge('Needs a decision', 'bad')} ${what} of this event could not be processed. <a href="#recovery">Look at them</a>.</p>`
}

/** Where nothing is to be repaired there is nothing to show. */
function recoverySection(items: readonly OpenItem[]): Html | string {
  if (items.length === 0) return ''
  const lines = items.map(({ id, name, problem, attempts, createdOn }) => [
    html`${name}<br><span class="faint">${shown(createdOn)}</span>`,
    problem ?? '',
    String(attempts),
    html`${action(`/admin/recovery-items/${id}/replay`, 'Try again')}
<form method="post" action="/admin/recovery-items/${id}/discard"><input name="reason" aria-label="Why it is given up" required maxlength="2000"> <button>Discard</button></form>`,
  ])
  return html`<h2 id="recovery">Recovery items</h2>
${table(['Request', 'What went wrong', 'Attempts', ''], lines, '')}`
}

const presenterLine = ({ name, email, as, link: address }: PresenterLink) => [
  html`${name}<br><span class="faint">${email}</span>`,
  as,
  html`<a href="${address}" rel="noreferrer">${address}</a>`,
]

const recordingLine = ({ title, startedOn, minutes, url }: rows.RecordingLine) => [
  title,
  shown(startedOn),
  minutes === null ? '–' : String(minutes),
  url === null ? '–' : html`<a href="${url}" rel="noreferrer" target="_blank">Watch</a>`,
]

function publishingBadge(state: number | null): Html {
  return badge(labelOf(publishingState, state), publishingTones[state ?? -1] ?? 'bad')
}

function verdictBadge(value: number | null): Html {
  return badge(
    labelOf(verdict, value ?? verdict.pending.value),
    verdictTones[value ?? 0] ?? 'waiting',
  )
}

export function facts(entries: readonly (readonly [string, Html | string])[]): Html {
  return html`<dl>${entries.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`
}

export async function registrationPage(db: Db, id: string): Promise<string | undefined> {
  const registration = await rows.findRegistration(db, id)
  if (registration === undefined) return undefined
  const { evidence, history } = await evidenceOfRegistration(db, id)
  const evidenceLines = evidence.map((row) => [
    labelOf(evidenceSource, row.gr_source),
    shown(row.msevtmgt_checkintime),
    shown(row.msevtmgt_checkouttime),
    row.msevtmgt_viewingdurationinmins === null ? '–' : `${row.msevtmgt_viewingdurationinmins} min`,
    row.gr_reason ?? '',
    row.gr_supersededon === null
      ? badge('counts', 'good')
      : badge(`corrected ${shown(row.gr_supersededon)}`, 'plain'),
  ])
  const historyLines = history.map((row) => [
    shown(row.decidedon),
    verdictBadge(row.verdict),
    `${row.attendedminutes} of ${row.requiredminutes} min`,
    row.reason,
  ])
  return frame({
    title: registration.fullName ?? registration.name,
    at: 'events',
    body: html`<div class="sheet">${facts([
      ['Registration', registration.name],
      ['E-mail', registration.email ?? '–'],
      [
        'Event',
        html`<a href="/admin/events/${registration.eventId}">${registration.eventName}</a>`,
      ],
      ['State', registration.canceled ? 'Cancelled' : 'Registered'],
      [
        'At the provider',
        html`${publishingBadge(registration.publishingState)} ${registration.publishMessage}`,
      ],
      ['Verdict', verdictBadge(registration.verdict)],
    ])}</div>
<h2>Evidence</h2>
${table(['Source', 'From', 'To', 'Viewed', 'Reason', ''], evidenceLines, 'No evidence of attendance.')}
<h2>Decisions</h2>
${table(['When', 'Verdict', 'Attended', 'Why'], historyLines, 'Nothing was decided yet.')}
<h2>Mark as present</h2>
<form method="post" action="/admin/registrations/${id}/mark" class="sheet"><label for="reason">Reason</label>
<input id="reason" name="reason" required maxlength="500"><p><button class="main">Mark as present</button></p></form>`,
  })
}
