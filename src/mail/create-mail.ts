import { type CalendarEvent, renderCalendar } from '#calendar'
import type { Clock } from '#clock'
import type { Db, Tx } from '#database'
import type { JobDefinition } from '#jobs'
import type { Caller, Pipeline, Step } from '#pipeline'
import { announcementJob } from './announce.ts'
import { contextOf } from './compose-letter.ts'
import { calendarEventOf } from './letter-calendar.ts'
import { type MailTransport, parseAddress } from './mail.ts'
import { planAllReminders } from './plan-reminders.ts'
import { type PostedLetter, postedJob, postLetter } from './post-letter.ts'
import { presentersJob } from './present.ts'
import { type Preview, type PreviewInput, preview, sendTest, testJob } from './preview.ts'
import type { ReadNeeds } from './read-subject.ts'
import { reminderJob } from './remind.ts'
import { resendConfirmation } from './resend-confirmation.ts'
import { sendAgain } from './send-again.ts'
import { letterJob } from './send-letter.ts'
import { smtpTransport } from './smtp-transport.ts'
import { mailSteps } from './steps.ts'
import { readRegistrationSubject } from './subject-rows.ts'

export interface Mail {
  readonly steps: readonly Step[]
  readonly jobs: readonly JobDefinition[]
  /** The calendar file behind "add to calendar"; undefined for an unknown registration. */
  calendarFile(registrationId: string): Promise<string | undefined>
  /** How a letter looks with a made-up registration. */
  preview(caller: Caller, input: PreviewInput): Promise<Preview>
  /** Sends that to one address, without a calendar entry. */
  sendTest(
    caller: Caller,
    input: PreviewInput & { readonly to: string },
  ): Promise<{ readonly mailId: string }>
  /** Keeps a letter that another module has written, and sends it once the transaction is done. */
  post(tx: Tx, letter: PostedLetter): Promise<string>
  /** Confirms a registration once more; false: it is unknown or cancelled. */
  resendConfirmation(tx: Tx, registrationId: string, version: string): Promise<boolean>
  /**
   * Sends a mail that waits, failed or was kept; of one that was sent, or with another address, a
   * copy. Gives the id of the mail that goes out.
   */
  sendAgain(caller: Caller, mailId: string, to?: string): Promise<{ readonly mailId: string }>
  /** Plans reminders of events that were published without; safe to call at every start. */
  planReminders(tx: Tx): Promise<void>
  /** Carries letters of other modules; undefined: no mail server is set. */
  readonly transport: MailTransport | undefined
  close(): void
}

export interface MailNeeds {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly clock: Clock
  /** Without slash at the end. */
  readonly publicUrl: string
  readonly smtpUrl: string | undefined
  /** `Greenroom <events@example.org>`. */
  readonly from: string
  joinLink(registrationId: string): string
  registrationLink(registrationId: string): string
  waitlistLink(waitlistItemId: string): string
  purchaseLink(purchaseId: string): string
  readonly presentersOf: ReadNeeds['presentersOf']
}

export function createMail(o: MailNeeds): Mail {
  const organizer = parseAddress(o.from)
  const transport = o.smtpUrl === undefined ? undefined : smtpTransport(o.smtpUrl, organizer)
  const needs = { ...o, organizer, transport }
  return {
    steps: mailSteps(),
    jobs: [
      letterJob(needs),
      announcementJob(o),
      presentersJob(o),
      reminderJob(o),
      testJob(needs),
      postedJob(needs),
    ] as readonly JobDefinition[],
    async calendarFile(registrationId) {
      const subject = await readRegistrationSubject(o.db, registrationId)
      if (subject === undefined) return undefined
      const context = contextOf(needs, subject)
      const event: CalendarEvent = calendarEventOf(subject, context, subject.registration.canceled)
      return renderCalendar({
        method: 'PUBLISH',
        stamp: context.stamp,
        events: [event as CalendarEvent & { attendees?: never }],
      })
    },
    preview: (caller, input) => preview(needs, caller, input),
    sendTest: (caller, input) => sendTest(needs, caller, input),
    post: (tx, letter) => postLetter(needs, tx, letter),
    resendConfirmation,
    sendAgain: (caller, mailId, to) => sendAgain(needs, caller, mailId, to),
    planReminders: (tx) => planAllReminders(tx, o.clock.now()),
    transport,
    close: () => transport?.close(),
  }
}
