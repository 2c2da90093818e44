/**
 * The rule of attendance once more, slow and obvious, without a line of the hub's: it ticks off every
 * second of every date. Written from the guide "Why is this person failed?".
 */
import type { AttendanceItem } from '#providers'
import type { History, Presence } from './attendance-history.ts'

export interface ToldItem {
  readonly item: AttendanceItem
  readonly presence: Presence
  /** Index of the person, -1 the stranger, -2 a caller by phone. */
  readonly who: number
  readonly date: DateOfSeries
}

interface DateOfSeries {
  readonly from: Date
  readonly to: Date
}

export interface ExpectedVerdict {
  readonly verdict: 'completed' | 'failed' | 'pending'
  readonly minutes: number
}

interface Told {
  readonly reports: readonly (readonly ToldItem[])[]
  readonly callbacks: readonly ToldItem[]
}

const usable: readonly Presence['form'][] = [
  ...(['times', 'no leave', 'minutes only', 'fewer minutes', 'waiting room'] as const),
]

const isUsable = ({ presence: { form } }: ToldItem) => usable.includes(form)

/** Kept and shown, and never more than that. */
const isInside = ({ presence: { form } }: ToldItem) => form !== 'waiting room'

export function expectedVerdicts(
  history: History,
  dates: readonly DateOfSeries[],
  { reports, callbacks }: Told,
): ExpectedVerdict[] {
  const strangersCome = lastOfEach([...callbacks, ...reports.flat()]).some(
    (each) => each.who === -1 && isUsable(each),
  )
  const isAssigned = history.decision === 'assigned' && strangersCome
  const isWasAssigned = history.decision === 'assigned and reopened'
  const known = (each: ToldItem) => personOf(history, each)
  const withStranger = (each: ToldItem) =>
    each.who === -1 && isAssigned ? 0 : personOf(history, each)
  const standing = afterReports(reports, known, isAssigned)
  const last = lastUsable(reports.at(-1) ?? [], withStranger)
  const ofReports = last.length > 0 ? last : isWasAssigned ? standing.filter(notStranger) : standing
  const ofCallbacks = firstTellings(callbacks)
  const stays = [...ofReports, ...ofCallbacks].filter(isInside).map((each) => ({
    person: withStranger(each),
    each,
  }))
  const isHeld =
    history.people.some(({ scanned, mark }) => scanned || mark !== 'none') ||
    stays.some(({ person, each }) => person !== undefined && showsItWasHeld(each, dates))
  return history.people.map((_, index) =>
    judge(
      history,
      dates,
      stays.filter(({ person }) => person === index).map(({ each }) => each),
      index,
      isHeld,
    ),
  )
}

const notStranger = ({ who }: ToldItem) => who !== -1

/** A report with nobody known in it says nothing; otherwise the newest one holds. */
function afterReports(
  reports: Told['reports'],
  known: (each: ToldItem) => number | undefined,
  isAssigned: boolean,
): readonly ToldItem[] {
  let ofKnown: readonly ToldItem[] = []
  let ofStranger: readonly ToldItem[] = []
  for (const report of reports) {
    if (report.length > 0) {
      ofStranger = lastOfEach(report.filter(isUsable)).filter(({ who }) => who === -1)
    }
    const news = lastUsable(report, known)
    if (news.length > 0) ofKnown = news
  }
  return isAssigned ? [...ofKnown, ...ofStranger] : ofKnown
}

function lastUsable(
  report: readonly ToldItem[],
  person: (each: ToldItem) => number | undefined,
): readonly ToldItem[] {
  return lastOfEach(report.filter(isUsable)).filter((each) => person(each) !== undefined)
}

const nameOf = (each: ToldItem) => {
  const { item } = each
  return [
    item.registrantId ?? item.externalId ?? item.email?.toLowerCase() ?? JSON.stringify(item.raw),
    item.joinedAt?.getTime(),
    isInside(each),
  ].join(' ')
}

/** Of a stay that is told twice in one report the last telling holds. */
function lastOfEach(items: readonly ToldItem[]): ToldItem[] {
  const last = new Map<string, ToldItem>()
  for (const each of items) last.set(nameOf(each), each)
  return [...last.values()]
}

/** A telling that comes once more is no news: the last one that was told for the first time holds. */
function firstTellings(callbacks: readonly ToldItem[]): ToldItem[] {
  const seen = new Set<string>()
  const news = callbacks.filter((each) => {
    const telling = `${each.item.registrantId ?? each.item.externalId ?? each.item.email} ${each.item.joinedAt?.getTime()} ${each.item.leftAt?.getTime()} ${isInside(each)}`
    if (seen.has(telling)) return false
    seen.add(telling)
    return true
  })
  return lastOfEach(news)
}

/** Who it is: by the vendor's id, by ours, by an address that only one person has; else nobody. */
function personOf({ people }: History, { presence, who }: ToldItem): number | undefined {
  const person = people[who]
  if (person === undefined) return undefined
  if (presence.by === 'our id') return who
  if (presence.by === 'email') {
    return people.filter(({ email }) => email === person.email).length === 1 ? who : undefined
  }
  if (presence.by === 'former registrant' && person.cancelledBefore) return who
  return person.isKnown ? who : undefined
}

function stretchOf({ item, date, presence }: ToldItem): DateOfSeries | undefined {
  if (item.joinedAt === undefined) return undefined
  const from = item.joinedAt
  if (presence.form === 'no leave') return { from, to: date.to }
  const left = item.leftAt ?? date.to
  if (item.viewingMinutes === undefined) return { from, to: left }
  const told = from.getTime() + item.viewingMinutes * 60_000
  return { from, to: new Date(Math.min(left.getTime(), told)) }
}

function showsItWasHeld(each: ToldItem, dates: readonly DateOfSeries[]): boolean {
  const stretch = stretchOf(each)
  if (stretch === undefined) return true
  const until = stretch.to < stretch.from ? stretch.from : stretch.to
  return dates.some(({ from, to }) => stretch.from < to && until >= from)
}

function judge(
  { people, minutes: duration, threshold, share }: History,
  dates: readonly DateOfSeries[],
  own: readonly ToldItem[],
  index: number,
  isHeld: boolean,
): ExpectedVerdict {
  const person = people[index]
  const stretches = own.flatMap((each) => stretchOf(each) ?? [])
  const first = dates[0]
  if (person?.mark === 'ten minutes' && first !== undefined) {
    stretches.push({ from: first.from, to: new Date(first.from.getTime() + 600_000) })
  }
  const untimed = own
    .filter((each) => stretchOf(each) === undefined)
    .reduce((sum, { item }) => sum + (item.viewingMinutes ?? 0), 0)
  const best = Math.max(...dates.map((date) => minutesOf(stretches, date)))
  const sum = dates.length === 1 ? best + untimed : Math.max(best, untimed)
  const minutes = Math.min(duration, sum)
  const required = Math.max(1, threshold ?? 0, Math.ceil((duration * (share ?? 0)) / 100))
  const isProved = person?.scanned === true || person?.mark === 'present'
  if (isProved || minutes >= required) return { verdict: 'completed', minutes }
  return { verdict: isHeld ? 'failed' : 'pending', minutes }
}

function minutesOf(stretches: readonly DateOfSeries[], { from, to }: DateOfSeries): number {
  let seconds = 0
  for (let at = from.getTime(); at < to.getTime(); at += 1000) {
    if (stretches.some((each) => each.from.getTime() <= at && at < each.to.getTime())) seconds += 1
  }
  return Math.floor(seconds / 60)
}
