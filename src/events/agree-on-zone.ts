import { indexOfZone, indexOfZoneName, localOf, zoneName, zoneOfIndex } from '#calendar'
import type { Execution, Values } from '#pipeline'
import { refusals } from './refusals.ts'

/** Columns that say the zone of an event. */
export const zoneColumns = [
  'gr_timezone',
  'msevtmgt_eventtimezone',
  'msevtmgt_eventtimezonename',
] as const

/**
 * Microsoft's index, its name and the IANA zone say the same afterwards. Whichever is given decides:
 * the IANA zone first, then the index, then (imports) the name; nothing at all is UTC.
 */
export async function agreeOnZone(execution: Execution): Promise<void> {
  const { target, pre } = execution
  const zone = given<string>(target, 'gr_timezone')
  const index = given<number>(target, 'msevtmgt_eventtimezone')
  if (zone !== undefined) return write(target, zone, index ?? indexOfZone(zone))
  if (index !== undefined) return write(target, keptZone(pre, index), index)
  const named = indexOfZoneName(given<string>(target, 'msevtmgt_eventtimezonename') ?? '')
  if (named !== undefined) return write(target, keptZone(pre, named), named)
  write(target, 'UTC', indexOfZone('UTC'))
}

/** A row that says Vienna keeps it when its index, W. Europe, is written once more. */
function keptZone(pre: Values | undefined, index: number): string {
  const before = pre === undefined ? undefined : given<string>(pre, 'gr_timezone')
  return before !== undefined && indexOfZone(before) === index ? before : zoneOfIndex(index)
}

function write(target: Values, zone: string, index: number | undefined): void {
  if (index !== undefined) refuseDisagreement(zone, index)
  target.gr_timezone = zone
  target.msevtmgt_eventtimezone = index ?? null
  target.msevtmgt_eventtimezonename = index === undefined ? zone : zoneName(index)
}

function refuseDisagreement(zone: string, index: number): void {
  const official = zoneOfIndex(index)
  if (indexOfZone(zone) === index || official === zone || sameClocks(official, zone)) return
  throw refusals['zones-disagree'](
    { index, zoneOfIndex: official, zone },
    { input: 'msevtmgt_eventtimezone', expected: String(indexOfZone(zone)), found: String(index) },
  )
}

/** Several indexes share one time: Romance (Paris) and W. Europe (Berlin) do not contradict. */
function sameClocks(one: string, other: string): boolean {
  return (
    indexOfZone(one) === indexOfZone(other) ||
    sampleInstants.every((instant) => localOf(instant, one) === localOf(instant, other))
  )
}

/** Twice a month over two years: no two zones that differ in the future agree on all of these. */
const sampleInstants = Array.from(
  { length: 48 },
  (_, n) => new Date(Date.UTC(2027, 0, 1) + n * 15 * 86_400_000),
)

function given<T extends string | number>(values: Values, column: string): T | undefined {
  const value = values[column]
  return value === null || value === undefined ? undefined : (value as T)
}
