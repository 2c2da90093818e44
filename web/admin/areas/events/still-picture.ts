/** What a picture is by its bytes, as far as the console may redraw it. No imports: tests run it alone. */

export type StillType = 'image/jpeg' | 'image/png' | 'image/webp'

/** Undefined for what moves, and for what is none of these: redrawn it would lose something. */
export function stillType(bytes: Uint8Array): StillType | undefined {
  if (startsWith(bytes, 0, '\xff\xd8\xff')) return 'image/jpeg'
  if (startsWith(bytes, 0, '\x89PNG\r\n\x1a\n'))
    return isAnimatedPng(bytes) ? undefined : 'image/png'
  if (!startsWith(bytes, 0, 'RIFF') || !startsWith(bytes, 8, 'WEBPVP8')) return undefined
  return isAnimatedWebp(bytes) ? undefined : 'image/webp'
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((letter, place) => bytes[at + place] === letter.charCodeAt(0))
}

/** https://www.w3.org/TR/png-3/#acTL-chunk: it comes before the first chunk of pixels. */
function isAnimatedPng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 8
  while (at + 12 <= bytes.length && !startsWith(bytes, at + 4, 'IDAT')) {
    if (startsWith(bytes, at + 4, 'acTL')) return true
    at += 12 + view.getUint32(at)
  }
  return false
}

/** RFC 9649 §2.7: a bit of the extended header. */
function isAnimatedWebp(bytes: Uint8Array): boolean {
  return startsWith(bytes, 12, 'VP8X') && ((bytes[20] ?? 0) & 0x02) !== 0
}
