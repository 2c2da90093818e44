/** An event as schema.org describes one (https://schema.org/Event), for search engines. */
import { offsetMinutes } from '#calendar'
import { format } from '#events'
import type { Html } from '#http'
import { tagOf } from './content-language.ts'
import type { EventOnPage } from './event-rows.ts'
import { spanOf } from './facts.ts'
import { structuredData } from './layout.ts'
import { passesLeft, type RegistrationState } from './registration-state.ts'
import { plainText } from './rich-text.ts'

export function eventData(
  event: EventOnPage,
  state: RegistrationState,
  o: { readonly address: string; readonly organisation: string },
): Html {
  const { address, organisation } = o
  const span = spanOf({
    start: event.msevtmgt_eventstartdate,
    end: event.msevtmgt_eventenddate,
    zone: event.gr_timezone,
    zoneIndex: event.msevtmgt_eventtimezone,
  })
  const about = plainText(event.msevtmgt_description)
  return structuredData({
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: event.msevtmgt_name,
    url: address,
    ...(about === '' ? {} : { description: about }),
    startDate: withOffset(event.msevtmgt_eventstartdate, span.start, span.zone),
    endDate: withOffset(event.msevtmgt_eventenddate, span.end, span.zone),
    eventStatus: `https://schema.org/${state.kind === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: `https://schema.org/${modes.get(event.msevtmgt_eventformat) ?? 'OfflineEventAttendanceMode'}`,
    location: locationsOf(event, address),
    inLanguage: tagOf(event.msevtmgt_language),
    performer: event.speakers.map(({ name }) => ({ '@type': 'Person', name })),
    offers: offersOf(event, state, address),
    organizer: { '@type': 'Organization', name: organisation },
    sponsor: event.sponsors.map(({ name }) => ({ '@type': 'Organization', name })),
    ...(event.passes.length === 0 ? { isAccessibleForFree: true } : {}),
  })
}

const modes: ReadonlyMap<number | null, string> = new Map([
  [format.onSite.value, 'OfflineEventAttendanceMode'],
  [format.webinar.value, 'OnlineEventAttendanceMode'],
  [format.hybrid.value, 'MixedEventAttendanceMode'],
])

/** `2026-11-21T10:00:00+01:00`: search engines want the offset that holds at that place then. */
function withOffset(localTime: string, instant: Date, zone: string): string {
  const minutes = offsetMinutes(instant, zone)
  const size = Math.abs(minutes)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${localTime}${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`
}

function locationsOf({ msevtmgt_eventformat: kind, place }: EventOnPage, address: string) {
  const online = { '@type': 'VirtualLocation', url: address }
  const onSite = {
    '@type': 'Place',
    name: place.name ?? place.address ?? undefined,
    address: place.address ?? undefined,
  }
  if (kind === format.webinar.value) return online
  return kind === format.hybrid.value ? [onSite, online] : onSite
}

/** One offer per pass; without passes taking part is free. */
function offersOf({ passes }: EventOnPage, state: RegistrationState, url: string) {
  const offer = { '@type': 'Offer', url, ...validity(state) }
  if (passes.length === 0) {
    const availability = availabilityOf(state, Number.POSITIVE_INFINITY)
    return availability === undefined ? undefined : { ...offer, price: '0', availability }
  }
  return passes.flatMap((pass) => {
    const availability = availabilityOf(state, passesLeft(pass))
    if (availability === undefined) return []
    const priceCurrency = pass.currencyCode ?? undefined
    return {
      ...offer,
      name: pass.name,
      price: pass.price.replace(/\.?0+$/, ''),
      priceCurrency,
      availability,
    }
  })
}

function validity(state: RegistrationState) {
  return state.kind === 'not-yet' ? { validFrom: state.opens.toISOString() } : {}
}

function availabilityOf(state: RegistrationState, left: number): string | undefined {
  const availability = {
    open: left > 0 ? 'InStock' : 'SoldOut',
    full: 'SoldOut',
    'sold-out': 'SoldOut',
    'not-yet': 'PreOrder',
    closed: undefined,
    over: undefined,
    cancelled: undefined,
    hidden: undefined,
  }[state.kind]
  return availability === undefined ? undefined : `https://schema.org/${availability}`
}
