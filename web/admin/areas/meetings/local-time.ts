/** Times on the clocks of a place, as texts: `2026-10-05T10:00`. No zone is involved. */

const dayMs = 86_400_000
const minuteMs = 60_000

const asUtc = (local: string) => Date.parse(`${local.slice(0, 16)}:00Z`)
const asLocal = (ms: number) => new Date(ms).toISOString().slice(0, 16)

export const dateOf = (local: string) => local.slice(0, 10)
export const timeOf = (local: string) => local.slice(11, 16)

export function addMinutes(local: string, minutes: number): string {
  return asLocal(asUtc(local) + minutes * minuteMs)
}

export function addDays(date: string, days: number): string {
  return asLocal(asUtc(`${date}T00:00`) + days * dayMs).slice(0, 10)
}

export function minutesBetween(start: string, end: string): number {
  return (asUtc(end) - asUtc(start)) / minuteMs
}

/** The first time after the start at which clocks show this: a meeting past midnight ends next day. */
export function endAfter(start: string, time: string): string {
  const day = dateOf(start)
  return time > timeOf(start) ? `${day}T${time}` : `${addDays(day, 1)}T${time}`
}

/** For formats that think in instants: shown in UTC it is what was typed. */
export const shownAsUtc = (local: string) => `${local.slice(0, 16)}:00Z`

/** What clocks of a zone show at an instant. */
export function clockIn(zone: string, instant: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
    ...({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const),
  }).formatToParts(instant)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** 0 is Monday, as in the hub's recurrences. */
export const weekdayOf = (date: string) => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7

export const monthDayOf = (date: string) => Number(date.slice(8, 10))

export const isLastOfMonth = (date: string) => addDays(date, 1).slice(8, 10) === '01'
export const isLastWeek = (date: string) => addDays(date, 7).slice(5, 7) !== date.slice(5, 7)
