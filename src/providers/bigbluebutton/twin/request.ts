/** A call as it came, and whether its checksum is right. */
import { createHash } from 'node:crypto'
import { Failure } from './failure.ts'
import type { Algorithm } from './settings.ts'

export interface ApiRequest {
  /** The part of the path after `api/`. */
  readonly call: string
  readonly method: string
  readonly parameters: URLSearchParams
  readonly contentType: string
  readonly body: Uint8Array
}

const algorithmsByLength: Readonly<Record<number, Algorithm>> = {
  40: 'sha1',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
}

/**
 * Hash of call, raw query without the checksum, secret. The checksum is taken out of the text, so
 * that whatever else is in it, and in whichever order, is hashed as it was sent.
 */
export function checkChecksum(
  { call, rawQuery }: { readonly call: string; readonly rawQuery: string },
  secret: string,
  allowed: readonly Algorithm[],
): void {
  const sent = [...rawQuery.matchAll(/(?:^|&)checksum=([^&]*)/g)]
  const [only] = sent
  if (only === undefined || sent.length > 1) throw wrongChecksum()
  const query = rawQuery.replace(only[0], '').replace(/^&/, '')
  const checksum = (only[1] ?? '').toLowerCase()
  const algorithm = algorithmsByLength[checksum.length]
  if (algorithm === undefined || !allowed.includes(algorithm)) throw wrongChecksum()
  const expected = createHash(algorithm)
    .update(call + query + secret)
    .digest('hex')
  if (checksum !== expected) throw wrongChecksum()
}

/** What bbb-webhooks takes for a checksum at all: others make it answer 500 with a page. */
export function hasKnownLength(rawQuery: string, allowed: readonly Algorithm[]): boolean {
  const checksum = new URLSearchParams(rawQuery).get('checksum') ?? ''
  const algorithm = algorithmsByLength[checksum.length]
  return algorithm !== undefined && allowed.includes(algorithm)
}

const wrongChecksum = () => new Failure('checksumError', 'Checksums do not match')

/** A parameter that must be there. */
export function required({ parameters }: ApiRequest, name: string, key: string): string {
  const value = parameters.get(name)
  if (value === null || value === '') throw new Failure(key, `You must specify a ${name}.`)
  return value
}

/** Booleans are the two words and nothing else, numbers are digits. */
export function flag({ parameters }: ApiRequest, name: string, otherwise: boolean): boolean {
  const value = parameters.get(name)
  if (value === null) return otherwise
  if (value === 'true' || value === 'false') return value === 'true'
  throw new Failure('validationError', `${name} must be a boolean value (true or false)`)
}

export function count({ parameters }: ApiRequest, name: string, otherwise: number): number {
  const value = parameters.get(name)
  if (value === null) return otherwise
  if (/^\d+$/.test(value)) return Number(value)
  throw new Failure('validationError', `${name} must be a positive number`)
}

/** The id of a room: 2 to 256 characters without a comma. */
export function meetingIdIn(request: ApiRequest): string {
  const meetingId = required(request, 'meetingID', 'missingParamMeetingID')
  if (meetingId.length >= 2 && meetingId.length <= 256 && !meetingId.includes(',')) return meetingId
  throw new Failure('validationError', 'meetingID must be between 2 and 256 characters')
}
