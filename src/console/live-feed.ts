/**
 * One reading for everybody who watches. It polls counters, so it is right however many processes
 * write; while nobody watches it does nothing. After each reading it rests twenty times as long as
 * the reading took: watching costs the database at most a twentieth of one connection.
 */
export interface LiveFeed<Value> {
  /** `tell` is called with what is known now and after every change. Gives how to stop. */
  watch(tell: (value: Value) => void): () => void
  close(): void
}

export interface LiveFeedOptions<Value> {
  readonly read: () => Promise<Value>
  /** The first failure of several in a row. */
  readonly onFailure: (error: unknown) => void
  /** The shortest rest between two readings. */
  readonly restMs?: number
}

const shares = 20
const restAfterFailureMs = 5_000

export function createLiveFeed<Value>(o: LiveFeedOptions<Value>): LiveFeed<Value> {
  const { restMs = 1_000 } = o
  const viewers = new Set<(value: Value) => void>()
  let timer: NodeJS.Timeout | undefined
  let known: { readonly value: Value; readonly text: string } | undefined
  let running = false
  let failing = false

  async function look(): Promise<number> {
    const began = performance.now()
    try {
      const value = await o.read()
      failing = false
      const text = JSON.stringify(value)
      if (text !== known?.text) {
        known = { value, text }
        for (const tell of viewers) tell(value)
      }
    } catch (error) {
      if (!failing) o.onFailure(error)
      failing = true
      return restAfterFailureMs
    }
    return Math.max(restMs, (performance.now() - began) * shares)
  }

  async function go(): Promise<void> {
    if (running) return
    running = true
    const rest = await look()
    running = false
    if (viewers.size === 0) return forget()
    timer = setTimeout(() => void go(), rest)
    timer.unref()
  }

  function forget(): void {
    clearTimeout(timer)
    timer = undefined
    known = undefined
  }

  return {
    watch(tell) {
      viewers.add(tell)
      if (known !== undefined) tell(known.value)
      if (timer === undefined) void go()
      return () => {
        viewers.delete(tell)
        if (viewers.size === 0 && !running) forget()
      }
    },
    close() {
      viewers.clear()
      forget()
    },
  }
}
