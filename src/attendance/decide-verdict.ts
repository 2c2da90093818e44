/**
 * The verdict about one registration, from its evidence alone: pure, so that it can be checked
 * against a slow and obvious reading of the same rule.
 *
 * Stays are clipped to the event and united, so that two devices or a reconnect count once.
 * Minutes without a time are added as far as the event has room for them. A QR scan or a mark by
 * a person proves presence. A click on the join link is shown, but proves only that a link was
 * opened: it never completes anybody.
 */
import { clip, type Interval, totalMinutes, uniteIntervals } from '#calendar'
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
  readonly event: Interval
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
  const requiredMinutes = requiredOf(situation)
  const attendedMinutes = attendedOf(evidence, situation.event)
  const decided = { attendedMinutes, requiredMinutes }
  const told = `${attendedMinutes} of ${requiredMinutes} required minutes`
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
  return { ...decided, verdict: verdict.failed.value, reason: failureReason(evidence, told) }
}

function failureReason(evidence: readonly Evidence[], told: string): string {
  if (evidence.some(isStay)) return `Attended ${told}.`
  if (evidence.some(({ source }) => source === evidenceSource.joinLink.value)) {
    return `Opened the join link, but the provider has no stay of this person (${told}).`
  }
  return `No evidence of attendance (${told}).`
}

function requiredOf({ threshold, event }: Situation): number {
  const duration = (event.to.getTime() - event.from.getTime()) / 60_000
  const byShare = threshold.share === undefined ? 0 : Math.ceil((duration * threshold.share) / 100)
  return Math.max(1, threshold.minutes ?? 0, byShare)
}

function attendedOf(evidence: readonly Evidence[], event: Interval): number {
  const stays = evidence.filter(isStay)
  const intervals = stays.flatMap(({ from, to }) =>
    from === undefined || to === undefined ? [] : [{ from, to }],
  )
  const timed = totalMinutes(uniteIntervals(clip(intervals, event)))
  const untimed = stays.reduce(
    (sum, stay) => sum + (stay.from === undefined ? (stay.minutes ?? 0) : 0),
    0,
  )
  const duration = Math.floor((event.to.getTime() - event.from.getTime()) / 60_000)
  return Math.min(duration, timed + untimed)
}

function isStay({ source }: Evidence): boolean {
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
