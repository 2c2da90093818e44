/** What people see: signing in at Entra, and the meeting behind a join address. */
import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import { html } from '../../twin/html.ts'
import { type Page, sendPage } from '../../twin/page.ts'
import { unknownVisitPage, type Visit, visitPage } from '../../twin/rooms.ts'
import { decide, faultOf, readSignIn, type SignInRequest } from './oauth.ts'
import { enter, leave, registrationBy } from './runs.ts'
import { superUser } from './settings.ts'
import { type Meeting, newSecret, type Tenant, userBy, type Visitor } from './state.ts'

type Fields = Readonly<Record<string, unknown>>

export async function registerPages(server: FastifyInstance, tenant: Tenant): Promise<void> {
  await server.register(formbody)
  tenant.rooms.register(server, (token) => visitBy(tenant, token))
  server.get('/', (_request, reply) =>
    sendPage(reply, 200, {
      title: 'Simulated Microsoft Teams',
      body: html`<h1>Simulated Microsoft Teams</h1>
<p>Graph is under <code>/v1.0</code>, Entra under <code>/${tenant.id}/oauth2/v2.0</code>.</p>`,
    }),
  )
  registerSignIn(server, tenant)
  registerJoining(server, tenant)
}

function registerSignIn(server: FastifyInstance, tenant: Tenant): void {
  const path = '/:tenant/oauth2/v2.0/authorize'
  type Named = { Params: { tenant: string } }
  server.get<Named>(path, (request, reply) => {
    const asked = readSignIn(request.params.tenant, request.query as Fields)
    const fault = faultOf(tenant, asked)
    if (fault !== undefined) return sendPage(reply, 400, brokenPage(fault))
    return sendPage(reply, 200, acceptPage(tenant, asked))
  })
  server.post<Named>(path, (request, reply) => {
    const fields = (request.body ?? {}) as Fields
    const asked = readSignIn(request.params.tenant, fields)
    const user = userBy(tenant, String(fields.account ?? superUser.mail))
    const fault =
      faultOf(tenant, asked) ?? (user === undefined ? 'AADSTS50034: no such account.' : undefined)
    if (fault !== undefined || user === undefined) {
      return sendPage(reply, 400, brokenPage(fault ?? ''))
    }
    const agrees = fields.decision === 'accept'
    return reply.redirect(decide(tenant, asked, { userId: user.id, agrees }), 302)
  })
}

function acceptPage({ settings }: Tenant, asked: SignInRequest): Page {
  const target = new URL(asked.redirectUri)
  const hidden = Object.entries({
    client_id: asked.clientId,
    redirect_uri: asked.redirectUri,
    response_type: asked.responseType,
    state: asked.state,
    scope: asked.scopes.join(' '),
    code_challenge: asked.challenge ?? '',
  }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
  const accounts = settings.users.map(
    ({ mail, displayName }) => html`<option value="${mail}">${displayName} (${mail})</option>`,
  )
  return {
    title: 'Permissions requested',
    formTarget: target.origin,
    body: html`<h1>Let ${target.host} act for you?</h1>
<p>It asks for: ${asked.scopes.join(', ')}.</p>
<form method="post">${hidden}
<label for="account">Account</label><select id="account" name="account">${accounts}</select>
<div class="buttons"><button name="decision" value="accept">Accept</button>
<button class="plain" name="decision" value="cancel">Cancel</button></div>
</form>`,
  }
}

const brokenPage = (fault: string): Page => ({
  title: 'Sorry, but we’re having trouble signing you in',
  body: html`<h1>This sign-in link is broken</h1><p class="alarm" role="alert">${fault}</p>`,
})

/** Everybody has the same address: who comes is asked at the door. */
function registerJoining(server: FastifyInstance, tenant: Tenant): void {
  const path = '/l/meetup-join/:thread/0'
  type Named = { Params: { thread: string } }
  const meetingBy = (thread: string) =>
    [...tenant.meetings.values()].find(({ threadId }) => threadId === decodeURIComponent(thread))
  server.get<Named>(path, ({ params }, reply) => {
    const meeting = meetingBy(params.thread)
    if (meeting === undefined) return sendPage(reply, 404, unknownVisitPage)
    return sendPage(reply, 200, doorPage(meeting))
  })
  server.post<Named>(path, (request, reply) => {
    const meeting = meetingBy(request.params.thread)
    if (meeting === undefined) return sendPage(reply, 404, unknownVisitPage)
    const { name, email } = (request.body ?? {}) as Fields
    const visitor = visitorOf(tenant, meeting, String(name ?? ''), String(email ?? ''))
    tenant.visitors.set(visitor.token, visitor)
    return reply.redirect(`/visits/${visitor.token}`, 303)
  })
  server.get<{ Params: { token: string } }>('/visits/:token', ({ params }, reply) => {
    const visit = visitBy(tenant, params.token)
    if (visit === undefined) return sendPage(reply, 404, unknownVisitPage)
    return sendPage(reply, 200, visitPage(visit))
  })
}

const doorPage = ({ options }: Meeting): Page => ({
  title: options.subject ?? 'Meeting',
  body: html`<h1>${options.subject ?? 'Meeting'}</h1>
<form method="post">
<label for="name">Your name</label><input id="name" name="name" autocomplete="name" required>
<label for="email">E-mail, if you sign in or registered</label>
<input id="email" name="email" type="email" autocomplete="email">
<div class="buttons"><button>Join now</button></div>
</form>`,
})

function visitorOf(tenant: Tenant, meeting: Meeting, name: string, email: string): Visitor {
  const registration = email === '' ? undefined : registrationBy(tenant, meeting.id, email)
  return {
    token: newSecret(),
    meetingId: meeting.id,
    name: name.trim() || 'Guest',
    email: email === '' ? undefined : email,
    registrationId: registration?.id,
  }
}

function visitBy(tenant: Tenant, token: string): Visit | undefined {
  const visitor = tenant.visitors.get(token)
  const meeting = tenant.meetings.get(visitor?.meetingId ?? '')
  if (visitor === undefined || meeting === undefined) return undefined
  return {
    token,
    title: meeting.options.subject ?? 'Meeting',
    name: visitor.name,
    email: visitor.email ?? '',
    shut: whyShut(tenant, visitor),
    enter: () => enter(tenant, meeting, visitor).id,
    isIn: (id) => {
      const presence = tenant.presences.get(id)
      return presence?.name === visitor.name && presence.leftAt === undefined
    },
    leave: (id) => {
      const presence = tenant.presences.get(id)
      if (presence !== undefined) leave(tenant, presence, tenant.clock.now())
    },
  }
}

/** Webinars take those who are registered. */
function whyShut(tenant: Tenant, { meetingId, registrationId }: Visitor): string | undefined {
  const webinar = [...tenant.webinars.values()].find((each) => each.meetingId === meetingId)
  if (webinar === undefined) return undefined
  if (webinar.status === 'canceled') return 'The organizer has canceled this webinar.'
  const registration = tenant.registrations.get(registrationId ?? '')
  if (registration?.status === 'registered') return undefined
  return 'Join with the e-mail that you registered with.'
}
