import type { Setting, SettingFault, SettingReader } from '../contract.ts'
import { readSwitches } from './unknown-surface.ts'

/** What the console asks for. */
export const settings: readonly Setting[] = [
  {
    name: 'msevtmgt_base_service_url',
    on: 'provider',
    label: 'Endpoint',
    help: 'The address of the API: https://api.etutorium.com.',
    kind: 'url',
    required: true,
  },
  {
    name: 'msevtmgt_accesstoken',
    on: 'configuration',
    label: 'API token',
    help: 'The API key that your eTutorium account shows. It is stored encrypted and never shown again.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'unconfirmed',
    on: 'settings',
    label: 'Unconfirmed calls',
    help: 'Known and always on: creating webinars, inviting attendees, presenters and moderators, personal links. Guessed and off, because the vendor publishes no reference: update, delete, cancel, attendance, recordings. Name here, with commas, those that eTutorium has confirmed to you. Without attendance nobody is told completed or failed by eTutorium.',
    kind: 'text',
    required: false,
  },
  {
    name: 'gr_clientsecret',
    on: 'configuration',
    label: 'Key of the Moodle module',
    help: 'Only if your account has one, for the eTutorium module of Moodle: then a personal link that the API does not give is asked for by the way of that module. Stored encrypted.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'roomAddress',
    on: 'settings',
    label: 'Address of the rooms',
    help: 'Where personal links lead: https://room.etutorium.com, also when it is empty, unless the vendor gave you another one.',
    kind: 'url',
    required: false,
  },
]

/** @returns what is wrong with the switches, or undefined */
export async function examine(value: SettingReader): Promise<SettingFault | undefined> {
  const reading = readSwitches(await value('unconfirmed'))
  if (reading.kind === 'switches') return undefined
  return { setting: 'unconfirmed', expected: reading.expected }
}
