export const promotionKind = 'registrations.promote'

/** A job that hands out what is free; enqueue it wherever a seat may have become free. */
export function promotion(eventId: string, runAt?: Date) {
  const key = `${promotionKind}:${eventId}`
  return {
    kind: promotionKind,
    name: 'Hand freed seats to the waitlist',
    payload: { eventId },
    regarding: { table: 'msevtmgt_event', id: eventId },
    key,
    uniqueKey: runAt === undefined ? key : `${key}@${runAt.toISOString()}`,
    ...(runAt === undefined ? {} : { runAt }),
  }
}
