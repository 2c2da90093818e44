import { withTransaction } from '#database'
import { isOutboundFailure, type OutboundRequest, type OutboundResponse } from '#outbound'
import { retryAfterSeconds } from './answer.ts'
import type { Configuration } from './configuration.ts'
import type { Account, EndpointLimit } from './contract.ts'
import type { Needs } from './needs.ts'
import { networkFailure } from './network-failure.ts'
import { ProviderError } from './provider-error.ts'
import { noteAgainstQuota } from './quota.ts'
import { findDefinition } from './registry.ts'
import { logRequest } from './request-log.ts'
import { heedQuota } from './vendor-quota.ts'

/** Vendors answer within seconds; the limit of 60 s of a job must leave room for a renewal. */
const timeoutMs = 20_000

/** Vendors rarely allow less; definitions and configurations may name another number. */
const defaultRequestsPerMinute = 100

/** Somebody waits so long for a place; with a longer queue it is better asked again later. */
const longestWaitMs = 10_000

/** Who waited longer than this may have missed a pause that another process was asked for. */
const lookAgainAfterMs = 1_000

export interface RequestOptions {
  /** Egress proxy of the configuration. */
  readonly proxy: string | undefined
  readonly signal: AbortSignal | undefined
  /** How long a call waits for its place; default 10 s. */
  readonly patienceMs?: number | undefined
}

/** The network as one configuration sees it: paced, through its proxy, bounded in time, logged. */
export function accountRequest(
  needs: Needs,
  configuration: Configuration,
  { proxy, signal, patienceMs = longestWaitMs }: RequestOptions,
): Account['request'] {
  return async (request) => {
    await waitForEndpoint(needs, configuration, request, { signal, patienceMs })
    await waitForPlace(needs, configuration, signal, patienceMs)
    const whole: OutboundRequest = {
      timeoutMs,
      ...(proxy === undefined ? {} : { proxy }),
      ...(signal === undefined ? {} : { signal }),
      ...request,
    }
    const response = await logged(needs, configuration, whole)
    await heedPause(needs, configuration, response)
    await heedQuota(needs, configuration, response)
    await noteAgainstQuota(needs, configuration, whole)
    return response
  }
}

/** Some calls are allowed less often than others. */
async function waitForEndpoint(
  { definitions, endpointPace, pacingTime }: Needs,
  configuration: Configuration,
  { method, url }: OutboundRequest,
  { signal, patienceMs }: { readonly signal: AbortSignal | undefined; readonly patienceMs: number },
): Promise<void> {
  const definition = findDefinition(definitions, configuration.provider.adapter)
  const path = URL.parse(String(url))?.pathname ?? ''
  const limit = definition?.endpointLimits?.find((each) => each.covers(method, path))
  if (limit === undefined) return
  const { granted, waitMs } = endpointPace.reserve(configuration.id, limit, patienceMs)
  if (!granted) throw heldBackAtEndpoint(configuration, limit, waitMs)
  if (waitMs > 0) await pacingTime.wait(waitMs, signal)
}

function heldBackAtEndpoint(
  { provider }: Configuration,
  { what, perMinute }: EndpointLimit,
  waitMs: number,
): ProviderError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return new ProviderError('rate-limited', {
    provider: provider.adapter,
    message: `The hub calls ${provider.name} at most ${perMinute} times a minute to ${what}; the next such call is possible in ${seconds} s.`,
    retryAfterSeconds: seconds,
    heldBack: true,
  })
}

async function waitForPlace(
  needs: Needs,
  configuration: Configuration,
  signal: AbortSignal | undefined,
  patienceMs: number,
): Promise<void> {
  const { id: configurationId } = configuration
  const perMinute = requestsPerMinute(needs, configuration)
  const { granted, waitMs } = await needs.rateLimits.reserve(
    { configurationId, perMinute },
    patienceMs,
  )
  if (!granted) throw heldBack(configuration, perMinute, waitMs)
  if (waitMs > 0) await needs.pacingTime.wait(waitMs, signal)
  if (waitMs < lookAgainAfterMs) return
  const silence = await needs.rateLimits.silence(configurationId)
  if (silence > 0) throw heldBack(configuration, perMinute, silence)
}

function heldBack({ provider }: Configuration, perMinute: number, waitMs: number): ProviderError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return new ProviderError('rate-limited', {
    provider: provider.adapter,
    message: `The hub calls ${provider.name} at most ${perMinute} times a minute and keeps the pauses it asks for; the next call is possible in ${seconds} s.`,
    retryAfterSeconds: seconds,
    heldBack: true,
  })
}

export function requestsPerMinute({ definitions }: Needs, configuration: Configuration): number {
  const definition = findDefinition(definitions, configuration.provider.adapter)
  return (
    configuration.requestsPerMinute ?? definition?.requestsPerMinute ?? defaultRequestsPerMinute
  )
}

async function logged(
  needs: Needs,
  configuration: Configuration,
  request: OutboundRequest,
): Promise<OutboundResponse> {
  const startedAt = performance.now()
  const log = (status: number | undefined, problem: string | undefined) =>
    record(needs, configuration, request, performance.now() - startedAt, { status, problem })
  try {
    const response = await needs.outbound.request(request)
    await log(response.status, undefined)
    return response
  } catch (error) {
    await log(undefined, isOutboundFailure(error) ? error.sentence : 'The call failed in the hub.')
    throw networkFailure(configuration.provider.adapter, error)
  }
}

/** The log must not decide about the call: what cannot be written is told to the hub's own log. */
async function record(
  needs: Needs,
  { id: configurationId, keepsLog }: Configuration,
  { method, url }: OutboundRequest,
  durationMs: number,
  end: { readonly status: number | undefined; readonly problem: string | undefined },
): Promise<void> {
  if (!keepsLog) return
  const requestedOn = new Date(needs.clock.now().getTime() - durationMs)
  try {
    await withTransaction(needs.db, (tx) =>
      logRequest(tx, { configurationId, requestedOn, method, url, durationMs, ...end }),
    )
  } catch (error) {
    needs.log.error({ err: error, configurationId }, 'A call to a provider could not be logged')
  }
}

/** 429 and 503 may say for how long the provider wants silence (RFC 6585 §4, RFC 9110 §15.6.4). */
async function heedPause(
  needs: Needs,
  { id }: Configuration,
  response: OutboundResponse,
): Promise<void> {
  if (response.status !== 429 && response.status !== 503) return
  const seconds = retryAfterSeconds(response, needs.clock.now())
  if (seconds !== undefined) await needs.rateLimits.pause(id, seconds)
}
