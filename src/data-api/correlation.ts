/** Ids that go through systems with a request, and come back with its answer. */
import type { Caller } from '#pipeline'
import type { DataRequest } from './exchange.ts'

type Headers = DataRequest['headers']

const correlationHeader = 'x-ms-correlation-request-id'
const clientHeader = 'x-ms-client-request-id'

const uuid = /^\{?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}?$/i

const readId = (text: string | undefined): string | undefined =>
  uuid.exec(text?.trim() ?? '')?.[1]?.toLowerCase()

/**
 * Webhooks send the correlation id along. Whoever calls back with it goes on with the same chain,
 * and its length is counted; an id that a client made for one request of its own begins one.
 */
export function withCorrelation(caller: Caller, headers: Headers, requestId: string): Caller {
  const correlationId = readId(headers[correlationHeader])
  if (correlationId !== undefined) return { ...caller, correlationId }
  return { ...caller, correlationId: readId(headers[clientHeader]) ?? requestId, depth: 0 }
}

/** `REQ_ID` is what older clients look for. */
export function correlationHeaders(headers: Headers, requestId: string): Record<string, string> {
  const client = headers[clientHeader]
  const ids = {
    'x-ms-service-request-id': requestId,
    req_id: requestId,
    [correlationHeader]: readId(headers[correlationHeader]) ?? readId(client) ?? requestId,
  }
  return client !== undefined && isPrintable(client) ? { ...ids, [clientHeader]: client } : ids
}

const isPrintable = (text: string): boolean => /^[\w.{}:-]{1,100}$/.test(text)
