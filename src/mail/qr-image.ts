/** QR codes as PNG: mail programs show no SVG (RFC 2083; ISO/IEC 18004 asks for four modules of margin). */
import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

const margin = 4
const pixelsPerModule = 6

export function qrImage(content: string): Buffer {
  const { data, size } = encode(content, { ecc: 'M', border: margin })
  return pngOf(size * pixelsPerModule, (x, y) => {
    const row = data[Math.floor(y / pixelsPerModule)] as boolean[]
    return row[Math.floor(x / pixelsPerModule)] as boolean
  })
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A square image of one bit per pixel, black where `isBlack` says so. */
function pngOf(side: number, isBlack: (x: number, y: number) => boolean): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  // One bit per sample, greyscale; compression, filter and interlace as there is only one of each.
  header.set([1, 0, 0, 0, 0], 8)
  const bytesPerRow = 1 + Math.ceil(side / 8)
  const pixels = Buffer.alloc(bytesPerRow * side)
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      if (isBlack(x, y)) continue
      const at = y * bytesPerRow + 1 + (x >> 3)
      pixels[at] = (pixels[at] as number) | (0x80 >> (x & 7))
    }
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, checksum])
}

/** Under this content id the picture travels with the letter (RFC 2392). */
export const qrContentId = 'registration-number@greenroom'

/** A stored letter as a browser can show it, with the picture in it. */
export function withPictures(html: string, qrCode: string | null): string {
  if (qrCode === null) return html
  const address = `data:image/png;base64,${qrImage(qrCode).toString('base64')}`
  return html.replaceAll(`cid:${qrContentId}`, address)
}
