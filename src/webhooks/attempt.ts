/**
 * Delivery tells whoever asked about every attempt, after it ended. Nothing in here is a secret:
 * addresses come without their query, values of authentication headers are left out.
 */
import { isRefusal, type Refusal } from '#errors'
import type { RowReference } from '#pipeline'

/** What an attempt is part of. */
export interface AttemptOrigin {
  /** The system job; undefined for synchronous steps and contexts that are sent from code. */
  readonly jobId: string | undefined
  readonly stepId: string | undefined
  /** 1 for the first attempt of a firing. */
  readonly attempt: number
  /** The row that the context is about. */
  readonly regarding: RowReference | undefined
}

export interface AttemptRequest {
  /** As registered: neither keys nor query. */
  readonly url: string
  /** Names in lower case; those of the endpoint's authentication have the value `[removed]`. */
  readonly headers: Readonly<Record<string, string>>
  /** As it went on the wire. */
  readonly body: string
}

export interface AttemptResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The whole body that was taken, at most 1 MiB: keep only its start. */
  readonly body: Uint8Array
  /** Milliseconds from the call until it had a connection, and until the answer began. */
  readonly timing?: { readonly sentMs: number; readonly firstByteMs: number }
}

export interface Attempt extends AttemptOrigin {
  readonly endpointId: string
  readonly endpointName: string
  readonly message: string
  readonly table: string
  readonly correlationId: string
  /** By the hub's clock. */
  readonly startedAt: Date
  readonly durationMs: number
  readonly request: AttemptRequest
  /** Undefined where there was no answer. */
  readonly response: AttemptResponse | undefined
  /** Whether the receiver was told: an answer of 200 to 299. */
  readonly delivered: boolean
  /** Why it was not told; a refusal of `delivery-refusals.ts` unless something broke. */
  readonly error: Refusal | Error | undefined
}

/**
 * Called after every attempt, in the process that made it. Must return at once and not throw:
 * whoever writes something down gathers attempts and writes them in batches.
 */
export type OnAttempt = (attempt: Attempt) => void

/** For `AttemptRequest.headers`: what the endpoint recognises the hub by stays out. */
export function withoutSecrets(
  headers: Readonly<Record<string, string>>,
  secret: Readonly<Record<string, string>>,
): Record<string, string> {
  const shown = Object.entries(headers).map(([name, value]) =>
    Object.hasOwn(secret, name) ? [name, '[removed]'] : [name, value],
  )
  return Object.fromEntries(shown)
}

export function errorOf(error: unknown): Attempt['error'] {
  if (error === undefined || isRefusal(error) || error instanceof Error) return error
  return new Error(String(error))
}
