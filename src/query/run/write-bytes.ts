/**
 * Values as JSON from the bytes that PostgreSQL sent. A writer that gives false has met what is not
 * simply copied (an escape, a year beyond 9999, NaN); what it wrote is then to be taken back.
 */
import type { Writing } from '../compile/row-shape.ts'
import type { GrowingBytes } from './growing-bytes.ts'

export type WriteBytes = (out: GrowingBytes, from: Buffer, start: number, end: number) => boolean

/** What a writer may add to the bytes of a value: `"W/\"` and `\""`. */
export const mostAround = 8

const quote = 0x22
const backslash = 0x5c
const space = 0x20
const zero = 0x30
const nine = 0x39
const letterT = 0x54
const letterZ = 0x5a
const trueText = Buffer.from('true')
const falseText = Buffer.from('false')
const versionStart = Buffer.from('"W/\\"')
const versionEnd = Buffer.from('\\""')

export const byteWritings: Readonly<Record<Writing, WriteBytes>> = {
  plain(out, from, start, end) {
    out.copy(from, start, end)
    return true
  },
  number(out, from, start, end) {
    const last = from[end - 1] as number
    if (last < zero || last > nine) return false
    out.copy(from, start, end)
    return true
  },
  boolean(out, from, start) {
    const text = from[start] === 0x74 ? trueText : falseText
    out.copy(text, 0, text.length)
    return true
  },
  quoted(out, from, start, end) {
    out.byte(quote)
    out.copy(from, start, end)
    out.byte(quote)
    return true
  },
  text: writeText,
  moment(out, from, start, end) {
    if (end - start < 19 || from[start + 10] !== space) return false
    out.byte(quote)
    out.copy(from, start, start + 10)
    out.byte(letterT)
    out.copy(from, start + 11, start + 19)
    out.byte(letterZ)
    out.byte(quote)
    return true
  },
  version(out, from, start, end) {
    out.copy(versionStart, 0, versionStart.length)
    out.copy(from, start, end)
    out.copy(versionEnd, 0, versionEnd.length)
    return true
  },
  // Annotations in it have numbers for names.
  rows: () => false,
}

/** UTF-8 stays as it is; a quote, a backslash and what is below a blank need an escape. */
function writeText(out: GrowingBytes, from: Buffer, start: number, end: number): boolean {
  const { bytes } = out
  let at = out.length
  bytes[at++] = quote
  for (let index = start; index < end; index += 1) {
    const byte = from[index] as number
    if (byte < space || byte === quote || byte === backslash) return false
    bytes[at++] = byte
  }
  bytes[at++] = quote
  out.length = at
  return true
}
