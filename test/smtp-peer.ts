/** A real mail server on this machine that keeps what it is given, or refuses it. */
import { once } from 'node:events'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { cleanUpAfterwards } from './database.ts'

export interface SmtpPeer {
  readonly url: string
  readonly received: Email[]
  /** The same as they came over the wire. */
  readonly raw: string[]
  /** Replies that the server gives instead of taking the next mails. */
  readonly refusals: { code: number; message: string }[]
  mailsTo(email: string): Email[]
}

/** Call at the top of a test file. */
export async function startSmtpPeer(): Promise<SmtpPeer> {
  const peer = {
    received: [] as Email[],
    raw: [] as string[],
    refusals: [] as SmtpPeer['refusals'],
  }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const refusal = peer.refusals.shift()
        if (refusal !== undefined) {
          callback(Object.assign(new Error(refusal.message), { responseCode: refusal.code }))
          return
        }
        const content = Buffer.concat(chunks)
        peer.raw.push(content.toString('latin1'))
        PostalMime.parse(content).then((mail) => {
          peer.received.push(mail)
          callback()
        }, callback)
      })
    },
  })
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  const address = smtp.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  cleanUpAfterwards(() => new Promise<void>((resolve) => smtp.close(resolve)))
  return {
    ...peer,
    url: `smtp://127.0.0.1:${port}`,
    mailsTo: (email) =>
      peer.received.filter((mail) => mail.to?.some((each) => each.address === email)),
  }
}
