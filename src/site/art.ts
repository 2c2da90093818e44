/**
 * Every event has a picture, even where nobody uploaded one: a few shapes in a colour of its own,
 * always the same for the same event.
 */
import { createHash } from 'node:crypto'
import { type Html, html } from '#http'

/** Hues of the colour wheel in degrees that look well as a page's accent; the style sheet has them all. */
const hues = [15, 60, 150, 175, 215, 255, 290, 340] as const

export function hueClass(id: string): string {
  return `hue-${hues[(bytesOf(id)[0] as number) % hues.length]}`
}

/** Decoration only: assistive technology passes it over. */
export function cover(id: string, size: 'wide' | 'small'): Html {
  const bytes = bytesOf(id)
  const [width, height] = size === 'wide' ? [1200, 360] : [160, 160]
  const shapes = [1, 2, 3, 4, 5].map((at) => shape(bytes, at * 4, width, height))
  return html`<svg class="cover cover-${size}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">${shapes}</svg>`
}

function shape(bytes: Buffer, at: number, width: number, height: number): Html {
  const part = (offset: number) => (bytes[at + offset] as number) / 255
  const x = Math.round(part(0) * width)
  const y = Math.round(part(1) * height)
  const radius = Math.round(height * (0.25 + part(2) * 0.55))
  const kind = (bytes[at + 3] as number) % 3
  if (kind === 0) return html`<circle class="ink-${at % 3}" cx="${x}" cy="${y}" r="${radius}"/>`
  if (kind === 1) {
    const stroke = Math.round(radius / 3)
    return html`<circle class="ring-${at % 3}" cx="${x}" cy="${y}" r="${radius}" stroke-width="${stroke}"/>`
  }
  const side = Math.round(radius * 1.5)
  const turn = Math.round(part(2) * 90)
  return html`<rect class="ink-${at % 3}" x="${x}" y="${y}" width="${side}" height="${side}" rx="${Math.round(side / 5)}" transform="rotate(${turn} ${x} ${y})"/>`
}

function bytesOf(id: string): Buffer {
  return createHash('sha256').update(id).digest()
}
