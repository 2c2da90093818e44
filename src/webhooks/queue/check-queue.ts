/** Refuses endpoints whose queue could never be reached or would get what nobody reads. */
import type { Values } from '#pipeline'
import { authenticationType, contract, messageFormat } from '../choices.ts'
import { addressOf } from './broker-address.ts'
import { registrationRefusals as refusals } from './refusals.ts'

export function refuseQueue(endpoint: Values): void {
  refuseAuthentication(endpoint)
  refuseFormat(endpoint)
  // The connection string holds the address and maybe the path; it is read when it is stored.
  if (endpoint.authtype === authenticationType.connectionString.value) return
  addressOf(endpoint)
  const { path } = endpoint
  if (typeof path !== 'string' || path.trim() === '')
    throw refusals['queue-path']({}, { input: 'path' })
}

function refuseAuthentication(endpoint: Values): void {
  const { authtype } = endpoint
  const { acs, sasKey, sasToken, connectionString } = authenticationType
  if (authtype === acs.value) throw refusals['queue-acs']({}, { input: 'authtype' })
  const isHub = endpoint.contract === contract.eventHub.value
  const known = isHub ? [connectionString] : [sasKey, sasToken, connectionString]
  const chosen = known.find(({ value }) => value === authtype)
  if (chosen === undefined) throw wrongType(endpoint, known)
  const needed = neededColumns[chosen.value]
  const missing = needed.find(([, sign]) => isMissing(endpoint[sign]))
  if (missing === undefined) return
  throw refusals['queue-credentials'](
    { authtype: `${chosen.value} (${chosen.label})`, column: missing[0] },
    { input: missing[0] },
  )
}

/** Columns, and what tells whether they have a value: secrets are never seen here. */
const neededColumns = {
  [authenticationType.sasKey.value]: [
    ['saskeyname', 'saskeyname'],
    ['saskey', 'issaskeyset'],
  ],
  [authenticationType.sasToken.value]: [['sastoken', 'issastokenset']],
  [authenticationType.connectionString.value]: [['authvalue', 'isauthvalueset']],
} as const

const isMissing = (value: unknown) =>
  value === undefined || value === null || value === false || value === ''

type Option = { readonly value: number; readonly label: string }

function wrongType({ contract: number, authtype }: Values, known: readonly Option[]) {
  const found = authtype === undefined || authtype === null ? 'none' : String(authtype)
  const names = known.map(({ value, label }) => `${value} (${label})`).join(', ')
  return refusals['queue-authentication'](
    { contract: String(number), found, known: names },
    { input: 'authtype', expected: names, found },
  )
}

function refuseFormat({ messageformat }: Values): void {
  if (messageformat === messageFormat.binaryXml.value) {
    throw refusals['queue-format']({}, { input: 'messageformat' })
  }
}
