/** What one hub keeps and takes, so that a bin is no way to fill it or to slow it down. */

/** Above the 256 KB of a context, so that every real delivery fits. */
export const largestBody = 524_288

/** The newest so many requests of a bin are kept. */
export const requestsKept = 100

/** Bins at the same time in one hub. */
export const mostBins = 100

/** Requests that one bin takes a second in one process; after a pause twice as many. */
export const requestsPerSecond = 20

/** Answers that are being held back at the same time in one process; more come at once. */
export const mostDelays = 100

/** Beyond the 60 seconds that a delivery waits, so that running out of time can be tried. */
export const longestDelayMs = 65_000

export const defaultHours = 24
export const longestHours = 168
