/** The registration form: works without JavaScript, keeps what was typed, leads to what is wrong. */

import type { SellablePass } from '#events'
import { type Html, html } from '#http'
import { hasWaitlist } from '#registrations'
import { type SessionChoice, sessionChoicesOf } from './agenda.ts'
import { inLanguage } from './content-language.ts'
import type { Formats } from './dates.ts'
import type { EventOnPage } from './event-rows.ts'
import { type FieldProblem, longest } from './form-problems.ts'
import {
  type FormValues,
  fieldName,
  mostPeople,
  type PersonValues,
  type TextField,
} from './form-values.ts'
import { isFree, priceText } from './prices.ts'
import { problemText, questionFields, requiredMark, spokenMark, wrong } from './question-fields.ts'
import { passesLeft } from './registration-state.ts'
import type { Visitor } from './texts.ts'

export interface FormView {
  readonly event: EventOnPage
  readonly formats: Formats
  /** IANA name of the event's zone. */
  readonly zone: string
  readonly action: string
  readonly key: string
  readonly values: FormValues
  readonly problems: readonly FieldProblem[]
  /** Undefined where nobody set a capacity. */
  readonly seats: number | undefined
  /** A person was added: the cursor stands there. */
  readonly added: boolean
}

export function registrationForm(view: FormView, visitor: Visitor): Html {
  const { event, values, added } = view
  const { people, invitation } = values
  const isLast = (at: number) => at === people.length - 1
  return html`<form class="form" method="post" action="${view.action}" novalidate>
<button class="first-submit" type="submit" tabindex="-1" aria-hidden="true"></button>
<input type="hidden" name="key" value="${view.key}">
<input type="hidden" name="people" value="${people.length}">
${invitation !== '' && html`<input type="hidden" name="invitation" value="${invitation}">`}
<p class="faint small">${visitor.text('form.marks')}</p>
${people.map((_, at) => personFields(view, at, visitor, added && isLast(at)))}
${takesSeveral(event) && invitation === '' && people.length < mostPeople && html`<button class="button button-quiet" type="submit" name="do" value="add">${visitor.text('form.person.add')}</button>`}
<div class="trap" aria-hidden="true"><label for="website">${visitor.text('form.trap')}</label><input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></div>
<button class="button" type="submit" data-busy="${visitor.text('form.sending')}">${visitor.text(submitKey(view))}</button>
<p class="faint small">${visitor.text('form.privacy')}</p>
</form>`
}

/** Registering several people at once is on unless the organiser switched it off. */
function takesSeveral(event: EventOnPage): boolean {
  return event.msevtmgt_enablemultiattendeeregistration !== false
}

function submitKey(view: FormView): string {
  const { event, values } = view
  if (values.people.every((_, at) => hasNoSeat(view, at))) return 'form.submit.wait'
  return event.passes.some(({ price }) => !isFree(price)) ? 'form.submit.pay' : 'form.submit'
}

/** Whether this person would only get a place in the waitlist. */
function hasNoSeat({ event, seats, values }: FormView, at: number): boolean {
  return hasWaitlist(event) && values.invitation === '' && seats !== undefined && at >= seats
}

function personFields(view: FormView, at: number, visitor: Visitor, added: boolean): Html {
  const { event, values } = view
  const person = values.people[at] as PersonValues
  const waits = hasNoSeat(view, at)
  const several = values.people.length > 1
  const input = (field: TextField, type: string, autocomplete: string) =>
    textInput(view, visitor, { field, type, autocomplete, at })
  const fields = html`<div class="pair">${input('firstName', 'text', 'given-name')}${input('lastName', 'text', 'family-name')}</div>
${input('email', 'email', 'email')}
${input('company', 'text', 'organization')}
${waits && waitNote(view, at, visitor)}
${!waits && event.passes.length > 0 && passChoices(view, at, visitor)}
${sessionFields(view, at, visitor)}
${questionFields({ questions: event.questions, answers: person.answers, problems: view.problems, person: at, lang: inLanguage(event.msevtmgt_language, visitor) }, visitor)}
${offersAutomatic(view, waits) && automaticChoice(person, at, visitor)}`
  if (!several) return html`<div class="person">${fields}</div>`
  const number = at + 1
  return html`<fieldset class="person person-box" id="person-${number}"${added && html` data-added`}>
<legend>${visitor.text('form.person', { number })}</legend>
${fields}
<button class="button button-quiet button-small" type="submit" name="do" value="remove-${number}">${visitor.text('form.person.remove', { number })}</button>
</fieldset>`
}

interface TextInput {
  readonly field: TextField
  readonly type: string
  readonly autocomplete: string
  readonly at: number
}

function textInput(view: FormView, visitor: Visitor, { field, type, autocomplete, at }: TextInput) {
  const { values, added } = view
  const name = fieldName(at, field)
  const problem = view.problems.find((each) => each.field === name)
  const optional = field === 'company'
  const invited = field === 'email' && values.invitation !== ''
  const isNew = added && field === 'firstName' && at === values.people.length - 1
  // Only the first person is whoever fills in the form: a browser's own data would be wrong below.
  const complete = at === 0 ? autocomplete : 'off'
  return html`<div class="field">
<label for="${name}">${visitor.text(`form.${field}`)}${!optional && requiredMark()}</label>
${problemText(problem)}
<input id="${name}" name="${name}" type="${type}" autocomplete="${complete}" maxlength="${longest[field]}" value="${(values.people[at] as PersonValues)[field]}"${!optional && html` required`}${invited && html` readonly`}${isNew && html` autofocus`}${wrong(problem)}>
</div>`
}

function waitNote({ event }: FormView, at: number, visitor: Visitor): Html {
  const key = event.passes.length > 0 ? 'form.wait.later' : 'form.wait'
  return html`<p class="hint">${visitor.text(key)}</p><input type="hidden" name="${fieldName(at, 'wait')}" value="1">`
}

/** Where the organiser lets people choose, and somebody would have to wait (event-management.md §3.5). */
function offersAutomatic({ event }: FormView, waits: boolean): boolean {
  if (event.msevtmgt_showautomaticregistrationcheckbox !== true) return false
  if (event.msevtmgt_autoregisterwaitlistitems === true || event.passes.length > 0) return false
  return waits
}

function automaticChoice({ autoRegister }: PersonValues, at: number, visitor: Visitor): Html {
  const name = fieldName(at, 'auto')
  return html`<div class="option"><input type="checkbox" id="${name}" name="${name}" value="1"${autoRegister && html` checked`}>
<label for="${name}">${visitor.text('form.wait.automatic')}</label></div>`
}

function passChoices(view: FormView, at: number, visitor: Visitor): Html {
  const { event, problems, values } = view
  const name = fieldName(at, 'pass')
  const problem = problems.find(({ field }) => field === name)
  const person = values.people[at] as PersonValues
  const attributes = inLanguage(event.msevtmgt_language, visitor)
  return html`<fieldset id="${name}" tabindex="-1"${wrong(problem, false)}>
<legend>${visitor.text('form.pass')}${spokenMark(visitor)}</legend>
${problemText(problem)}
${event.passes.map((pass) => passChoice(pass, { name, chosen: pass.id === person.pass || isOnly(event, pass), attributes }, visitor))}
</fieldset>`
}

/** Where there is one pass to be had, nobody has to choose it. */
function isOnly({ passes }: EventOnPage, pass: SellablePass): boolean {
  return passes.length === 1 && passesLeft(pass) > 0
}

function passChoice(
  pass: SellablePass,
  o: { readonly name: string; readonly chosen: boolean; readonly attributes: Html | false },
  visitor: Visitor,
): Html {
  const soldOut = passesLeft(pass) === 0
  const id = `${o.name}-${pass.id}`
  return html`<div class="choice${soldOut && ' choice-full'}">
<input type="radio" id="${id}" name="${o.name}" value="${pass.id}"${o.chosen && html` checked`}${soldOut && !o.chosen && html` disabled`}>
<label for="${id}"><span class="choice-name"${o.attributes}>${pass.name}</span><span class="choice-more faint small">${soldOut ? visitor.text('pass.soldOut') : priceText(pass, visitor)}</span></label>
</div>`
}

function sessionFields(view: FormView, at: number, visitor: Visitor): Html | false {
  const { event, formats, zone, problems, values } = view
  const choices = sessionChoicesOf({ event, formats, visitor, zone })
  if (choices.length === 0) return false
  const id = fieldName(at, 'sessions')
  const person = values.people[at] as PersonValues
  const problem = problems.find(({ field }) => field === id)
  return html`<fieldset id="${id}" tabindex="-1"${wrong(problem, false)}>
<legend>${visitor.text('form.sessions')}</legend>
${problemText(problem)}
${choices.map((session) => sessionChoice(session, person, (field) => fieldName(at, field), visitor))}
</fieldset>`
}

/** One session to take part in, or to wait for. Also on the page where a registration is changed. */
export function sessionChoice(
  session: SessionChoice,
  { sessions, waitedSessions }: Pick<PersonValues, 'sessions' | 'waitedSessions'>,
  nameOf: (field: string) => string,
  visitor: Visitor,
): Html {
  const { id } = session
  const chosen = sessions.includes(id)
  const queues = session.full && session.waitlist && !chosen
  const checked = queues ? waitedSessions.includes(id) : chosen
  const field = queues ? 'waitSession' : 'session'
  const more = queues ? visitor.text('form.session.wait') : session.seats
  const closed = session.full && !queues && !chosen
  return html`<div class="choice${closed && ' choice-full'}">
<input type="checkbox" id="${nameOf('session')}-${id}" name="${nameOf(field)}" value="${id}"${checked && html` checked`}${closed && html` disabled`}>
<label for="${nameOf('session')}-${id}"><span class="choice-name"${session.attributes}>${session.name}</span><span class="choice-more faint small">${session.when}${more !== undefined && html` · ${more}`}</span></label>
</div>`
}

/** On top of a page whose form was not accepted; each line leads to its field. */
export function problemSummary(
  problems: readonly FieldProblem[],
  visitor: Visitor,
  people = 1,
): Html {
  return html`<div class="notice notice-bad" role="alert" tabindex="-1" autofocus aria-labelledby="problems-title">
<h2 id="problems-title">${visitor.count('form.problems', problems.length)}</h2>
<ul>${problems.map((problem) => html`<li>${problemLine(problem, people > 1 ? visitor : undefined)}${problem.advice !== undefined && html` <span>${problem.advice}</span>`}</li>`)}</ul>
</div>`
}

/** With several people on the form, each line says whose field it is about. */
function problemLine({ field, message }: FieldProblem, visitor: Visitor | undefined): Html {
  if (field === undefined) return html`${message}`
  const number = /^p(\d+)-/.exec(field)?.[1] ?? '1'
  const person = visitor === undefined ? '' : `${visitor.text('form.person', { number })}: `
  return html`<a href="#${field}">${person}${message}</a>`
}
