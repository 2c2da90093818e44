/** What a synchronous handler may take: a transaction and its locks wait for it. */
export const synchronousTimeMs = 10_000

/** What an asynchronous one may take, as long as the platform gives a plug-in. */
export const asynchronousTimeMs = 120_000

/** To load the file of a handler and all that it imports. */
export const loadTimeMs = 10_000

/** A thread that does not answer for so long is busy and has to be ended. */
export const pingTimeMs = 250

/** A thread without work for so long ends; the next run starts another. */
export const idleThreadMs = 300_000

/** Memory of one thread, in MiB; beyond it the thread ends, and not the hub. */
export const threadMemory = 256

/** From then on a handler in a transaction counts as slow. */
export const slowHandlerMs = 1_000
