/** Reads a query option letter by letter and knows the place of everything it gives. */
import type { Refusal } from '#errors'
import { describePlace, type Place, place } from '../plan/place.ts'
import { refusals } from '../refusals.ts'

export interface Scanner {
  /** Place of what comes next. */
  here(): Place
  atEnd(): boolean
  /** Skips blanks and says whether the text goes on with these characters; nothing is read. */
  sees(characters: string): boolean
  /** Reads the characters if they come next. */
  take(characters: string): boolean
  /** Reads what the sticky pattern finds next, after blanks. */
  match(pattern: RegExp): string | undefined
  /** Whether a whole word comes next; nothing is read. */
  seesWord(word: string): boolean
  takeWord(word: string): boolean
  /** Reads the characters or refuses. */
  demand(characters: string, expected?: string): void
  demandEnd(expected: string): void
  /** The refusal that something else should have come next. */
  fault(expected: string, at?: Place): Refusal
  /** What was read since an offset. */
  since(offset: number): string
  /** Number of the slot that a value at this place fills. */
  slotAt(at: Place): number | undefined
  readonly offset: number
}

const blanks = /[\s]*/y
const anyWord = /[A-Za-z_$][\w$.]*/y

/** Which values may change from run to run, by `slotKey` of their place. */
export type Slots = ReadonlyMap<string, number>

export const slotKey = ({ within, offset }: Place): string => `${offset} ${within}`

const noSlots: Slots = new Map()

/** `base` is where the text begins in what the place counts from. */
export function scan(text: string, within: string, slots = noSlots, base = 0): Scanner {
  let offset = 0
  const look = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset
    return pattern.exec(text)?.[0]
  }
  const skip = () => {
    offset += look(blanks)?.length ?? 0
  }
  const sees = (characters: string) => {
    skip()
    return text.startsWith(characters, offset)
  }
  const take = (characters: string) => {
    if (!sees(characters)) return false
    offset += characters.length
    return true
  }
  const match = (pattern: RegExp) => {
    skip()
    const found = look(pattern)
    offset += found?.length ?? 0
    return found
  }
  const seesWord = (word: string) => {
    skip()
    return look(anyWord) === word
  }
  const here = () => {
    skip()
    return place(within, base + offset)
  }
  const fault = (expected: string, at: Place = here()) =>
    syntaxFault(expected, describeFound(text, (at.offset ?? 0) - base), at)
  return {
    get offset() {
      return offset
    },
    here,
    sees,
    take,
    match,
    seesWord,
    fault,
    atEnd() {
      skip()
      return offset === text.length
    },
    takeWord(word) {
      if (!seesWord(word)) return false
      offset += word.length
      return true
    },
    demand(characters, expected = `'${characters}'`) {
      if (!take(characters)) throw fault(expected)
    },
    demandEnd(expected) {
      skip()
      if (offset < text.length) throw fault(expected)
    },
    since: (from) => text.slice(from, offset),
    slotAt: (at) => slots.get(slotKey(at)),
  }
}

export function syntaxFault(expected: string, found: string, at: Place): Refusal {
  const values = { place: describePlace(at), expected, found }
  return refusals['query-syntax'](values, { input: at.within, expected, found })
}

function describeFound(text: string, offset: number): string {
  const rest = text.slice(offset, offset + 20)
  if (rest.trim() === '') return 'the end'
  const word = /^[\w.$@]+/.exec(rest)?.[0] ?? rest.charAt(0)
  return `'${word}'`
}
