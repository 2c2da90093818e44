import type { Refusal } from '#errors'
import { refusals } from './refusals.ts'

/**
 * Why a call gave no answer:
 * - `refused-address` the target is private, reserved or local, and not on the allow list;
 * - `bad-url` / `bad-request` it can never be sent like this;
 * - `dns`, `connect`, `tls`, `proxy` nothing was sent to the target;
 * - `timeout`, `too-large`, `closed` it may have arrived, the answer is missing or incomplete;
 * - `aborted` the caller's signal.
 */
export type OutboundFailureKind =
  | 'refused-address'
  | 'bad-url'
  | 'bad-request'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'too-large'
  | 'closed'
  | 'proxy'
  | 'aborted'

/** A refusal (code `outbound-<kind>`) with its kind, for the tables that say what happens next. */
export type OutboundFailure = Refusal & { readonly kind: OutboundFailureKind }

const raised = new WeakSet<object>()

export function isOutboundFailure(
  error: unknown,
  kind?: OutboundFailureKind,
): error is OutboundFailure {
  if (typeof error !== 'object' || error === null || !raised.has(error)) return false
  return kind === undefined || (error as OutboundFailure).kind === kind
}

/** Makes a failure; `target` is host and port, `detail` completes the sentence of the kind. */
export function failure(
  kind: OutboundFailureKind,
  target: string,
  detail: string,
  cause?: unknown,
): OutboundFailure {
  const refusal = refusals[`outbound-${kind}`]({ target, detail }, { cause })
  const made = Object.assign(refusal, { kind })
  raised.add(made)
  return made
}
