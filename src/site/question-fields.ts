/** The organiser's questions as fields of a form. */
import { fieldType, type RegistrationField } from '#events'
import { type Html, html } from '#http'
import type { FieldProblem } from './form-problems.ts'
import { type Answers, answerField, fieldName } from './form-values.ts'
import type { Visitor } from './texts.ts'

export interface QuestionsView {
  readonly questions: readonly RegistrationField[]
  readonly answers: Answers
  readonly problems: readonly FieldProblem[]
  /** Whose answers; counted from 0. */
  readonly person: number
  /** Attributes of what the organiser wrote, where that is in another language than the page. */
  readonly lang: Html | false
}

export function questionFields(view: QuestionsView, visitor: Visitor): Html[] {
  return view.questions.map((question) => questionField(question, view, visitor))
}

interface Field {
  readonly question: RegistrationField
  readonly name: string
  readonly given: readonly string[]
  readonly problem: FieldProblem | undefined
  readonly lang: Html | false
}

function questionField(
  question: RegistrationField,
  { answers, problems, person, lang }: QuestionsView,
  visitor: Visitor,
): Html {
  const name = fieldName(person, answerField(question.id))
  const problem = problems.find(({ field }) => field === name)
  const field: Field = { question, name, problem, lang, given: answers[question.id] ?? [] }
  const { type } = question
  if (type === fieldType.booleanYesNo.value) {
    const options = [
      { value: 'Yes', label: html`${visitor.text('form.yes')}` },
      { value: 'No', label: html`${visitor.text('form.no')}` },
    ]
    return optionFields(field, 'radio', options, visitor)
  }
  const options = question.choices.map((value) => ({
    value,
    label: html`<span${lang}>${value}</span>`,
  }))
  if (type === fieldType.singleChoice.value) return optionFields(field, 'radio', options, visitor)
  if (type === fieldType.multipleChoice.value) {
    return optionFields(field, 'checkbox', options, visitor)
  }
  return textField(field, type === fieldType.date.value ? 'date' : 'text')
}

function textField({ question, name, given, problem, lang }: Field, type: 'text' | 'date'): Html {
  // Browsers without a calendar of their own show a text field, and the placeholder in it.
  const limit = type === 'text' ? html` maxlength="4000"` : html` placeholder="2027-04-20"`
  return html`<div class="field"><label for="${name}"><span${lang}>${question.text}</span>${question.isRequired && requiredMark()}</label>
${problemText(problem)}
<input id="${name}" name="${name}" type="${type}"${limit} value="${given[0] ?? ''}"${question.isRequired && html` required`}${wrong(problem)}></div>`
}

interface Option {
  readonly value: string
  readonly label: Html
}

function optionFields(
  { question, name, given, problem, lang }: Field,
  type: 'radio' | 'checkbox',
  options: readonly Option[],
  visitor: Visitor,
): Html {
  return html`<fieldset class="options" id="${name}" tabindex="-1"${wrong(problem, false)}>
<legend><span${lang}>${question.text}</span>${question.isRequired && spokenMark(visitor)}</legend>
${problemText(problem)}
${options.map(
  ({ value, label }, at) => html`<div class="option">
<input type="${type}" id="${name}-${at + 1}" name="${name}" value="${value}"${given.includes(value) && html` checked`}>
<label for="${name}-${at + 1}">${label}</label></div>`,
)}
</fieldset>`
}

/** Beside labels of fields that say `required` themselves. */
export function requiredMark(): Html {
  return html` <span class="required" aria-hidden="true">*</span>`
}

/** Beside legends: a group of options cannot say that it is required. */
export function spokenMark(visitor: Visitor): Html {
  return html`${requiredMark()}<span class="unseen"> (${visitor.text('form.required')})</span>`
}

export function problemText(problem: FieldProblem | undefined): Html | false {
  if (problem?.field === undefined) return false
  return html`<p class="problem" id="${problem.field}-problem">${problem.message}</p>`
}

/** Attributes of a field, or of a group of them, with a problem. */
export function wrong(problem: FieldProblem | undefined, isField = true): Html | false {
  if (problem?.field === undefined) return false
  const said = html` aria-describedby="${problem.field}-problem"`
  return isField ? html` aria-invalid="true"${said}` : said
}
