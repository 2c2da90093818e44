/**
 * The join link. A click by a person is recorded as evidence and leads into the webinar; where it
 * cannot, a page says why. Machines that look at links (HEAD requests, too) neither leave evidence
 * nor make the provider do anything.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { evidenceSource } from '#attendance'
import type { HttpServer } from '#http'
import { html } from '#http'
import { systemCaller } from '#identity'
import type { JoinDecision } from '#webinars'
import { isPrefetch, isPreview } from './click.ts'
import { joinPage } from './join-page.ts'
import { byToken } from './personal-view.ts'
import { refusals } from './refusals.ts'
import { personalPage } from './registration-page.ts'
import { type RegistrationOnPage, readRegistrationOnPage } from './registration-rows.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import { visitorOf } from './visitor-of.ts'

const byHand = Type.Object({
  by: Type.Optional(Type.String()),
  lang: Type.Optional(Type.String()),
})

export function followJoinLink(server: HttpServer, site: Site): void {
  const schema = { hide: true, params: byToken, querystring: byHand }
  server.get('/j/:token', { schema }, async (request, reply) => {
    reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store')
    const { token } = request.params
    const id = site.registrations.readJoinToken(token)
    if (id === undefined) throw refusals['unknown-personal-link']()
    // 503 makes browsers throw a prefetched answer away and ask again at the click.
    if (isPrefetch(request)) return reply.code(503).send()
    if (request.method === 'HEAD') return reply.type('text/html; charset=utf-8').send()
    if (isPreview(request) && request.query.by !== 'hand') {
      return await answerPreview(site, request, reply, { id, token })
    }
    const decision = await site.webinars.decideJoin(id)
    if (decision.kind === 'redirect') {
      await recordClick(site, id, decision)
      return reply.redirect(decision.url, 302)
    }
    return await explain(site, request, reply, { id, token, decision })
  })
}

async function answerPreview(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, token }: { readonly id: string; readonly token: string },
): Promise<FastifyReply> {
  const visitor = visitorOf(site, request)
  const { event } = await readRegistration(site, id)
  const title = visitor.text('join.preview', { event: event.name })
  const body = html`<h1>${title}</h1><p class="lead">${visitor.text('join.preview.text')}</p>
<p class="actions"><a class="button" href="/j/${token}?by=hand" rel="nofollow">${visitor.text('join.preview.go')}</a></p>`
  return sendPage(reply, await personalPage(site, visitor, event, title, body))
}

/** Milliseconds that a person waits for the record; a slow step of somebody must not keep them out. */
const mostRecordingMs = 2_000

async function recordClick(
  { attendance, clock, log }: Site,
  registrationId: string,
  { occasion }: Extract<JoinDecision, { kind: 'redirect' }>,
): Promise<void> {
  const minute = clock.now().toISOString().slice(0, 16)
  const recorded = attendance
    .checkIn(systemCaller, {
      registrationId,
      ...(occasion.table === 'msevtmgt_session' ? { sessionId: occasion.id } : {}),
      source: evidenceSource.joinLink.value,
      reference: `click:${minute}Z`,
    })
    .catch((error: unknown) => {
      log.error({ err: error, registrationId }, 'a click on a join link could not be recorded')
    })
  const timer = new AbortController()
  const late = wait(mostRecordingMs, undefined, { signal: timer.signal, ref: false }).then(
    () => log.warn({ registrationId }, 'recording a click takes long; the person is let in'),
    () => undefined,
  )
  await Promise.race([recorded, late])
  timer.abort()
}

async function explain(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  o: {
    readonly id: string
    readonly token: string
    readonly decision: Extract<JoinDecision, { kind: 'page' }>
  },
): Promise<FastifyReply> {
  const visitor = visitorOf(site, request)
  const registration = await readRegistration(site, o.id)
  const { reason, occasion, message } = o.decision
  const view = { reason, occasion, registration, token: o.token, message }
  return sendPage(reply, await joinPage(site, visitor, view))
}

async function readRegistration({ db }: Site, id: string): Promise<RegistrationOnPage> {
  const registration = await readRegistrationOnPage(db, id)
  if (registration === undefined) throw refusals['unknown-personal-link']()
  return registration
}
