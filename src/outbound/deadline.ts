/** The exchange was ended from this side. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp'
  readonly because: 'timeout' | 'aborted'

  constructor(because: 'timeout' | 'aborted', message: string, options?: ErrorOptions) {
    super(message, options)
    this.because = because
  }
}

export interface Deadline {
  /** Resolves, never rejects, when the time is over or the caller's signal fires. */
  readonly reached: Promise<GivenUp>
  /** Must be called when the exchange is over. */
  stop(): void
}

/** One plain timer and listener: `AbortSignal.any` and `.timeout` cost more than a request does. */
export function startDeadline(timeoutMs: number, signal: AbortSignal | undefined): Deadline {
  const { promise, resolve } = Promise.withResolvers<GivenUp>()
  const timer = setTimeout(() => resolve(new GivenUp('timeout', `${timeoutMs} ms`)), timeoutMs)
  const onAbort = () => resolve(aborted(signal))
  if (signal?.aborted) onAbort()
  else signal?.addEventListener('abort', onAbort, { once: true })
  return {
    reached: promise,
    stop() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    },
  }
}

/** Waits for work, but not beyond the deadline. */
export async function before<T>(deadline: Deadline, work: Promise<T>): Promise<T> {
  const tooLate = deadline.reached.then((reason) => Promise.reject(reason))
  return await Promise.race([work, tooLate])
}

function aborted(signal: AbortSignal | undefined): GivenUp {
  return new GivenUp('aborted', 'The caller stopped it.', { cause: signal?.reason })
}
