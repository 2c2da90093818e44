/** A registration that nobody made, of an event that may exist. */
import { localOf } from '#calendar'
import { format, publishStatus } from '#events'
import type { ComposeNeeds } from './compose-letter.ts'
import { type LetterKind, topicOf } from './kinds.ts'
import { refusals } from './refusals.ts'
import type { EventFacts, Subject } from './subject.ts'
import { readOccasionFacts } from './subject-rows.ts'

const nobody = '00000000-0000-4000-8000-000000000000'

export interface SampleInput {
  readonly eventId?: string
  readonly language: string
  /** Where it goes; default an address that reaches nobody. */
  readonly to: string | undefined
}

export async function sampleSubject(
  { db, clock, publicUrl }: ComposeNeeds,
  kind: LetterKind,
  { eventId, language, to }: SampleInput,
): Promise<Subject> {
  const event = eventId === undefined ? madeUpEvent(clock.now()) : await realEvent(db, eventId)
  const until = new Date(clock.now().getTime() + 86_400_000).toISOString()
  const recipient = {
    email: to ?? 'ada@example.org',
    firstName: 'Ada',
    fullName: 'Ada Lovelace',
    language,
  }
  const all = {
    registration: {
      id: nobody,
      number: 'ER-7F3K2M9Q',
      canceled: false,
      sequence: 0,
      sessions: [{ name: 'Opening', start: event.start, end: event.end, place: null }],
    },
    waitlist: { itemId: nobody, active: true, name: event.name, invited: true, until },
    purchase: {
      id: nobody,
      number: 'PU-4D8T6W2X',
      state: null,
      total: '120.0000',
      currency: 'EUR',
      until,
      attendees: [{ name: 'Ada Lovelace', pass: 'Standard' }],
    },
    presenter: { link: `${publicUrl}/p/sample` },
  }
  const topic = topicOf(kind)
  const part = topic === 'event' ? {} : { [topic]: all[topic] }
  return { event, recipient, ...part }
}

async function realEvent(db: ComposeNeeds['db'], id: string): Promise<EventFacts> {
  const event = await readOccasionFacts(db, 'msevtmgt_event', id)
  if (event === undefined) throw refusals['mail-event-unknown']({ id }, { input: 'eventId' })
  return event
}

function madeUpEvent(now: Date): EventFacts {
  const zone = 'Europe/Berlin'
  const start = new Date(now.getTime() + 7 * 86_400_000)
  start.setUTCHours(9, 0, 0, 0)
  return {
    id: nobody,
    name: 'Spring Conference',
    readableId: 'Spring_Conference',
    description: 'A day about everything that grows.',
    start: localOf(start, zone),
    end: localOf(new Date(start.getTime() + 8 * 3_600_000), zone),
    zone,
    zoneName: null,
    format: format.hybrid.value,
    publishStatus: publishStatus.live.value,
    language: null,
    place: 'Town Hall, 1 Market Square',
  }
}
