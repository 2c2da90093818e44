/** What people see: signing in and accepting, and the room behind a join link. */
import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import { html, nothing } from '../../twin/html.ts'
import { type Page, sendPage } from '../../twin/page.ts'
import { unknownVisitPage, type Visit, visitPage } from '../../twin/rooms.ts'
import { decide, faultOf, readSignIn, type SignInRequest } from './oauth.ts'
import { enter, leave } from './runs.ts'
import type { JoinLink, Meeting, Webex } from './state.ts'

type Fields = Readonly<Record<string, unknown>>

export async function registerPages(server: FastifyInstance, webex: Webex): Promise<void> {
  await server.register(formbody)
  webex.rooms.register(server, (token) => visitBy(webex, token))
  server.get('/', (_request, reply) =>
    sendPage(reply, 200, {
      title: 'Simulated Webex',
      body: html`<h1>Simulated Webex</h1><p>The API and OAuth are under <code>/v1</code>.</p>`,
    }),
  )
  registerSignIn(server, webex)
  server.get<{ Querystring: { integrationJoinToken?: string } }>(
    '/wbxmjs/joinservice',
    ({ query }, reply) => {
      const visit = visitBy(webex, query.integrationJoinToken ?? '')
      if (visit === undefined) return sendPage(reply, 404, unknownVisitPage)
      return sendPage(reply, 200, visitPage(visit))
    },
  )
  server.get<{ Querystring: { MTID?: string } }>('/:site/j.php', ({ query }, reply) => {
    const meeting = webex.meetings.get((query.MTID ?? '').slice(1))
    if (meeting === undefined) return sendPage(reply, 404, unknownVisitPage)
    return sendPage(reply, 200, meetingPage(meeting))
  })
}

function registerSignIn(server: FastifyInstance, webex: Webex): void {
  server.get('/v1/authorize', (request, reply) => {
    const asked = readSignIn(request.query as Fields)
    const fault = faultOf(webex, asked)
    if (fault !== undefined) return sendPage(reply, 400, brokenPage(fault))
    return sendPage(reply, 200, acceptPage(webex, asked))
  })
  server.post('/v1/authorize', (request, reply) => {
    const fields = (request.body ?? {}) as Fields
    const asked = readSignIn(fields)
    const fault = faultOf(webex, asked)
    if (fault !== undefined) return sendPage(reply, 400, brokenPage(fault))
    return reply.redirect(decide(webex, asked, fields.decision === 'accept'), 302)
  })
}

function acceptPage({ host, users }: Webex, asked: SignInRequest): Page {
  const others = [...users.values()].filter(({ id }) => id !== host.id)
  const target = new URL(asked.redirectUri)
  const { clientId, redirectUri, state, scopes, challenge = '' } = asked
  const hidden = Object.entries({
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    scope: scopes.join(' '),
    code_challenge: challenge,
  }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
  return {
    title: 'Accept',
    formTarget: target.origin,
    body: html`<h1>Let ${target.host} use your Webex account?</h1>
<p>You are signed in as ${host.name} (${host.email}). It asks for: ${scopes.join(', ')}.</p>
<form method="post">${hidden}
${others.length === 0 ? nothing : html`<p><label>Go on as <select name="account"><option value="${host.email}">${host.name}</option>${others.map(({ email, name }) => html`<option value="${email}">${name}</option>`)}</select></label></p>`}
<div class="buttons"><button name="decision" value="accept">Accept</button>
<button class="plain" name="decision" value="deny">Deny</button></div>
</form>`,
  }
}

const brokenPage = (fault: string): Page => ({
  title: 'This sign-in link is broken',
  body: html`<h1>This sign-in link is broken</h1><p class="alarm" role="alert">${fault}</p>`,
})

const meetingPage = ({ order }: Meeting): Page => ({
  title: order.title,
  body: html`<h1>${order.title}</h1><p>Use the link that you were sent.</p>`,
})

function visitBy(webex: Webex, token: string): Visit | undefined {
  const link = webex.links.get(token)
  const meeting = webex.meetings.get(link?.meetingId ?? '')
  if (link === undefined || meeting === undefined) return undefined
  const { email, name } = link
  return {
    token,
    title: meeting.order.title,
    name,
    email,
    shut: whyShut(webex, link),
    enter: () => enter(webex, meeting, { name, email }).id,
    isIn: (id) => {
      const presence = webex.presences.get(id)
      return presence?.email === email && presence.leftAt === undefined
    },
    leave: (id) => {
      const presence = webex.presences.get(id)
      if (presence !== undefined) leave(webex, presence, webex.clock.now())
    },
  }
}

const whyShut = ({ clock }: Webex, { expiresAt }: JoinLink) =>
  expiresAt <= clock.now() ? 'This link has expired. Ask for another one.' : undefined
