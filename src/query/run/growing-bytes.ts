/** Bytes that are written from the beginning to the end, and grow where they do not suffice. */
export class GrowingBytes {
  bytes: Buffer
  length = 0

  constructor(expected: number) {
    this.bytes = Buffer.allocUnsafeSlow(expected)
  }

  /** Makes room for so many more; to be called before writing to `bytes`. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(2 * (this.length + count))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  /** Without making room. A loop is faster than `Buffer.copy` for the 10 to 40 bytes of a value. */
  copy(from: Buffer, start: number, end: number): void {
    const { bytes } = this
    let at = this.length
    for (let index = start; index < end; index += 1) bytes[at++] = from[index] as number
    this.length = at
  }

  byte(value: number): void {
    this.bytes[this.length++] = value
  }

  text(text: string): void {
    this.reserve(3 * text.length)
    this.length += this.bytes.write(text, this.length, 'utf8')
  }

  /** What has been written; nothing is to be written after it. */
  end(): Buffer {
    return this.bytes.subarray(0, this.length)
  }
}
