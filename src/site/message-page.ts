/** A page that says what went wrong and what to do, in place of a problem document. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { html, problemOf } from '#http'
import { icon } from './icons.ts'
import { personalPage } from './registration-page.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import { visitorOf } from './visitor-of.ts'

/** The error handler of the site's addresses. */
export async function answerWithPage(
  site: Site,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const problem = problemOf(error, request.id)
  if (problem.status >= 500) {
    site.log.error({ err: error, requestId: request.id }, 'a page of the site failed')
  }
  const visitor = visitorOf(site, request)
  const own = `refusal.${problem.code}`
  const title = visitor.has(own) ? visitor.text(own) : problem.title
  const advice = visitor.has(`${own}.advice`) ? visitor.text(`${own}.advice`) : problem.advice
  const body = html`<div class="medal medal-problem">${icon('alert')}</div>
<h1>${title}</h1>
<p class="lead">${advice}</p>
<p class="actions"><a class="button" href="/">${visitor.text('page.otherEvents')}</a></p>
${problem.status >= 500 && html`<p class="faint small">${visitor.text('page.requestId', { id: request.id })}</p>`}`
  const text = await personalPage(site, visitor, undefined, title, body)
  return sendPage(reply, text, problem.status)
}
