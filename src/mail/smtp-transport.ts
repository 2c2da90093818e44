import { createTransport } from 'nodemailer'
import { type Address, MailFailure, type MailTransport, type OutgoingLetter } from './mail.ts'
import { qrContentId, qrImage } from './qr-image.ts'

const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 }

/** Sends by SMTP. The calendar goes as a text/calendar part and as a file (RFC 6047 §2.4). */
export function smtpTransport(smtpUrl: string, from: Address): MailTransport {
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: 4, ...timeouts })
  return {
    async send(letter) {
      try {
        await transport.sendMail({
          from: nodemailerAddress(from),
          to: nodemailerAddress(letter.to),
          subject: letter.subject,
          text: letter.text,
          html: letter.html,
          messageId: letter.messageId,
          headers: { 'Content-Language': letter.language, 'Auto-Submitted': 'auto-generated' },
          attachments: picturesOf(letter),
          ...(letter.calendar === undefined
            ? {}
            : {
                icalEvent: {
                  method: letter.calendar.method,
                  filename: 'invite.ics',
                  content: letter.calendar.text,
                },
              }),
        })
      } catch (cause) {
        throw failureOf(cause)
      }
    },
    close: () => transport.close(),
  }
}

/** The QR code travels inside the letter: pictures from afar are not shown until somebody allows it. */
function picturesOf({ qrCode }: OutgoingLetter) {
  if (qrCode === null) return []
  const picture = { filename: `${qrCode.replace(/[^\w-]/g, '_')}.png`, content: qrImage(qrCode) }
  return [{ ...picture, cid: qrContentId, contentDisposition: 'inline' as const }]
}

function nodemailerAddress({ email, name }: Address): { name: string; address: string } {
  return { name: name ?? '', address: email }
}

/** 5yz replies are final (RFC 5321 §4.2.1); everything else may work later. */
function failureOf(cause: unknown): MailFailure {
  const code = replyCode(cause)
  const problem = cause instanceof Error ? cause.message : String(cause)
  return new MailFailure(`The mail server did not take the mail: ${problem}`, {
    permanent: code !== undefined && code >= 500 && code < 600,
    cause,
  })
}

function replyCode(cause: unknown): number | undefined {
  if (typeof cause !== 'object' || cause === null || !('responseCode' in cause)) return undefined
  return typeof cause.responseCode === 'number' ? cause.responseCode : undefined
}
