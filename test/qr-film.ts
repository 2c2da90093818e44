/** A film that Chromium shows in place of a camera: one QR code, black on white, held still. */
import { writeFile } from 'node:fs/promises'
import { encode } from 'uqr'

const width = 640
const height = 480

/** Writes YUV4MPEG2 (https://wiki.multimedia.cx/index.php/YUV4MPEG2), 4:2:0. */
export async function filmQrCode(path: string, content: string): Promise<void> {
  const { data, size } = encode(content, { border: 4 })
  const scale = Math.floor((height * 0.7) / size)
  const left = Math.floor((width - size * scale) / 2)
  const top = Math.floor((height - size * scale) / 2)
  const light = Buffer.alloc(width * height, 235)
  for (const [row, modules] of data.entries()) {
    for (const [column, isBlack] of modules.entries()) {
      if (!isBlack) continue
      for (let y = 0; y < scale; y += 1) {
        const start = (top + row * scale + y) * width + left + column * scale
        light.fill(16, start, start + scale)
      }
    }
  }
  const grey = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, grey])
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)
  await writeFile(path, Buffer.concat([head, frame, frame, frame]))
}
