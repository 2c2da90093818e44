import { encode } from 'uqr'
import { type Html, html, raw } from '#http'

/** Modules of white around it, as the standard wants (ISO/IEC 18004). */
const quiet = 4

/** A QR code as a drawing: one path of horizontal runs, about 1 KB. */
export function qrCode(content: string, label: string): Html {
  const { data, size } = encode(content, { border: quiet })
  const runs = data.map((row, y) => runsOf(row, y)).join('')
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}"><rect width="${size}" height="${size}" fill="#fff"/>${raw(`<path fill="#000" d="${runs}"/>`)}</svg>`
}

function runsOf(row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue
    const start = x
    while (row[x + 1] === true) x += 1
    path += `M${start} ${y}h${x + 1 - start}v1H${start}z`
  }
  return path
}
