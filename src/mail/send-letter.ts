/**
 * The job behind a letter. The row is written first, under a reference that names what it is about,
 * its kind and its version; then exactly what stands in the row goes out under one Message-ID; then
 * the row is marked. A crash in between repeats only what is not marked yet, and mail systems
 * recognise the repeated one.
 */
import { type Db, type Tx, withTransaction } from '#database'
import { systemCaller } from '#identity'
import type { FailureVerdict, JobDefinition, JobRequest, JobResult, JobRun } from '#jobs'
import type { Pipeline } from '#pipeline'
import { type ComposeNeeds, composeLetter } from './compose-letter.ts'
import type { LetterKind } from './kinds.ts'
import { type Letter, MailFailure, type MailTransport } from './mail.ts'
import * as rows from './mail-rows.ts'
import { mayWrite } from './may-write.ts'
import { type About, obstacleTo, readSubject } from './read-subject.ts'
import type { Subject } from './subject.ts'
import { mailState } from './tables.ts'

export const letterJobKind = 'mail.letter'

export type LetterPayload = About & {
  readonly kind: LetterKind
  /** Of the calendar entry, for letters about registrations. */
  readonly sequence: number
  /** Tells apart letters of one kind about the same thing: when an event starts, an invitation. */
  readonly version?: string
}

export interface LetterNeeds extends ComposeNeeds {
  readonly db: Db
  readonly pipeline: Pipeline
  /** Undefined: letters are kept. */
  readonly transport: MailTransport | undefined
}

export function letterJob(needs: LetterNeeds): JobDefinition<LetterPayload> {
  return {
    kind: letterJobKind,
    run: (job) => sendLetter(needs, job),
    onFailure: afterFailure,
    failed: async (tx, { payload }, problem) => {
      const mail = await rows.findMail(tx, referenceOf(payload))
      if (mail !== undefined) await markFailed(needs, tx, mail.gr_mailid, problem)
    },
    concurrency: 8,
  }
}

export function letterRequest(payload: LetterPayload, runAt?: Date): JobRequest<LetterPayload> {
  return {
    kind: letterJobKind,
    name: `Mail: ${payload.kind}`,
    payload,
    key: `mail:${idOf(payload)}`,
    regarding: regardingOf(payload),
    ...(runAt === undefined ? {} : { runAt }),
  }
}

function idOf(about: About): string {
  if ('registrationId' in about) return about.registrationId
  if ('waitlistItemId' in about) return about.waitlistItemId
  if ('purchaseId' in about) return about.purchaseId
  if ('purchaserId' in about) return `${about.eventId}.${about.purchaserId}`
  return `${about.occasion.id}.${about.personId}`
}

function regardingOf(about: About): { table: string; id: string } {
  if ('registrationId' in about) {
    return { table: 'msevtmgt_eventregistration', id: about.registrationId }
  }
  if ('waitlistItemId' in about) {
    return { table: 'msevtmgt_waitlistitem', id: about.waitlistItemId }
  }
  if ('purchaseId' in about) return { table: 'msevtmgt_eventpurchase', id: about.purchaseId }
  if ('purchaserId' in about) return { table: 'msevtmgt_event', id: about.eventId }
  return about.occasion
}

async function sendLetter(
  needs: LetterNeeds,
  job: JobRun<LetterPayload>,
): Promise<JobResult | undefined> {
  const { payload } = job
  const { kind } = payload
  const known = await rows.findMail(needs.db, referenceOf(payload))
  if (known !== undefined) return await carry(needs, known)
  const subject = await readSubject(needs, payload)
  if (subject === undefined) return { friendlyMessage: 'What it was about is gone.' }
  const obstacle = (await mayWrite(needs.db, kind))
    ? await obstacleTo(needs.db, kind, subject, needs.clock.now())
    : 'The event administration says that this letter is not sent.'
  if (obstacle !== undefined) return { friendlyMessage: obstacle }
  const ready = withSequence(subject, payload.sequence)
  const letter = await composeLetter(needs, kind, ready)
  return await carry(needs, await keep(needs, payload, ready, letter))
}

function withSequence(subject: Subject, sequence: number): Subject {
  const { registration } = subject
  return registration === undefined
    ? subject
    : { ...subject, registration: { ...registration, sequence } }
}

/** Sends what stands in the row; without a mail server it stays there. */
export async function carry(
  { transport, pipeline, clock }: Pick<LetterNeeds, 'transport' | 'pipeline' | 'clock'>,
  mail: rows.MailRow,
): Promise<JobResult> {
  const id = mail.gr_mailid
  if (mail.state === mailState.sent.value) return { friendlyMessage: 'It was sent before.' }
  if (transport === undefined) return { friendlyMessage: `Kept: no mail server is set (${id}).` }
  const method = mail.calendarmethod
  await transport.send({
    to: { email: mail.recipient, name: mail.recipientname ?? undefined },
    messageId: mail.messageid,
    language: mail.language ?? 'en',
    subject: mail.name,
    text: mail.textbody,
    html: mail.htmlbody,
    qrCode: mail.qrcode,
    calendar:
      mail.calendar !== null && (method === 'REQUEST' || method === 'CANCEL')
        ? { method, text: mail.calendar }
        : undefined,
  })
  return {
    friendlyMessage: 'The mail server took it.',
    complete: async (tx) => {
      await pipeline.executeIn(tx, systemCaller, {
        message: 'Update',
        table: 'gr_mail',
        id,
        internal: true,
        target: { state: mailState.sent.value, senton: clock.now(), problem: null },
      })
    },
  }
}

/** In the transaction that gives the job up: the list of mails shows what the jobs know. */
export async function markFailed(
  { pipeline }: Pick<LetterNeeds, 'pipeline'>,
  tx: Tx,
  id: string,
  problem: string,
): Promise<void> {
  await pipeline.executeIn(tx, systemCaller, {
    message: 'Update',
    table: 'gr_mail',
    id,
    internal: true,
    target: { state: mailState.failed.value, problem: problem.slice(0, 4000) },
  })
}

/** The same for the same letter, so that it is never made twice. */
function referenceOf(payload: LetterPayload): string {
  const { kind, sequence, version } = payload
  return [kind, idOf(payload), sequence, ...(version === undefined ? [] : [version])].join(':')
}

async function keep(
  needs: LetterNeeds,
  payload: LetterPayload,
  subject: Subject,
  letter: Letter,
): Promise<rows.MailRow> {
  const reference = referenceOf(payload)
  const hostname = new URL(needs.publicUrl).hostname
  return await withTransaction(needs.db, async (tx) => {
    const created = await needs.pipeline.executeIn(tx, systemCaller, {
      message: 'Create',
      table: 'gr_mail',
      internal: true,
      target: {
        ...mailColumns(letter, subject),
        kind: payload.kind,
        reference,
        state: (needs.transport === undefined ? mailState.kept : mailState.waiting).value,
        messageid: `<${reference.replaceAll(/[^\w.-]/g, '.')}@${hostname}>`,
        registrationid: 'registrationId' in payload ? payload.registrationId : null,
      },
    })
    return (await rows.readMail(tx, created.id)) as rows.MailRow
  })
}

export function mailColumns(letter: Letter, { event, recipient }: Subject) {
  return {
    name: letter.subject,
    recipient: recipient.email ?? '',
    recipientname: recipient.fullName,
    textbody: letter.text,
    htmlbody: letter.html,
    calendar: letter.calendar?.text ?? null,
    calendarmethod: letter.calendar?.method ?? null,
    language: letter.language,
    qrcode: letter.qrCode,
    eventid: event.id,
  }
}

/** Mail servers are often away for minutes and sometimes for a night: about a day of trying. */
const retryMinutes = [1, 2, 5, 15, 30, 60, 120, 240, 480, 480]

export function afterFailure(error: unknown, attempt: number): FailureVerdict {
  const friendlyMessage = error instanceof Error ? error.message : String(error)
  const minutes = retryMinutes[attempt - 1]
  if (minutes === undefined || (error instanceof MailFailure && error.permanent)) {
    return { next: 'fail', friendlyMessage }
  }
  return { next: 'retry', afterMs: minutes * 60_000, friendlyMessage }
}
