/**
 * Writes a page of rows as JSON from the bytes that PostgreSQL sent, without a string for each
 * value. A property test holds it to what `write-row.ts` writes.
 */
import type { CompiledQuery } from '../compile/compile.ts'
import type { Member } from '../compile/row-shape.ts'
import { GrowingBytes } from './growing-bytes.ts'
import type { WireRow } from './row-tap.ts'
import { byteWritings, mostAround, type WriteBytes } from './write-bytes.ts'
import { type WriteValue, writerOf } from './write-row.ts'

const writers = new WeakMap<CompiledQuery, PageWriter>()

/** One for each statement. */
export function pageWriter(query: CompiledQuery, members: readonly Member[]): PageWriter {
  const made = writers.get(query) ?? new PageWriter(query, members)
  writers.set(query, made)
  return made
}

interface Part {
  readonly column: number
  /** `,"name":` */
  readonly start: Buffer
  readonly whenNull: Buffer
  readonly write: WriteBytes
  /** For values that `write` leaves. */
  readonly writeText: WriteValue
  /** The members of a related row. */
  readonly parts: readonly Part[] | undefined
}

const comma = 0x2c
const opening = 0x7b
const closing = 0x7d

class PageWriter {
  readonly #parts: readonly Part[]
  /** Where the values of the current row begin and end; the end is -1 for null. */
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  /** Bytes of the largest page of late. */
  #expected = 1024

  constructor(query: CompiledQuery, members: readonly Member[]) {
    this.#parts = members.map((member) => partOf(query, member))
    this.#starts = new Int32Array(query.width)
    this.#ends = new Int32Array(query.width)
  }

  /** The rows, with commas between them, between two texts. */
  write(rows: readonly WireRow[], start: string, end: string): Buffer {
    const out = new GrowingBytes(this.#expected)
    out.text(start)
    rows.forEach((row, index) => {
      out.reserve(3)
      if (index > 0) out.byte(comma)
      this.#findValues(row)
      this.#writeObject(out, row.bytes, this.#parts)
    })
    out.text(end)
    this.#expected = Math.max(out.length + 256, this.#expected >> 1)
    return out.end()
  }

  #findValues({ bytes, start }: WireRow): void {
    const starts = this.#starts
    const ends = this.#ends
    let at = start + 2
    for (let column = 0; column < starts.length; column += 1) {
      const length = bytes.readInt32BE(at)
      at += 4
      starts[column] = at
      if (length > 0) at += length
      ends[column] = length < 0 ? -1 : at
    }
  }

  /** Every part begins with a comma; the first one's becomes the brace. */
  #writeObject(out: GrowingBytes, from: Buffer, parts: readonly Part[]): void {
    const first = out.length
    for (const part of parts) this.#writePart(out, from, part)
    if (out.length === first) out.byte(opening)
    else out.bytes[first] = opening
    out.byte(closing)
  }

  #writePart(out: GrowingBytes, from: Buffer, part: Part): void {
    const { column, start, whenNull, parts } = part
    const end = this.#ends[column] as number
    const fixed = end < 0 ? whenNull : start
    const begin = this.#starts[column] as number
    out.reserve(fixed.length + Math.max(0, end - begin) + mostAround)
    out.copy(fixed, 0, fixed.length)
    if (end < 0) return
    if (parts === undefined) writeValue(out, from, part, begin, end)
    else this.#writeObject(out, from, parts)
  }
}

function writeValue(
  out: GrowingBytes,
  from: Buffer,
  { write, writeText }: Part,
  start: number,
  end: number,
): void {
  const before = out.length
  if (write(out, from, start, end)) return
  out.length = before
  out.text(writeText(from.toString('utf8', start, end)))
}

function partOf(query: CompiledQuery, member: Member): Part {
  const { column } = member
  const start = Buffer.from(`,${JSON.stringify(member.name)}:`)
  const isDropped = member.kind === 'value' && member.dropNull
  const whenNull = isDropped ? Buffer.of() : Buffer.concat([start, Buffer.from('null')])
  const ofValue = { column, start, whenNull }
  if (member.kind === 'row') {
    const parts = member.members.map((each) => partOf(query, each))
    return { ...ofValue, write: byteWritings.rows, writeText: String, parts }
  }
  const write = byteWritings[member.as]
  return { ...ofValue, write, writeText: writerOf(query, member.as), parts: undefined }
}
