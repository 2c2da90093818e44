/**
 * Letters that another module has written: kept as a row in the transaction of what they are about,
 * sent by a job. Letters of one thread go out in the order in which they were posted.
 */
import type { Tx } from '#database'
import { systemCaller } from '#identity'
import { enqueue, type JobDefinition } from '#jobs'
import { frameLetter } from './draw-blocks.ts'
import type { Address, Letter } from './mail.ts'
import * as rows from './mail-rows.ts'
import { afterFailure, carry, type LetterNeeds, markFailed } from './send-letter.ts'
import { mailState } from './tables.ts'

export interface PostedLetter {
  /** Names what it is about, its kind and its version: the same letter is never kept twice. */
  readonly reference: string
  /** Shown to people: 'meeting invitation'. */
  readonly kind: string
  readonly thread: string
  readonly to: Address
  /** BCP 47. */
  readonly language: string
  readonly subject: string
  readonly title: string
  readonly text: string
  /** What stands under the title; it must be safe already. */
  readonly bodyHtml: string
  readonly calendar: Letter['calendar']
}

export const postedJobKind = 'mail.posted'

type PostNeeds = Pick<LetterNeeds, 'db' | 'pipeline' | 'publicUrl' | 'transport' | 'clock'>

/** Gives the id of the row. */
export async function postLetter(needs: PostNeeds, tx: Tx, letter: PostedLetter): Promise<string> {
  const { id } = await needs.pipeline.executeIn(tx, systemCaller, {
    message: 'Create',
    table: 'gr_mail',
    internal: true,
    target: columnsOf(needs, letter),
  })
  await enqueue(tx, [
    {
      kind: postedJobKind,
      name: `Mail: ${letter.kind}`,
      payload: { mailId: id },
      key: `mail:${letter.thread}`,
      regarding: { table: 'gr_mail', id },
    },
  ])
  return id
}

function columnsOf({ transport, publicUrl }: PostNeeds, letter: PostedLetter) {
  const { language, reference, title, bodyHtml: body } = letter
  const host = new URL(publicUrl).hostname
  return {
    name: letter.subject.slice(0, 300),
    recipient: letter.to.email,
    recipientname: letter.to.name ?? null,
    textbody: letter.text,
    htmlbody: frameLetter({ language, title, body }),
    calendar: letter.calendar?.text ?? null,
    calendarmethod: letter.calendar?.method ?? null,
    language,
    qrcode: null,
    kind: letter.kind,
    reference,
    state: (transport === undefined ? mailState.kept : mailState.waiting).value,
    messageid: `<${reference.replaceAll(/[^\w.-]/g, '.')}@${host}>`,
  }
}

export function postedJob(needs: PostNeeds): JobDefinition<{ readonly mailId: string }> {
  return {
    kind: postedJobKind,
    async run({ payload }) {
      const mail = await rows.readMail(needs.db, payload.mailId)
      return mail === undefined ? { friendlyMessage: 'It was deleted.' } : await carry(needs, mail)
    },
    onFailure: afterFailure,
    failed: (tx, { payload }, problem) => markFailed(needs, tx, payload.mailId, problem),
  }
}
