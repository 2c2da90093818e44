/** What every configuration asks for, whatever its provider is. */
import type { Setting } from './contract.ts'

export const egressProxySetting: Setting = {
  name: 'gr_egressproxy',
  on: 'configuration',
  label: 'Egress proxy',
  help: 'Address of the proxy, with user and password where it wants them: http://user:password@proxy.example.org:3128. It is stored encrypted and never shown again.',
  kind: 'secret',
  required: false,
}

export const platformSettings: readonly Setting[] = [
  {
    name: 'gr_useegressproxy',
    on: 'configuration',
    label: 'Use egress traffic proxy',
    help: 'All calls of this configuration go through its proxy, HTTPS by CONNECT.',
    kind: 'boolean',
    required: false,
  },
  egressProxySetting,
  {
    name: 'gr_requestsperminute',
    on: 'configuration',
    label: 'Requests per minute',
    help: 'How often the hub calls the provider at most, all its processes together. Empty: as the provider allows, usually 100.',
    kind: 'number',
    required: false,
  },
  {
    name: 'gr_requestlog',
    on: 'configuration',
    label: 'Keep a request log',
    help: 'Method, address, status and time of each call are kept for 24 hours, without secrets and personal data.',
    kind: 'boolean',
    required: false,
  },
]
