/** Checks what an organiser wrote, so that nothing is found out when the letters go out. */
import { Parser } from 'htmlparser2'
import { nearestName } from '#pipeline'
import type { LetterKind } from './kinds.ts'
import { type Placeholder, placeholdersOf } from './placeholders.ts'
import { refusals } from './refusals.ts'

const named = /\{\{([^{}]*)\}\}/g

/** Names of the placeholders in a text, in order. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(named)].map(([, name = '']) => name.trim())
}

/** @throws refusals for unknown placeholders and for braces that do not match. */
export function checkSubject(kind: LetterKind, subject: string, input = 'gr_subject'): void {
  if (hasControls(subject)) throw refusals['mail-subject-invalid']({}, { input })
  checkText(placeholdersOf(kind), kind, subject, input, 'the subject')
}

/**
 * Checks cleaned HTML: where each placeholder stands decides what it may be. Tags count as blanks,
 * so that none can stand inside a placeholder.
 */
export function checkBody(kind: LetterKind, html: string, input = 'gr_bodyhtml'): void {
  const known = placeholdersOf(kind)
  let text = ''
  const parser = new Parser({
    onopentag(_, attributes) {
      for (const [name, value] of Object.entries(attributes)) {
        checkAttribute(known, kind, { name, value }, input)
      }
      text += ' '
    },
    ontext: (more) => {
      text += more
    },
    onclosetag: () => {
      text += ' '
    },
  })
  parser.end(html)
  checkText(known, kind, text, input, undefined)
}

function checkText(
  known: ReadonlyMap<string, Placeholder>,
  kind: LetterKind,
  text: string,
  input: string,
  place: string | undefined,
): void {
  for (const name of namesIn(text)) {
    const placeholder = find(known, kind, name, input)
    if (place !== undefined && placeholder.form === 'block') {
      throw misplaced(input, name, place, 'Put it into the body, in a paragraph of its own.')
    }
  }
  checkBraces(text, input)
}

function checkAttribute(
  known: ReadonlyMap<string, Placeholder>,
  kind: LetterKind,
  { name, value }: { readonly name: string; readonly value: string },
  input: string,
): void {
  const names = namesIn(value)
  const placeholder = names.map((each) => find(known, kind, each, input))[0]
  checkBraces(value, input)
  if (placeholder === undefined || name === 'title' || name === 'alt') return
  const whole = value.trim() === `{{${names[0]}}}`
  if (name === 'href' && whole && placeholder.form === 'link') return
  const remedy =
    name === 'href'
      ? 'Make one of the links the whole address, such as href="{{event.link}}".'
      : 'Put it into the text.'
  throw misplaced(input, placeholder.name, `the attribute ${name}`, remedy)
}

function find(
  known: ReadonlyMap<string, Placeholder>,
  kind: LetterKind,
  name: string,
  input: string,
): Placeholder {
  const placeholder = known.get(name)
  if (placeholder !== undefined) return placeholder
  const names = new Map([...known.keys()].map((each) => [each.toLowerCase(), each]))
  const nearest = names.get(nearestName(name.toLowerCase(), names.keys()) ?? '')
  const found = `{{${name.slice(0, 60)}}}`
  throw refusals['mail-placeholder-unknown'](
    { input, found, kind, nearest: nearest === undefined ? 'a known one' : `{{${nearest}}}` },
    { input, expected: nearest ?? [...known.keys()].join(', '), found },
  )
}

function checkBraces(text: string, input: string): void {
  const rest = text.replace(named, '')
  const found = /\{\{|\}\}/.exec(rest)?.[0]
  if (found !== undefined) throw refusals['mail-braces-unbalanced']({ input, found }, { input })
}

function misplaced(input: string, name: string, place: string, remedy: string): Error {
  const values = { input, found: `{{${name}}}`, place, remedy }
  return refusals['mail-placeholder-misplaced'](values, { input })
}

export function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text)
}
