import { largestBody } from './limits.ts'
import type { ContextSource } from './payload/context-source.ts'
import type { ContextWriter, Firing } from './payload/write-context.ts'

/** A context as text that fits into a request. */
export interface FittedContext {
  /** Undefined where it is too large even without the four properties; nothing can be sent then. */
  readonly body: string | undefined
  /** Bytes of the body, or of what would have been one. */
  readonly size: number
  /** The receiver is told that properties were left out. */
  readonly exceeded: boolean
}

export function fitContext(
  writer: ContextWriter,
  source: ContextSource,
  firing: Firing,
): FittedContext {
  const whole = writer.write(source, firing)
  const wholeSize = sizeOf(whole)
  if (wholeSize <= largestBody) return { body: whole, size: wholeSize, exceeded: false }
  const trimmed = writer.write(source, firing, { trimmed: true })
  const size = sizeOf(trimmed)
  return { body: size <= largestBody ? trimmed : undefined, size, exceeded: true }
}

/** A text with fewer characters than a third of the limit need not be counted byte by byte. */
function sizeOf(text: string): number {
  return text.length * 3 <= largestBody ? text.length : Buffer.byteLength(text)
}
