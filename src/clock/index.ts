/**
 * Time, as an argument. Nothing in the hub calls `new Date()` for "now": due times, verdicts and
 * windows come from a `Clock`, so that a test or the demo can move through a webinar in seconds.
 * Leases of jobs are the one exception: they measure real processes and use the database's clock.
 */
export interface Clock {
  /** The present instant. */
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

export interface MovableClock extends Clock {
  /** Jumps to an instant; time runs on from there at its normal pace. Only forward. */
  moveTo(instant: Date): void
  /** Jumps forward by so many milliseconds. */
  advance(milliseconds: number): void
}

/** A clock that runs at normal pace but can be moved forward: for tests, twins and the demo. */
export function movableClock(start?: Date): MovableClock {
  let offset = start === undefined ? 0 : start.getTime() - Date.now()
  const now = () => new Date(Date.now() + offset)
  return {
    now,
    moveTo(instant) {
      const ahead = instant.getTime() - now().getTime()
      if (ahead > 0) offset += ahead
    },
    advance(milliseconds) {
      if (milliseconds < 0) throw new RangeError(`A clock cannot go back by ${-milliseconds} ms.`)
      offset += milliseconds
    },
  }
}

/** A clock that stands still until it is moved: for tests that compare times exactly. */
export function frozenClock(start: Date): MovableClock {
  let time = start.getTime()
  return {
    now: () => new Date(time),
    moveTo(instant) {
      time = Math.max(time, instant.getTime())
    },
    advance(milliseconds) {
      time += milliseconds
    },
  }
}
