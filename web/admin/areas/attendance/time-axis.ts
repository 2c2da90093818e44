/** Where an instant lies on the picture: planned times side by side, with some room around each. */

interface Span {
  readonly from: string
  readonly to: string
}

export interface Segment {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  readonly plannedFrom: number
  readonly plannedTo: number
  /** Share of the width, 0 to 1. */
  readonly left: number
  readonly width: number
}

export interface TimeAxis {
  readonly segments: readonly Segment[]
}

/** So much of a planned time is drawn before and after it: people come early and stay on. */
const room = 0.08
/** Between two dates of a series. */
const gap = 0.012

/** Without a planned time that has begun, the times that the provider told. */
export function axisOf(planned: readonly Span[], real: Span | null): TimeAxis {
  const spans = planned.length > 0 ? planned : real === null ? [] : [real]
  const parts = spans.map(({ from, to }) => {
    const [start, end] = [Date.parse(from), Date.parse(to)]
    const around = (end - start) * room
    return { from: start - around, to: end + around, plannedFrom: start, plannedTo: end }
  })
  const total = parts.reduce((sum, { from, to }) => sum + (to - from), 0)
  const share = 1 - gap * Math.max(0, parts.length - 1)
  let left = 0
  const segments = parts.map((part) => {
    const width = ((part.to - part.from) / total) * share
    const segment = { ...part, left, width }
    left += width + gap
    return segment
  })
  return { segments }
}

export interface Bar {
  readonly left: number
  readonly width: number
}

/** The pieces of a stay that can be seen. */
export function barsOf({ segments }: TimeAxis, from: number, to: number): Bar[] {
  return segments.flatMap((segment) => {
    const start = Math.max(from, segment.from)
    const end = Math.min(to, segment.to)
    if (end <= start) return []
    const left = placeIn(segment, start)
    return [{ left, width: placeIn(segment, end) - left }]
  })
}

/** Undefined: outside of everything that is drawn. */
export function placeOf({ segments }: TimeAxis, at: number): number | undefined {
  const segment = segments.find(({ from, to }) => from <= at && at <= to)
  return segment && placeIn(segment, at)
}

function placeIn({ from, to, left, width }: Segment, at: number): number {
  return left + ((at - from) / (to - from)) * width
}
