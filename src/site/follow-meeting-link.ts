/** `/m/<token>`: a guest's link, into the meeting or to a page that says why not now. */
import { Type } from 'typebox'
import { type HttpServer, html } from '#http'
import type { MeetingJoin, MeetingObstacle } from '#meetings'
import { isPrefetch, isPreview } from './click.ts'
import { type IconName, icon } from './icons.ts'
import { secondsUntil, waitingLine } from './join-page.ts'
import { refusals } from './refusals.ts'
import { personalPage } from './registration-page.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { visitorOf } from './visitor-of.ts'

const byToken = Type.Object({ token: Type.String({ maxLength: 200 }) })
const byHand = Type.Object({
  by: Type.Optional(Type.String()),
  lang: Type.Optional(Type.String()),
})

export function followMeetingLink(server: HttpServer, site: Site): void {
  const schema = { hide: true, params: byToken, querystring: byHand }
  server.get('/m/:token', { schema }, async (request, reply) => {
    reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store')
    const { token } = request.params
    // 503 makes browsers throw a prefetched answer away and ask again at the click.
    if (isPrefetch(request)) return reply.code(503).send()
    if (request.method === 'HEAD') return reply.type('text/html; charset=utf-8').send()
    if (isPreview(request) && request.query.by !== 'hand') {
      return sendPage(reply, await previewPage(site, visitorOf(site, request), token))
    }
    const decision = await site.meetings.decideJoin(token)
    if (decision === undefined) throw refusals['unknown-meeting-link']()
    if (decision.kind === 'redirect') return reply.redirect(decision.url, 302)
    const visitor = visitorOf(site, request, decision.meeting.language)
    return sendPage(
      reply,
      await obstaclePage(site, visitor, { ...decision, token }),
      statuses[decision.reason],
    )
  })
}

async function previewPage(site: Site, visitor: Visitor, token: string): Promise<string> {
  const title = visitor.text('join.preview.go')
  const body = html`<h1>${title}</h1><p class="lead">${visitor.text('join.preview.text')}</p>
<p class="actions"><a class="button" href="/m/${token}?by=hand" rel="nofollow">${title}</a></p>`
  return await personalPage(site, visitor, undefined, title, body)
}

const marks: Readonly<Record<MeetingObstacle, IconName>> = {
  cancelled: 'cross',
  removed: 'cross',
  'too-early': 'clock',
  over: 'clock',
  'being-prepared': 'hourglass',
  'no-room': 'hourglass',
  'provider-down': 'alert',
  'not-admitted': 'hourglass',
}

/** 503 says that it is worth trying again, to programs too. */
const statuses: Readonly<Partial<Record<MeetingObstacle, number>>> = {
  'being-prepared': 503,
  'no-room': 503,
  'provider-down': 503,
}

/** Where pressing the link again helps. */
const retryable: ReadonlySet<MeetingObstacle> = new Set([
  'being-prepared',
  'no-room',
  'provider-down',
  'too-early',
  'not-admitted',
])

type Obstacle = Extract<MeetingJoin, { kind: 'page' }> & { readonly token: string }

async function obstaclePage(site: Site, visitor: Visitor, view: Obstacle): Promise<string> {
  const { meeting, reason, opens, message, token } = view
  const { title, zone } = meeting
  const values = opens && { opens: site.formats.moment(opens, zone, visitor.locale) }
  const body = html`<div class="medal">${icon(marks[reason])}</div>
<h1>${title}</h1>
<p class="lead">${visitor.text(`join.meeting.${reason}`, values)}</p>
${message !== undefined && html`<p>${message}</p>`}
${waitingLine(visitor, secondsUntil(reason, opens, site.clock.now()))}
${retryable.has(reason) && html`<p class="actions"><a class="button" href="/m/${token}">${visitor.text('join.again')}</a></p>`}`
  return await personalPage(site, visitor, undefined, title, body)
}
