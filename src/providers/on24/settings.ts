import type { Account, Setting } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'

/** What the console asks for; the names are those that the vendor's own connector has always had. */
export const settings: readonly Setting[] = [
  {
    name: 'msevtmgt_clientid',
    on: 'configuration',
    label: 'Client ID',
    help: 'The number of your ON24 account; ON24 shows it beside your API tokens.',
    kind: 'text',
    required: true,
  },
  {
    name: 'msevtmgt_accesstokenkey',
    on: 'configuration',
    label: 'Access token key',
    help: 'The first half of an API token: in ON24, Integrations, API Tokens. It is stored encrypted.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'msevtmgt_accesstokensecret',
    on: 'configuration',
    label: 'Access token secret',
    help: 'The second half of the API token. ON24 shows it once. It is stored encrypted.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'dataCentre',
    on: 'settings',
    label: 'Data centre',
    help: 'Where ON24 keeps your account. Without a choice: North America.',
    kind: 'choice',
    choices: ['North America', 'European Union'],
    required: false,
  },
  {
    name: 'joinAddress',
    on: 'settings',
    label: 'Join address',
    help: 'Leave empty for the seamless login of your data centre. May hold {eventid}, {key}, {email}, {firstname}, {lastname} and {company}.',
    kind: 'text',
    required: false,
  },
  {
    name: 'msevtmgt_base_service_url',
    on: 'provider',
    label: 'API address',
    help: 'Leave empty: the data centre decides. Another one is for a twin or a gateway of your own.',
    kind: 'url',
    required: false,
  },
]

const hosts = {
  'North America': { api: 'https://api.on24.com', login: 'https://seamlessreg.on24.com' },
  'European Union': { api: 'https://api.eu.on24.com', login: 'https://seamlessreg.eu.on24.com' },
} as const

const hostsOf = ({ settings: { dataCentre } }: Account) =>
  hosts[dataCentre === 'European Union' ? dataCentre : 'North America']

/** People enter a gateway's address with or without the version. */
export function apiAddress(account: Account): string {
  const root = account.baseUrl === '' ? hostsOf(account).api : account.baseUrl
  return `${root.trim().replace(/\/+$/, '').replace(/\/v2$/, '')}/v2`
}

/** What the vendor documents for seamless login; names are case-sensitive. */
const loginQuery =
  'eventid={eventid}&key={key}&email={email}&firstname={firstname}&lastname={lastname}&company={company}'

const fields = ['eventid', 'key', 'email', 'firstname', 'lastname', 'company'] as const

export type JoinField = (typeof fields)[number]

/** @throws ProviderError 'rejected' for an address that cannot lead a person into the webinar */
export function joinAddress(account: Account): string {
  const entered = account.settings.joinAddress?.trim() ?? ''
  if (entered === '') return `${hostsOf(account).login}/?${loginQuery}`
  const named = [...entered.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name)
  const unknown = named.find((name) => !fields.some((field) => field === name))
  if (unknown !== undefined) {
    throw wrongAddress(
      `{${unknown}} is unknown; known are ${fields.map((name) => `{${name}}`).join(', ')}`,
    )
  }
  for (const needed of ['eventid', 'email']) {
    if (!named.includes(needed)) throw wrongAddress(`{${needed}} is missing in it`)
  }
  const scheme = URL.parse(entered.replaceAll(/[{}]/g, ''))?.protocol
  if (scheme === 'https:' || scheme === 'http:') return entered
  throw wrongAddress('it is no complete address that begins with https://')
}

const wrongAddress = (why: string) =>
  new ProviderError('rejected', {
    provider: 'on24',
    message: `The join address of the webinar configuration cannot be used: ${why}. Correct it, or leave it empty.`,
  })

export interface Credentials {
  readonly clientId: string
  readonly tokenKey: string
  readonly tokenSecret: string
}

/** @throws ProviderError 'auth' for what is missing or can never be right */
export async function credentialsOf(account: Account): Promise<Credentials> {
  const clientId = account.clientId?.trim() ?? ''
  if (!/^\d{1,18}$/.test(clientId)) {
    throw missing('client ID', clientId === '' ? '' : ' that is a number')
  }
  const tokenKey = (await account.secret('msevtmgt_accesstokenkey'))?.trim() ?? ''
  if (tokenKey === '') throw missing('access token key')
  const tokenSecret = (await account.secret('msevtmgt_accesstokensecret'))?.trim() ?? ''
  if (tokenSecret === '') throw missing('access token secret')
  return { clientId, tokenKey, tokenSecret }
}

function missing(what: string, kind = ''): ProviderError {
  const message = `The webinar configuration has no ${what}${kind}. Enter it and press Verify.`
  return new ProviderError('auth', { provider: 'on24', message })
}
