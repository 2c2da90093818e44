/** `/r/<token>/change`: other sessions and other answers, by somebody who is registered. */
import { isRefusal } from '#errors'
import { zoneOf } from '#events'
import { type Html, type HttpServer, html } from '#http'
import { systemCaller } from '#identity'
import { sessionChoicesOf } from './agenda.ts'
import { inLanguage } from './content-language.ts'
import type { EventOnPage } from './event-rows.ts'
import { answerProblems, type FieldProblem, problemOfRefusal } from './form-problems.ts'
import { type Answers, fieldsOfBody, manyTexts, readAnswers } from './form-values.ts'
import { byToken, readView } from './personal-view.ts'
import { questionFields } from './question-fields.ts'
import { problemSummary, sessionChoice } from './registration-form.ts'
import { eventFacts, personalPage, type RegistrationView, standingOf } from './registration-page.ts'
import type { RegistrationOnPage } from './registration-rows.ts'
import { refuseForeignForm } from './same-origin.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import { responsesOf } from './take-registration.ts'
import type { Visitor } from './texts.ts'
import { visitorOf } from './visitor-of.ts'

/** What somebody wants to have in the end, so that sending it twice changes nothing more. */
interface Wanted {
  readonly sessions: readonly string[]
  readonly waitedSessions: readonly string[]
  readonly answers: Answers
}

interface ChangeView {
  readonly view: RegistrationView
  readonly event: EventOnPage
  readonly wanted: Wanted
  readonly problems: readonly FieldProblem[]
}

const schema = { hide: true, params: byToken }

export function changeRegistration(server: HttpServer, site: Site): void {
  server.get('/r/:token/change', { schema }, async (request, reply) => {
    const { token } = request.params
    const view = await readView(site, token)
    const { registration } = view
    if (!view.changeable || standingOf(registration, site.clock.now()) !== 'registered') {
      return reply.redirect(`/r/${token}`, 303)
    }
    const { event } = await site.publicEvent(registration.event.id)
    const visitor = visitorOf(site, request, event.msevtmgt_language)
    const wanted = presentChoice(registration, event)
    return sendPage(reply, await changePage(site, visitor, { view, event, wanted, problems: [] }))
  })
  server.post('/r/:token/change', { schema }, async (request, reply) => {
    refuseForeignForm(request, site.publicUrl)
    const { token } = request.params
    const view = await readView(site, token)
    const { event } = await site.publicEvent(view.registration.event.id)
    const visitor = visitorOf(site, request, event.msevtmgt_language)
    const { wanted, shown } = readWanted(request.body)
    const { status, problems } = await change(site, visitor, { view, event, wanted, shown })
    if (problems.length === 0) return reply.redirect(`/r/${token}`, 303)
    const page = await changePage(site, visitor, { view, event, wanted, problems })
    return sendPage(reply, page, status)
  })
}

function presentChoice({ sessions, awaited, answers }: RegistrationOnPage, event: EventOnPage) {
  const given = answers.map(({ questionId, text }): [string, readonly string[]] => {
    const choices = event.questions.find(({ id }) => id === questionId)?.choices ?? []
    return [questionId, choices.length === 0 ? [text] : partsOf(text, choices)]
  })
  return {
    sessions: sessions.map(({ id }) => id),
    waitedSessions: awaited.map(({ id }) => id),
    answers: Object.fromEntries(given),
  }
}

/** Several choices are stored in one text, joined with `, `. */
function partsOf(text: string, choices: readonly string[]): string[] {
  return choices.filter((choice) => `, ${text}, `.includes(`, ${choice}, `))
}

function readWanted(body: unknown): { wanted: Wanted; shown: readonly string[] } {
  const fields = fieldsOfBody(body)
  const wanted = {
    sessions: manyTexts(fields.session),
    waitedSessions: manyTexts(fields.waitSession),
    answers: readAnswers(fields),
  }
  return { wanted, shown: manyTexts(fields.shown) }
}

interface Change {
  readonly view: RegistrationView
  readonly event: EventOnPage
  readonly wanted: Wanted
  /** Sessions that the form offered: only those were left out on purpose. */
  readonly shown: readonly string[]
}

interface Changed {
  readonly status: number
  readonly problems: readonly FieldProblem[]
}

async function change(site: Site, visitor: Visitor, changing: Change): Promise<Changed> {
  const { event, wanted } = changing
  const problems = answerProblems(wanted.answers, event.questions, visitor)
  if (problems.length > 0) return { status: 422, problems }
  try {
    await apply(site, changing)
    return { status: 200, problems: [] }
  } catch (error) {
    if (!isRefusal(error) || error.status >= 500) throw error
    return { status: error.status, problems: [problemOfRefusal(error, visitor, event.questions)] }
  }
}

/** What may be refused comes first: then nothing has been given up. */
async function apply({ registrations }: Site, { view, event, wanted, shown }: Change) {
  const { id, sessions, awaited } = view.registration
  const has = (list: readonly { readonly id: string }[], sessionId: string) =>
    list.some((each) => each.id === sessionId)
  const added = wanted.sessions.filter((each) => !has(sessions, each))
  if (added.length > 0) await registrations.addSessions(systemCaller, id, added)
  const queued = wanted.waitedSessions.filter((each) => !has(awaited, each))
  if (queued.length > 0) await registrations.waitForSessions(systemCaller, id, queued)
  if (event.questions.length > 0) {
    const responses = responsesOf(wanted.answers, event.questions)
    await registrations.changeAnswers(systemCaller, id, responses)
  }
  for (const { id: sessionId, bookingId } of sessions) {
    if (!shown.includes(sessionId) || wanted.sessions.includes(sessionId)) continue
    await registrations.cancelSession(systemCaller, bookingId, { by: 'attendee' })
  }
  for (const { id: sessionId, waitlistItemId } of awaited) {
    const stays = [...wanted.waitedSessions, ...added].includes(sessionId)
    if (!shown.includes(sessionId) || stays) continue
    await registrations.leaveWaitlist(systemCaller, waitlistItemId)
  }
}

async function changePage(
  site: Site,
  visitor: Visitor,
  { view, event, wanted, problems }: ChangeView,
): Promise<string> {
  const { registration, token } = view
  const heading = visitor.text('change.title')
  const title = problems.length > 0 ? `${visitor.text('page.problem')}: ${heading}` : heading
  const lang = inLanguage(event.msevtmgt_language, visitor)
  const questions = {
    questions: event.questions,
    answers: wanted.answers,
    problems,
    person: 0,
    lang,
  }
  const body = html`${problems.length > 0 && problemSummary(problems, visitor)}
<h1>${heading}</h1>
${eventFacts(site, visitor, registration.event)}
<form class="form form-change" method="post" action="/r/${token}/change" novalidate>
${sessionFields(site, visitor, { event, registration, wanted })}
${questionFields(questions, visitor)}
<p class="actions"><button class="button" type="submit" data-busy="${visitor.text('form.sending')}">${visitor.text('change.save')}</button>
<a class="button button-quiet" href="/r/${token}">${visitor.text('change.back')}</a></p></form>`
  return await personalPage(
    site,
    visitor,
    registration.event,
    `${title}: ${event.msevtmgt_name}`,
    body,
  )
}

function sessionFields(
  { formats }: Site,
  visitor: Visitor,
  {
    event,
    registration,
    wanted,
  }: Pick<ChangeView, 'event' | 'wanted'> & Pick<RegistrationView, 'registration'>,
): Html | false {
  const all = sessionChoicesOf({ event, formats, visitor, zone: zoneOf(event) })
  const choices = all.filter(({ id }) => isOpenTo(registration, id))
  if (choices.length === 0) return false
  return html`<fieldset id="sessions" tabindex="-1"><legend>${visitor.text('registration.sessions')}</legend>
${choices.map(({ id }) => html`<input type="hidden" name="shown" value="${id}">`)}
${choices.map((session) => sessionChoice(session, wanted, (field) => field, visitor))}</fieldset>`
}

/** What the pass does not open is not offered; what somebody has or waits for already is. */
function isOpenTo({ passes, sessions, awaited }: RegistrationOnPage, sessionId: string): boolean {
  if ([...sessions, ...awaited].some(({ id }) => id === sessionId)) return true
  if (passes.length === 0) return true
  return passes.some(({ sessionIds: open }) => open.length === 0 || open.includes(sessionId))
}
