import { isRefusal } from '#errors'
import type { HttpServer } from '#http'
import { systemCaller } from '#identity'
import type { RegisterAnswer } from '#registrations'
import { eventPage } from './event-page.ts'
import type { EventOnPage } from './event-rows.ts'
import {
  type FieldProblem,
  type FormInput,
  idempotencyKeyOf,
  problemOfRefusal,
  problemsOf,
  readForm,
} from './registration-form.ts'
import { refuseForeignForm } from './same-origin.ts'
import { sendPage } from './send-page.ts'
import { byEvent } from './show-event.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'

/** The form was sent: registers and leads to the thank-you page, or shows the form with what is wrong. */
export function takeRegistration(server: HttpServer, site: Site): void {
  server.post('/e/:event', { schema: { hide: true, params: byEvent } }, async (request, reply) => {
    refuseForeignForm(request, site.publicUrl)
    const visitor = site.texts.visitorFor(request.headers['accept-language'])
    const { event } = await site.publicEvent(request.params.event)
    const input = readForm(request.body, site.clock.now())
    const result = await register(site, visitor, event, input)
    if (result.kind === 'registered') {
      return reply.redirect(`/r/${site.registrations.joinToken(result.registrationId)}`, 303)
    }
    return sendPage(
      reply,
      await formAgain(site, visitor, request.params.event, input, result.problems),
      result.status,
    )
  })
}

type Result =
  | { readonly kind: 'registered'; readonly registrationId: string }
  | { readonly kind: 'refused'; readonly status: number; readonly problems: FieldProblem[] }

async function register(
  site: Site,
  visitor: Visitor,
  event: EventOnPage,
  input: FormInput,
): Promise<Result> {
  if (input.automatic)
    return refused(422, [{ field: undefined, message: visitor.text('form.again') }])
  const problems = problemsOf(input, visitor)
  if (problems.length > 0) return refused(422, problems)
  try {
    const answer = await send(site, visitor, event, input)
    return { kind: 'registered', registrationId: answer.registrations[0]?.registrationId as string }
  } catch (error) {
    if (!isRefusal(error) || error.code === 'unexpected-failure') throw error
    return refused(error.status, [problemOfRefusal(error, visitor)])
  }
}

function refused(status: number, problems: FieldProblem[]): Result {
  return { kind: 'refused', status, problems }
}

async function send(
  { registrations }: Site,
  visitor: Visitor,
  event: EventOnPage,
  input: FormInput,
): Promise<RegisterAnswer> {
  const { firstName, lastName, email, company, sessions } = input
  const chosen = event.msevtmgt_allowcustomagenda === true ? sessions : []
  return await registrations.register(systemCaller, {
    eventId: event.msevtmgt_eventid,
    attendees: [
      { firstName, lastName, email, company, language: visitor.locale, sessions: chosen },
    ],
    idempotencyKey: idempotencyKeyOf(input),
  })
}

/** The event is read again: what was refused may have changed it, a full event for example. */
async function formAgain(
  site: Site,
  visitor: Visitor,
  eventId: string,
  input: FormInput,
  problems: readonly FieldProblem[],
): Promise<string> {
  const { event, state } = await site.publicEvent(eventId)
  const form = { key: input.key, values: input, problems, sent: true }
  return await eventPage(site, visitor, { event, state, form })
}
