/**
 * Letters with a one-time link to set a password. They are no rows of `gr_mail`: whoever may read
 * mails could take the link. The link is made when the letter goes out, so nothing holds it at rest;
 * a letter that is sent again has a new one.
 */
import type { Clock } from '#clock'
import { type Db, withTransaction } from '#database'
import { html } from '#http'
import type { FailureVerdict, JobDefinition, JobRequest, JobResult, JobRun } from '#jobs'
import { type Account, findAccount } from '../identity-rows.ts'
import { type AccountLetterKind, accountLetterText } from './letter-texts.ts'
import { newPasswordLink } from './password-link.ts'

interface Payload {
  /** Null: nobody has the address that was given, and nobody is to learn that. */
  readonly userId: string | null
  readonly kind: AccountLetterKind
}

/** What carries letters away; from `mail`. */
export interface LetterTransport {
  send(letter: {
    readonly to: { readonly email: string; readonly name: string | undefined }
    readonly messageId: string
    readonly language: string
    readonly subject: string
    readonly text: string
    readonly html: string
    readonly qrCode: null
    readonly calendar: undefined
  }): Promise<void>
}

interface Needs {
  readonly db: Db
  readonly clock: Clock
  readonly publicUrl: string
  /** Undefined: no mail server is set; administrators make links themselves. */
  readonly transport: LetterTransport | undefined
}

const kind = 'identity.letter'

export function letterRequest(payload: Payload): JobRequest<Payload> {
  return {
    kind,
    name: payload.kind === 'reset' ? 'Mail: set a new password' : 'Mail: invitation of a user',
    payload,
    autoDelete: true,
  }
}

export function accountLetterJob(needs: Needs): JobDefinition<Payload> {
  return { kind, run: (job) => sendLetter(needs, job), onFailure: afterFailure }
}

async function sendLetter(needs: Needs, job: JobRun<Payload>): Promise<JobResult> {
  const { userId, kind: about } = job.payload
  const user = userId === null ? undefined : await findAccount(needs.db, userId)
  if (user === undefined || user.disabled || user.email === null) {
    return { friendlyMessage: 'There is nobody to write to.' }
  }
  if (needs.transport === undefined) {
    return { friendlyMessage: 'Not sent: no mail server is set. An administrator can make a link.' }
  }
  const { url } = await withTransaction(needs.db, (tx) =>
    newPasswordLink(tx, needs, user.id, about),
  )
  await needs.transport.send({
    to: { email: user.email, name: user.name ?? undefined },
    messageId: `<${job.id}.${job.attempt}@${new URL(needs.publicUrl).hostname}>`,
    ...letterOf(user, about, url),
    qrCode: null,
    calendar: undefined,
  })
  return { friendlyMessage: 'The mail server took it.' }
}

function letterOf(user: Account, about: AccountLetterKind, url: string) {
  const { language, subject, reason, button, note } = accountLetterText(user.language, about)
  const why = reason.replace('{host}', new URL(url).host)
  const body = html`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body style="margin:0;padding:32px 16px;background:#f4f5f3;font:16px/1.5 system-ui,sans-serif;color:#1c1f1d">
<div style="max-width:480px;margin:0 auto;padding:32px;background:#fff;border-radius:8px">
<p style="margin-top:0">${user.name}</p><p>${why}</p>
<p style="margin:28px 0"><a href="${url}" style="padding:12px 20px;background:#1f6f4a;color:#fff;border-radius:6px;text-decoration:none">${button}</a></p>
<p style="color:#5c635f;font-size:14px">${note}</p><p style="color:#5c635f;font-size:14px;word-break:break-all">${url}</p>
</div></body></html>`
  const text = [user.name ?? '', why, url, note].filter((part) => part !== '').join('\n\n')
  return { language, subject, text: `${text}\n`, html: body.text }
}

/** Somebody sits and waits: a link of an hour is not worth trying for longer. */
const retryMinutes = [1, 2, 5, 15]

function afterFailure(error: unknown, attempt: number): FailureVerdict {
  const friendlyMessage = error instanceof Error ? error.message : String(error)
  const minutes = retryMinutes[attempt - 1]
  const permanent = error instanceof Error && 'permanent' in error && error.permanent === true
  if (minutes === undefined || permanent) return { next: 'fail', friendlyMessage }
  return { next: 'retry', afterMs: minutes * 60_000, friendlyMessage }
}
