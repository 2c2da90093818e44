/** Whole exchange, from the question for the address to the last byte of the answer. */
export const defaultTimeoutMs = 30_000
export const defaultMaxBytes = 5 * 1024 * 1024

/** From the question for the address to the finished TLS handshake. */
export const connectTimeoutMs = 10_000

/**
 * Sockets to one origin. Enough for 2,500 requests/s at 50 ms each; more would only make a slow
 * server slower. Further requests wait their turn, inside their own time.
 */
export const connectionsPerOrigin = 128
