/** A stretch of time, from inclusive, to exclusive. */
export interface Interval {
  readonly from: Date
  readonly to: Date
}

/**
 * The same time as few, ordered, separate intervals: overlapping and touching ones become one.
 * Intervals that end when or before they begin (providers report such) hold no time and vanish.
 */
export function uniteIntervals(intervals: readonly Interval[]): Interval[] {
  const ordered = intervals
    .filter((interval) => interval.from < interval.to)
    .toSorted((a, b) => a.from.getTime() - b.from.getTime())
  const united: Interval[] = []
  for (const interval of ordered) {
    const last = united.at(-1)
    if (last === undefined || last.to < interval.from) united.push(interval)
    else if (last.to < interval.to) united[united.length - 1] = { from: last.from, to: interval.to }
  }
  return united
}

/** The parts of the intervals that lie inside the window; the rest vanishes. */
export function clip(intervals: readonly Interval[], window: Interval): Interval[] {
  return intervals
    .map(({ from, to }) => ({
      from: new Date(Math.max(from.getTime(), window.from.getTime())),
      to: new Date(Math.min(to.getTime(), window.to.getTime())),
    }))
    .filter((interval) => interval.from < interval.to)
}

/**
 * Whole minutes covered by at least one interval. The time is summed first and rounded down once,
 * so that three stays of 40 seconds are two minutes, and 59 seconds are none.
 */
export function totalMinutes(intervals: readonly Interval[]): number {
  const milliseconds = uniteIntervals(intervals).reduce(
    (sum, { from, to }) => sum + (to.getTime() - from.getTime()),
    0,
  )
  return Math.floor(milliseconds / 60_000)
}
