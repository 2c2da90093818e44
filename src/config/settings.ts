/**
 * The only reader of the environment. Settings are read once, checked whole and frozen; every
 * mistake is listed at start, so that nobody mends them one by one.
 */

import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { refusals } from './refusals.ts'

export interface Settings {
  readonly port: number
  readonly host: string
  /** Undefined: the hub starts a PostgreSQL of its own in the data directory. */
  readonly databaseUrl: string | undefined
  readonly databasePoolSize: number
  readonly readPoolSize: number
  readonly statementTimeoutMs: number
  /** Undefined: mails are kept and shown in the console. */
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly dataDirectory: string
  readonly publicUrl: string
  readonly masterKey: string | undefined
  readonly adminEmail: string | undefined
  readonly adminPassword: string | undefined
  readonly apiKey: string | undefined
  readonly egressProxy: string | undefined
  readonly outboundAllow: readonly string[]
  /** Undefined: any. */
  readonly webhookPorts: readonly number[] | undefined
  /** `allowed`: visitors may say that purchases are paid, where the event administration wants it. */
  readonly demoPayment: string
  /** `yes`: the Events API shows the Wi-Fi passwords of buildings to everybody. */
  readonly publishWifiPasswords: string
  readonly handlersDirectory: string | undefined
  readonly logLevel: string
  /** Service protection per user in five minutes; undefined: none. */
  readonly requestLimit: number | undefined
  readonly executionSecondsLimit: number | undefined
  readonly concurrentLimit: number | undefined
  readonly formLimit: number
  /** Single sign-on for users of the console: all of these, or none. */
  readonly oidcIssuer: string | undefined
  readonly oidcClientId: string | undefined
  readonly oidcClientSecret: string | undefined
  readonly oidcName: string
  /** Role of users who come for the first time; undefined: only users that exist may come in. */
  readonly oidcRole: string | undefined
  /** `verified`, or `trusted` where the provider does not say that it has verified an e-mail. */
  readonly oidcEmails: string
}

interface SettingEntry<T> {
  readonly name: string
  readonly sentence: string
  /** What is used when it is not set, for people. */
  readonly otherwise: string
  read(value: string | undefined): T
}

class Mistake extends Error {}

const text = (fallback: string) => (value: string | undefined) => value ?? fallback
const optional = (value: string | undefined) => value

function wholeNumber(fallback: number, min: number, max: number) {
  return (value: string | undefined) => {
    if (value === undefined) return fallback
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= min && number <= max) return number
    throw new Mistake(`must be a whole number from ${min} to ${max}`)
  }
}

function limit(value: string | undefined) {
  return value === undefined ? undefined : wholeNumber(1, 1, 1_000_000_000)(value)
}

function url(...protocols: readonly string[]) {
  return (value: string | undefined) => {
    if (value === undefined) return undefined
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) {
      return value.replace(/\/$/, '')
    }
    throw new Mistake(
      `must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    )
  }
}

function masterKey(value: string | undefined) {
  const keys = value?.split(',') ?? []
  if (keys.every((key) => Buffer.from(key, 'base64').length === 32)) return value
  throw new Mistake('must be 32 bytes in base64, as `openssl rand -base64 32` prints them')
}

function secretOf(minimum: number) {
  return (value: string | undefined) => {
    if (value === undefined || value.length >= minimum) return value
    throw new Mistake(`must have at least ${minimum} characters`)
  }
}

function oneOf(fallback: string, values: readonly string[]) {
  return (value: string | undefined) => {
    if (value === undefined) return fallback
    if (values.includes(value)) return value
    throw new Mistake(`must be one of ${values.join(', ')}`)
  }
}

/** Administrators are made by administrators, not by an identity provider. */
const roles = ['Event Manager', 'Event Planner', 'Webinar Curator', 'Check-in Staff', 'Reader']

const optionalOneOf = (values: readonly string[]) => (value: string | undefined) =>
  value === undefined ? undefined : oneOf('', values)(value)

/** As it is written: issuers with and without a slash at the end are two. */
function exactUrl(value: string | undefined) {
  return value === undefined || url('http:', 'https:')(value) === undefined ? undefined : value
}

function targets(value: string | undefined): readonly string[] {
  const entries = (value ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  for (const entry of entries) {
    if (!isTarget(entry))
      throw new Mistake(`has the entry "${entry}", which is no host, address or CIDR range`)
  }
  return entries
}

function ports(value: string | undefined): readonly number[] | undefined {
  const numbers = value?.split(',').map((entry) => Number(entry))
  if (numbers?.every((port) => Number.isInteger(port) && port > 0 && port < 65_536) !== false) {
    return numbers
  }
  throw new Mistake('must be numbers from 1 to 65535, separated by commas')
}

function isTarget(entry: string): boolean {
  const [address, bits] = entry.split('/')
  if (bits !== undefined) return isIP(address ?? '') !== 0 && /^\d{1,3}$/.test(bits)
  return isIP(entry) !== 0 || /^(\[[\da-f:.]+\]|(\*\.)?[\p{L}\p{N}_.-]+)(:\d+)?$/iu.test(entry)
}

const entries = {
  port: {
    name: 'PORT',
    sentence: 'Port that the hub listens on.',
    otherwise: '3000',
    read: wholeNumber(3000, 0, 65535),
  },
  host: {
    name: 'HOST',
    sentence: 'Address that the hub listens on; 0.0.0.0 for all.',
    otherwise: '127.0.0.1',
    read: text('127.0.0.1'),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    sentence: 'A PostgreSQL (15 or newer) to use, postgres://user:password@host:port/database.',
    otherwise: 'an embedded PostgreSQL 18 in the data directory',
    read: url('postgres:', 'postgresql:'),
  },
  databasePoolSize: {
    name: 'GREENROOM_DATABASE_POOL',
    sentence: 'Database connections that this process opens at most.',
    otherwise: '20',
    read: wholeNumber(20, 4, 500),
  },
  readPoolSize: {
    name: 'GREENROOM_READ_POOL',
    sentence:
      'Database connections for reading by the Data API, besides those of GREENROOM_DATABASE_POOL: slow queries never hold up writes.',
    otherwise: '10',
    read: wholeNumber(10, 2, 500),
  },
  statementTimeoutMs: {
    name: 'GREENROOM_STATEMENT_TIMEOUT',
    sentence: 'Milliseconds after which PostgreSQL ends a statement.',
    otherwise: '30000',
    read: wholeNumber(30_000, 100, 3_600_000),
  },
  smtpUrl: {
    name: 'SMTP_URL',
    sentence: 'Mail server, smtp://user:password@host:port or smtps://….',
    otherwise: 'mails are kept and shown in the console',
    read: url('smtp:', 'smtps:'),
  },
  mailFrom: {
    name: 'GREENROOM_MAIL_FROM',
    sentence: 'Sender of mails and organizer of calendar entries.',
    otherwise: 'Greenroom <greenroom@localhost>',
    read: text('Greenroom <greenroom@localhost>'),
  },
  dataDirectory: {
    name: 'GREENROOM_DATA_DIR',
    sentence: 'Folder for the embedded database, the master key and files.',
    otherwise: './data',
    read: (value: string | undefined) => resolve(value ?? './data'),
  },
  publicUrl: {
    name: 'GREENROOM_PUBLIC_URL',
    sentence: 'Address under which people and providers reach the hub; join links begin with it.',
    otherwise: 'http://HOST:PORT',
    read: url('http:', 'https:'),
  },
  masterKey: {
    name: 'GREENROOM_MASTER_KEY',
    sentence:
      'Key that wraps all stored credentials: 32 bytes in base64; after a change `new,old`.',
    otherwise: 'made once and kept in the data directory, readable by its owner only',
    read: masterKey,
  },
  adminEmail: {
    name: 'GREENROOM_ADMIN_EMAIL',
    sentence: 'E-mail of the first administrator.',
    otherwise: 'a one-time sign-in link is printed at start',
    read: optional,
  },
  adminPassword: {
    name: 'GREENROOM_ADMIN_PASSWORD',
    sentence:
      'Password of the first administrator, at least 12 characters, until it is changed in the hub.',
    otherwise: 'a one-time sign-in link is printed at start',
    read: secretOf(12),
  },
  apiKey: {
    name: 'GREENROOM_API_KEY',
    sentence:
      'A first API key for automation, at least 24 characters; acts as System Administrator.',
    otherwise: 'none',
    read: secretOf(24),
  },
  egressProxy: {
    name: 'GREENROOM_EGRESS_PROXY',
    sentence: 'HTTP proxy for calls to providers, http://user:password@host:port.',
    otherwise: 'direct calls',
    read: url('http:', 'https:'),
  },
  outboundAllow: {
    name: 'GREENROOM_OUTBOUND_ALLOW',
    sentence: 'Private hosts, addresses or CIDR ranges that may be called, separated by commas.',
    otherwise: 'none: private, link-local and metadata addresses are refused',
    read: targets,
  },
  webhookPorts: {
    name: 'GREENROOM_WEBHOOK_PORTS',
    sentence: 'Ports that webhooks may be registered with, separated by commas, e.g. 80,443.',
    otherwise: 'any port',
    read: ports,
  },
  demoPayment: {
    name: 'GREENROOM_DEMO_PAYMENT',
    sentence:
      'allowed or refused: whether visitors may mark purchases as paid, where the event administration has it on.',
    otherwise: 'refused, except on a hub whose address is this machine',
    read: oneOf('unset', ['allowed', 'refused']),
  },
  publishWifiPasswords: {
    name: 'GREENROOM_PUBLISH_WIFI_PASSWORDS',
    sentence:
      'yes or no: whether the Events API shows the Wi-Fi passwords of buildings to everybody who reads an event.',
    otherwise: 'no',
    read: oneOf('no', ['yes', 'no']),
  },
  requestLimit: {
    name: 'GREENROOM_LIMIT_REQUESTS',
    sentence:
      'Requests that one user may send to the Data API in 300 seconds (Dataverse: 6000); beyond, 429.',
    otherwise: 'no limit',
    read: limit,
  },
  executionSecondsLimit: {
    name: 'GREENROOM_LIMIT_EXECUTION',
    sentence:
      "Seconds that one user's requests to the Data API may take together in 300 seconds (Dataverse: 1200); beyond, 429.",
    otherwise: 'no limit',
    read: limit,
  },
  concurrentLimit: {
    name: 'GREENROOM_LIMIT_CONCURRENT',
    sentence:
      'Requests to the Data API that one user may have under way at once (Dataverse: 52); beyond, 429.',
    otherwise: 'no limit',
    read: limit,
  },
  formLimit: {
    name: 'GREENROOM_LIMIT_FORMS',
    sentence:
      'Forms that one address may send to the public site in ten minutes; beyond, 429. Private addresses count as proxies: the last entry of X-Forwarded-For is the visitor.',
    otherwise: '300',
    read: wholeNumber(300, 1, 1_000_000_000),
  },
  oidcIssuer: {
    name: 'GREENROOM_OIDC_ISSUER',
    sentence:
      'Issuer of the OpenID Connect provider where users of the console may sign in, exactly as its metadata names it. Register GREENROOM_PUBLIC_URL/admin/sign-in/callback there as the redirect.',
    otherwise: 'no single sign-on',
    read: exactUrl,
  },
  oidcClientId: {
    name: 'GREENROOM_OIDC_CLIENT_ID',
    sentence: 'Client id of the hub at that provider.',
    otherwise: 'no single sign-on',
    read: optional,
  },
  oidcClientSecret: {
    name: 'GREENROOM_OIDC_CLIENT_SECRET',
    sentence: 'Client secret of the hub at that provider.',
    otherwise: 'no single sign-on',
    read: optional,
  },
  oidcName: {
    name: 'GREENROOM_OIDC_NAME',
    sentence: 'Name of that provider on the button of the sign-in page.',
    otherwise: 'your organisation',
    read: text('your organisation'),
  },
  oidcRole: {
    name: 'GREENROOM_OIDC_ROLE',
    sentence:
      'Role of people who sign in there for the first time and get a user by it: Event Manager, Event Planner, Webinar Curator, Check-in Staff or Reader.',
    otherwise: 'only people who have a user already may come in',
    read: optionalOneOf(roles),
  },
  oidcEmails: {
    name: 'GREENROOM_OIDC_EMAILS',
    sentence:
      'verified or trusted: whether that provider must say that it has verified an e-mail before it leads to a user; Microsoft Entra never says so.',
    otherwise: 'verified',
    read: oneOf('verified', ['verified', 'trusted']),
  },
  handlersDirectory: {
    name: 'GREENROOM_HANDLERS',
    sentence: 'Folder with handlers: TypeScript modules that steps run; the same in every process.',
    otherwise: 'none: steps of handlers cannot run',
    read: (value: string | undefined) => (value === undefined ? undefined : resolve(value)),
  },
  logLevel: {
    name: 'GREENROOM_LOG_LEVEL',
    sentence: 'How much is logged: fatal, error, warn, info, debug, trace or silent.',
    otherwise: 'info',
    read: oneOf('info', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  },
} as const satisfies Record<string, SettingEntry<unknown>>

/** All settings with their sentences, for the reference page and `doctor`. */
export const settingsCatalogue: readonly Omit<SettingEntry<unknown>, 'read'>[] =
  Object.values(entries)

/** Throws one refusal that lists every mistake. Empty values count as not set. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const mistakes: string[] = []
  const values: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(entries)) {
    const value = environment[entry.name]?.trim()
    try {
      values[key] = entry.read(value === '' ? undefined : value)
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
      mistakes.push(`${entry.name} ${error.message}`)
    }
  }
  mistakes.push(...relationMistakes(environment, values), ...unknownNames(environment))
  if (mistakes.length > 0) throw refusals['settings-invalid']({ list: mistakes.join('; ') })
  values.publicUrl ??= `http://${values.host}:${values.port}`
  return Object.freeze(values as unknown as Settings)
}

function relationMistakes(
  environment: Readonly<Record<string, string | undefined>>,
  values: Readonly<Record<string, unknown>>,
): string[] {
  const mistakes: string[] = []
  if ((values.adminEmail === undefined) !== (environment.GREENROOM_ADMIN_PASSWORD === undefined)) {
    mistakes.push(
      'GREENROOM_ADMIN_EMAIL and GREENROOM_ADMIN_PASSWORD go together: set both or none',
    )
  }
  const oidc = [values.oidcIssuer, values.oidcClientId, values.oidcClientSecret]
  const given = oidc.filter((value) => value !== undefined).length
  if (given > 0 && given < oidc.length) {
    mistakes.push(
      'GREENROOM_OIDC_ISSUER, GREENROOM_OIDC_CLIENT_ID and GREENROOM_OIDC_CLIENT_SECRET go together: set all or none',
    )
  }
  return mistakes
}

/** A misspelt setting would be ignored silently; better said. */
function unknownNames(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>(Object.values(entries).map((entry) => entry.name))
  return Object.keys(environment)
    .filter(
      (name) =>
        name.startsWith('GREENROOM_') && !name.startsWith('GREENROOM_TEST_') && !known.has(name),
    )
    .map((name) => `${name} is not a setting of the hub`)
}
