/** The registration form: works without JavaScript, keeps what was typed, leads to what is wrong. */
import { createHash, randomBytes } from 'node:crypto'
import { isEmailAddress } from '#contacts'
import type { Refusal } from '#errors'
import { type Html, html } from '#http'
import type { Visitor } from './texts.ts'

/** Column lengths of contacts and registrations. */
const longest = { firstName: 50, lastName: 50, email: 100, company: 160 } as const

type TextField = keyof typeof longest
const textFields = Object.keys(longest) as TextField[]

export interface FormValues extends Readonly<Record<TextField, string>> {
  readonly sessions: readonly string[]
}

export interface FormInput extends FormValues {
  /** Which rendering of the form was sent; names the request when it is sent twice. */
  readonly key: string
  /** Whether a robot would have sent it so; see `looksAutomatic`. */
  readonly automatic: boolean
}

export interface FieldProblem {
  /** Where the person has to look; undefined: it is about the whole. */
  readonly field: TextField | 'sessions' | undefined
  readonly message: string
  readonly advice?: string
}

export const emptyForm: FormValues = {
  firstName: '',
  lastName: '',
  email: '',
  company: '',
  sessions: [],
}

/** Nobody fills in a form faster; scripts that post at once do. Milliseconds. */
const leastMs = 1_000
/** The page may come from another process than the one that takes the form. */
const clockSkewMs = 60_000

/** A key for one rendering of the form. It tells when that was. */
export function newFormKey(now: Date): string {
  return `${now.getTime().toString(36)}-${randomBytes(12).toString('base64url')}`
}

export function readForm(body: unknown, now: Date): FormInput {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const text = (name: string) => oneText(fields[name])
  const key = text('key')
  const age = ageOf(key, now)
  return {
    firstName: text('firstName'),
    lastName: text('lastName'),
    email: text('email'),
    company: text('company'),
    sessions: manyTexts(fields.session),
    key: age === undefined ? newFormKey(now) : key,
    automatic: looksAutomatic(age, text('website')),
  }
}

/** Milliseconds since the form was rendered; undefined where this is no key that a hub made. */
function ageOf(key: string, now: Date): number | undefined {
  if (!/^[a-z0-9]{6,12}-[\w-]{16}$/.test(key)) return undefined
  const age = now.getTime() - Number.parseInt(key.split('-')[0] as string, 36)
  return age < -clockSkewMs ? undefined : age
}

/**
 * Simple robots fill in every field, or post at once. Whoever looks like one is asked to press the
 * button again, with everything still filled in: no person loses anything by it.
 */
function looksAutomatic(age: number | undefined, trap: string): boolean {
  return trap !== '' || age === undefined || age < leastMs
}

function oneText(value: unknown): string {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first.trim().slice(0, 1_000) : ''
}

function manyTexts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.filter((each): each is string => typeof each === 'string').slice(0, 200)
}

/** The same content sent twice is one request; with other content it is another one. */
export function idempotencyKeyOf({ key, ...content }: FormInput): string {
  const { firstName, lastName, email, company, sessions } = content
  const text = JSON.stringify([firstName, lastName, email, company, sessions])
  return `${key}.${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
}

/** Everything that is wrong at once, so that nobody has to send the form four times. */
export function problemsOf(values: FormValues, visitor: Visitor): FieldProblem[] {
  const problems: FieldProblem[] = []
  const add = (field: TextField, key: string, more = {}) =>
    problems.push({ field, message: visitor.text(key, more) })
  for (const field of textFields) {
    const most = longest[field]
    if (values[field].length > most)
      add(field, 'form.tooLong', { most, label: labelOf(field, visitor) })
    else if (values[field] === '' && field !== 'company') add(field, `form.${field}.missing`)
    else if (field === 'email' && !isEmailAddress(values.email)) add(field, 'form.email.invalid')
  }
  return problems
}

/** What the hub refused, in the visitor's words where there are some. */
export function problemOfRefusal(refusal: Refusal, visitor: Visitor): FieldProblem {
  const own = `refusal.${refusal.code}`
  const advice = `${own}.advice`
  return {
    field: fieldOf(refusal),
    message: visitor.has(own) ? visitor.text(own, refusal.values) : refusal.sentence,
    advice: visitor.has(advice) ? visitor.text(advice, refusal.values) : refusal.advice,
  }
}

function fieldOf({ code, input }: Refusal): FieldProblem['field'] {
  if (['session-full', 'session-not-live', 'unknown-session'].includes(code)) return 'sessions'
  return textFields.find((field) => input?.endsWith(`.${field}`))
}

export interface SessionChoice {
  readonly id: string
  readonly name: string
  readonly when: string
  readonly seats: string | undefined
  readonly full: boolean
  readonly attributes: Html | false
}

export interface FormView {
  readonly action: string
  readonly key: string
  readonly values: FormValues
  readonly problems: readonly FieldProblem[]
  /** Empty where the event has no sessions to choose from. */
  readonly sessions: readonly SessionChoice[]
}

export function registrationForm(view: FormView, visitor: Visitor): Html {
  const input = (field: TextField, type: string, autocomplete: string) =>
    textInput(view, visitor, field, { type, autocomplete })
  return html`<form class="form" method="post" action="${view.action}">
<input type="hidden" name="key" value="${view.key}">
<div class="pair">${input('firstName', 'text', 'given-name')}${input('lastName', 'text', 'family-name')}</div>
${input('email', 'email', 'email')}
${input('company', 'text', 'organization')}
${view.sessions.length > 0 && sessionChoices(view, visitor)}
<div class="trap" aria-hidden="true"><label for="website">${visitor.text('form.trap')}</label><input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></div>
<button class="button" type="submit" data-busy="${visitor.text('form.sending')}">${visitor.text('form.submit')}</button>
<p class="faint small">${visitor.text('form.privacy')}</p>
</form>`
}

function textInput(
  view: FormView,
  visitor: Visitor,
  field: TextField,
  o: { type: string; autocomplete: string },
): Html {
  const problem = view.problems.find((each) => each.field === field)
  const optional = field === 'company'
  const wrong =
    problem !== undefined && html` aria-invalid="true" aria-describedby="${field}-problem"`
  return html`<div class="field">
<label for="${field}">${labelOf(field, visitor)}${optional && html` <span class="faint">${visitor.text('form.optional')}</span>`}</label>
${problem !== undefined && html`<p class="problem" id="${field}-problem">${problem.message}</p>`}
<input id="${field}" name="${field}" type="${o.type}" autocomplete="${o.autocomplete}" maxlength="${longest[field]}" value="${view.values[field]}"${!optional && html` required`}${wrong}>
</div>`
}

function labelOf(field: TextField, visitor: Visitor): string {
  return visitor.text(`form.${field}`)
}

function sessionChoices(view: FormView, visitor: Visitor): Html {
  const problem = view.problems.find(({ field }) => field === 'sessions')
  return html`<fieldset id="sessions" tabindex="-1"${problem !== undefined && html` aria-describedby="sessions-problem"`}>
<legend>${visitor.text('form.sessions')}</legend>
${problem !== undefined && html`<p class="problem" id="sessions-problem">${problem.message}</p>`}
${view.sessions.map((session) => sessionChoice(session, view.values.sessions.includes(session.id)))}
</fieldset>`
}

function sessionChoice(session: SessionChoice, chosen: boolean): Html {
  const { id } = session
  return html`<div class="choice${session.full && ' choice-full'}">
<input type="checkbox" id="session-${id}" name="session" value="${id}"${chosen && html` checked`}${session.full && !chosen && html` disabled`}>
<label for="session-${id}"><span class="choice-name"${session.attributes}>${session.name}</span><span class="choice-more faint small">${session.when}${session.seats !== undefined && html` · ${session.seats}`}</span></label>
</div>`
}

/** On top of a page whose form was not accepted; each line leads to its field. */
export function problemSummary(problems: readonly FieldProblem[], visitor: Visitor): Html {
  return html`<div class="notice notice-bad" role="alert" tabindex="-1" autofocus aria-labelledby="problems-title">
<h2 id="problems-title">${visitor.count('form.problems', problems.length)}</h2>
<ul>${problems.map((problem) => html`<li>${problemLine(problem)}${problem.advice !== undefined && html` <span>${problem.advice}</span>`}</li>`)}</ul>
</div>`
}

function problemLine({ field, message }: FieldProblem): Html {
  return field === undefined ? html`${message}` : html`<a href="#${field}">${message}</a>`
}
