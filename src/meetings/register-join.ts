/** `/m/<token>`: a guest's link, into the meeting or to a page that says why not now. */
import { Type } from 'typebox'
import { type HttpServer, html, page } from '#http'
import type { MeetingJoin } from './join.ts'
import { obstacleText } from './join-texts.ts'
import { refusals } from './refusals.ts'

const byToken = Type.Object({ token: Type.String({ maxLength: 200 }) })

/** 503 says that it is worth trying again, to programs too. */
const statuses: Readonly<Record<string, number>> = {
  'being-prepared': 503,
  'no-room': 503,
  'provider-down': 503,
}

export function registerMeetingLinks(
  server: HttpServer,
  { decideJoin }: { decideJoin(token: string): Promise<MeetingJoin | undefined> },
): void {
  const schema = { hide: true, params: byToken }
  server.get('/m/:token', { schema }, async (request, reply) => {
    reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store')
    const decision = await decideJoin(request.params.token)
    if (decision === undefined) throw refusals['unknown-meeting-link']()
    if (decision.kind === 'redirect') return reply.redirect(decision.url, 302)
    return reply
      .code(statuses[decision.reason] ?? 200)
      .type('text/html')
      .send(obstaclePage(decision))
  })
}

function obstaclePage({
  meeting,
  reason,
  opens,
  message,
}: Extract<MeetingJoin, { kind: 'page' }>): string {
  const { language, title, zone } = meeting
  const text = obstacleText(language, reason).replace('{opens}', () =>
    opens === undefined ? '' : moment(opens, language, zone),
  )
  const body = html`<main><h1>${title}</h1><p>${text}</p>${message === undefined ? '' : html`<p>${message}</p>`}</main>`
  return page({ language, title, body })
}

function moment(at: Date, language: string, zone: string): string {
  const locale = language === 'en' ? 'en-GB' : language
  const style = { dateStyle: 'full', timeStyle: 'short', timeZone: zone } as const
  return `${new Intl.DateTimeFormat(locale, style).format(at)} (${zone})`
}
