import { randomBytes } from 'node:crypto'
import type { Db } from '#database'
import { takenNumbers } from './registration-rows.ts'

/** Crockford's base 32: no I, L, O and U, so that nothing is misread or rude. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 40 random bits: not to be guessed from a neighbour's, unlike a counter. */
export function randomNumber(): string {
  let bits = randomBytes(5).readUIntBE(0, 5)
  let text = ''
  for (let place = 0; place < 8; place += 1) {
    text = `${alphabet[bits % 32]}${text}`
    bits = Math.floor(bits / 32)
  }
  return `ER-${text}`
}

/** So many different numbers. */
export function randomNumbers(count: number, draw = randomNumber): string[] {
  const numbers = new Set<string>()
  while (numbers.size < count) numbers.add(draw())
  return [...numbers]
}

/** So many numbers that no registration has. */
export async function freeNumbers(db: Db, count: number, draw = randomNumber): Promise<string[]> {
  const numbers = randomNumbers(count, draw)
  const taken = new Set(await takenNumbers(db, numbers))
  if (taken.size === 0) return numbers
  const free = numbers.filter((number) => !taken.has(number))
  return [...free, ...(await freeNumbers(db, taken.size, draw))]
}

/**
 * A number as somebody typed or scanned it: `er 7f3k2m9q`, with O for 0 and I or L for 1.
 * `undefined` when it is none.
 */
export function readNumber(typed: string): string | undefined {
  const text = typed
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/^ER(?=.{8}$)/, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(text) ? `ER-${text}` : undefined
}
