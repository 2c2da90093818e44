import { type CalendarEvent, renderCalendar } from '#calendar'
import type { Clock } from '#clock'
import type { Db } from '#database'
import type { JobDefinition } from '#jobs'
import type { Pipeline, Step } from '#pipeline'
import { type Address, parseAddress } from './mail.ts'
import * as rows from './mail-rows.ts'
import { letterJob } from './send-letter.ts'
import { smtpTransport } from './smtp-transport.ts'
import { announcementJob, mailSteps } from './steps.ts'
import { calendarEventOf } from './write-letter.ts'

export interface Mail {
  readonly steps: readonly Step[]
  readonly jobs: readonly JobDefinition[]
  /** The calendar file behind "add to calendar"; undefined for an unknown registration. */
  calendarFile(registrationId: string): Promise<string | undefined>
  close(): void
}

export function createMail(o: {
  db: Db
  pipeline: Pipeline
  clock: Clock
  publicUrl: string
  smtpUrl: string | undefined
  from: string
  joinLink(registrationId: string): string
}): Mail {
  const organizer: Address = parseAddress(o.from)
  const transport = o.smtpUrl === undefined ? undefined : smtpTransport(o.smtpUrl, organizer)
  return {
    steps: mailSteps(),
    jobs: [
      letterJob({ ...o, organizer, transport }),
      announcementJob(o),
    ] as readonly JobDefinition[],
    async calendarFile(registrationId) {
      const subject = await rows.readSubject(o.db, registrationId)
      if (subject === undefined) return undefined
      const event: CalendarEvent = calendarEventOf(
        subject.canceled ? 'cancellation' : 'confirmation',
        subject,
        {
          joinLink: o.joinLink(registrationId),
          eventUrl: `${o.publicUrl}/e/${encodeURIComponent(subject.readableEventId ?? subject.eventId)}`,
          organizer,
          uidHost: new URL(o.publicUrl).hostname,
          stamp: o.clock.now(),
        },
      )
      return renderCalendar({
        method: 'PUBLISH',
        stamp: o.clock.now(),
        events: [event as CalendarEvent & { attendees?: never }],
      })
    },
    close: () => transport?.close(),
  }
}
