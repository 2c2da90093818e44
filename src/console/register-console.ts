import { Type } from 'typebox'
import { general, isRefusal } from '#errors'
import type { HttpServer } from '#http'
import { readMail, withPictures } from '#mail'
import { requireRight } from './acts.ts'
import { registerAssets } from './assets.ts'
import { registerAuditOperations } from './audit-operations.ts'
import { registerBundle } from './bundle.ts'
import { registerHomeOperations } from './home-operations.ts'
import { registerIdentityOperations } from './identity-operations.ts'
import { registerMeOperations } from './me-operations.ts'
import type { ConsoleNeeds } from './needs.ts'
import { signedIn } from './open-page.ts'
import { registerOperations } from './operations.ts'
import { createSessions } from './session.ts'
import { registerSignIn } from './sign-in.ts'
import { signInResultPage } from './sign-in-result-page.ts'
import { registerTableOperations } from './table-operations.ts'

/** The pages under /admin and the operations under /api/v1 that they use. */
export async function registerConsole(
  server: HttpServer,
  needs: Omit<ConsoleNeeds, 'sessions'>,
): Promise<void> {
  const o: ConsoleNeeds = { ...needs, sessions: createSessions(needs) }
  await registerAssets(server)
  await registerSignIn(server, o)
  registerOperations(server, o)
  registerHomeOperations(server, o)
  registerMeOperations(server, o)
  registerIdentityOperations(server, o)
  registerAuditOperations(server, o)
  registerTableOperations(server, o)
  registerMailBody(server, o)
  registerSignInResult(server, o)
  registerBundle(server, o)
}

const byId = {
  schema: { hide: true, params: Type.Object({ id: Type.String({ format: 'uuid' }) }) },
}

/** The mail as its reader sees it, in a frame that may do nothing. */
function registerMailBody(server: HttpServer, o: ConsoleNeeds): void {
  server.get('/admin/mails/:id/body', byId, async (request, reply) => {
    const caller = await signedIn(o.sessions, request, reply)
    if (caller === undefined) return reply
    requireRight(caller, 'Read', 'gr_mail')
    const mail = await readMail(o.db, request.params.id)
    if (mail === undefined) throw general['not-found']({ what: 'mail', id: request.params.id })
    return reply
      .header(
        'content-security-policy',
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups",
      )
      .type('text/html')
      .send(withPictures(mail.htmlbody, mail.qrcode))
  })
}

const answerQuery = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 4000 })),
  state: Type.Optional(Type.String({ maxLength: 500 })),
  error: Type.Optional(Type.String({ maxLength: 500 })),
  error_description: Type.Optional(Type.String({ maxLength: 2000 })),
})

/** The way to a provider's sign-in and back. The old Dynamics address answers like our own. */
function registerSignInResult(server: HttpServer, o: ConsoleNeeds): void {
  for (const [address, purpose] of [
    ['/admin/configurations/:id/authenticate', 'account'],
    ['/admin/configurations/:id/authenticate-me', 'action'],
  ] as const) {
    server.get(address, byId, async (request, reply) => {
      const caller = await signedIn(o.sessions, request, reply)
      if (caller === undefined) return reply
      const configurationId = request.params.id
      const started = await o.providers.startAuthorization(caller, { configurationId, purpose })
      return await reply.redirect(started.url, 303)
    })
  }
  const ownAddresses = ['/oauth/callback', '/oauth/action/callback']
  for (const address of [...ownAddresses, '/WebResources/msevtmgt_AuthorizationResult.html']) {
    server.get(
      address,
      { schema: { hide: true, querystring: answerQuery } },
      async (request, reply) => {
        const caller = await signedIn(o.sessions, request, reply)
        if (caller === undefined) return reply
        const { code, state, error, error_description: description } = request.query
        try {
          const finished = await o.providers.finishAuthorization(caller, {
            state: state ?? '',
            ...(code === undefined ? {} : { code }),
            ...(error === undefined ? {} : { error }),
            ...(description === undefined ? {} : { errorDescription: description }),
          })
          return reply
            .type('text/html')
            .send(signInResultPage({ good: true, sentence: finished.check.message }))
        } catch (problem) {
          if (!isRefusal(problem)) throw problem
          const sentence = `${problem.sentence} ${problem.advice}`
          return reply
            .code(problem.status)
            .type('text/html')
            .send(signInResultPage({ good: false, sentence }))
        }
      },
    )
  }
}
