import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pictureSize } from './picture-size.ts'

const side = fc.integer({ min: 1, max: 0x3fff })

function png(width: number, height: number): Buffer {
  const bytes = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0', 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

function gif(width: number, height: number): Buffer {
  const bytes = Buffer.from('GIF89a\0\0\0\0', 'latin1')
  bytes.writeUInt16LE(width, 6)
  bytes.writeUInt16LE(height, 8)
  return bytes
}

/** With other segments before the frame, as cameras write them. */
function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from([0xff, 0xc2, 0, 17, 8, 0, 0, 0, 0, 3])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  const table = Buffer.from([0xff, 0xc4, 0, 5, 0xff, 0xc0, 0])
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff]), table, frame])
}

function webp(form: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer {
  const bytes = Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${form}`, 'latin1'), Buffer.alloc(20)])
  if (form === 'VP8 ') {
    bytes.writeUInt16LE(width, 26)
    bytes.writeUInt16LE(height, 28)
  } else if (form === 'VP8L') {
    bytes.writeUInt32LE(width - 1 + (height - 1) * 0x4000, 21)
  } else {
    bytes.writeUIntLE(width - 1, 24, 3)
    bytes.writeUIntLE(height - 1, 27, 3)
  }
  return bytes
}

test('the size of a picture of each format is read from its first bytes', () => {
  fc.assert(
    fc.property(side, side, (width, height) => {
      for (const [bytes, type] of [
        [png(width, height), 'image/png'],
        [gif(width, height), 'image/gif'],
        [jpeg(width, height), 'image/jpeg'],
        [webp('VP8 ', width, height), 'image/webp'],
        [webp('VP8L', width, height), 'image/webp'],
        [webp('VP8X', width, height), 'image/webp'],
      ] as const) {
        assert.deepEqual(pictureSize(bytes, type), { width, height }, type)
      }
    }),
  )
})

test('whatever the bytes are, reading them ends, and finds a size of at least one pixel or none', () => {
  const types = ['image/png', 'image/gif', 'image/jpeg', 'image/webp', 'text/html']
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(...types), (bytes, type) => {
      const size = pictureSize(Buffer.from(bytes), type)
      if (size !== undefined) assert.ok(size.width > 0 && size.height > 0)
    }),
  )
  for (const cut of [png(9, 9), gif(9, 9), jpeg(9, 9), webp('VP8X', 9, 9)]) {
    for (const type of types) assert.equal(pictureSize(cut.subarray(0, 5), type), undefined)
  }
})
