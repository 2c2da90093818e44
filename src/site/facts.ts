/** When and where, as every page shows it. */

import { instantOf } from '#calendar'
import { format, isOnline, zoneOf } from '#events'
import { type Html, html } from '#http'
import type { Formats, Span } from './dates.ts'
import type { Place } from './event-rows.ts'
import { icon } from './icons.ts'
import type { Visitor } from './texts.ts'

interface Timed {
  readonly start: string
  readonly end: string
  readonly zone: string | null
  readonly zoneIndex: number | null
}

/** From wall-clock times to instants. */
export function spanOf({ start, end, zone, zoneIndex }: Timed): Span {
  const name = zoneOf({ gr_timezone: zone, msevtmgt_eventtimezone: zoneIndex })
  return { start: instantOf(start, name), end: instantOf(end, name), zone: name }
}

/** A fact with its icon: a bold line and a faint one below. */
export function fact(tile: Html, line: Html | string, below?: Html | string): Html {
  return html`<li class="fact">${tile}<div><p class="fact-line">${line}</p>${
    below !== undefined && html`<p class="faint">${below}</p>`
  }</div></li>`
}

export function whenFact(formats: Formats, visitor: Visitor, span: Span): Html {
  const { locale } = visitor
  const sheet = formats.sheet(span.start, span.zone, locale)
  const tile = html`<span class="tile sheet" aria-hidden="true"><b>${sheet.month}</b><i>${sheet.day}</i></span>`
  const hours = html`<time datetime="${span.start.toISOString()}">${formats.hours(span, locale)}</time>${html`<span class="own-time" hidden data-start="${span.start.toISOString()}" data-end="${span.end.toISOString()}" data-zone="${span.zone}" data-locale="${locale}" data-text="${visitor.text('when.yours', { time: '{time}' })}"></span>`}`
  return fact(tile, formats.days(span, locale), hours)
}

/** `more` says how to take part online: before registering something else than afterwards. */
export function whereFact(
  visitor: Visitor,
  formatValue: number | null,
  place: Place,
  more: string,
): Html {
  const tile = (name: 'pin' | 'screen') => html`<span class="tile">${icon(name)}</span>`
  const written = placeLines(place)
  if (formatValue === format.webinar.value) {
    return fact(tile('screen'), visitor.text('where.online'), more)
  }
  const onSite = fact(
    tile('pin'),
    written.name ?? visitor.text('where.toBeTold'),
    written.address === undefined ? undefined : placeAndMap(written.address, visitor),
  )
  if (!isOnline(formatValue)) return onSite
  const both = fact(tile('screen'), visitor.text('where.both'), more)
  return html`${onSite}${both}`
}

/** A map on another website: nothing of it is loaded before somebody wants it. */
function placeAndMap(address: string, visitor: Visitor): Html {
  const map = `https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}`
  return html`${address} <a class="map" href="${map}" rel="noopener noreferrer">${visitor.text('where.map')}</a>`
}

export function placeLines(place: Place): {
  name: string | undefined
  address: string | undefined
} {
  const name = [place.name, place.room].filter((part) => part !== null).join(', ')
  const address = place.address ?? undefined
  return name === '' ? { name: address, address: undefined } : { name, address }
}

/** In a few words, for lists: `Online`, `Trade Hall`. */
export function whereInShort(visitor: Visitor, formatValue: number | null, place: Place): string {
  if (formatValue === format.webinar.value) return visitor.text('where.online')
  const name = placeLines(place).name ?? visitor.text('where.onSite')
  return isOnline(formatValue) ? visitor.text('where.hybrid', { place: name }) : name
}
