/** How many pixels a picture has, read from its first bytes: nothing is unpacked. */

export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Undefined where the bytes do not say it: the file is cut off, or is none. */
export function pictureSize(bytes: Buffer, type: string): PictureSize | undefined {
  const size = readers[type]?.(bytes)
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined
}

type Reader = (bytes: Buffer) => PictureSize | undefined

const readers: Readonly<Record<string, Reader>> = {
  'image/png': sizeOfPng,
  'image/gif': sizeOfGif,
  'image/webp': sizeOfWebp,
  'image/jpeg': sizeOfJpeg,
}

/** https://www.w3.org/TR/png-3/#11IHDR: the first chunk. */
function sizeOfPng(bytes: Buffer): PictureSize | undefined {
  if (bytes.length < 24 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** GIF89a §18: the logical screen. */
function sizeOfGif(bytes: Buffer): PictureSize | undefined {
  if (bytes.length < 10) return undefined
  return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
}

/** RFC 9649 §2.5–2.7: lossy, lossless and extended files. */
function sizeOfWebp(bytes: Buffer): PictureSize | undefined {
  if (bytes.length < 30) return undefined
  const form = bytes.toString('latin1', 12, 16)
  if (form === 'VP8 ') {
    return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
  }
  if (form === 'VP8L') {
    const bits = bytes.readUInt32LE(21)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (form !== 'VP8X') return undefined
  return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
}

/** Start of frame (ISO/IEC 10918-1 §B.2.2), after whatever segments come before it. */
function sizeOfJpeg(bytes: Buffer): PictureSize | undefined {
  let at = 2
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] as number
    if (marker === 0xff) at += 1
    else if (isFrame(marker)) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    } else if (standsAlone(marker)) at += 2
    else at += 2 + Math.max(bytes.readUInt16BE(at + 2), 2)
  }
  return undefined
}

/** C0 to CF, without the tables that have numbers in between. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

const standsAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
