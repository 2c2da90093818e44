/**
 * Answers to an organiser's questions (event-management.md §3.5): yes or no is the text `Yes` or
 * `No`, several choices come as `values` and joined in `value`, a date is `YYYY-MM-DD`.
 */
import type { Refusal } from '#errors'
import { fieldType, type RegistrationField } from '#events'
import { refusals } from './refusals.ts'
import type { Answer } from './registration.ts'

/** An answer that can be asked for: one row of `msevtmgt_registrationresponse`. */
export interface CheckedAnswer {
  readonly fieldId: string
  readonly text: string
}

const longest = 4000

/** What is wrong with the answers of an attendee; `input` is the attendee's place in the request. */
export function refusalOfAnswers(
  fields: readonly RegistrationField[],
  answers: readonly Answer[],
  input: string,
): Refusal | undefined {
  for (const field of fields) {
    const at = answers.findIndex(({ id }) => sameId(id, field.id))
    const text = at < 0 ? '' : textOf(answers[at] as Answer)
    const question = field.text
    if (text === '') {
      if (!field.isRequired) continue
      return refusals['answer-missing']({ input, question }, { input, expected: question })
    }
    const expected = problemOf(field, answers[at] as Answer, text)
    if (expected === undefined) continue
    const place = `${input}.responses[${at}]`
    return refusals['answer-invalid'](
      { input: place, question, found: text.slice(0, 100), expected },
      { input: place, expected, found: text.slice(0, 100) },
    )
  }
  return undefined
}

/** The answers to questions of the event, as they are stored. */
export function checkedAnswers(
  fields: readonly RegistrationField[],
  answers: readonly Answer[],
): CheckedAnswer[] {
  return fields.flatMap((field) => {
    const answer = answers.find(({ id }) => sameId(id, field.id))
    const text = answer === undefined ? '' : textOf(answer)
    return text === '' ? [] : [{ fieldId: field.id, text }]
  })
}

const sameId = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

function textOf({ value, values }: Answer): string {
  if (Array.isArray(values) && values.length > 0) return values.map(String).join(', ')
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return String(value).trim()
}

/** What was expected instead, or undefined where the answer will do. */
function problemOf(field: RegistrationField, answer: Answer, text: string): string | undefined {
  const { type, choices } = field
  if (text.length > longest) return `at most ${longest} characters`
  if (type === fieldType.booleanYesNo.value) {
    return text === 'Yes' || text === 'No' ? undefined : 'Yes or No'
  }
  if (type === fieldType.singleChoice.value) {
    return choices.includes(text) ? undefined : `one of: ${choices.join('; ')}`
  }
  if (type === fieldType.multipleChoice.value) {
    const given = Array.isArray(answer.values)
      ? answer.values.map(String)
      : splitChoices(text, choices)
    return given.every((each) => choices.includes(each))
      ? undefined
      : `some of: ${choices.join('; ')}`
  }
  if (type === fieldType.date.value) return isDate(text) ? undefined : 'a date, YYYY-MM-DD'
  return undefined
}

/** A choice may itself contain `, `, so the longest that fits is taken first. */
function splitChoices(text: string, choices: readonly string[]): string[] {
  const byLength = choices.toSorted((a, b) => b.length - a.length)
  const found: string[] = []
  let rest = text
  while (rest !== '') {
    const choice = byLength.find((each) => rest === each || rest.startsWith(`${each}, `))
    if (choice === undefined) return [...found, rest]
    found.push(choice)
    rest = rest.slice(choice.length + 2)
  }
  return found
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
