/** Telling an endpoint without a step: from code, by an authenticated caller, and as a test. */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import { general } from '#errors'
import { mayDo } from '#identity'
import type { Caller } from '#pipeline'
import type { Endpoint } from './endpoint.ts'
import { type FittedContext, fitContext } from './fit-context.ts'
import { largestBody } from './limits.ts'
import { operationToCome } from './operation-id.ts'
import type { ContextSource } from './payload/context-source.ts'
import type { ContextWriter, Firing } from './payload/write-context.ts'
import { type Announcement, type Posted, type PostOptions, post } from './post.ts'
import type { Registry } from './registry.ts'

export interface SendOptions extends PostOptions {
  readonly registry: Registry
  readonly writer: ContextWriter
}

/**
 * Sends a context once and waits for the answer; the equivalent of the platform's notification
 * service. Not for use inside a transaction: it would stay open meanwhile.
 * @param context the record of an execution (`contextOf`), or the JSON text of a
 *   RemoteExecutionContext, which is sent as it is
 * @throws the refusals `endpoint-…` where the endpoint is not told, `not-allowed`, `not-found`
 */
export async function sendContext(
  options: SendOptions,
  caller: Caller,
  endpointId: string,
  context: ContextSource | string,
): Promise<Posted> {
  const isMadeUp = typeof context === 'string'
  const privilege = isMadeUp ? 'Update' : 'Read'
  const endpoint = await findEndpoint(options.registry, caller, { id: endpointId, privilege })
  const { fitted, announcement } = isMadeUp ? ofText(context) : ofSource(options.writer, context)
  const regarding = isMadeUp ? undefined : regardingOf(context)
  const origin = { jobId: undefined, stepId: undefined, attempt: 1, regarding }
  return await post(options, { endpoint, context: fitted, announcement, origin })
}

const regardingOf = ({ table, id }: ContextSource) =>
  id === operationToCome ? undefined : { table, id }

/**
 * Whoever may read an endpoint may tell it what happens in an operation. A text says whatever its
 * sender likes, under the hub's signature: that is for those who could change the endpoint itself.
 */
async function findEndpoint(
  registry: Registry,
  caller: Caller,
  { id, privilege }: { readonly id: string; readonly privilege: 'Read' | 'Update' },
): Promise<Endpoint> {
  if (!mayDo(caller, privilege, 'serviceendpoint')) {
    const who = `The user ${caller.userId}`
    throw general['not-allowed']({ who, act: 'call', table: 'serviceendpoint' })
  }
  if (registry.endpoint(id) === undefined) await registry.refresh()
  const endpoint = registry.endpoint(id)
  if (endpoint === undefined) throw general['not-found']({ what: 'Service Endpoint', id })
  return endpoint
}

interface Prepared {
  readonly fitted: FittedContext
  readonly announcement: Announcement
}

function ofSource(writer: ContextWriter, source: ContextSource): Prepared {
  const { message, table, correlationId, requestId, depth, userId, businessUnitId } = source
  const firing: Firing = {
    synchronous: true,
    inTransaction: false,
    stepId: operationToCome,
    stepName: '',
    operationId: requestId,
    depth,
    userId,
    businessUnitId,
    images: [],
  }
  return {
    fitted: fitContext(writer, source, firing),
    announcement: { message, table, correlationId },
  }
}

function ofText(text: string): Prepared {
  const context = readObject(text)
  const named = (property: string, otherwise: string) => {
    const value = context[property]
    return typeof value === 'string' && /^[\w-]{1,200}$/.test(value) ? value : otherwise
  }
  return {
    fitted: fitText(text, context),
    announcement: {
      message: named('MessageName', 'none'),
      table: named('PrimaryEntityName', 'none'),
      correlationId: named('CorrelationId', randomUUID()),
    },
  }
}

type JsonObject = Readonly<Record<string, unknown>>

function readObject(text: string): JsonObject {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (cause) {
    throw general['malformed-json']({ problem: 'it cannot be parsed' }, { cause })
  }
  if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as JsonObject
  throw general['malformed-json']({ problem: 'it is not an object' })
}

function fitText(text: string, context: JsonObject): FittedContext {
  const whole = Buffer.byteLength(text)
  if (whole <= largestBody) return { body: text, size: whole, exceeded: false }
  const { ParentContext, InputParameters, PreEntityImages, PostEntityImages, ...rest } = context
  const trimmed = JSON.stringify(rest)
  const size = Buffer.byteLength(trimmed)
  return { body: size <= largestBody ? trimmed : undefined, size, exceeded: true }
}

/** The context that `TriggerServiceEndpointCheck` sends. */
export function checkSource(caller: Caller, endpointId: string, clock: Clock): ContextSource {
  const { userId, businessUnitId } = caller
  return {
    message: 'TriggerServiceEndpointCheck',
    stage: 40,
    table: 'serviceendpoint',
    id: endpointId,
    depth: 1,
    correlationId: randomUUID(),
    requestId: randomUUID(),
    operationCreatedOn: clock.now(),
    userId,
    initiatingUserId: caller.initiatingUserId ?? userId,
    businessUnitId,
    target: {},
    sent: {},
    input: { Target: { table: 'serviceendpoint', id: endpointId } },
    output: {},
    pre: null,
    post: null,
    shared: {},
    parent: null,
  }
}
