import { type Html, html } from '#http'
import { cover, hueClass } from './art.ts'
import { inLanguage } from './content-language.ts'
import type { EventInList } from './event-rows.ts'
import { spanOf, whereInShort } from './facts.ts'
import { icon } from './icons.ts'
import { alternates, layout } from './layout.ts'
import { seatsLeft } from './registration-state.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'

export interface ListView {
  readonly events: readonly EventInList[]
  /** Counted from 1. */
  readonly part: number
  readonly hasMore: boolean
}

export async function listPage(site: Site, visitor: Visitor, view: ListView): Promise<string> {
  const organisation = await site.organisation()
  return await layout(site, visitor, {
    title: view.part === 1 ? organisation : visitor.text('list.title'),
    head: html`${view.part === 1 ? alternates(site, visitor, `${site.publicUrl}/`) : html`<link rel="canonical" href="${site.publicUrl}/?part=${view.part}">`}
<meta property="og:type" content="website">
<meta property="og:title" content="${organisation}">
<meta name="description" content="${visitor.text('list.intro', { organisation })}">`,
    body: html`<div class="list">
<h1>${visitor.text('list.title')}</h1>
<p class="lead">${visitor.text('list.intro', { organisation })}</p>
${view.events.length === 0 ? emptyList(visitor, view) : days(site, visitor, view.events)}
${otherParts(visitor, view)}</div>`,
  })
}

function emptyList(visitor: Visitor, view: ListView): Html {
  return html`<div class="card empty">${icon('calendar')}<h2>${visitor.text('list.empty.title')}</h2>
<p>${visitor.text('list.empty.text')}</p>${view.part > 1 && html`<p><a href="/">${visitor.text('page.otherEvents')}</a></p>`}</div>`
}

/** Events of one day stand together under its date. */
function days(site: Site, visitor: Visitor, events: readonly EventInList[]): Html {
  const now = site.clock.now()
  const groups = new Map<string, EventInList[]>()
  for (const event of events) {
    const { start, zone } = spanOf(event)
    const heading = site.formats.heading(start, zone, visitor.locale, now)
    groups.set(heading, [...(groups.get(heading) ?? []), event])
  }
  return html`<ol class="days">${[...groups].map(
    ([heading, group]) => html`<li class="day"><h2>${heading}</h2>
<ul>${group.map((event) => eventCard(site, visitor, event))}</ul></li>`,
  )}</ol>`
}

function eventCard(site: Site, visitor: Visitor, event: EventInList): Html {
  const span = spanOf(event)
  const left = seatsLeft(event.capacity, event.taken)
  const few = left !== undefined && left > 0 && left <= 10
  return html`<li class="teaser ${hueClass(event.id)}"><div>
<p class="faint small">${site.formats.hours(span, visitor.locale)}</p>
<h3><a href="/e/${encodeURIComponent(event.readableId)}"${inLanguage(event.language, visitor)}>${event.name}</a></h3>
<p class="faint small teaser-where">${icon(event.format === null || event.place.name !== null ? 'pin' : 'screen')}${whereInShort(visitor, event.format, event.place)}</p>
${left === 0 && html`<p><span class="badge">${visitor.text('seats.none')}</span></p>`}
${few && html`<p><span class="badge badge-few">${visitor.count('seats.left', left)}</span></p>`}
</div>${cover(event.id, 'small')}</li>`
}

function otherParts(visitor: Visitor, { part, hasMore }: ListView): Html | false {
  if (part === 1 && !hasMore) return false
  const to = (number: number) => (number === 1 ? '/' : `/?part=${number}`)
  return html`<nav class="parts" aria-label="${visitor.text('list.parts')}">
${part > 1 && html`<a class="button button-quiet" href="${to(part - 1)}">${visitor.text('list.earlier')}</a>`}
${hasMore && html`<a class="button button-quiet" href="${to(part + 1)}">${visitor.text('list.later')}</a>`}</nav>`
}
