/**
 * The verdict about one registration, from its evidence alone: pure, so that it can be checked
 * against a slow and obvious reading of the same rule.
 *
 * Stays are clipped to the event and united, so that two devices or a reconnect count once.
 * Minutes without a time are added as far as the event has room for them. Of a series the date on
 * which the person stayed longest counts. A QR scan or a mark by a person proves presence. A click on
 * the join link is shown, but proves only that a link was opened: it never completes anybody. Who
 * was in the waiting room came to the door and no further.
 */
import { clip, type Interval, totalMinutes } from '#calendar'
import { verdict } from '#registrations'
import { evidenceSource } from './choices.ts'

export interface Evidence {
  readonly source: number
  readonly from: Date | undefined
  readonly to: Date | undefined
  readonly minutes: number | undefined
  readonly inWaitingRoom: boolean
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

/**
 * Why, in words. Kept whole, because the console looks its translations up by these texts.
 * `{told}` is one of `minutesTold`.
 */
const reasons = {
  confirmed: 'Presence was confirmed on site or by a person.',
  attended: 'Attended {told}.',
  notHeld: 'The webinar was not held.',
  soFar: 'So far {told}; more may come.',
  outside: 'Was there only before the start or after the end: attended {told}.',
  onlyWaited: 'Was only in the waiting room: attended {told}.',
  onlyClicked:
    'Opened the join link, but the provider has no stay of this person: attended {told}.',
  noEvidence: 'No evidence of attendance: attended {told}.',
} as const

const minutesTold = {
  one: '{attended} of {duration} minutes, {required} is needed',
  many: '{attended} of {duration} minutes, {required} are needed',
  oneOfSeries:
    '{attended} of {duration} minutes on the best of {dates} dates, {required} is needed',
  manyOfSeries:
    '{attended} of {duration} minutes on the best of {dates} dates, {required} are needed',
} as const

const fill = (text: string, values: Readonly<Record<string, string | number>>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

export function decideVerdict(evidence: readonly Evidence[], situation: Situation): Decision {
  const requiredMinutes = requiredMinutesOf(situation)
  const attendedMinutes = attendedOf(evidence, situation.occurrences)
  const decided = { attendedMinutes, requiredMinutes }
  const told = tell(attendedMinutes, requiredMinutes, situation)
  const decide = (value: number, reason: keyof typeof reasons): Decision => ({
    ...decided,
    verdict: value,
    reason: fill(reasons[reason], { told }),
  })
  if (evidence.some(provesPresence)) return decide(verdict.completed.value, 'confirmed')
  if (attendedMinutes >= requiredMinutes && evidence.some(isStay)) {
    return decide(verdict.completed.value, 'attended')
  }
  if (situation.notHeld) return decide(verdict.pending.value, 'notHeld')
  if (!situation.absenceCanBeTold) return decide(verdict.pending.value, 'soFar')
  return decide(verdict.failed.value, failureReason(evidence, attendedMinutes))
}

/** '21 of 60 minutes, 45 are needed' */
function tell(attended: number, required: number, { occurrences }: Situation): string {
  const one = required === 1
  const values = { attended, duration: durationOf(occurrences[0]), required }
  if (occurrences.length === 1) return fill(minutesTold[one ? 'one' : 'many'], values)
  const template = minutesTold[one ? 'oneOfSeries' : 'manyOfSeries']
  return fill(template, { ...values, dates: occurrences.length })
}

function failureReason(evidence: readonly Evidence[], attended: number): keyof typeof reasons {
  const stays = evidence.filter(isStay)
  if (attended === 0 && stays.some(({ from, to }) => from && to && from < to)) return 'outside'
  if (stays.length > 0) return 'attended'
  if (evidence.some(({ inWaitingRoom }) => inWaitingRoom)) return 'onlyWaited'
  const clicked = evidence.some(({ source }) => source === evidenceSource.joinLink.value)
  return clicked ? 'onlyClicked' : 'noEvidence'
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

function isStay({ source, inWaitingRoom }: Evidence): boolean {
  if (inWaitingRoom) return false
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
