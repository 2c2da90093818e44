/** Reads a query option letter by letter and knows the place of everything it gives. */
import type { Refusal } from '#errors'
import { describePlace, type Place, place } from '../plan/place.ts'
import { refusals } from '../refusals.ts'

/** Which values may change from run to run, by `slotKey` of their place. */
export type Slots = ReadonlyMap<string, number>

export const slotKey = ({ within, offset }: Place): string => `${offset} ${within}`

const noSlots: Slots = new Map()
const blanks = /\s*/y
const anyWord = /[A-Za-z_$][\w$.]*/y

/** `base` is where the text begins in what the place counts from. */
export const scan = (text: string, within: string, slots = noSlots, base = 0): Scanner =>
  new Scanner(text, within, slots, base)

export class Scanner {
  readonly #text: string
  readonly #within: string
  readonly #slots: Slots
  readonly #base: number
  #offset = 0

  constructor(text: string, within: string, slots: Slots, base: number) {
    this.#text = text
    this.#within = within
    this.#slots = slots
    this.#base = base
  }

  get offset(): number {
    return this.#offset
  }

  /** Place of what comes next. */
  here(): Place {
    this.#skipBlanks()
    return place(this.#within, this.#base + this.#offset)
  }

  /** Whether the text goes on with these characters; nothing is read. */
  sees(characters: string): boolean {
    this.#skipBlanks()
    return this.#text.startsWith(characters, this.#offset)
  }

  /** Reads the characters if they come next. */
  take(characters: string): boolean {
    if (!this.sees(characters)) return false
    this.#offset += characters.length
    return true
  }

  /** Reads what the sticky pattern finds next, after blanks. */
  match(pattern: RegExp): string | undefined {
    this.#skipBlanks()
    const found = this.#look(pattern)
    this.#offset += found?.length ?? 0
    return found
  }

  /** Whether a whole word comes next; nothing is read. */
  seesWord(word: string): boolean {
    this.#skipBlanks()
    return this.#look(anyWord) === word
  }

  takeWord(word: string): boolean {
    if (!this.seesWord(word)) return false
    this.#offset += word.length
    return true
  }

  /** Reads the characters or refuses. */
  demand(characters: string, expected = `'${characters}'`): void {
    if (!this.take(characters)) throw this.fault(expected)
  }

  demandEnd(expected: string): void {
    this.#skipBlanks()
    if (this.#offset < this.#text.length) throw this.fault(expected)
  }

  /** The refusal that something else should have come. */
  fault(expected: string, at: Place = this.here()): Refusal {
    return syntaxFault(expected, describeFound(this.#text, (at.offset ?? 0) - this.#base), at)
  }

  /** What was read since an offset. */
  since(offset: number): string {
    return this.#text.slice(offset, this.#offset)
  }

  /** Number of the slot that a value at this place fills. */
  slotAt(at: Place): number | undefined {
    return this.#slots.get(slotKey(at))
  }

  #look(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset
    return pattern.exec(this.#text)?.[0]
  }

  #skipBlanks(): void {
    this.#offset += this.#look(blanks)?.length ?? 0
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
