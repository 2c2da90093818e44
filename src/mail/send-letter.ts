/**
 * The job behind a letter. The row is written first, under a reference that names registration,
 * kind and sequence; then the mail goes out under one Message-ID; then the row is marked. A crash
 * in between repeats only what is not marked yet, and mail systems recognise the repeated one.
 */
import type { Clock } from '#clock'
import { type Db, withTransaction } from '#database'
import { systemCaller } from '#identity'
import type { FailureVerdict, JobDefinition, JobRequest, JobResult, JobRun } from '#jobs'
import type { Pipeline } from '#pipeline'
import {
  type Address,
  type Letter,
  type LetterKind,
  MailFailure,
  type MailTransport,
  type OutgoingLetter,
} from './mail.ts'
import * as rows from './mail-rows.ts'
import { mailState } from './tables.ts'
import { type LetterContext, writeLetter } from './write-letter.ts'

export const letterJobKind = 'mail.letter'

export interface LetterPayload {
  readonly kind: LetterKind
  readonly registrationId: string
  readonly sequence: number
}

export interface LetterNeeds {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly clock: Clock
  readonly publicUrl: string
  readonly organizer: Address
  /** Undefined: letters are kept. */
  readonly transport: MailTransport | undefined
  joinLink(registrationId: string): string
}

export function letterJob(needs: LetterNeeds): JobDefinition<LetterPayload> {
  return {
    kind: letterJobKind,
    run: (job) => sendLetter(needs, job),
    onFailure: afterFailure,
    concurrency: 8,
  }
}

export function letterRequest(payload: LetterPayload): JobRequest<LetterPayload> {
  return {
    kind: letterJobKind,
    name: `Mail: ${payload.kind}`,
    payload,
    key: `mail:${payload.registrationId}`,
    regarding: { table: 'msevtmgt_eventregistration', id: payload.registrationId },
  }
}

async function sendLetter(
  needs: LetterNeeds,
  job: JobRun<LetterPayload>,
): Promise<JobResult | undefined> {
  const { kind, registrationId, sequence } = job.payload
  const subject = await rows.readSubject(needs.db, registrationId)
  if (subject === undefined) return { friendlyMessage: 'The registration is gone; nothing to say.' }
  if (subject.email === null) return { friendlyMessage: 'The contact has no e-mail address.' }
  if (kind === 'confirmation' && subject.canceled) {
    return { friendlyMessage: 'Cancelled before the confirmation went out.' }
  }
  if (kind === 'cancellation' && !(await rows.wasConfirmed(needs.db, registrationId))) {
    return { friendlyMessage: 'No confirmation went out, so there is nothing to take back.' }
  }
  const letter = writeLetter(kind, { ...subject, sequence }, contextOf(needs, subject))
  const outgoing = {
    ...letter,
    to: { email: subject.email, name: subject.fullName ?? undefined },
    messageId: `<${kind}.${sequence}.${registrationId}@${new URL(needs.publicUrl).hostname}>`,
  }
  return await deliver(needs, job.payload, outgoing)
}

async function deliver(
  needs: LetterNeeds,
  payload: LetterPayload,
  letter: OutgoingLetter,
): Promise<JobResult> {
  const { transport } = needs
  const id = await ensureRow(needs, payload, letter, transport === undefined)
  if (transport === undefined) return { friendlyMessage: `Kept: no mail server is set (${id}).` }
  await transport.send(letter)
  return {
    friendlyMessage: 'The mail server took it.',
    complete: async (tx) => {
      await needs.pipeline.executeIn(tx, systemCaller, {
        message: 'Update',
        table: 'gr_mail',
        id,
        internal: true,
        target: { state: mailState.sent.value, senton: needs.clock.now() },
      })
    },
  }
}

async function ensureRow(
  needs: LetterNeeds,
  { kind, registrationId, sequence }: LetterPayload,
  letter: Letter & { to: Address; messageId: string },
  kept: boolean,
): Promise<string> {
  const reference = `${kind}:${registrationId}:${sequence}`
  return await withTransaction(needs.db, async (tx) => {
    const known = await rows.findMail(tx, reference)
    if (known !== undefined) return known.gr_mailid
    const created = await needs.pipeline.executeIn(tx, systemCaller, {
      message: 'Create',
      table: 'gr_mail',
      internal: true,
      target: {
        name: letter.subject,
        kind,
        reference,
        recipient: letter.to.email,
        recipientname: letter.to.name ?? null,
        textbody: letter.text,
        htmlbody: letter.html,
        calendar: letter.calendar?.text ?? null,
        calendarmethod: letter.calendar?.method ?? null,
        state: kept ? mailState.kept.value : mailState.waiting.value,
        messageid: letter.messageId,
        registrationid: registrationId,
      },
    })
    return created.id
  })
}

function contextOf(needs: LetterNeeds, subject: rows.LetterSubject): LetterContext {
  return {
    joinLink: needs.joinLink(subject.registrationId),
    eventUrl: `${needs.publicUrl}/e/${encodeURIComponent(subject.readableEventId ?? subject.eventId)}`,
    organizer: needs.organizer,
    uidHost: new URL(needs.publicUrl).hostname,
    stamp: needs.clock.now(),
  }
}

/** Mail servers are often away for minutes and sometimes for a night: about a day of trying. */
const retryMinutes = [1, 2, 5, 15, 30, 60, 120, 240, 480, 480]

function afterFailure(error: unknown, attempt: number): FailureVerdict {
  const friendlyMessage = error instanceof Error ? error.message : String(error)
  const minutes = retryMinutes[attempt - 1]
  if (minutes === undefined || (error instanceof MailFailure && error.permanent)) {
    return { next: 'fail', friendlyMessage }
  }
  return { next: 'retry', afterMs: minutes * 60_000, friendlyMessage }
}
