import type { Capabilities, ProviderDefinition } from '../contract.ts'
import { providerId } from './client.ts'
import { connect } from './connect.ts'
import { examine, settings } from './settings.ts'
import { readSurface } from './surface.ts'

export const vatra: ProviderDefinition = {
  id: providerId,
  name: 'Vatra',
  description:
    'Rooms at a Vatra server, entered with an RS256 token made at the click. Experimental: its API is a proposal that the account can adapt.',
  settings,
  examine,
  auth: 'credentials',
  capabilities: {
    join: 'minted',
    attendance: 'query',
    registrants: false,
    update: true,
    cancel: false,
    delete: true,
    recurrence: false,
    cohosts: false,
    recording: false,
    recordings: true,
    password: false,
    webinarTypes: false,
    asynchronousCreation: false,
  },
  adjustable: {
    note: 'its API is not documented; the calls are proposed, and an account can correct or remove each.',
    names: ['attendance', 'update', 'delete', 'recordings'],
    of: described,
  },
  connect,
}

/** A call that the description leaves out cannot be made. Without creating there is nothing to tell. */
function described({ surface }: Readonly<Record<string, string>>): Partial<Capabilities> {
  const reading = readSurface(surface)
  if (reading.kind === 'fault') return {}
  const { calls } = reading.surface
  const isLinkOnly = calls.create === undefined
  return {
    attendance: calls.participants === undefined ? 'none' : 'query',
    recordings: calls.recordings !== undefined,
    update: isLinkOnly || calls.update !== undefined,
    delete: isLinkOnly || calls.delete !== undefined,
  }
}
