import { isRefusal } from '#errors'
import { fieldType, type RegistrationField } from '#events'
import type { HttpServer } from '#http'
import { systemCaller } from '#identity'
import type { AttendeeInput, RegisterAnswer } from '#registrations'
import type { EventOnPage } from './event-rows.ts'
import { type FieldProblem, problemOfRefusal, problemsOf } from './form-problems.ts'
import {
  type Answers,
  type FormInput,
  idempotencyKeyOf,
  type PersonValues,
  readForm,
} from './form-values.ts'
import { findInvitation } from './invitation.ts'
import { registerPage } from './register-page.ts'
import { refuseForeignForm } from './same-origin.ts'
import { sendPage } from './send-page.ts'
import { byEvent } from './show-event.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { visitorOf } from './visitor-of.ts'

/** The form was sent: registers and leads to what comes next, or shows the form with what is wrong. */
export function takeRegistration(server: HttpServer, site: Site): void {
  server.post('/e/:event', { schema: { hide: true, params: byEvent } }, async (request, reply) => {
    refuseForeignForm(request, site.publicUrl)
    const { event } = await site.publicEvent(request.params.event)
    const visitor = visitorOf(site, request, event.msevtmgt_language)
    const input = await asInvited(site, readForm(request.body, site.clock.now()))
    const result = await register(site, visitor, event, input)
    if (result.kind === 'taken') return reply.redirect(addressAfter(site, result.answer), 303)
    const page = await formAgain(site, visitor, request.params.event, input, result.problems)
    return sendPage(reply, page, result.status)
  })
}

/** Whoever was invited from the waitlist takes the seat under the address that was invited. */
async function asInvited(site: Site, input: FormInput): Promise<FormInput> {
  if (input.invitation === '') return input
  const place = await findInvitation(site, input.invitation)
  if (place === undefined) return { ...input, invitation: '' }
  const [person] = input.people
  const invited = { ...(person as PersonValues), email: place.email ?? '', waits: false }
  return { ...input, people: [invited] }
}

type Result =
  | { readonly kind: 'taken'; readonly answer: RegisterAnswer }
  | { readonly kind: 'again'; readonly status: number; readonly problems: FieldProblem[] }

async function register(
  site: Site,
  visitor: Visitor,
  event: EventOnPage,
  input: FormInput,
): Promise<Result> {
  if (input.act !== 'register') return again(200, [])
  if (input.automatic)
    return again(422, [{ field: undefined, message: visitor.text('form.again') }])
  const problems = problemsOf(input, event, visitor)
  if (problems.length > 0) return again(422, problems)
  try {
    const answer = await site.registrations.register(systemCaller, {
      eventId: event.msevtmgt_eventid,
      attendees: input.people.map((person) => attendeeOf(person, event, visitor)),
      idempotencyKey: idempotencyKeyOf(input),
    })
    // Whoever types somebody else's name must not get to that person's page.
    if (answer.registrations.some(({ merged }) => merged === true)) {
      return again(409, [{ field: undefined, message: visitor.text('form.merged') }])
    }
    if (answer.waiting.some(({ merged, sessionId }) => merged === true && sessionId === null)) {
      return again(409, [{ field: undefined, message: visitor.text('form.waiting') }])
    }
    return { kind: 'taken', answer }
  } catch (error) {
    if (!isRefusal(error) || error.code === 'unexpected-failure') throw error
    return again(error.status, [problemOfRefusal(error, visitor, event.questions)])
  }
}

function again(status: number, problems: FieldProblem[]): Result {
  return { kind: 'again', status, problems }
}

function attendeeOf(
  person: PersonValues,
  event: EventOnPage,
  { locale: language }: Visitor,
): AttendeeInput {
  const { firstName, lastName, email, company, pass, waits, autoRegister } = person
  const chooses = event.msevtmgt_allowcustomagenda === true
  const waited = person.waitedSessions.map((sessionId) => ({ sessionId, waitlisted: true }))
  return {
    ...{ firstName, lastName, email, company, language, autoRegister },
    sessions: chooses ? [...person.sessions, ...waited] : [],
    passId: waits || event.passes.length === 0 ? null : pass,
    waitlisted: waits,
    responses: responsesOf(person.answers, event.questions),
  }
}

/** As the front door wants them: several choices in `values`, everything else in `value`. */
export function responsesOf(
  answers: Answers,
  questions: readonly RegistrationField[],
): NonNullable<AttendeeInput['responses']> {
  return questions.flatMap(({ id, type }) => {
    const given = answers[id] ?? []
    if (given.length === 0) return []
    const value = given.join(', ')
    return type === fieldType.multipleChoice.value ? { id, value, values: given } : { id, value }
  })
}

function addressAfter(
  { links }: Site,
  { purchase, registrations: made, waiting }: RegisterAnswer,
): string {
  if (purchase !== null) {
    const page = `/pay/${links.purchaseToken(purchase.purchaseId)}`
    return purchase.redirectUrl === null ? page : `${page}?go=1`
  }
  const registrationIds = made.map(({ registrationId }) => registrationId)
  const waitlistItemIds = waiting.flatMap(({ waitlistItemId, sessionId }) =>
    sessionId === null ? waitlistItemId : [],
  )
  const [registration] = registrationIds
  const [place] = waitlistItemIds
  if (registrationIds.length + waitlistItemIds.length > 1) {
    return `/thanks/${links.partyToken({ registrationIds, waitlistItemIds })}`
  }
  if (registration === undefined) return `/w/${links.waitlistToken(place as string)}`
  return `/r/${links.receiptToken(registration)}`
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
  const { key, act } = input
  const form = { key, values: input, problems, sent: true, added: act === 'add' }
  return await registerPage(site, visitor, { event, state, form })
}
