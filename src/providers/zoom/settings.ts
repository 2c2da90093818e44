import type { Account, Setting } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'

export const settings: readonly Setting[] = [
  {
    name: 'accountId',
    on: 'settings',
    label: 'Account ID',
    help: 'Zoom App Marketplace, Manage, your Server-to-Server OAuth app, App Credentials.',
    kind: 'text',
    required: true,
  },
  {
    name: 'msevtmgt_clientid',
    on: 'configuration',
    label: 'Client ID',
    help: 'Stands below the account ID on the page App Credentials.',
    kind: 'text',
    required: true,
  },
  {
    name: 'gr_clientsecret',
    on: 'configuration',
    label: 'Client secret',
    help: 'Stands below the client ID. It is stored encrypted and never shown again.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'host',
    on: 'settings',
    label: 'Host',
    help: 'E-mail of the Zoom user under whom everything is planned; needs a licence for registration.',
    kind: 'text',
    required: true,
  },
  {
    name: 'kind',
    on: 'settings',
    label: 'Plan as',
    help: 'Webinars need the Webinars add-on on the licence of the host. Without a choice: Meetings.',
    kind: 'choice',
    choices: ['Meetings', 'Webinars'],
    required: false,
  },
  {
    name: 'approval',
    on: 'settings',
    label: 'Approval of registrations',
    help: 'Manual: the host approves everybody at Zoom, and join links work from then on.',
    kind: 'choice',
    choices: ['Automatic', 'Manual'],
    required: false,
  },
  {
    name: 'recording',
    on: 'settings',
    label: 'Record automatically',
    help: 'Cloud recordings are found again by the hub, local ones stay on the computer of the host.',
    kind: 'choice',
    choices: ['No', 'In the cloud', 'Locally'],
    required: false,
  },
  {
    name: 'gr_callbacksecret',
    on: 'configuration',
    label: 'Secret token of callbacks',
    help: 'Feature, Access, Token on the page of the app. Only needed for event subscriptions.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'msevtmgt_base_service_url',
    on: 'provider',
    label: 'API address',
    help: 'Leave empty for https://api.zoom.us/v2; another one for a twin or a government cloud.',
    kind: 'url',
    required: false,
  },
  {
    name: 'oauthUrl',
    on: 'settings',
    label: 'OAuth address',
    help: 'Leave empty for https://zoom.us; another one for a twin or a government cloud.',
    kind: 'url',
    required: false,
  },
]

/** Where meetings live in the API, and the first half of our ids of webinars. */
export type Kind = 'meetings' | 'webinars'

export interface Choices {
  readonly accountId: string
  readonly host: string
  readonly kind: Kind
  readonly approval: 'automatic' | 'manual'
  readonly recording: 'none' | 'cloud' | 'local'
  readonly apiUrl: string
  readonly oauthUrl: string
}

const recordings = { 'In the cloud': 'cloud', Locally: 'local', No: 'none' } as const

/** What was typed in, with the defaults. @throws ProviderError 'auth' for what cannot be left out */
export function choicesOf({ settings: given, baseUrl }: Account): Choices {
  return {
    accountId: required(given.accountId, 'account ID'),
    host: required(given.host, 'host'),
    kind: given.kind === 'Webinars' ? 'webinars' : 'meetings',
    approval: given.approval === 'Manual' ? 'manual' : 'automatic',
    recording: recordings[(given.recording ?? 'No') as keyof typeof recordings] ?? 'none',
    apiUrl: baseUrl === '' ? 'https://api.zoom.us/v2' : baseUrl,
    oauthUrl: (given.oauthUrl ?? 'https://zoom.us').replace(/\/+$/, ''),
  }
}

export function required(value: string | undefined, what: string): string {
  if (value !== undefined && value.trim() !== '') return value.trim()
  const message = `The webinar configuration has no ${what}. Enter it and press Verify.`
  throw new ProviderError('auth', { provider: 'zoom', message })
}
