/** Between instants and what clocks of a zone show. */

/** "10:05" */
export function clockAt(zone: string, instant: string): string {
  return shown(zone, new Date(instant)).slice(11)
}

/** The instant at which clocks of the zone show this, on the day on which the event begins there. */
export function atClock(zone: string, beginning: string, time: string): string {
  const wanted = Date.parse(`${shown(zone, new Date(beginning)).slice(0, 10)}T${time}:00Z`)
  const offset = (at: number) => Date.parse(`${shown(zone, new Date(at))}:00Z`) - at
  // Twice, for the offset near the instant may differ from that near the guess.
  const guess = wanted - offset(wanted)
  return new Date(wanted - offset(guess)).toISOString()
}

/** "2026-10-05T10:05" */
function shown(zone: string, instant: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
    ...({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const),
  }).formatToParts(instant)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}
