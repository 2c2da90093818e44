/** Lists in pages: a cursor says after which row the next page begins. */
import { problem } from './problems.ts'
import type { Stay } from './vendor.ts'

export interface PageOf<Item> {
  readonly items: readonly Item[]
  readonly nextCursor?: string
}

/** For lists that only grow at their end. */
export function pageOf<Item>(
  all: readonly Item[],
  cursor: string | null,
  size: number,
): PageOf<Item> {
  const start = cursor === null ? 0 : readCursor(cursor, isNumber)
  const end = start + size
  const items = all.slice(start, end)
  return end < all.length ? { items, nextCursor: writeCursor(end) } : { items }
}

interface Position {
  readonly since: string
  /** All pages of one read end here, so that `updatedAt` holds for all of them. */
  readonly until: string
  readonly after: string
}

export interface StayPage extends PageOf<Stay> {
  readonly updatedAt: string
}

/** What appeared or changed at `since` or later, oldest change first. */
export function stayPage(
  all: readonly Stay[],
  query: { readonly since: string; readonly cursor: string | null; readonly now: string },
  size: number,
): StayPage {
  const start = { since: query.since, until: query.now, after: '' }
  const position = query.cursor === null ? start : readCursor(query.cursor, isPosition)
  const { since, until, after } = position
  const rest = all
    .filter(({ changedAt }) => changedAt >= since && changedAt <= until)
    .map((stay) => ({ stay, place: placeOf(stay) }))
    .sort((one, other) => (one.place < other.place ? -1 : 1))
    .filter(({ place }) => place > after)
  const found = rest.slice(0, size)
  const last = found.at(-1)
  const items = found.map(({ stay }) => stay)
  if (last === undefined || rest.length <= size) return { updatedAt: until, items }
  return { updatedAt: until, items, nextCursor: writeCursor({ ...position, after: last.place }) }
}

const placeOf = (stay: Stay) =>
  [stay.changedAt, stay.registrationId ?? stay.email, stay.joinTime].join(' ')

const writeCursor = (position: unknown) =>
  Buffer.from(JSON.stringify(position)).toString('base64url')

function readCursor<Found>(cursor: string, isRight: (value: unknown) => value is Found): Found {
  const position = parse(Buffer.from(cursor, 'base64url').toString())
  if (isRight(position)) return position
  throw problem('invalid-cursor', 'The cursor is not one that this list gave.')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isNumber = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0

const isPosition = (value: unknown): value is Position =>
  typeof value === 'object' &&
  value !== null &&
  ['since', 'until', 'after'].every((name) => typeof Reflect.get(value, name) === 'string')
