import type { Setting } from '../contract.ts'

/** What the console asks for. */
export const settings: readonly Setting[] = [
  {
    name: 'msevtmgt_base_service_url',
    on: 'provider',
    label: 'Server',
    help: 'The address of the API: https://api.digitalsamba.com, unless the vendor gave you another one.',
    kind: 'url',
    required: true,
  },
  {
    name: 'msevtmgt_accesstoken',
    on: 'configuration',
    label: 'API token',
    help: 'The developer key of your team; the dashboard of the vendor shows it to administrators of the team. It is stored encrypted and never shown again.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'teamId',
    on: 'settings',
    label: 'Team ID',
    help: 'The id of the team to which the developer key belongs; the dashboard of the vendor shows both.',
    kind: 'text',
    required: true,
  },
  {
    name: 'recording',
    on: 'settings',
    label: 'Recording',
    help: 'off, also without a choice: nothing is recorded. on demand: the host starts and stops. automatic: from the first minute.',
    kind: 'choice',
    required: false,
    choices: ['off', 'on demand', 'automatic'],
  },
]
