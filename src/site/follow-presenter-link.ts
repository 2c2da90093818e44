/** The link of somebody who presents: into the webinar as host, or a page that says why not now. */
import { Type } from 'typebox'
import { type HttpServer, html } from '#http'
import type { JoinDecision } from '#webinars'
import { refusals } from './refusals.ts'
import { personalPage } from './registration-page.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { visitorOf } from './visitor-of.ts'

const byToken = Type.Object({ token: Type.String({ maxLength: 200 }) })

export function followPresenterLink(server: HttpServer, site: Site): void {
  const schema = { hide: true, params: byToken }
  server.get('/p/:token', { schema }, async (request, reply) => {
    reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store')
    const decision = await site.webinars.decidePresenterJoin(request.params.token)
    if (decision === undefined) throw refusals['unknown-presenter-link']()
    if (decision.kind === 'redirect') return reply.redirect(decision.url, 302)
    const visitor = visitorOf(site, request)
    return sendPage(reply, await obstaclePage(site, visitor, decision))
  })
}

type Obstacle = Extract<JoinDecision, { kind: 'page' }>

async function obstaclePage(
  site: Site,
  visitor: Visitor,
  { reason, occasion, message }: Obstacle,
): Promise<string> {
  if (occasion === undefined || reason === 'registration-cancelled') {
    throw refusals['unknown-presenter-link']()
  }
  const { start, end, timeZone, joinEarlyMinutes, title: name } = occasion
  const moment = (instant: Date) => site.formats.moment(instant, timeZone, visitor.locale)
  const opens = new Date(start.getTime() - joinEarlyMinutes * 60_000)
  const values = {
    title: name,
    event: name,
    opens: moment(opens),
    start: moment(start),
    end: moment(end),
  }
  const title = visitor.text(`join.${reason}.title`, values)
  const body = html`<h1>${title}</h1>
<p class="lead">${message ?? visitor.text(`join.${reason}.text`, values)}</p>`
  return await personalPage(site, visitor, undefined, `${title}: ${name}`, body)
}
