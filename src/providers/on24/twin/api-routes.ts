import type { FastifyInstance } from 'fastify'
import { type Endpoint, serve } from './endpoint.ts'
import {
  changeEvent,
  createEvent,
  deleteEvent,
  eventTypes,
  languages,
  listEvents,
  showMetadata,
} from './events.ts'
import { forget, listAllRegistrants, listRegistrants, register } from './registrants.ts'
import type { Vendor } from './state.ts'
import { listAllAttendees, listSessions } from './stays.ts'
import { zones } from './times.ts'

/** Everything below /v2/client/{client} that a hub may want. */
export function registerApi(server: FastifyInstance, vendor: Vendor): void {
  const endpoints = [
    ...helpers(vendor),
    ...planning(vendor),
    ...registration(vendor),
    ...lists(vendor),
  ]
  for (const endpoint of endpoints) serve(server, vendor, endpoint)
}

function helpers(vendor: Vendor): readonly Endpoint[] {
  const read = { method: 'GET', throttle: 'most' } as const
  return [
    {
      ...read,
      path: '',
      right: 'clients',
      answer: () => ({ clientname: vendor.client.name, subclients: [] }),
    },
    {
      ...read,
      path: '/timezones',
      right: 'helpers',
      answer: () => ({ timezones: zones.map((zone) => ({ label: zone, value: zone })) }),
    },
    {
      ...read,
      path: '/eventtypes',
      right: 'helpers',
      answer: () => ({ eventtypes: eventTypes.map(([label, value]) => ({ label, value })) }),
    },
    {
      ...read,
      path: '/languages',
      right: 'helpers',
      answer: () => ({
        languagecodes: languages.map(([label, languagecd, countrycd]) => ({
          label,
          languagecd,
          ...(countrycd === undefined ? {} : { countrycd }),
        })),
      }),
    },
  ]
}

function planning(vendor: Vendor): readonly Endpoint[] {
  const one = '/event/:event'
  return [
    {
      method: 'POST',
      path: '/event',
      right: 'management',
      throttle: 'create',
      answer: (call) => createEvent(vendor, call),
    },
    {
      method: 'PUT',
      path: one,
      right: 'management',
      throttle: 'change',
      answer: (call) => changeEvent(vendor, call),
    },
    {
      method: 'DELETE',
      path: one,
      right: 'management',
      throttle: 'most',
      answer: (call) => deleteEvent(vendor, call),
    },
    {
      method: 'GET',
      path: one,
      right: 'events',
      throttle: 'busy',
      answer: (call) => showMetadata(vendor, call),
    },
    {
      method: 'GET',
      path: '/event',
      right: 'events',
      throttle: 'most',
      answer: (call) => listEvents(vendor, call),
    },
  ]
}

function registration(vendor: Vendor): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/event/:event/registrant',
      right: 'registration',
      throttle: 'busy',
      answer: (call) => register(vendor, call),
    },
    {
      method: 'POST',
      path: '/forget',
      right: 'registration',
      throttle: 'most',
      answer: (call) => forget(vendor, call),
    },
  ]
}

function lists(vendor: Vendor): readonly Endpoint[] {
  const people = { method: 'GET', throttle: 'people' } as const
  return [
    {
      ...people,
      path: '/event/:event/registrant',
      right: 'registrants',
      answer: (call) => listRegistrants(vendor, call),
    },
    {
      ...people,
      path: '/registrant',
      right: 'registrants',
      answer: (call) => listAllRegistrants(vendor, call),
    },
    {
      ...people,
      path: '/attendee',
      right: 'attendees',
      answer: (call) => listAllAttendees(vendor, call),
    },
    {
      method: 'GET',
      path: '/event/:event/attendeesession',
      right: 'attendees',
      throttle: 'most',
      answer: (call) => listSessions(vendor, call),
    },
  ]
}
