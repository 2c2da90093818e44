/** What endpoints with options get around their context: envelope, number, signature. */
import { randomUUID } from 'node:crypto'
import { envelop } from './cloud-events/envelop.ts'
import type { HttpTarget } from './endpoint.ts'
import type { EndpointOptions } from './endpoint-options.ts'
import type { Delivery } from './post.ts'
import { signatureHeaders } from './signatures/signing-key.ts'

/** What is told, whichever attempt it is. */
export interface ToldEvent {
  /** The same for every attempt, so that receivers know what they have had. */
  readonly id: string
  /** Undefined: the time of the attempt. */
  readonly time: Date | undefined
  /** Place among the deliveries about this row to this endpoint. */
  readonly sequence: number | undefined
}

export interface Outgoing {
  readonly headers: Record<string, string>
  readonly body: string
}

export function dressRequest(
  options: EndpointOptions,
  target: HttpTarget,
  delivery: Delivery,
  plain: Outgoing,
  { host, at }: { readonly host: string; readonly at: Date },
): Outgoing {
  const { id, time = at, sequence } = delivery.event ?? { id: randomUUID(), sequence: undefined }
  const event = { id, time: time ?? at, sequence }
  const enveloped = wrap(options, delivery, event, plain, host)
  const { body } = enveloped
  const keys = at < target.earlierUntil ? [...target.keys, ...target.earlierKeys] : target.keys
  return {
    body,
    headers: {
      ...plain.headers,
      ...enveloped.headers,
      ...(event.sequence === undefined ? {} : { 'x-greenroom-sequence': String(event.sequence) }),
      ...(keys.length === 0 ? {} : signatureHeaders(keys, event.id, at, body)),
    },
  }
}

function wrap(
  { envelope }: EndpointOptions,
  { announcement, origin }: Delivery,
  event: ToldEvent & { readonly time: Date },
  plain: Outgoing,
  host: string,
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  if (envelope === undefined) return { headers: {}, body: plain.body }
  const { message, table, correlationId } = announcement
  const row = origin.regarding?.id
  return envelop(envelope, { ...event, host, message, table, row, correlationId }, plain.body)
}
