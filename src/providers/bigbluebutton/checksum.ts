/**
 * The signature of BigBlueButton: a plain hash over the call's name, the query exactly as it is
 * sent and the shared secret (docs.bigbluebutton.org/development/api, "Usage"). Servers tell the
 * algorithm by the length of the hash.
 */
import { createHash } from 'node:crypto'

/** In the order in which a check tries them. Scalelite knows no sha384, old bbb-webhooks sha1 only. */
export const algorithms = ['sha256', 'sha1', 'sha512', 'sha384'] as const

export type Algorithm = (typeof algorithms)[number]

const lengths: Readonly<Record<Algorithm, number>> = {
  sha1: 40,
  sha256: 64,
  sha384: 96,
  sha512: 128,
}

export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>

export interface Signer {
  readonly secret: string
  readonly algorithm: Algorithm
}

/** The query of a call with its checksum at the end, without the question mark. */
export function signedQuery(call: string, parameters: Parameters, signer: Signer): string {
  const query = queryOf(parameters)
  const checksum = checksumOf(signer.algorithm, [call, query, signer.secret])
  return query === '' ? `checksum=${checksum}` : `${query}&checksum=${checksum}`
}

/** What is hashed and what is sent must be the same bytes, so this text is used for both. */
export function queryOf(parameters: Parameters): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, withoutControls(String(value))]],
  )
  return new URLSearchParams(given).toString()
}

export function checksumOf(algorithm: Algorithm, parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash(algorithm)
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** Undefined: the text cannot be a checksum. */
export function algorithmOf(checksum: string): Algorithm | undefined {
  if (!/^[0-9a-f]+$/i.test(checksum)) return undefined
  return algorithms.find((algorithm) => lengths[algorithm] === checksum.length)
}

/** The server refuses values with control characters. */
const withoutControls = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim()
