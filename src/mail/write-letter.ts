/** A letter: pure, from template and what was read to what goes out. */
import { defaultLanguageOf, labelsIn } from './default-texts.ts'
import { frameLetter } from './draw-blocks.ts'
import { fillHtml, fillSubject, fillText } from './fill-template.ts'
import type { LetterKind } from './kinds.ts'
import { invitationOf } from './letter-calendar.ts'
import { type LetterContext, letterValues } from './letter-values.ts'
import type { Letter } from './mail.ts'
import { qrContentId } from './qr-image.ts'
import type { Subject } from './subject.ts'

/** A template in the form in which it is filled. */
export interface ReadyTemplate {
  /** BCP 47. */
  readonly language: string
  readonly subject: string
  readonly html: string
  readonly text: string
}

export function writeLetter(
  kind: LetterKind,
  subject: Subject,
  template: ReadyTemplate,
  context: LetterContext & { readonly uidHost: string },
): Letter {
  const { language } = template
  const labels = labelsIn(defaultLanguageOf([language, language.split('-')[0] as string]))
  const values = letterValues(kind, subject, context, { language, labels })
  const title = subject.event.name
  const html = frameLetter({ language, title, body: fillHtml(template.html, values) })
  return {
    language,
    subject: fillSubject(template.subject, values) || title,
    html,
    text: fillText(template.text, values),
    qrCode: html.includes(`cid:${qrContentId}`) ? (subject.registration?.number ?? null) : null,
    calendar: invitationOf(kind, subject, context),
  }
}
