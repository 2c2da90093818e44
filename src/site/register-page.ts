/** The registration on a page of its own: where it is sent again, or where somebody was invited. */
import { html } from '#http'
import { hueClass } from './art.ts'
import { inLanguage } from './content-language.ts'
import { addressOf, type EventView, registrationCard, timesOf } from './event-page.ts'
import { spanOf, whenFact, whereFact } from './facts.ts'
import { layout } from './layout.ts'
import { problemSummary } from './registration-form.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'

export async function registerPage(site: Site, visitor: Visitor, view: EventView): Promise<string> {
  const { event, form } = view
  const { problems } = form
  const wrong = problems.length > 0 ? `${visitor.text('page.problem')}: ` : ''
  const span = spanOf(timesOf(event))
  return await layout(site, visitor, {
    title: `${wrong}${event.msevtmgt_name}`,
    hue: hueClass(event.msevtmgt_eventid),
    unlisted: true,
    body: html`<div class="booking">
${problems.length > 0 && problemSummary(problems, visitor, form.values.people.length)}
<h1${inLanguage(event.msevtmgt_language, visitor)}><a href="${addressOf({ publicUrl: '' }, event)}">${event.msevtmgt_name}</a></h1>
<ul class="facts">${whenFact(site.formats, visitor, span)}${whereFact(visitor, event.msevtmgt_eventformat, event.place, visitor.text('where.online.before'))}</ul>
${registrationCard(site, visitor, view)}
</div>`,
  })
}
