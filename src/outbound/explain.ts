import { errors } from 'undici'
import { GivenUp } from './deadline.ts'
import { AnswerTooLarge } from './exchange.ts'
import { failure, isOutboundFailure, type OutboundFailure } from './failure.ts'
import { AddressRefused } from './guard.ts'
import { connectTimeoutMs } from './limits.ts'
import { UnresolvedName } from './resolve-name.ts'
import { ProxyUnreachable } from './routes.ts'
import type { Target } from './target.ts'

/** How far the exchange had come when it failed. */
export interface Progress {
  /** Whether it goes through a proxy. */
  readonly proxied: boolean
  /** Whether a connection was there and the request has been written to it. */
  readonly sent: boolean
}

/** Turns whatever a call ended with into a failure with a sentence; the cause is kept. */
export function explain(error: unknown, target: Target, progress: Progress): OutboundFailure {
  if (isOutboundFailure(error)) return error
  return (
    explainOwn(error, target) ??
    explainProxy(error, target, progress) ??
    explainRequest(error, target) ??
    explainTls(error, target) ??
    explainConnection(error, target, progress)
  )
}

function explainOwn(error: unknown, { label }: Target): OutboundFailure | undefined {
  if (error instanceof GivenUp) {
    if (error.because === 'timeout') return failure('timeout', label, error.message, error)
    return failure('aborted', label, 'the caller stopped it', error.cause ?? error)
  }
  if (error instanceof AddressRefused) {
    const way = error.byName ? 'its name leads to' : 'it is'
    return failure('refused-address', label, `${way} ${error.kindOfAddress} address`, error)
  }
  if (error instanceof UnresolvedName) {
    return failure('dns', label, words(error.cause, 'the name has no address'), error)
  }
  if (error instanceof AnswerTooLarge) {
    return failure('too-large', label, `more than ${error.limit} bytes`, error)
  }
  return undefined
}

/** Until the request is sent, every failure of a proxied call but the target's TLS is the proxy's. */
function explainProxy(
  error: unknown,
  target: Target,
  { proxied, sent }: Progress,
): OutboundFailure | undefined {
  if (!proxied) return undefined
  const answered = /\((\d{3})\)/.exec(error instanceof Error ? error.message : '')?.[1]
  const refused = codeOf(error) === 'UND_ERR_ABORTED' || codeOf(error) === 'UND_ERR_INVALID_ARG'
  if (refused && answered !== undefined) {
    return failure('proxy', target.label, refusalOf(Number(answered)), error)
  }
  if (error instanceof ProxyUnreachable) {
    return failure('proxy', target.label, words(error.cause, 'it cannot be reached'), error)
  }
  const ownTls = tlsWords(codeOf(error)) !== undefined && target.origin.startsWith('https:')
  if (sent || ownTls || isRequestFault(error)) return undefined
  return failure('proxy', target.label, words(error, 'it cannot be reached'), error)
}

/** tinyproxy answers 401 where the user or password is wrong, and 407 where there is none. */
export const refusalOf = (status: number) =>
  status === 407 || status === 401
    ? `it does not accept its user and password (${status})`
    : `it answered with status ${status}`

function explainRequest(error: unknown, { label }: Target): OutboundFailure | undefined {
  if (!isRequestFault(error)) return undefined
  // undici's texts name the header or option and never repeat its value.
  return failure('bad-request', label, error.message, error)
}

function explainTls(error: unknown, { label }: Target): OutboundFailure | undefined {
  const detail = tlsWords(codeOf(error))
  return detail === undefined ? undefined : failure('tls', label, detail, error)
}

function explainConnection(error: unknown, { label }: Target, { sent }: Progress): OutboundFailure {
  const code = codeOf(error)
  if (code.endsWith('HEADERS_OVERFLOW') || code === 'HPE_HEADER_OVERFLOW') {
    return failure('too-large', label, 'its headers are longer than 16 KiB', error)
  }
  if (!sent) return failure('connect', label, words(error, 'it failed'), error)
  if (error instanceof errors.HTTPParserError) {
    return failure('closed', label, 'the answer is not HTTP', error)
  }
  return failure('closed', label, words(error, 'the connection failed'), error)
}

const requestFaults = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
])

function isRequestFault(error: unknown): error is Error {
  return error instanceof Error && requestFaults.has(codeOf(error))
}

const connectionWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the other side closed the connection',
  EPIPE: 'the other side closed the connection',
  UND_ERR_SOCKET: 'the other side closed the connection',
  UND_ERR_PRX_CONN: 'it closed the connection',
  UND_ERR_PRX_TLS: 'its certificate is for another host',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is not as long as announced',
  UND_ERR_DESTROYED: 'the hub is stopping',
  UND_ERR_CLOSED: 'the hub is stopping',
  EHOSTUNREACH: 'there is no way to this host',
  ENETUNREACH: 'there is no way to this network',
  ETIMEDOUT: 'nobody answers',
  UND_ERR_CONNECT_TIMEOUT: `nobody answers within ${connectTimeoutMs} ms`,
  UND_ERR_HEADERS_TIMEOUT: `it does not answer within ${connectTimeoutMs} ms`,
  ENOTFOUND: 'the name does not exist',
  EAI_AGAIN: 'no name server answers',
}

/** Fixed words, because messages of the system name addresses inside the hub's network. */
function words(error: unknown, otherwise: string): string {
  const code = codeOf(error)
  const known = connectionWords[code] ?? tlsWords(code)
  return known ?? (code === '' ? otherwise : `${otherwise} (${code})`)
}

const certificateWords: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  EPROTO: 'it does not speak TLS as expected',
}

/** Besides the well-known ones, OpenSSL's codes are open-ended: `CERT_…`, `ERR_SSL_…`, `…_CERT_…`. */
function tlsWords(code: string): string | undefined {
  const known = certificateWords[code]
  if (known !== undefined) return known
  if (/^ERR_(SSL|TLS)_/.test(code)) return `it does not speak TLS as expected (${code})`
  return /(^|_)(CERT|CRL|CA)(_|$)/.test(code)
    ? `its certificate is not accepted (${code})`
    : undefined
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}
