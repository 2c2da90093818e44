import { actionSettings } from '../action-settings.ts'
import type { Account, Setting } from '../contract.ts'

export const settings: readonly Setting[] = [
  {
    name: 'msevtmgt_clientid',
    on: 'provider',
    label: 'Client ID',
    help: 'developer.webex.com, My Webex Apps, your integration, OAuth settings.',
    kind: 'text',
    required: true,
  },
  {
    name: 'msevtmgt_clientsecret',
    on: 'provider',
    label: 'Client secret',
    help: 'Shown once when the integration is made. It is stored encrypted and never shown again.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'msevtmgt_base_service_url',
    on: 'provider',
    label: 'Base URL',
    help: 'Leave empty for https://webexapis.com/v1; another one for a twin or a government cloud.',
    kind: 'url',
    required: false,
  },
  {
    name: 'kind',
    on: 'settings',
    label: 'Plan as',
    help: 'What an event becomes on which no webinar type is chosen. Without a choice: Meetings.',
    kind: 'choice',
    choices: ['Meetings', 'Webinars'],
    required: false,
  },
  {
    name: 'siteUrl',
    on: 'settings',
    label: 'Site',
    help: 'Host name of the Webex site, such as example.webex.com; without it the preferred one.',
    kind: 'text',
    required: false,
  },
  {
    name: 'approval',
    on: 'settings',
    label: 'Approval of registrations',
    help: 'Manual: the host approves everybody at Webex; applies to what takes place once.',
    kind: 'choice',
    choices: ['Automatic', 'Manual'],
    required: false,
  },
  {
    name: 'recording',
    on: 'settings',
    label: 'Record automatically',
    help: 'Recordings in the cloud are found again by the hub after the end of the webinar.',
    kind: 'choice',
    choices: ['No', 'In the cloud'],
    required: false,
  },
  {
    name: 'scopes',
    on: 'settings',
    label: 'Scopes',
    help: 'Leave empty for those of the guide. All of them must be ticked on the integration.',
    kind: 'text',
    required: false,
  },
  {
    name: 'proof',
    on: 'settings',
    label: 'Proof key at sign-in (PKCE)',
    help: 'Leave it out only if the sign-in page of Webex refuses the request of the hub.',
    kind: 'choice',
    choices: ['Send', 'Leave out'],
    required: false,
  },
  {
    name: 'gr_callbacksecret',
    on: 'configuration',
    label: 'Secret of callbacks',
    help: 'Any long random text: the hub gives it to Webex, which signs its callbacks with it.',
    kind: 'secret',
    required: false,
  },
  ...actionSettings('Its redirect address ends in /oauth/action/callback.'),
]

/** For people who plan under their own names: their meetings, and who they are. */
export const actionScopes = 'meeting:schedules_write meeting:schedules_read spark:people_read'

/** Who am I, meetings with their people, attendance, recordings, sites: everything used here. */
const defaultScopes = [
  'spark:people_read',
  'meeting:schedules_read',
  'meeting:schedules_write',
  'meeting:participants_read',
  'meeting:recordings_read',
  'meeting:preferences_read',
].join(' ')

export interface Choices {
  readonly baseUrl: string
  readonly kind: 'meeting' | 'webinar'
  readonly siteUrl: string | undefined
  readonly approval: 'automatic' | 'manual'
  readonly records: boolean
  readonly scopes: string
  readonly sendsProof: boolean
}

/** What was typed in, with the defaults. */
export function choicesOf({ settings: given, baseUrl }: Account): Choices {
  return {
    baseUrl: baseUrl === '' ? 'https://webexapis.com/v1' : baseUrl,
    kind: given.kind === 'Webinars' ? 'webinar' : 'meeting',
    siteUrl: given.siteUrl?.trim() || undefined,
    approval: given.approval === 'Manual' ? 'manual' : 'automatic',
    records: given.recording === 'In the cloud',
    scopes: given.scopes?.trim().replace(/[\s,]+/g, ' ') || defaultScopes,
    sendsProof: given.proof !== 'Leave out',
  }
}
