/** The letters that the hub brings along, one file per language; the same kinds and labels in each. */
import { readFileSync } from 'node:fs'
import type { LetterKind } from './kinds.ts'

export type Label =
  | 'when'
  | 'where'
  | 'session'
  | 'registration'
  | 'purchase'
  | 'total'
  | 'payUntil'
  | 'waitingFor'
  | 'heldUntil'
  | 'attendees'
  | 'join'
  | 'takeSeat'
  | 'pay'
  | 'present'
  | 'more'
  | 'yours'
  | 'qr'

export type Labels = Readonly<Record<Label, string>>

interface DefaultTexts {
  readonly labels: Labels
  readonly letters: Readonly<
    Record<LetterKind, { readonly subject: string; readonly body: readonly string[] }>
  >
}

export const defaultLanguages = ['en', 'fr', 'de', 'es', 'uk', 'th', 'zh'] as const

const all: ReadonlyMap<string, DefaultTexts> = new Map(
  defaultLanguages.map((language) => [language, read(language)]),
)

function read(language: string): DefaultTexts {
  const file = new URL(`./texts/${language}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as DefaultTexts
}

/** The first of these languages that the hub speaks; English where it speaks none. */
export function defaultLanguageOf(languages: readonly string[]): string {
  return languages.find((language) => all.has(language)) ?? 'en'
}

export function labelsIn(language: string): Labels {
  return (all.get(language) as DefaultTexts).labels
}

export interface TemplateText {
  readonly subject: string
  readonly html: string
}

export function defaultTemplate(kind: LetterKind, language: string): TemplateText {
  const { subject, body } = (all.get(language) as DefaultTexts).letters[kind]
  return { subject, html: body.map(paragraph).join('\n') }
}

/** Blocks may hold tables, which paragraphs may not. */
function paragraph(text: string): string {
  return /^\{\{\w+\}\}$/.test(text) ? `<div>${text}</div>` : `<p>${text}</p>`
}
