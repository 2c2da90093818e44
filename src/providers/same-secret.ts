import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares what a caller sent with what we expected, in a time that tells nothing about either. */
export function isSameSecret(sent: string, expected: string): boolean {
  return timingSafeEqual(digestOf(sent), digestOf(expected))
}

const digestOf = (text: string) => createHash('sha256').update(text).digest()
