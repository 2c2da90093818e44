/**
 * Takes rows out of what PostgreSQL sends before `pg` makes a string of every value: a page of 50
 * rows with a related one has 550. Everything else goes on to `pg` as it came.
 *
 * Messages are a letter and a length, which counts itself but not the letter (PostgreSQL's manual,
 * 54.7, "Message Formats").
 */
import type { Duplex } from 'node:stream'

/** A DataRow as it came: at `start` the number of its fields, then each with its length before it. */
export class WireRow {
  readonly bytes: Buffer
  readonly start: number
  #texts: readonly (string | null)[] | undefined

  constructor(bytes: Buffer, start: number) {
    this.bytes = bytes
    this.start = start
  }

  /** The values as texts; null where they are null. */
  texts(): readonly (string | null)[] {
    this.#texts ??= readTexts(this)
    return this.#texts
  }
}

function readTexts({ bytes, start }: WireRow): readonly (string | null)[] {
  const texts: (string | null)[] = []
  const count = bytes.readUInt16BE(start)
  let at = start + 2
  for (let index = 0; index < count; index += 1) {
    const length = bytes.readInt32BE(at)
    at += 4
    texts.push(length < 0 ? null : bytes.toString('utf8', at, at + length))
    if (length > 0) at += length
  }
  return texts
}

export type TakeRow = (row: WireRow) => void

type Pass = (bytes: Buffer) => void

const dataRow = 0x44
const headBytes = 5

const taps = new WeakMap<Duplex, RowTap>()

/** From now on rows go to `take`; `undefined` leaves them to `pg`. Call it between exchanges. */
export function tapRows(stream: Duplex, take: TakeRow | undefined): void {
  const tap = taps.get(stream) ?? new RowTap(stream)
  taps.set(stream, tap)
  tap.take = take
}

class RowTap {
  take: TakeRow | undefined
  readonly #pass: Pass
  /** The beginning of a message that is not all there, and how many bytes of it are to come. */
  #kept: Buffer[] = []
  #missing = 0
  /** How many bytes are to come of a message whose beginning `pg` has already. */
  #passing = 0

  constructor(stream: Duplex) {
    const listeners = stream.listeners('data') as Pass[]
    this.#pass = (bytes) => {
      for (const listener of listeners) listener.call(stream, bytes)
    }
    stream.removeAllListeners('data')
    stream.on('data', (chunk: Buffer) => this.#read(chunk))
  }

  #read(chunk: Buffer): void {
    if (chunk.length < this.#missing) {
      this.#keep(chunk, this.#missing - chunk.length)
      return
    }
    const bytes = this.#kept.length === 0 ? chunk : Buffer.concat([...this.#kept, chunk])
    this.#kept = []
    this.#missing = 0
    this.#readMessages(bytes)
  }

  #readMessages(bytes: Buffer): void {
    const { length } = bytes
    let at = Math.min(this.#passing, length)
    this.#passing -= at
    /** Where that begins which `pg` has not been given. */
    let from = 0
    while (at < length) {
      const isWhole = length - at >= headBytes
      const end = isWhole ? at + 1 + bytes.readUInt32BE(at + 1) : at + headBytes
      const isRow = isWhole && bytes[at] === dataRow && this.take !== undefined
      if (isRow || !isWhole) {
        if (at > from) this.#pass(bytes.subarray(from, at))
        if (end > length) {
          this.#keep(bytes.subarray(at), end - length)
          return
        }
        this.take?.(new WireRow(bytes, at + headBytes))
        from = end
      }
      this.#passing = Math.max(0, end - length)
      at = end
    }
    if (from < length) this.#pass(bytes.subarray(from))
  }

  #keep(part: Buffer, missing: number): void {
    this.#kept.push(part)
    this.#missing = missing
  }
}
