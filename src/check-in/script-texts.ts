/** What the script of the page says, by key; placeholders are filled in there. */
import type { Visitor } from '#http'

const keys = [
  'count.of',
  'camera.insecure',
  'camera.forbidden',
  'camera.none',
  'camera.broken',
  'list.none',
  'list.most',
  'list.old',
  'list.checkIn',
  'list.checkIn.label',
  'list.undo',
  'list.undo.label',
  'undo.title',
  'answer.welcome',
  'answer.already-in',
  'answer.already-in.since',
  'answer.cancelled',
  'answer.other-event',
  'answer.unknown',
  'answer.not-for-this-session',
  'answer.saved',
  'answer.checking',
  'answer.failed',
  'help.cancelled',
  'help.other-event',
  'help.unknown',
  'help.not-for-this-session',
  'help.already-in',
  'help.saved',
  'state.in',
  'state.in.since',
  'state.cancelled',
  'state.not-for-this-session',
  'failed.status',
] as const

export function scriptTexts(visitor: Visitor): string {
  const forms = new Intl.PluralRules(visitor.language).resolvedOptions().pluralCategories
  const all = [...keys, ...forms.map((form) => `network.${form}`)]
  return JSON.stringify(Object.fromEntries(all.map((key) => [key, visitor.text(key)])))
}
