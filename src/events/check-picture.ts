/**
 * Pictures are what their first bytes say, whatever they are called. SVG is none of them: it is a
 * program that would run on the page of whoever opens its address.
 */
import { createHash } from 'node:crypto'
import type { Execution } from '#pipeline'
import { type PictureSize, pictureSize } from './picture-size.ts'
import { refusals } from './refusals.ts'

/** As Base64 it fits into the largest request (1 MiB). */
const largestPicture = 700 * 1024

/** Pixels of either side: twice the widest place in which a page shows one, on a fine screen. */
const widestPicture = 4096

const subjects = ['gr_event', 'gr_speaker', 'gr_sponsorship'] as const

export async function checkPicture({ target, pre }: Execution): Promise<void> {
  const row = { ...pre, ...target }
  const named = subjects.filter((column) => (row[column] ?? null) !== null)
  if (named.length !== 1) {
    throw refusals['picture-of-one-thing']({ count: named.length }, { input: subjects.join(', ') })
  }
  target.gr_name ??= row.gr_name ?? 'Picture'
  // Required: the pipeline asks for it after this step.
  if (typeof target.gr_content !== 'string') return
  const bytes = decode(target.gr_content)
  if (bytes.length > largestPicture) {
    const kilobytes = Math.ceil(bytes.length / 1024)
    throw refusals['picture-too-large']({ kilobytes, most: largestPicture / 1024 }, input)
  }
  const type = pictureType(bytes)
  const size = type === undefined ? undefined : pictureSize(bytes, type)
  if (type === undefined || size === undefined) throw refusals['picture-unreadable']({}, input)
  refuseGiants(size)
  Object.assign(target, {
    gr_content: bytes.toString('base64'),
    gr_contenttype: type,
    gr_size: bytes.length,
    gr_width: size.width,
    gr_height: size.height,
    gr_fingerprint: createHash('sha256').update(bytes).digest('hex'),
  })
}

/** A few hundred kilobytes can unpack to gigabytes in the browser of everybody who looks. */
function refuseGiants({ width, height }: PictureSize): void {
  if (width <= widestPicture && height <= widestPicture) return
  throw refusals['picture-too-wide']({ width, height, most: widestPicture }, input)
}

const input = { input: 'gr_content', expected: 'PNG, JPEG, WebP or GIF' }

/** Node reads anything as Base64 and skips what is none; so what came has to come out again. */
function decode(text: string): Buffer {
  const plain = text.replace(/\s+/g, '').replace(/={1,2}$/, '')
  const bytes = Buffer.from(plain, 'base64')
  if (bytes.toString('base64').replace(/=+$/, '') !== plain) {
    throw refusals['picture-unreadable']({}, input)
  }
  return bytes
}

/** https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern */
export function pictureType(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(text)) return 'image/gif'
  if (text.startsWith('RIFF') && text.slice(8, 14) === 'WEBPVP') return 'image/webp'
  return undefined
}
