/** Of a message's body, in bytes: 192 KB, as Dataverse sends to Service Bus. */
export const largestQueueBody = 196_608

/** For one message, from its delivery to the broker's outcome. */
export const outcomeTimeMs = 30_000

/** From the open socket to a link that messages can be sent on. */
export const attachTimeMs = 10_000

/** The broker is asked to say something at least this often, or it counts as gone. */
export const heartbeatMs = 20_000

/** A connection that nothing was sent on for so long is closed. */
export const idleMs = 300_000

/** Before another connection is tried after so many that failed in a row. */
export function reconnectDelayMs(failures: number): number {
  return Math.min(250 * 2 ** (failures - 1), 30_000)
}

/**
 * Before a job tries again: 5 s, doubled up to 30 minutes. Broker and queue are infrastructure:
 * Dataverse postpones such jobs with growing waits too, until they are given up after a day.
 */
export function postponeMs(attempt: number): number {
  return Math.min(5_000 * 2 ** (attempt - 1), 1_800_000)
}

/** 5 s, 10 s, … 30 min: the sum of all waits is a little more than a day. */
export const mostAttempts = 56

/** Deliveries under way to one queue in one process; they share one connection. */
export const queueShare = 96
