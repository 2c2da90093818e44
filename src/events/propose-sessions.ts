import { type LocalTime, localOf } from '#calendar'

export interface ProposedSession {
  readonly start: LocalTime
  readonly end: LocalTime
}

/**
 * Cuts a stretch of time into as few sessions as a limit allows, one after the other, about equally
 * long and on whole minutes.
 */
export function proposeSessions(
  window: { readonly start: Date; readonly end: Date },
  mostMinutes: number,
  zone: string,
): ProposedSession[] {
  const total = Math.ceil((window.end.getTime() - window.start.getTime()) / 60_000)
  const count = Math.ceil(total / mostMinutes)
  const cut = (part: number) =>
    part === count
      ? window.end
      : new Date(window.start.getTime() + Math.floor((total * part) / count) * 60_000)
  return Array.from({ length: count }, (_, part) => ({
    start: localOf(cut(part), zone),
    end: localOf(cut(part + 1), zone),
  }))
}

/** "10:00–12:00", with the date where a session begins on another day than the one before. */
export function describeSessions(sessions: readonly ProposedSession[]): string {
  return sessions
    .map(({ start, end }, at) => {
      const date = start.slice(0, 10)
      const sameDay = at > 0 && sessions[at - 1]?.start.startsWith(date)
      return `${sameDay ? '' : `${date} `}${start.slice(11, 16)}–${end.slice(11, 16)}`
    })
    .join(', ')
}
