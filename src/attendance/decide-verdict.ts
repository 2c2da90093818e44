/**
 * The verdict about one registration, from its evidence alone: pure, so that it can be checked
 * against a slow and obvious reading of the same rule.
 *
 * Stays are clipped to the event and united, so that two devices or a reconnect count once.
 * Minutes without a time are added as far as the event has room for them. Of a series the date on
 * which the person stayed longest counts. A QR scan or a mark by a person proves presence. A click on
 * the join link is shown, but proves only that a link was opened: it never completes anybody.
 */
import { clip, type Interval, totalMinutes } from '#calendar'
import { verdict } from '#registrations'
import { evidenceSource } from './choices.ts'

export interface Evidence {
  readonly source: number
  readonly from: Date | undefined
  readonly to: Date | undefined
  readonly minutes: number | undefined
}

/** What is asked for, per event. With neither, one minute is enough: "those who attended". */
export interface Threshold {
  readonly minutes: number | undefined
  /** Percent of the event's duration. */
  readonly share: number | undefined
}

export interface Situation {
  /** When it took place: one stretch, or the dates of a series so far. */
  readonly occurrences: readonly [Interval, ...Interval[]]
  readonly threshold: Threshold
  /** The provider's list has come, or the hour of waiting is over: absence can be told. */
  readonly absenceCanBeTold: boolean
  /** Nobody started it: nobody failed it either. */
  readonly notHeld: boolean
}

export interface Decision {
  readonly verdict: number
  readonly attendedMinutes: number
  readonly requiredMinutes: number
  readonly reason: string
}

export function decideVerdict(evidence: readonly Evidence[], situation: Situation): Decision {
  const requiredMinutes = requiredMinutesOf(situation)
  const attendedMinutes = attendedOf(evidence, situation.occurrences)
  const decided = { attendedMinutes, requiredMinutes }
  const told = tell(attendedMinutes, requiredMinutes, situation)
  if (evidence.some(provesPresence)) {
    return {
      ...decided,
      verdict: verdict.completed.value,
      reason: 'Presence was confirmed on site or by a person.',
    }
  }
  if (attendedMinutes >= requiredMinutes && evidence.some(isStay)) {
    return { ...decided, verdict: verdict.completed.value, reason: `Attended ${told}.` }
  }
  if (situation.notHeld) {
    return { ...decided, verdict: verdict.pending.value, reason: 'The webinar was not held.' }
  }
  if (!situation.absenceCanBeTold) {
    return { ...decided, verdict: verdict.pending.value, reason: `So far ${told}; more may come.` }
  }
  return {
    ...decided,
    verdict: verdict.failed.value,
    reason: failureReason(evidence, decided, told),
  }
}

/** '21 of 60 minutes, 45 are needed' */
function tell(attended: number, required: number, { occurrences }: Situation): string {
  const dates = occurrences.length > 1 ? ` on the best of ${occurrences.length} dates` : ''
  const duration = durationOf(occurrences[0])
  return `${attended} of ${duration} minutes${dates}, ${required} ${required === 1 ? 'is' : 'are'} needed`
}

function failureReason(
  evidence: readonly Evidence[],
  { attendedMinutes }: Pick<Decision, 'attendedMinutes'>,
  told: string,
): string {
  const stays = evidence.filter(isStay)
  if (attendedMinutes === 0 && stays.some(({ from, to }) => from && to && from < to)) {
    return `Was there only before the start or after the end: attended ${told}.`
  }
  if (stays.length > 0) return `Attended ${told}.`
  if (evidence.some(({ source }) => source === evidenceSource.joinLink.value)) {
    return `Opened the join link, but the provider has no stay of this person: attended ${told}.`
  }
  return `No evidence of attendance: attended ${told}.`
}

/** Minutes that complete the event: the stricter of the two thresholds, at least one. */
export function requiredMinutesOf({
  threshold,
  occurrences,
}: Pick<Situation, 'threshold' | 'occurrences'>): number {
  const duration = lengthOf(occurrences[0])
  const byShare = threshold.share === undefined ? 0 : Math.ceil((duration * threshold.share) / 100)
  return Math.max(1, threshold.minutes ?? 0, byShare)
}

function attendedOf(evidence: readonly Evidence[], occurrences: Situation['occurrences']): number {
  const stays = evidence.filter(isStay)
  const intervals = stays.flatMap(({ from, to }) =>
    from === undefined || to === undefined ? [] : [{ from, to }],
  )
  const untimed = stays.reduce(
    (sum, stay) => sum + (stay.from === undefined ? (stay.minutes ?? 0) : 0),
    0,
  )
  const timed = occurrences.map((each) => totalMinutes(clip(intervals, each)))
  const best = Math.max(...timed)
  // Minutes without a time may be of another date than the longest stay: they are not added to it.
  const attended = occurrences.length === 1 ? best + untimed : Math.max(best, untimed)
  return Math.min(durationOf(occurrences[0]), attended)
}

const lengthOf = ({ from, to }: Interval) => (to.getTime() - from.getTime()) / 60_000

const durationOf = (occurrence: Interval) => Math.floor(lengthOf(occurrence))

export function isStay({ source }: Pick<Evidence, 'source'>): boolean {
  return (
    source === evidenceSource.providerReport.value ||
    source === evidenceSource.providerCallback.value ||
    source === evidenceSource.manual.value
  )
}

/** Scanned at the door, or marked by a person who gave no times. */
function provesPresence({ source, from, to, minutes }: Evidence): boolean {
  if (source === evidenceSource.qrScan.value) return true
  const hasDuration = (from !== undefined && to !== undefined) || minutes !== undefined
  return source === evidenceSource.manual.value && !hasDuration
}
