import type { Offer, Pipeline } from '#pipeline'

/** A message of the hub's own that programs may call. */
export interface OfferedMessage {
  readonly name: string
  readonly table: string
  readonly offer: Offer
}

export function offeredMessages(pipeline: Pick<Pipeline, 'messages'>): readonly OfferedMessage[] {
  return pipeline
    .messages()
    .flatMap(({ name, table, offer }) =>
      table === undefined || offer === undefined ? [] : [{ name, table, offer }],
    )
}
