import { readFile } from 'node:fs/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { isRefusal, type Refusal } from '#errors'
import { type HttpServer, readTexts, type Texts, type Visitor } from '#http'
import { type Identity, refuseForeignPage, type SignedIn } from '#identity'
import { ownPath } from './return-path.ts'
import type { Sessions } from './session.ts'
import * as pages from './sign-in-pages.ts'

interface SignInNeeds {
  readonly identity: Identity
  readonly sessions: Sessions
  readonly publicUrl: string
}

type Needs = SignInNeeds & { readonly texts: Texts }

const hidden = { hide: true }
const token = Type.String({ maxLength: 200 })
const path = Type.Optional(Type.String({ maxLength: 2000 }))
const email = Type.String({ maxLength: 320 })
const password = Type.String({ maxLength: 1000 })

export async function registerSignIn(server: HttpServer, needs: SignInNeeds): Promise<void> {
  const texts = await readTexts(new URL('../../web/sign-in/texts/', import.meta.url))
  const o = { ...needs, texts }
  await registerStyle(server)
  registerForm(server, o)
  registerLink(server, o)
  registerProvider(server, o)
  registerPasswords(server, o)
  server.post('/admin/sign-out', { schema: hidden }, async (request, reply) => {
    refuseForeignPage(request, o.publicUrl)
    await o.sessions.close(request, reply)
    return await reply.redirect('/admin/sign-in', 303)
  })
}

async function registerStyle(server: HttpServer): Promise<void> {
  const style = await readFile(new URL('../../web/sign-in/sign-in.css', import.meta.url))
  server.get('/admin/sign-in.css', { schema: hidden }, (_, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .send(style),
  )
}

/** Nothing of these pages is kept, shown in frames, or told to other sites by Referer. */
function send(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .headers({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      // With `no-referrer` browsers send `Origin: null` with the form (Fetch §3.2), which is refused.
      'referrer-policy': 'same-origin',
    })
    .type('text/html')
    .send(text)
}

/** Opens the session that `act` gives; a refusal is told on the page. */
async function enter(
  { request, reply, o }: { request: FastifyRequest; reply: FastifyReply; o: Needs },
  act: () => Promise<SignedIn & { readonly returnTo?: string | undefined }>,
  retry: (visitor: Visitor, problem: string, refusal: Refusal) => string,
): Promise<FastifyReply> {
  refuseForeignPage(request, o.publicUrl)
  try {
    const signedIn = await act()
    o.sessions.open(reply, signedIn)
    return await reply.redirect(ownPath(signedIn.returnTo) ?? '/admin', 303)
  } catch (error) {
    if (!isRefusal(error)) throw error
    const visitor = visitorOf(o, request)
    return send(refused(reply, error), retry(visitor, problemOf(visitor, error), error))
  }
}

const visitorOf = ({ texts }: Needs, { headers }: FastifyRequest): Visitor =>
  texts.visitorFor(headers['accept-language'])

/** What happens often is said in the visitor's language, the rest as everywhere else. */
function problemOf({ has, text }: Visitor, { code, sentence, advice, values }: Refusal): string {
  const key = `problem.${code}`
  return has(key) ? text(key, values) : `${sentence} ${advice}`
}

/** Says when to come back, too (RFC 9110 §10.2.3). */
function refused(reply: FastifyReply, { status, values }: Refusal): FastifyReply {
  if (status === 429) void reply.header('retry-after', String(values.seconds))
  return reply.code(status)
}

function registerForm(server: HttpServer, o: Needs): void {
  const singleSignOn = o.identity.singleSignOn?.name
  const query = Type.Object({ token: Type.Optional(token), return: path })
  server.get('/admin/sign-in', { schema: { ...hidden, querystring: query } }, (request, reply) => {
    const { token: link, return: wanted } = request.query
    const visitor = visitorOf(o, request)
    if (link !== undefined) return send(reply, pages.linkPage(visitor, link))
    return send(reply, pages.signInPage(visitor, { returnTo: ownPath(wanted), singleSignOn }))
  })
  const body = Type.Object({ email, password, return: path })
  server.post('/admin/sign-in', { schema: { ...hidden, body } }, async (request, reply) => {
    const { email: who, password: secret, return: returnTo } = request.body
    const act = async () => ({
      ...(await o.identity.signInWithPassword(who, secret)),
      returnTo,
    })
    return await enter({ request, reply, o }, act, (visitor, problem) =>
      pages.signInPage(visitor, { problem, returnTo: ownPath(returnTo), singleSignOn }),
    )
  })
}

function registerLink(server: HttpServer, o: Needs): void {
  const schema = { ...hidden, body: Type.Object({ token }) }
  server.post('/admin/sign-in/link', { schema }, async (request, reply) => {
    const act = () => o.identity.signInWithLink(request.body.token)
    return await enter({ request, reply, o }, act, (visitor, problem) =>
      pages.signInPage(visitor, { problem }),
    )
  })
}

const stateCookie = 'greenroom_sign_in_state'
const answer = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 4000 })),
  state: Type.Optional(Type.String({ maxLength: 200 })),
  iss: Type.Optional(Type.String({ maxLength: 500 })),
  error: Type.Optional(Type.String({ maxLength: 200 })),
  error_description: Type.Optional(Type.String({ maxLength: 2000 })),
})

function registerProvider(server: HttpServer, o: Needs): void {
  const { singleSignOn } = o.identity
  if (singleSignOn === undefined) return
  const { name } = singleSignOn
  const cookie = {
    path: '/admin/sign-in',
    httpOnly: true,
    sameSite: 'lax',
    maxAge: 600,
    secure: o.publicUrl.startsWith('https:'),
  } as const
  const away = { schema: { ...hidden, querystring: Type.Object({ return: path }) } }
  server.get('/admin/sign-in/with-provider', away, async (request, reply) => {
    const returnTo = ownPath(request.query.return)
    try {
      const started = await singleSignOn.start(returnTo)
      void reply.setCookie(stateCookie, started.state, cookie).header('cache-control', 'no-store')
      return await reply.redirect(started.url, 303)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const visitor = visitorOf(o, request)
      const problem = problemOf(visitor, error)
      const text = pages.signInPage(visitor, { problem, returnTo, singleSignOn: name })
      return send(refused(reply, error), text)
    }
  })
  const back = { schema: { ...hidden, querystring: answer } }
  server.get('/admin/sign-in/callback', back, async (request, reply) => {
    const state = request.cookies[stateCookie]
    void reply.clearCookie(stateCookie, { path: cookie.path })
    const act = () => singleSignOn.finish(request.query, state)
    return await enter({ request, reply, o }, act, (visitor, problem) =>
      pages.signInPage(visitor, { problem, singleSignOn: name }),
    )
  })
}

function registerPasswords(server: HttpServer, o: Needs): void {
  const { passwords } = o.identity
  server.get('/admin/forgot-password', { schema: hidden }, (request, reply) =>
    send(reply, pages.forgotPasswordPage(visitorOf(o, request))),
  )
  const forgotten = { schema: { ...hidden, body: Type.Object({ email }) } }
  server.post('/admin/forgot-password', forgotten, async (request, reply) => {
    refuseForeignPage(request, o.publicUrl)
    const visitor = visitorOf(o, request)
    try {
      await passwords.requestReset(request.body.email)
      return send(reply, pages.letterOnItsWayPage(visitor))
    } catch (error) {
      if (!isRefusal(error)) throw error
      const problem = problemOf(visitor, error)
      return send(refused(reply, error), pages.forgotPasswordPage(visitor, problem))
    }
  })
  const opened = { schema: { ...hidden, querystring: Type.Object({ token }) } }
  server.get('/admin/set-password', opened, (request, reply) =>
    send(reply, pages.setPasswordPage(visitorOf(o, request), request.query.token)),
  )
  const chosen = { schema: { ...hidden, body: Type.Object({ token, password }) } }
  server.post('/admin/set-password', chosen, async (request, reply) => {
    const act = () => passwords.setByLink(request.body.token, request.body.password)
    return await enter({ request, reply, o }, act, (visitor, problem, { code }) =>
      code === 'password-link-used'
        ? pages.forgotPasswordPage(visitor, problem)
        : pages.setPasswordPage(visitor, request.body.token, problem),
    )
  })
}
