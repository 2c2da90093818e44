/** What is wrong with a form: everything at once, each at its field. */
import { isEmailAddress } from '#contacts'
import type { Refusal } from '#errors'
import { fieldType, type RegistrationField } from '#events'
import type { EventOnPage } from './event-rows.ts'
import {
  type Answers,
  answerField,
  type FormValues,
  fieldName,
  type PersonValues,
  type TextField,
  textFields,
} from './form-values.ts'
import type { Visitor } from './texts.ts'

/** Column lengths of contacts and registrations. */
export const longest = { firstName: 50, lastName: 50, email: 100, company: 160 } as const

export interface FieldProblem {
  /** Id of the field where the person has to look; undefined: it is about the whole. */
  readonly field: string | undefined
  readonly message: string
  readonly advice?: string
}

/** Everything that is wrong at once, so that nobody has to send the form four times. */
export function problemsOf(
  { people }: FormValues,
  event: Pick<EventOnPage, 'passes' | 'questions'>,
  visitor: Visitor,
): FieldProblem[] {
  return people.flatMap((person, at) => [
    ...textProblems(person, at, visitor),
    ...passProblems(person, at, event, visitor),
    ...answerProblems(person.answers, event.questions, visitor, at),
  ])
}

function textProblems(person: PersonValues, at: number, visitor: Visitor): FieldProblem[] {
  return textFields.flatMap((field) => {
    const message = textProblem(field, person[field], visitor)
    return message === undefined ? [] : [{ field: fieldName(at, field), message }]
  })
}

function textProblem(field: TextField, value: string, visitor: Visitor): string | undefined {
  const most = longest[field]
  if (value.length > most) {
    return visitor.text('form.tooLong', { most, label: visitor.text(`form.${field}`) })
  }
  if (value === '') return field === 'company' ? undefined : visitor.text(`form.${field}.missing`)
  if (field === 'email' && !isEmailAddress(value)) return visitor.text('form.email.invalid')
  return undefined
}

function passProblems(
  { pass, waits }: PersonValues,
  at: number,
  { passes }: Pick<EventOnPage, 'passes'>,
  visitor: Visitor,
): FieldProblem[] {
  if (passes.length === 0 || waits || passes.some(({ id }) => id === pass)) return []
  return [{ field: fieldName(at, 'pass'), message: visitor.text('form.pass.missing') }]
}

/** What is missing or cannot be read among answers to the organiser's questions. */
export function answerProblems(
  answers: Answers,
  questions: readonly RegistrationField[],
  visitor: Visitor,
  at = 0,
): FieldProblem[] {
  return questions.flatMap((question) => {
    const given = answers[question.id] ?? []
    const message = answerProblem(question, given, visitor)
    return message === undefined
      ? []
      : [{ field: fieldName(at, answerField(question.id)), message }]
  })
}

function answerProblem(
  { isRequired, text, type }: RegistrationField,
  given: readonly string[],
  visitor: Visitor,
): string | undefined {
  if (given.length === 0) {
    return isRequired ? visitor.text('form.answer.missing', { question: text }) : undefined
  }
  if (type === fieldType.date.value && !isDate(given[0] ?? '')) {
    return visitor.text('form.answer.date', { question: text })
  }
  return undefined
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** What the hub refused, in the visitor's words where there are some. */
export function problemOfRefusal(
  refusal: Refusal,
  visitor: Visitor,
  questions: readonly RegistrationField[] = [],
): FieldProblem {
  const own = `refusal.${refusal.code}`
  const advice = `${own}.advice`
  return {
    field: fieldOf(refusal, questions),
    message: visitor.has(own) ? visitor.text(own, refusal.values) : refusal.sentence,
    advice: visitor.has(advice) ? visitor.text(advice, refusal.values) : refusal.advice,
  }
}

const ofSessions = ['session-full', 'session-not-live', 'unknown-session', 'session-not-in-pass']
const ofPasses = ['pass-required', 'unknown-pass', 'pass-sold-out']
const ofAnswers = ['answer-missing', 'answer-invalid']

function fieldOf(
  { code, input, values }: Refusal,
  questions: readonly RegistrationField[],
): string | undefined {
  const person = Number(/^attendees\[(\d+)\]/.exec(input ?? '')?.[1] ?? 0)
  const at = (field: string) => fieldName(person, field)
  if (ofSessions.includes(code)) return at('sessions')
  if (ofPasses.includes(code)) return at('pass')
  if (ofAnswers.includes(code)) {
    const question = questions.find(({ text }) => text === values.question)
    return question === undefined ? undefined : at(answerField(question.id))
  }
  const field = textFields.find((each) => input?.endsWith(`.${each}`))
  return field === undefined ? undefined : at(field)
}
