/** One request that reached the service, without its secrets. */
export interface ReceivedRequest {
  /** ISO-8601 UTC, the twin's clock. */
  readonly at: string
  readonly method: string
  /** Path without the query: a query can carry a code. */
  readonly path: string
  /** Status answered; 0 when the connection was cut instead. */
  readonly status: number
  readonly idempotencyKey?: string
  /** The caller's own id of what the body is about. */
  readonly externalId?: string
}

/** What was asked for one registrant of the caller. */
export interface RegistrantCounts {
  /** POSTs that were understood, including repetitions with the same key. */
  readonly posts: number
  /** POSTs that made a new registration. */
  readonly created: number
  readonly puts: number
  readonly deletes: number
}

/** What the twin remembers of its callers so that a test can prove "exactly once". */
export interface Ledger {
  note(request: ReceivedRequest): void
  count(externalId: string | undefined, what: keyof RegistrantCounts): void
  received(): readonly ReceivedRequest[]
  countsFor(externalId: string): RegistrantCounts
  forget(): void
}

/** A twin may run for days beside a demo: the oldest requests are dropped beyond this. */
const keptRequests = 10_000

export function createLedger(): Ledger {
  let requests: ReceivedRequest[] = []
  const counts = new Map<string, RegistrantCounts>()
  const countsFor = (externalId: string) =>
    counts.get(externalId) ?? { posts: 0, created: 0, puts: 0, deletes: 0 }
  return {
    note(request) {
      requests.push(request)
      if (requests.length >= 2 * keptRequests) requests = requests.slice(-keptRequests)
    },
    count(externalId, what) {
      if (externalId === undefined) return
      const before = countsFor(externalId)
      counts.set(externalId, { ...before, [what]: before[what] + 1 })
    },
    received: () => requests.slice(-keptRequests),
    countsFor,
    forget() {
      requests = []
      counts.clear()
    },
  }
}
