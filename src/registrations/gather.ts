/**
 * Group commit: what arrives while a batch of the same key is being written goes together in the
 * next one. Nobody waits for company: without traffic a batch is one item, under load it grows by
 * itself. Batches of different keys run side by side, up to a limit.
 */
export interface GatherOptions<Item, Result> {
  /** Items of one key never run in two batches at once. */
  readonly keyOf: (item: Item) => string
  /** How much of a batch an item takes up. */
  readonly weightOf: (item: Item) => number
  /** A batch holds at most this much; a heavier item goes alone. */
  readonly mostWeight: number
  /** Batches at the same time. */
  readonly mostParallel: number
  /** Items of one key that may wait; beyond that `refuse` says no. */
  readonly mostWaiting: number
  readonly refuse: () => Error
  /** One result per item, in order. */
  readonly run: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

export type Gather<Item, Result> = (item: Item) => Promise<Result>

export function gather<Item, Result>(options: GatherOptions<Item, Result>): Gather<Item, Result> {
  /** Waiting items by key, in the order in which keys are served. */
  const queues = new Map<string, Waiting<Item, Result>[]>()
  const running = new Set<string>()

  function startWhatMay(): void {
    for (const [key, queue] of queues) {
      if (running.size >= options.mostParallel) return
      if (running.has(key)) continue
      const batch = takeBatch(queue, options)
      // A key with more to do goes to the end, so that a hot event does not starve the others.
      queues.delete(key)
      if (queue.length > 0) queues.set(key, queue)
      running.add(key)
      void runBatch(batch, options).finally(() => {
        running.delete(key)
        startWhatMay()
      })
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const key = options.keyOf(item)
      const queue = queues.get(key) ?? []
      if (queue.length >= options.mostWaiting) return reject(options.refuse())
      queue.push({ item, resolve, reject })
      queues.set(key, queue)
      startWhatMay()
    })
}

function takeBatch<Item, Result>(
  queue: Waiting<Item, Result>[],
  { weightOf, mostWeight }: GatherOptions<Item, Result>,
): Waiting<Item, Result>[] {
  let weight = 0
  let count = 0
  for (const { item } of queue) {
    weight += weightOf(item)
    if (count > 0 && weight > mostWeight) break
    count += 1
  }
  return queue.splice(0, count)
}

async function runBatch<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  { run }: GatherOptions<Item, Result>,
): Promise<void> {
  try {
    const results = await run(batch.map(({ item }) => item))
    for (const [at, { resolve, reject }] of batch.entries()) {
      const result = results[at] as Result | Error
      if (result instanceof Error) reject(result)
      else resolve(result)
    }
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
