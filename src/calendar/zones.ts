import { zoneSpelling } from './local-time.ts'
import { refusals } from './refusals.ts'
import { behaviourOf, isSameZone } from './zone-behaviour.ts'
import { zoneTable } from './zone-table.ts'

/** One time zone that Dataverse numbers. */
export interface Zone {
  /** `timezonedefinition.timezonecode`, the number in `msevtmgt_eventtimezone`. */
  readonly index: number
  /** As people see it, e.g. "(GMT-08:00) Pacific Time (US & Canada)". */
  readonly name: string
  /** Windows' own name, e.g. "Pacific Standard Time"; Microsoft Graph takes and gives it. */
  readonly windowsName: string
  /** IANA name, e.g. "America/Los_Angeles". */
  readonly iana: string
  /** Minutes east of Greenwich outside summer time. */
  readonly offsetMinutes: number
  /** Accepted in stored rows, not to be offered for new ones. */
  readonly retired: boolean
  /** The offset that older exports show for this index, and why it changed since. */
  readonly former: { readonly offsetMinutes: number; readonly why: string } | undefined
}

/** A row of the table; a Windows zone without a published number has no index. */
type Row = Omit<Zone, 'index'> & {
  readonly index: number | undefined
  readonly places: string
  readonly members: readonly string[]
}

const rows: readonly Row[] = zoneTable.trim().split('\n').map(readRow)

const numbered: readonly Zone[] = rows.flatMap((row) => {
  if (row.index === undefined) return []
  const { index, name, windowsName, iana, offsetMinutes, retired, former } = row
  return [{ index, name, windowsName, iana, offsetMinutes, retired, former }]
})

const byIndex = new Map(numbered.map((zone) => [zone.index, zone]))

/** Every numbered zone, from west to east, then by name. */
export function zones(): readonly Zone[] {
  return numbered.toSorted(
    (a, b) => a.offsetMinutes - b.offsetMinutes || (a.name < b.name ? -1 : 1),
  )
}

/** The IANA zone of a Dataverse time zone index; refuses numbers that Dataverse does not use. */
export function zoneOfIndex(index: number): string {
  return numberedZone(index).iana
}

/** The display name of a Dataverse time zone index, for `msevtmgt_eventtimezonename`. */
export function zoneName(index: number): string {
  return numberedZone(index).name
}

/**
 * The index whose clocks run like those of the IANA zone: the one that lists the place, otherwise
 * the nearest by name among those with the same offsets and changes from 2027 on. `undefined` for
 * the few zones that no index can express (Pacific/Kiritimati at +14:00, Antarctica/Troll).
 */
export function indexOfZone(iana: string): number | undefined {
  return bestRow(
    iana,
    rows.filter((row) => row.index !== undefined),
  )?.index
}

/** The Windows name for an IANA zone, chosen like `indexOfZone`; for callers of Microsoft Graph. */
export function windowsNameOf(iana: string): string | undefined {
  return bestRow(iana, rows)?.windowsName
}

/** The IANA zone of a Windows name ("W. Europe Standard Time"), `undefined` for an unknown one. */
export function zoneOfWindowsName(windowsName: string): string | undefined {
  return rowNamed(windowsName, (row) => row.windowsName)?.iana
}

/**
 * The index for a display name or Windows name, for imports: the offset in front is ignored, as
 * "(GMT+02:00) Amman" became "(GMT+03:00) Amman". `undefined` when no zone has this name.
 */
export function indexOfZoneName(name: string): number | undefined {
  const places = name.replace(/^\s*\((GMT|UTC)[^)]*\)\s*/, '')
  return (rowNamed(places, (row) => row.places) ?? rowNamed(places, (row) => row.windowsName))
    ?.index
}

function numberedZone(index: number): Zone {
  const zone = byIndex.get(index)
  if (zone !== undefined) return zone
  throw refusals['unknown-time-zone-index']({ index }, { input: 'index', found: String(index) })
}

function rowNamed(name: string, nameOf: (row: Row) => string): Row | undefined {
  const wanted = name.trim().toLowerCase()
  const named = rows.filter((row) => nameOf(row).toLowerCase() === wanted)
  return named.find((row) => !row.retired) ?? named[0]
}

const behaviours = new Map<string, string>()

function cachedBehaviour(zone: string): string {
  const known = behaviours.get(zone)
  if (known !== undefined) return known
  const behaviour = behaviourOf(zone)
  behaviours.set(zone, behaviour)
  return behaviour
}

function bestRow(iana: string, candidates: readonly Row[]): Row | undefined {
  const zone = zoneSpelling(iana)
  const current = candidates.filter((row) => !row.retired)
  const listed =
    current.find((row) => row.members.includes(zone)) ??
    current.find((row) => row.members.some((member) => isSameZone(member, zone)))
  if (listed !== undefined) return listed
  const behaviour = cachedBehaviour(zone)
  return current
    .filter((row) => cachedBehaviour(row.iana) === behaviour)
    .toSorted(
      (a, b) => nearness(b, zone) - nearness(a, zone) || b.members.length - a.members.length,
    )
    .at(0)
}

/** How many leading parts of the name (America / Argentina / …) a member of the row has in common. */
function nearness(row: Row, zone: string): number {
  const parts = zone.split('/')
  return Math.max(
    ...row.members.map((member) => {
      const different = member.split('/').findIndex((part, at) => part !== parts[at])
      return different === -1 ? parts.length : different
    }),
  )
}

function readRow(line: string): Row {
  const [index, offset, windowsName, places, members, note = ''] = line
    .split('|')
    .map((field) => field.trim()) as [string, string, string, string, string, string?]
  const iana = members.split(' ')
  const former = /^was (\S+), (.+)$/.exec(note)
  return {
    index: index === '-' ? undefined : Number(index),
    name: `(${windowsName === 'UTC' ? 'GMT' : `GMT${offset}`}) ${places}`,
    windowsName,
    places,
    iana: iana[0] as string,
    members: iana,
    offsetMinutes: minutesOf(offset),
    retired: note === 'retired',
    former: former === null ? undefined : readFormer(former[1] as string, former[2] as string),
  }
}

function readFormer(offset: string, why: string): Zone['former'] {
  return { offsetMinutes: minutesOf(offset), why }
}

function minutesOf(offset: string): number {
  const [hours, minutes] = offset.slice(1).split(':').map(Number) as [number, number]
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) + 0
}
