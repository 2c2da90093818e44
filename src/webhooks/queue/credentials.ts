/** By what a broker recognises the hub. Values are secret: never in errors or logs. */
import type { authenticationType } from '../choices.ts'
import { type BrokerAddress, readAddress } from './broker-address.ts'
import { registrationRefusals } from './refusals.ts'

export type Credentials =
  /** SASL PLAIN: user and password of any broker, or name and key of a Service Bus policy. */
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** A shared access signature, given to `$cbs` after an anonymous open. */
  | { readonly kind: 'token'; readonly token: string }

export interface ConnectionString {
  readonly address: BrokerAddress
  readonly credentials: Credentials
  /** `EntityPath`, where it names a queue or hub. */
  readonly path: string | undefined
}

export type QueueAuthenticationType =
  | typeof authenticationType.sasKey.value
  | typeof authenticationType.sasToken.value
  | typeof authenticationType.connectionString.value

/** Pairs of `Name=value` between semicolons; values may hold equals signs. */
export function readConnectionString(text: string | undefined): ConnectionString {
  const pairs = new Map<string, string>()
  for (const part of (text ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0) pairs.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim())
  }
  const endpoint = pairs.get('endpoint')
  if (endpoint === undefined) throw wrong('it has no Endpoint')
  const address = readAddress(endpoint)
  return { address, credentials: credentialsIn(pairs), path: pairs.get('entitypath') }
}

function credentialsIn(pairs: ReadonlyMap<string, string>): Credentials {
  const token = pairs.get('sharedaccesssignature')
  if (token !== undefined && token !== '') return { kind: 'token', token }
  const user = pairs.get('sharedaccesskeyname') ?? ''
  const password = pairs.get('sharedaccesskey') ?? ''
  if (user === '') throw wrong('it has no SharedAccessKeyName')
  if (password === '') throw wrong('it has no SharedAccessKey')
  return { kind: 'password', user, password }
}

function wrong(problem: string) {
  return registrationRefusals['queue-connection-string']({ problem }, { input: 'authvalue' })
}

/** When a shared access signature ends, as it says itself; undefined where it does not. */
export function endOfToken(token: string): Date | undefined {
  const seconds = /(?:^|[ &])se=(\d{1,12})(?:&|$)/.exec(token)?.[1]
  return seconds === undefined ? undefined : new Date(Number(seconds) * 1000)
}
