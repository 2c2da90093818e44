import type { Clock } from '#clock'
import { defaultLanguageOf, defaultTemplate } from './default-texts.ts'
import { htmlToText } from './html-to-text.ts'
import type { LetterKind } from './kinds.ts'
import { languagesFor } from './languages.ts'
import type { LetterContext } from './letter-values.ts'
import type { Address, Letter } from './mail.ts'
import type { ReadNeeds } from './read-subject.ts'
import type { Subject } from './subject.ts'
import { chooseTemplate } from './template-rows.ts'
import { type ReadyTemplate, writeLetter } from './write-letter.ts'

export interface ComposeNeeds extends ReadNeeds {
  readonly clock: Clock
  /** Without slash at the end. */
  readonly publicUrl: string
  readonly organizer: Address
  joinLink(registrationId: string): string
  /** The page on which registrants look, change and cancel. */
  registrationLink(registrationId: string): string
  /** The page on which somebody takes the seat that an invitation holds. */
  waitlistLink(waitlistItemId: string): string
  /** The page on which a purchase is paid. */
  purchaseLink(purchaseId: string): string
}

/** Writes a letter with the best template there is for its reader. */
export async function composeLetter(
  needs: ComposeNeeds,
  kind: LetterKind,
  subject: Subject,
): Promise<Letter> {
  const template = await templateFor(needs, kind, subject)
  return writeLetter(kind, subject, template, contextOf(needs, subject))
}

/** What people wrote comes first in every language; then what the hub brings along. */
export async function templateFor(
  { db }: Pick<ComposeNeeds, 'db'>,
  kind: LetterKind,
  { event, recipient }: Pick<Subject, 'event' | 'recipient'>,
): Promise<ReadyTemplate> {
  const languages = languagesFor(recipient.language, event.language)
  const written = await chooseTemplate(db, kind, event.id, languages)
  if (written !== undefined) return written
  const language = defaultLanguageOf(languages)
  const { subject, html } = defaultTemplate(kind, language)
  // Dates in the reader's own region, where the text is in their language.
  const tag = languages.find((each) => each.split('-')[0] === language) ?? language
  return { language: tag, subject, html, text: htmlToText(html) }
}

export function contextOf(
  needs: ComposeNeeds,
  { event, registration, waitlist, purchase }: Subject,
): LetterContext & { readonly uidHost: string } {
  const own = registration === undefined ? '' : needs.registrationLink(registration.id)
  return {
    organizer: needs.organizer,
    uidHost: new URL(needs.publicUrl).hostname,
    stamp: needs.clock.now(),
    links: {
      event: `${needs.publicUrl}/e/${encodeURIComponent(event.readableId ?? event.id)}`,
      join: registration === undefined ? '' : needs.joinLink(registration.id),
      registration: own,
      cancel: own === '' ? '' : `${own}/cancel`,
      waitlist: waitlist === undefined ? '' : needs.waitlistLink(waitlist.itemId),
      purchase: purchase?.id ? needs.purchaseLink(purchase.id) : '',
    },
  }
}
