/** Mails that went out, wait, failed or are kept, under /api/v1. */
import { Type } from 'typebox'
import { general } from '#errors'
import type { HttpServer } from '#http'
import { readMail } from '#mail'
import { requireRight } from './acts.ts'
import { mailAnswer, mailAnswerOf } from './mail-answers.ts'
import type { ConsoleNeeds } from './needs.ts'

const byId = Type.Object({ id: Type.String({ format: 'uuid' }) })
const described = (summary: string) => ({
  summary,
  tags: ['Mail'],
  security: [{ apiKey: [] }],
  params: byId,
})

export function registerSentMailOperations(server: HttpServer, o: ConsoleNeeds): void {
  const find = async (id: string) => {
    const mail = await readMail(o.db, id)
    if (mail === undefined) throw general['not-found']({ what: 'mail', id })
    return mail
  }
  server.get(
    '/api/v1/mails/:id',
    {
      schema: {
        ...described('One mail: to whom, about what, its text, and why it was not sent'),
        response: { 200: mailAnswer },
      },
    },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', 'gr_mail')
      const mail = await find(request.params.id)
      return await mailAnswerOf(o.db, mail, o.mail.transport !== undefined)
    },
  )
  server.get(
    '/api/v1/mails/:id/calendar',
    { schema: described('The calendar part of a mail, as an .ics file') },
    async (request, reply) => {
      requireRight(await o.sessions.callerOf(request), 'Read', 'gr_mail')
      const mail = await find(request.params.id)
      if (mail.calendar === null) {
        throw general['not-found']({ what: 'calendar part of mail', id: mail.gr_mailid })
      }
      return await reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', 'attachment; filename="invite.ics"')
        .send(mail.calendar)
    },
  )
  server.post(
    '/api/v1/mails/:id/send-again',
    {
      schema: {
        ...described(
          'Sends a mail that waits, failed or was kept; of a sent one, or to another address, a copy',
        ),
        body: Type.Optional(Type.Object({ to: Type.Optional(Type.String({ maxLength: 320 })) })),
        response: { 200: Type.Object({ mailId: Type.String({ format: 'uuid' }) }) },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await o.mail.sendAgain(caller, request.params.id, request.body?.to)
    },
  )
}
