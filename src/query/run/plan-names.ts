/**
 * Which statements PostgreSQL keeps planned under a name. Each connection keeps every named
 * statement until it closes, so that names are given to a bounded number of them; when all are
 * taken, they are given anew after a while to what is asked for then.
 */
import type { Clock } from '#clock'

export interface PlanNames {
  /** Whether the statement may run under its name. */
  admit(name: string): boolean
}

const mostNames = 200
const renewalMilliseconds = 10 * 60_000

export function planNames(clock: Clock): PlanNames {
  const names = new Set<string>()
  let renewedAt = clock.now().getTime()
  return {
    admit(name) {
      if (names.has(name)) return true
      if (names.size >= mostNames) {
        const now = clock.now().getTime()
        if (now - renewedAt < renewalMilliseconds) return false
        renewedAt = now
        names.clear()
      }
      names.add(name)
      return true
    },
  }
}
