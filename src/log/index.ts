import { type DestinationStream, type Logger, pino } from 'pino'

/** The hub's log: one JSON object per line. Secrets are cut out by name before they are written. */
export type Log = Logger

/** Names of fields whose values never reach a log line, at any of the usual depths. */
const secretFields = [
  'authorization',
  'password',
  'secret',
  'clientSecret',
  'client_secret',
  'msevtmgt_clientsecret',
  'msevtmgt_accesstoken',
  'msevtmgt_accesstokenkey',
  'msevtmgt_accesstokensecret',
  'gr_apitoken',
  'gr_callbacksecret',
  'gr_clientsecret',
  'gr_jwtprivatekey',
  'gr_jwtpublickey',
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'token',
  'authvalue',
  'cookie',
] as const

export interface LogOptions {
  readonly level: string
  readonly name?: string
  readonly destination?: DestinationStream
}

export function createLog(options: LogOptions): Log {
  const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`])
  const settings = {
    name: options.name ?? 'greenroom',
    level: options.level,
    redact: { paths, censor: '[removed]' },
  }
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination)
}

/** A log that writes nothing: for tests that do not look at it. */
export const silentLog: Log = pino({ level: 'silent' })
