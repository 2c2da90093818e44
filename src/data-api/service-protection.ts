import { refusals } from './refusals.ts'

/** Requests that one user may send in a window of time; Dataverse allows 6,000 in 300 seconds. */
export interface RequestLimit {
  readonly requests: number
  readonly seconds: number
}

/** Counts one request of a user; refuses it where the user has sent too many. */
export type ServiceProtection = (userId: string) => void

interface Window {
  readonly ends: number
  count: number
}

/** Counts in this process; with several processes behind a balancer each allows as much. */
export function createServiceProtection(limit: RequestLimit | undefined): ServiceProtection {
  const windows = new Map<string, Window>()
  if (limit === undefined) return () => undefined
  const { requests, seconds } = limit
  return (userId) => {
    const now = performance.now()
    const found = windows.get(userId)
    const window =
      found !== undefined && found.ends > now ? found : { ends: now + seconds * 1000, count: 0 }
    windows.set(userId, window)
    window.count += 1
    if (window.count <= requests) return
    const wait = Math.ceil((window.ends - now) / 1000)
    throw refusals['too-many-requests']({ limit: requests, seconds, wait })
  }
}
