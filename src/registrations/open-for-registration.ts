import { instantOf } from '#calendar'
import type { Refusal } from '#errors'
import { eventWindow, outcome, publishStatus, type RegistrableEvent, zoneOf } from '#events'
import { firstStanding } from './overrule.ts'
import { refusals } from './refusals.ts'

/** Why an event takes no registration at this instant, seats aside; undefined when it does. */
export function refusalOfEvent(
  event: RegistrableEvent | undefined,
  id: string,
  now: Date,
): Refusal | undefined {
  return firstStanding(refusalsOfEvent(event, id, now))
}

/** Everything that stands against a registration, seats aside, in the order in which it is said. */
export function* refusalsOfEvent(
  event: RegistrableEvent | undefined,
  id: string,
  now: Date,
): Generator<Refusal> {
  if (event === undefined) {
    yield refusals['unknown-event']({ id }, { input: 'eventId', found: id })
    return
  }
  const name = event.msevtmgt_name
  if (event.msevtmgt_publishstatus === publishStatus.cancelled.value) {
    yield refusals['event-cancelled']({ name })
  } else if (event.msevtmgt_publishstatus !== publishStatus.live.value || event.statecode !== 0) {
    yield refusals['event-not-live']({ name })
  }
  if (isOver(event, now)) {
    yield refusals['event-over']({ name, end: event.msevtmgt_eventenddate, zone: zoneOf(event) })
  }
  const times = [refusalOfOpening(event, now), refusalOfClosing(event, now)]
  yield* times.filter((each) => each !== undefined)
}

function isOver(event: RegistrableEvent, now: Date): boolean {
  const decided = event.gr_ended !== null && event.gr_ended !== outcome.notEnded.value
  return decided || eventWindow(event).end <= now
}

function refusalOfOpening(event: RegistrableEvent, now: Date): Refusal | undefined {
  const opens = event.gr_registrationsstarton
  if (opens === null) return undefined
  const zone = zoneOf(event)
  if (now >= instantOf(opens, zone)) return undefined
  const name = event.msevtmgt_name
  const message =
    plainText(event.gr_notyetopenmessage) || `Registration for "${name}" is not open yet.`
  return refusals['registration-not-open']({ name, message, opens, zone })
}

function refusalOfClosing(event: RegistrableEvent, now: Date): Refusal | undefined {
  const closed = event.msevtmgt_stopwebsiteregistrationson
  if (event.msevtmgt_setregistrationsenddate !== true || closed === null) return undefined
  const zone = zoneOf(event)
  if (now < instantOf(closed, zone)) return undefined
  const name = event.msevtmgt_name
  const message =
    plainText(event.msevtmgt_websitemessage) || `Registration for "${name}" is closed.`
  return refusals['registration-closed']({ name, message, closed, zone })
}

/** The message is written in a rich-text field; a refusal is a sentence. */
function plainText(html: string | null): string {
  return (html ?? '')
    .replace(/<\/?(br|div|h[1-6]|li|ol|p|t[dr]|ul)\b[^>]*>/gi, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|gt|lt|nbsp|quot|#39);/g, (_, name: keyof typeof entities) => entities[name])
    .replace(/\s+/g, ' ')
    .trim()
}

const entities = { amp: '&', gt: '>', lt: '<', nbsp: ' ', quot: '"', '#39': "'" } as const
