import { createHash } from 'node:crypto'
import { fromRRule } from '#calendar'
import type { Db } from '#database'
import type { Occasion } from '#events'
import { language } from '#events'
import { ProviderError, type WebinarPlan } from '#providers'
import { planColumnsOf, presentersOf } from './webinar-rows.ts'

/** BCP 47 tags of the LANGUAGE option set. */
const languageTags: Readonly<Record<number, string>> = {
  [language.english.value]: 'en',
  [language.french.value]: 'fr',
  [language.german.value]: 'de',
  [language.spanish.value]: 'es',
  [language.italian.value]: 'it',
  [language.russian.value]: 'ru',
  [language.dutch.value]: 'nl',
  [language.turkish.value]: 'tr',
  [language.portuguese.value]: 'pt',
  [language.chineseSimplified.value]: 'zh-Hans',
  [language.japanese.value]: 'ja',
  [language.korean.value]: 'ko',
  [language.hebrew.value]: 'he',
  [language.chineseTraditional.value]: 'zh-Hant',
}

/** What the provider is told about an event or session. */
export async function planOf(
  db: Db,
  occasion: Occasion,
  creationKey: string,
): Promise<WebinarPlan> {
  const { rule, password } = await planColumnsOf(db, occasion)
  return {
    idempotencyKey: creationKey,
    kind: occasion.table === 'msevtmgt_event' ? 'event' : 'session',
    title: occasion.title,
    description: occasion.description,
    start: occasion.start,
    end: occasion.end,
    timeZone: occasion.timeZone,
    language: occasion.language === undefined ? undefined : languageTags[occasion.language],
    webinarType: occasion.webinarType,
    pastedUrl: occasion.webinarUrl,
    maxAttendees: occasion.capacity,
    recurrence: rule === undefined ? undefined : recurrenceOf(rule, occasion),
    password,
    producer: occasion.producer,
    presenters: await presentersOf(db, occasion),
  }
}

/** @throws ProviderError 'rejected', and what `fromRRule` refuses: both are shown on the event */
function recurrenceOf(rule: string, { timeZone, title }: Occasion): WebinarPlan['recurrence'] {
  const recurrence = fromRRule(rule, timeZone)
  if (recurrence.frequency !== 'minutely' && recurrence.frequency !== 'hourly') return recurrence
  throw new ProviderError('rejected', {
    provider: 'hub',
    message: `"${title}" repeats every hour or minute; webinars repeat daily, weekly or monthly.`,
  })
}

/**
 * Equal fingerprints: the provider was told this already. The key does not count, and neither does
 * the link, which the hub itself writes to the row.
 */
export function fingerprintOf(plan: WebinarPlan): string {
  const { idempotencyKey: _key, pastedUrl: _link, ...told } = plan
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}
