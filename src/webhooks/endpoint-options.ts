/** The opt-in columns of an endpoint, as delivery reads them. */
import { circuitState, envelope, handshakeState, ordering } from './choices.ts'
import type { EndpointRow } from './registration-rows.ts'

/** When a delivery that failed is tried again. */
export interface RetrySchedule {
  readonly attempts: number
  readonly firstDelayMs: number
  /** All planned waits together; those that a receiver asks for by `Retry-After` may add to it. */
  readonly totalMs: number
  /** It does not end: the delivery holds back later ones until it succeeds or is cancelled. */
  readonly endless: boolean
}

export interface CircuitLimits {
  /** Failures in a row; undefined: not counted. */
  readonly failures: number | undefined
  /** Percent of the deliveries of a minute; undefined: not counted. */
  readonly share: number | undefined
  readonly pauseMs: number
  readonly isOpen: boolean
}

export interface EndpointOptions {
  readonly isSigned: boolean
  readonly earlierSecretUntil: Date | undefined
  readonly envelope: 'structured' | 'binary' | undefined
  readonly handshake: 'none' | 'asked' | 'allowed' | 'refused'
  /** Undefined: Dataverse's, one more attempt at once on 502, 503 and 504. */
  readonly retry: RetrySchedule | undefined
  readonly disableOnGone: boolean
  readonly circuit: CircuitLimits | undefined
  readonly ratePerMinute: number | undefined
  readonly concurrency: number | undefined
  readonly ordering: 'hold-back' | 'let-pass' | undefined
  readonly isNumbered: boolean
}

/** Undefined where an endpoint has no options at all: it is called as Dataverse would. */
export function readOptions(row: EndpointRow): EndpointOptions | undefined {
  const isPlain = Object.entries(row).every(([name, value]) => !isOption(name) || !isOn(value))
  if (isPlain) return undefined
  const { holdBack, letPass } = ordering
  return {
    isSigned: row.gr_signature !== null,
    earlierSecretUntil: row.gr_earliersecretuntil ?? undefined,
    envelope: envelopeOf(row.gr_envelope),
    handshake: handshakeOf(row),
    retry: retryOf(row),
    disableOnGone: row.gr_disableongone === true,
    circuit: circuitOf(row),
    ratePerMinute: rateOf(row),
    concurrency: row.gr_concurrency ?? undefined,
    ordering:
      row.gr_ordering === holdBack.value
        ? 'hold-back'
        : row.gr_ordering === letPass.value
          ? 'let-pass'
          : undefined,
    isNumbered: row.gr_sequencenumbers === true,
  }
}

const isOption = (name: string): boolean => name.startsWith('gr_')
const isOn = (value: unknown): boolean => value !== null && value !== undefined && value !== false

function envelopeOf(value: number | null): EndpointOptions['envelope'] {
  if (value === envelope.structured.value) return 'structured'
  return value === envelope.binary.value ? 'binary' : undefined
}

function handshakeOf(row: EndpointRow): EndpointOptions['handshake'] {
  if (row.gr_handshake !== true) return 'none'
  if (row.gr_handshakestate === handshakeState.allowed.value) return 'allowed'
  return row.gr_handshakestate === handshakeState.refused.value ? 'refused' : 'asked'
}

const defaultAttempts = 8
const mostAttempts = 100
const defaultDelaySeconds = 5
const defaultMinutes = 3 * 24 * 60

function retryOf(row: EndpointRow): RetrySchedule | undefined {
  const { gr_attempts: attempts, gr_retrydelay: delay, gr_retryminutes: minutes } = row
  const endless = row.gr_ordering === ordering.holdBack.value
  if (attempts === null && delay === null && minutes === null && !endless) return undefined
  return {
    attempts: attempts ?? (minutes === null ? defaultAttempts : mostAttempts),
    firstDelayMs: (delay ?? defaultDelaySeconds) * 1_000,
    totalMs: (minutes ?? defaultMinutes) * 60_000,
    endless,
  }
}

const defaultPauseSeconds = 30

function circuitOf(row: EndpointRow): CircuitLimits | undefined {
  const failures = row.gr_circuitfailures ?? undefined
  const share = row.gr_circuitshare ?? undefined
  const isOpen = row.gr_circuit === circuitState.open.value
  if (failures === undefined && share === undefined && !isOpen) return undefined
  const pauseMs = (row.gr_circuitpause ?? defaultPauseSeconds) * 1_000
  return { failures, share, pauseMs, isOpen }
}

/** What the receiver allows counts as well, once it was asked. */
function rateOf(row: EndpointRow): number | undefined {
  const own = row.gr_rate ?? undefined
  const allowed = handshakeOf(row) === 'allowed' ? (row.gr_allowedrate ?? undefined) : undefined
  if (own === undefined || allowed === undefined) return own ?? allowed
  return Math.min(own, allowed)
}
