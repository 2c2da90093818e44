import type { Setting } from '../contract.ts'
import { algorithms } from './checksum.ts'

/** What the console asks for. */
export const settings: readonly Setting[] = [
  {
    name: 'msevtmgt_base_service_url',
    on: 'provider',
    label: 'Link to the server',
    help: 'The line URL that the command "bbb-conf --secret" prints on the server, for example https://bbb.example.org/bigbluebutton/.',
    kind: 'url',
    required: true,
  },
  {
    name: 'msevtmgt_accesstoken',
    on: 'configuration',
    label: 'API token',
    help: 'The shared secret of the server: the line Secret that "bbb-conf --secret" prints. It is stored encrypted and never shown again.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'checksumAlgorithm',
    on: 'settings',
    label: 'Checksum algorithm',
    help: 'How calls are signed; without a choice sha256. Verify says when the server wants another one.',
    kind: 'choice',
    required: false,
    choices: algorithms,
  },
  {
    name: 'attendanceBy',
    on: 'settings',
    label: 'Attendance by',
    help: 'webhooks: the server has bbb-webhooks (exact). analytics: it has the analytics callback script (exact, after the end). polling, also without a choice: the hub looks into the room every minute (approximate).',
    kind: 'choice',
    required: false,
    choices: ['webhooks', 'analytics', 'polling'],
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
