/** How a letter will look, with a made-up registration, before anybody gets it. */

import { randomUUID } from 'node:crypto'
import { withTransaction } from '#database'
import { general } from '#errors'
import { mayDo } from '#identity'
import { enqueue, type JobDefinition } from '#jobs'
import type { Caller, Pipeline } from '#pipeline'
import { checkBody, checkSubject } from './check-template.ts'
import { type ComposeNeeds, contextOf, templateFor } from './compose-letter.ts'
import { htmlToText } from './html-to-text.ts'
import { type LetterKind, letterKinds } from './kinds.ts'
import type { Letter, MailTransport } from './mail.ts'
import * as rows from './mail-rows.ts'
import { withPictures } from './qr-image.ts'
import { refusals } from './refusals.ts'
import { sampleSubject } from './sample-subject.ts'
import { afterFailure, carry, mailColumns, markFailed } from './send-letter.ts'
import type { Subject } from './subject.ts'
import { mailState } from './tables.ts'
import { readyBody, tagOf } from './template-steps.ts'
import { type ReadyTemplate, writeLetter } from './write-letter.ts'

export interface PreviewInput {
  readonly kind: string
  /** BCP 47, of the reader; default English. */
  readonly language?: string
  /** Whose name, dates and templates are used; without it a made-up event. */
  readonly eventId?: string
  /** What is being written; without both the letter as it would go out now. */
  readonly subject?: string
  readonly html?: string
}

export interface Preview {
  readonly kind: LetterKind
  readonly language: string
  readonly subject: string
  /** With pictures in it, as a browser shows it. */
  readonly html: string
  readonly text: string
  readonly calendar: string | null
}

export interface PreviewNeeds extends ComposeNeeds {
  readonly pipeline: Pipeline
  readonly transport: MailTransport | undefined
}

/** @throws refusals for placeholders, languages and kinds that do not exist */
export async function preview(
  needs: PreviewNeeds,
  caller: Caller,
  input: PreviewInput,
): Promise<Preview> {
  demand(caller, 'Read')
  const { kind, letter } = await write(needs, input, undefined)
  return {
    kind,
    language: letter.language,
    subject: letter.subject,
    html: withPictures(letter.html, letter.qrCode),
    text: letter.text,
    calendar: letter.calendar?.text ?? null,
  }
}

export const testJobKind = 'mail.test'

/** Sends the same to one address; gives the mail's id, under which the console shows it. */
export async function sendTest(
  needs: PreviewNeeds,
  caller: Caller,
  input: PreviewInput & { readonly to: string },
): Promise<{ readonly mailId: string }> {
  demand(caller, 'Update')
  const { kind, letter, subject } = await write(needs, input, addressOf(input.to))
  const reference = `test:${randomUUID()}`
  const mailId = await withTransaction(needs.db, async (tx) => {
    const { id } = await needs.pipeline.executeIn(tx, caller, {
      message: 'Create',
      table: 'gr_mail',
      internal: true,
      target: {
        // An entry that nobody asked for would stay in the reader's calendar.
        ...mailColumns({ ...letter, calendar: undefined }, subject),
        eventid: input.eventId ?? null,
        kind: `test ${kind}`,
        reference,
        state: (needs.transport === undefined ? mailState.kept : mailState.waiting).value,
        messageid: `<${reference.replace(':', '.')}@${new URL(needs.publicUrl).hostname}>`,
      },
    })
    const regarding = { table: 'gr_mail', id }
    await enqueue(tx, [
      { kind: testJobKind, name: 'Mail: test', payload: { mailId: id }, regarding },
    ])
    return id
  })
  return { mailId }
}

export function testJob(needs: PreviewNeeds): JobDefinition<{ readonly mailId: string }> {
  return {
    kind: testJobKind,
    async run({ payload }) {
      const mail = await rows.readMail(needs.db, payload.mailId)
      return mail === undefined ? { friendlyMessage: 'It was deleted.' } : await carry(needs, mail)
    },
    onFailure: afterFailure,
    failed: (tx, { payload }, problem) => markFailed(needs, tx, payload.mailId, problem),
  }
}

function demand(caller: Caller, privilege: 'Read' | 'Update'): void {
  const table = 'gr_mailtemplate'
  if (mayDo(caller, privilege, table)) return
  throw general['not-allowed']({ who: 'This user', act: privilege.toLowerCase(), table })
}

async function write(
  needs: PreviewNeeds,
  input: PreviewInput,
  to: string | undefined,
): Promise<{ kind: LetterKind; letter: Letter; subject: Subject }> {
  const kind = kindOf(input.kind)
  const language = tagOf(input.language ?? 'en')
  const subject = await sampleSubject(needs, kind, { ...input, language, to })
  const usual = await templateFor(needs, kind, subject)
  const template = draftOf(kind, input, usual, language)
  return { kind, subject, letter: writeLetter(kind, subject, template, contextOf(needs, subject)) }
}

function draftOf(
  kind: LetterKind,
  { subject, html }: PreviewInput,
  usual: ReadyTemplate,
  language: string,
): ReadyTemplate {
  if (subject === undefined && html === undefined) return usual
  const body = html === undefined ? usual.html : readyBody(html, 'html')
  const line = subject ?? usual.subject
  checkSubject(kind, line, 'subject')
  checkBody(kind, body, 'html')
  return { language, subject: line, html: body, text: htmlToText(body) }
}

function kindOf(given: string): LetterKind {
  const kind = letterKinds.find((each) => each === given)
  if (kind !== undefined) return kind
  const known = letterKinds.join(', ')
  throw refusals['mail-kind-unknown']({ found: given, known }, { input: 'kind', expected: known })
}

/** One address and nothing else: a list, or a line break, would reach others. */
export function addressOf(given: string): string {
  const text = given.trim()
  if (/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\]+$/.test(text)) return text
  throw refusals['mail-address-invalid']({ found: given.slice(0, 100) }, { input: 'to' })
}
