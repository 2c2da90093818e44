import { refusals } from './refusals.ts'

/**
 * What one user may ask for in a window of time; Dataverse allows 6,000 requests and 1,200 seconds
 * of work in 300 seconds, and 52 requests at once. What is left out is not limited.
 */
export interface ServiceLimits {
  /** Length of the window. */
  readonly seconds: number
  readonly requests?: number | undefined
  readonly executionSeconds?: number | undefined
  readonly concurrent?: number | undefined
}

/** One request that was let in. */
export interface Admission {
  /** What is left, for the answer. */
  readonly headers: Readonly<Record<string, string>>
  /** The request has been answered. */
  leave(): void
}

/** Counts one request of a user; refuses it where the user has asked too much. */
export type ServiceProtection = (userId: string) => Admission

interface Usage {
  ends: number
  requests: number
  executionMs: number
  concurrent: number
}

const unlimited: Admission = { headers: {}, leave: () => undefined }

/** Counts in this process; with several processes behind a balancer each allows as much. */
export function createServiceProtection(limits: ServiceLimits | undefined): ServiceProtection {
  if (limits === undefined) return () => unlimited
  const users = new Map<string, Usage>()
  return (userId) => {
    const began = performance.now()
    const usage = usageOf(users, userId, began, limits)
    refuseBeyond(usage, limits, began)
    usage.requests += 1
    usage.concurrent += 1
    return {
      headers: remaining(usage, limits),
      leave: () => {
        usage.concurrent -= 1
        usage.executionMs += performance.now() - began
      },
    }
  }
}

/** A new window begins with the first request after the old one; what still runs runs on in it. */
function usageOf(
  users: Map<string, Usage>,
  userId: string,
  now: number,
  { seconds }: ServiceLimits,
): Usage {
  const found = users.get(userId) ?? { ends: 0, requests: 0, executionMs: 0, concurrent: 0 }
  users.set(userId, found)
  if (found.ends > now) return found
  return Object.assign(found, { ends: now + seconds * 1000, requests: 0, executionMs: 0 })
}

function refuseBeyond(usage: Usage, limits: ServiceLimits, now: number): void {
  const { seconds, requests, executionSeconds, concurrent } = limits
  const wait = Math.max(1, Math.ceil((usage.ends - now) / 1000))
  if (requests !== undefined && usage.requests >= requests) {
    throw refusals['too-many-requests']({ limit: requests, seconds, wait })
  }
  if (executionSeconds !== undefined && usage.executionMs >= executionSeconds * 1000) {
    throw refusals['too-much-execution']({ limit: executionSeconds, seconds, wait })
  }
  if (concurrent !== undefined && usage.concurrent >= concurrent) {
    throw refusals['too-many-at-once']({ limit: concurrent, wait: 1 })
  }
}

function remaining(usage: Usage, { requests, executionSeconds }: ServiceLimits) {
  const prefix = 'x-ms-ratelimit'
  const headers: Record<string, string> = {}
  if (requests !== undefined) {
    headers[`${prefix}-burst-remaining-xrm-requests`] = String(requests - usage.requests)
  }
  if (executionSeconds !== undefined) {
    const left = executionSeconds - usage.executionMs / 1000
    headers[`${prefix}-time-remaining-xrm-requests`] = left.toFixed(3)
  }
  return headers
}
