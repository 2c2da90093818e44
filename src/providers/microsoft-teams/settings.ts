import type { Account, Setting } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'

export const providerId = 'microsoft-teams'

export const settings: readonly Setting[] = [
  {
    name: 'rights',
    on: 'settings',
    label: 'Authorization',
    help: 'User: one licensed person signs in, all webinars are in that calendar. Application: the calendar of each curator.',
    kind: 'choice',
    choices: ['User', 'Application'],
    required: false,
  },
  {
    name: 'tenantId',
    on: 'settings',
    label: 'Directory (tenant) ID',
    help: 'Microsoft Entra admin center, App registrations, your application, Overview.',
    kind: 'text',
    required: true,
  },
  {
    name: 'msevtmgt_clientid',
    on: 'configuration',
    label: 'Application (client) ID',
    help: 'Stands beside the directory ID on the page Overview of the application.',
    kind: 'text',
    required: true,
  },
  {
    name: 'gr_clientsecret',
    on: 'configuration',
    label: 'Client secret',
    help: 'Certificates & secrets, New client secret: the column Value, shown once. It is stored encrypted.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'organizer',
    on: 'settings',
    label: 'Organizer',
    help: 'For Application: e-mail of the licensed user who organizes what has no producer in the directory.',
    kind: 'text',
    required: false,
  },
  {
    name: 'kind',
    on: 'settings',
    label: 'Plan as',
    help: 'What an event becomes on which no webinar type is chosen. Webinars need User; without a choice: Meetings.',
    kind: 'choice',
    choices: ['Meetings', 'Webinars'],
    required: false,
  },
  {
    name: 'lobby',
    on: 'settings',
    label: 'Who bypasses the lobby',
    help: 'Of meetings. People from outside wait for a presenter unless it is everyone, which it is without a choice.',
    kind: 'choice',
    choices: ['Everyone', 'The organization', 'Nobody'],
    required: false,
  },
  {
    name: 'audience',
    on: 'settings',
    label: 'Audience of webinars',
    help: 'Everyone, which it is without a choice, or only people of the organization.',
    kind: 'choice',
    choices: ['Everyone', 'The organization'],
    required: false,
  },
  {
    name: 'recording',
    on: 'settings',
    label: 'Record automatically',
    help: 'Of meetings: recording begins with the meeting. Recordings are found again by the hub.',
    kind: 'choice',
    choices: ['No', 'Yes'],
    required: false,
  },
  {
    name: 'cloud',
    on: 'settings',
    label: 'Cloud',
    help: 'National clouds have addresses and app registrations of their own; webinars are in the global one only.',
    kind: 'choice',
    choices: ['Global', 'US Government', 'US Department of Defense', 'China (21Vianet)'],
    required: false,
  },
  {
    name: 'gr_callbacksecret',
    on: 'configuration',
    label: 'Secret of notifications',
    help: 'Any long random text: with it the hub asks for change notifications and recognizes them.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'msevtmgt_base_service_url',
    on: 'provider',
    label: 'Graph address',
    help: 'Leave empty for that of the cloud, e.g. https://graph.microsoft.com/v1.0; another one for a twin.',
    kind: 'url',
    required: false,
  },
  {
    name: 'loginUrl',
    on: 'settings',
    label: 'Sign-in address',
    help: 'Leave empty for that of the cloud, e.g. https://login.microsoftonline.com; another one for a twin.',
    kind: 'url',
    required: false,
  },
]

/** Roots of Graph and Entra (learn.microsoft.com/graph/deployments). */
const clouds = {
  Global: { graph: 'https://graph.microsoft.com', login: 'https://login.microsoftonline.com' },
  'US Government': {
    graph: 'https://graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
  },
  'US Department of Defense': {
    graph: 'https://dod-graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
  },
  'China (21Vianet)': {
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    login: 'https://login.chinacloudapi.cn',
  },
} as const

const lobbyScopes = {
  Everyone: 'everyone',
  'The organization': 'organization',
  Nobody: 'organizer',
} as const

export type Kind = 'meeting' | 'webinar'

export interface Choices {
  readonly isDelegated: boolean
  readonly tenantId: string
  /** Undefined where somebody signs in. */
  readonly organizer: string | undefined
  readonly kind: Kind
  readonly lobby: (typeof lobbyScopes)[keyof typeof lobbyScopes]
  readonly audience: 'everyone' | 'organization'
  readonly records: boolean
  readonly hasWebinars: boolean
  /** With the version, without slash at the end. */
  readonly apiUrl: string
  readonly loginUrl: string
}

/** What was typed in, with the defaults. @throws ProviderError 'auth' for what cannot be left out */
export function choicesOf({ settings: given, baseUrl }: Account): Choices {
  const cloud = clouds[(given.cloud ?? 'Global') as keyof typeof clouds] ?? clouds.Global
  const isDelegated = given.rights !== 'Application'
  return {
    isDelegated,
    tenantId: required(given.tenantId, 'directory (tenant) ID'),
    organizer: isDelegated ? undefined : required(given.organizer, 'organizer'),
    kind: given.kind === 'Webinars' ? 'webinar' : 'meeting',
    lobby: lobbyScopes[(given.lobby ?? 'Everyone') as keyof typeof lobbyScopes] ?? 'everyone',
    audience: given.audience === 'The organization' ? 'organization' : 'everyone',
    records: given.recording === 'Yes',
    hasWebinars: isDelegated && cloud === clouds.Global,
    apiUrl: (baseUrl === '' ? `${cloud.graph}/v1.0` : baseUrl).replace(/\/+$/, ''),
    loginUrl: (given.loginUrl?.trim() || cloud.login).replace(/\/+$/, ''),
  }
}

export function required(value: string | undefined, what: string): string {
  if (value !== undefined && value.trim() !== '') return value.trim()
  const message = `The webinar configuration has no ${what}. Enter it and press Verify.`
  throw new ProviderError('auth', { provider: providerId, message })
}
