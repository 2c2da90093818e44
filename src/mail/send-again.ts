/** A mail once more: the same one where it did not go out, a copy of it where it did. */
import { randomUUID } from 'node:crypto'
import { type Tx, withTransaction } from '#database'
import { general } from '#errors'
import { mayDo } from '#identity'
import { enqueue, jobStatus, resume, retry } from '#jobs'
import type { Caller } from '#pipeline'
import { type Delivery, deliveryOf } from './delivery-rows.ts'
import * as rows from './mail-rows.ts'
import { postedJobKind } from './post-letter.ts'
import { addressOf } from './preview.ts'
import { refusals } from './refusals.ts'
import type { LetterNeeds } from './send-letter.ts'
import { mailState } from './tables.ts'

/** @throws `mail-server-missing`, `mail-unknown`, `mail-address-invalid` */
export async function sendAgain(
  needs: LetterNeeds,
  caller: Caller,
  mailId: string,
  to: string | undefined,
): Promise<{ readonly mailId: string }> {
  const table = 'gr_mail'
  if (!mayDo(caller, 'Update', table)) {
    throw general['not-allowed']({ who: 'This user', act: 'update', table })
  }
  if (needs.transport === undefined) throw refusals['mail-server-missing']({})
  const mail = await rows.readMail(needs.db, mailId)
  if (mail === undefined) throw refusals['mail-unknown']({ id: mailId })
  const recipient = to === undefined ? undefined : addressOf(to)
  const copied = mail.state === mailState.sent.value || recipient !== undefined
  return await withTransaction(needs.db, async (tx) => {
    if (!copied) return await sendSame(needs, tx, caller, mail)
    const id = await copy(needs, tx, caller, mail, recipient)
    await carryLater(tx, id)
    return { mailId: id }
  })
}

/** A job that gave up tries again, so that it does not stay in the list of failed ones. */
async function sendSame(
  { pipeline, clock }: LetterNeeds,
  tx: Tx,
  caller: Caller,
  mail: rows.MailRow,
): Promise<{ readonly mailId: string }> {
  const id = mail.gr_mailid
  await pipeline.executeIn(tx, caller, {
    message: 'Update',
    table: 'gr_mail',
    id,
    internal: true,
    target: { state: mailState.waiting.value, problem: null },
  })
  const delivery = await deliveryOf(tx, mail)
  if (!(await hurry(tx, delivery, clock.now()))) await carryLater(tx, id)
  return { mailId: id }
}

/** False: there is no job that could carry it. */
async function hurry(tx: Tx, delivery: Delivery | undefined, now: Date): Promise<boolean> {
  const { jobId = '', status } = delivery ?? {}
  if (status === jobStatus.failed || status === jobStatus.canceled) await retry(tx, jobId, now)
  else if (status === jobStatus.waiting) await resume(tx, jobId, now)
  else return status === jobStatus.waitingForResources || status === jobStatus.inProgress
  return true
}

async function copy(
  { pipeline, publicUrl }: LetterNeeds,
  tx: Tx,
  caller: Caller,
  mail: rows.MailRow,
  recipient: string | undefined,
): Promise<string> {
  const reference = `again:${randomUUID()}`
  const { name, kind, recipientname, textbody, htmlbody, calendar, calendarmethod } = mail
  const { registrationid, eventid, language, qrcode } = mail
  const { id } = await pipeline.executeIn(tx, caller, {
    message: 'Create',
    table: 'gr_mail',
    internal: true,
    target: {
      ...{ name, kind, textbody, htmlbody, registrationid, eventid, language, qrcode },
      ...{ calendar, calendarmethod, reference },
      recipient: recipient ?? mail.recipient,
      recipientname: recipient === undefined ? recipientname : null,
      state: mailState.waiting.value,
      messageid: `<${reference.replace(':', '.')}@${new URL(publicUrl).hostname}>`,
    },
  })
  return id
}

async function carryLater(tx: Tx, mailId: string): Promise<void> {
  await enqueue(tx, [
    {
      kind: postedJobKind,
      name: 'Mail: send again',
      payload: { mailId },
      key: `mail:again:${mailId}`,
      regarding: { table: 'gr_mail', id: mailId },
    },
  ])
}
