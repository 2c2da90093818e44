import type { Setting, SettingFault, SettingReader } from '../contract.ts'
import { isPair, readPrivateKey, readPublicKey } from './keys.ts'
import { readSurface } from './surface.ts'

/** What the console asks for. */
export const settings: readonly Setting[] = [
  {
    name: 'msevtmgt_base_service_url',
    on: 'provider',
    label: 'Server',
    help: 'The address of your webinar server, for example https://webinars.example.org.',
    kind: 'url',
    required: true,
  },
  {
    name: 'gr_apitoken',
    on: 'configuration',
    label: 'API token',
    help: 'Copy it from your Vatra account. It is stored encrypted and never shown again.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'gr_jwtpublickey',
    on: 'configuration',
    label: 'JWT public key',
    help: 'Copy it from your Vatra account, from -----BEGIN to the end. Save it together with the private key: both must be one pair.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'gr_jwtprivatekey',
    on: 'configuration',
    label: 'JWT private key',
    help: 'Copy it from your Vatra account, from -----BEGIN to the end. RSA, 2048 bits or more, without a passphrase. It signs the tokens by which people join, is stored encrypted and never shown again.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'surface',
    on: 'settings',
    label: 'Description of the API',
    help: 'Experimental: Vatra publishes no description of its API, so the hub proposes one, and only the four fields above are known. JSON with what differs at your server: paths, methods, names of fields; null removes a call. Verify says which call fails. The provider’s README has the format.',
    kind: 'text',
    required: false,
  },
]

/** @returns what is wrong with keys or description, or undefined; missing values are asked for elsewhere */
export async function examine(value: SettingReader): Promise<SettingFault | undefined> {
  const surface = readSurface(await value('surface'))
  if (surface.kind === 'fault') return { setting: 'surface', expected: surface.expected }
  const publicText = await value('gr_jwtpublickey')
  const privateText = await value('gr_jwtprivatekey')
  const publicKey = publicText === undefined ? undefined : readPublicKey(publicText)
  if (publicKey?.kind === 'fault') {
    return { setting: 'gr_jwtpublickey', expected: publicKey.expected }
  }
  const privateKey = privateText === undefined ? undefined : readPrivateKey(privateText)
  if (privateKey?.kind === 'fault') {
    return { setting: 'gr_jwtprivatekey', expected: privateKey.expected }
  }
  if (publicKey === undefined || privateKey === undefined) return undefined
  if (isPair({ publicKey: publicKey.key, privateKey: privateKey.key })) return undefined
  return { setting: 'gr_jwtprivatekey', expected: notAPair }
}

const notAPair =
  'the private key of the JWT public key; these two are no pair, so enter both anew in one go'
