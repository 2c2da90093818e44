import type { Capabilities, ProviderDefinition } from '../contract.ts'
import { providerId } from './client.ts'
import { connect } from './connect.ts'
import { examine, settings } from './settings.ts'
import { readSwitches, unconfirmedCalls } from './unknown-surface.ts'

export const eTutorium: ProviderDefinition = {
  id: providerId,
  name: 'eTutorium',
  description:
    'Webinars at eTutorium with a personal link for everybody. What the vendor has not documented is off.',
  settings,
  examine,
  auth: 'credentials',
  capabilities: {
    join: 'personal',
    attendance: 'none',
    registrants: true,
    update: false,
    cancel: false,
    delete: false,
    recurrence: false,
    cohosts: true,
    recording: false,
    recordings: false,
    password: false,
    webinarTypes: false,
    asynchronousCreation: false,
  },
  adjustable: {
    note: 'no call for it is documented; an account gets it when an administrator names it as confirmed.',
    names: ['attendance', 'update', 'cancel', 'delete', 'recordings'],
    of: switchedOn,
  },
  // The vendor names no limit; two calls a second harm nobody.
  requestsPerMinute: 120,
  // Is the person known, invite, read the link.
  callsPerRegistrant: 3,
  connect,
}

function switchedOn({ unconfirmed }: Readonly<Record<string, string>>): Partial<Capabilities> {
  const reading = readSwitches(unconfirmed)
  if (reading.kind === 'fault') return {}
  return Object.assign({}, ...[...reading.on].map((name) => unconfirmedCalls[name].gives))
}
