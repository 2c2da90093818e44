import { Type } from 'typebox'
import { isRefusal } from '#errors'
import { type HttpServer, html, page } from '#http'
import type { Identity } from '#identity'
import { refuseForeignPost, type Sessions } from './session.ts'

interface Needs {
  readonly identity: Identity
  readonly sessions: Sessions
  readonly publicUrl: string
}

function signInPage(problem?: string): string {
  return page({
    language: 'en',
    title: 'Sign in · Greenroom',
    head: html`<link rel="stylesheet" href="/admin/console.css">`,
    body: html`<main class="narrow sheet"><h1>Sign in to Greenroom</h1>
${problem === undefined ? '' : html`<p role="alert">${problem}</p>`}
<form method="post" action="/admin/sign-in">
<label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username" required>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button class="main">Sign in</button></form></main>`,
  })
}

/** The link works by a button: mail scanners and previews that only open it use nothing up. */
function linkPage(token: string): string {
  return page({
    language: 'en',
    title: 'Sign in · Greenroom',
    head: html`<link rel="stylesheet" href="/admin/console.css">`,
    body: html`<main class="narrow sheet"><h1>Sign in to Greenroom</h1>
<form method="post" action="/admin/sign-in/link"><input type="hidden" name="token" value="${token}">
<button class="main">Sign in with this one-time link</button></form></main>`,
  })
}

export function registerSignIn(server: HttpServer, o: Needs): void {
  const hidden = { hide: true }
  const query = Type.Object({ token: Type.Optional(Type.String({ maxLength: 200 })) })
  server.get('/admin/sign-in', { schema: { ...hidden, querystring: query } }, (request, reply) => {
    const { token } = request.query
    return reply.type('text/html').send(token === undefined ? signInPage() : linkPage(token))
  })
  const credentials = Type.Object({
    email: Type.String(),
    password: Type.String({ maxLength: 1000 }),
  })
  server.post(
    '/admin/sign-in',
    { schema: { ...hidden, body: credentials } },
    async (request, reply) => {
      refuseForeignPost(request, o.publicUrl)
      try {
        const { email, password } = request.body
        o.sessions.open(reply, await o.identity.signInWithPassword(email, password))
        return await reply.redirect('/admin', 303)
      } catch (error) {
        if (!isRefusal(error)) throw error
        return await reply.code(error.status).type('text/html').send(signInPage(error.sentence))
      }
    },
  )
  const link = Type.Object({ token: Type.String({ maxLength: 200 }) })
  server.post(
    '/admin/sign-in/link',
    { schema: { ...hidden, body: link } },
    async (request, reply) => {
      refuseForeignPost(request, o.publicUrl)
      try {
        o.sessions.open(reply, await o.identity.signInWithLink(request.body.token))
        return await reply.redirect('/admin', 303)
      } catch (error) {
        if (!isRefusal(error)) throw error
        return await reply
          .code(error.status)
          .type('text/html')
          .send(signInPage(`${error.sentence} ${error.advice}`))
      }
    },
  )
  server.post('/admin/sign-out', { schema: hidden }, async (request, reply) => {
    refuseForeignPost(request, o.publicUrl)
    await o.sessions.close(request, reply)
    return await reply.redirect('/admin/sign-in', 303)
  })
}
