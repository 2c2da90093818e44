/** The picture of an event in the console: what goes to the hub is no larger than pages show it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { stillType } from '../../web/admin/areas/events/still-picture.ts'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { makeEvent } from '../story.ts'

const hub = await testHub()

interface Stored {
  readonly type: string
  readonly size: number
  readonly width: number
  readonly height: number
  readonly fingerprint: string
}

async function storedOf(eventId: string): Promise<Stored> {
  const { rows } = await sql<Stored>`select gr_contenttype as type, gr_size as size,
      gr_width as width, gr_height as height, gr_fingerprint as fingerprint
    from gr_picture where gr_event = ${eventId}`.execute(hub.testDatabase.db)
  return rows[0] ?? assert.fail('there is no picture')
}

interface Drawing {
  readonly width: number
  readonly height: number
  readonly type: string
  readonly dots?: number
  /** The ground is left empty: what stands behind shines through. */
  readonly transparent?: boolean
}

/** Runs in the page: a picture as Base64; shades cost a PNG many bytes, dots a JPEG. */
const drawn = ({ width, height, type, dots = 400, transparent = false }: Drawing) => `(async () => {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: ${width}, height: ${height} })
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  if (!${transparent}) context.fillRect(0, 0, canvas.width, canvas.height)
  const [x, y] = [canvas.width / 2, canvas.height / 2]
  const glow = context.createRadialGradient(x, y, 10, x, y, Math.min(x, y) - 10)
  for (const [at, color] of ['#f0c', '#0cf', '#fc0', '#0000'].entries()) {
    glow.addColorStop(at / 3, color)
  }
  context.fillStyle = glow
  context.fillRect(0, 0, canvas.width, canvas.height)
  for (let at = 0; at < ${dots}; at += 1) {
    context.fillStyle = 'hsl(' + ((at * 37) % 360) + ' 70% ' + (20 + ((at * 13) % 60)) + '%)'
    const left = 50 + ((at * 7919) % (canvas.width - 60))
    const top = 50 + ((at * 104729) % (canvas.height - 60))
    context.fillRect(left, top, 3 + (at % 7), 3 + (at % 5))
  }
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, '${type}', 0.95))
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
})()`

/** Of the picture that the page shows: how dense its first pixel is. */
const firstAlpha = `(async () => {
  const image = document.querySelector('img.picture')
  await image.decode()
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight })
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  return context.getImageData(0, 0, 1, 1).data[3]
})()`

test('a picture that is larger than pages show it is scaled down before it is sent', {
  skip: noBrowser,
}, async () => {
  const { id } = await makeEvent(hub, undefined, { msevtmgt_name: 'Photo walk' })
  const { page, open, complaints, told } = await visitConsole(hub)
  await open(`/events/${id}/website`)
  const upload = async (drawing: Drawing) => {
    const buffer = Buffer.from(String(await page.evaluate(drawn(drawing))), 'base64')
    const file = { name: 'picture', mimeType: drawing.type, buffer }
    await page.locator('input[type=file]').setInputFiles(file)
    await told('Saved')
    return { sent: buffer, stored: await storedOf(id) }
  }
  const photo = await upload({ width: 3200, height: 1000, dots: 60_000, type: 'image/jpeg' })
  assert.ok(photo.sent.length > 700 * 1024, 'the hub would have refused it')
  assert.deepEqual(
    [photo.stored.type, photo.stored.width, photo.stored.height],
    ['image/jpeg', 1600, 500],
  )
  assert.ok(photo.stored.size < photo.sent.length / 2, `${photo.stored.size} bytes`)

  const logo = await upload({ width: 900, height: 2400, type: 'image/png', transparent: true })
  assert.deepEqual(
    [logo.stored.type, logo.stored.width, logo.stored.height],
    ['image/png', 600, 1600],
  )
  assert.ok(logo.stored.size < logo.sent.length, `${logo.stored.size} bytes`)
  await page.locator(`img.picture[src*="image/png"]`).waitFor()
  assert.equal(await page.evaluate(firstAlpha), 0, 'what stands behind still shines through')

  const screenshot = await upload({ width: 2000, height: 1000, type: 'image/png' })
  assert.deepEqual([screenshot.stored.type, screenshot.stored.width], ['image/jpeg', 1600])
  assert.ok(screenshot.stored.size < screenshot.sent.length / 4, `${screenshot.stored.size} bytes`)

  const small = await upload({ width: 1600, height: 200, type: 'image/webp' })
  const fingerprint = createHash('sha256').update(small.sent).digest('hex')
  assert.equal(small.stored.fingerprint, fingerprint, 'what is small enough goes as it is')
  assert.deepEqual(complaints, [])
})

const chunk = (name: string, length: number) => {
  const bytes = Buffer.alloc(12 + length)
  bytes.writeUInt32BE(length)
  bytes.write(name, 4, 'latin1')
  return bytes
}
const png = (...names: string[]) =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', 13),
    ...names.map((name) => chunk(name, 8)),
  ])

function webp(form: string, flags: number): Buffer {
  const bytes = Buffer.alloc(30)
  bytes.write('RIFF', 0, 'latin1')
  bytes.write(`WEBP${form}`, 8, 'latin1')
  bytes[20] = flags
  return bytes
}

test('what moves, and what is no picture that browsers redraw, is left as it is', () => {
  const jpeg = Buffer.from('\xff\xd8\xff\xe0', 'latin1')
  const still: readonly [Buffer, string][] = [
    [jpeg, 'image/jpeg'],
    [png('pHYs', 'IDAT'), 'image/png'],
    [png('IDAT', 'acTL'), 'image/png'],
    [webp('VP8 ', 0x02), 'image/webp'],
    [webp('VP8L', 0), 'image/webp'],
    [webp('VP8X', 0x10), 'image/webp'],
  ]
  for (const [bytes, type] of still) assert.equal(stillType(bytes), type)
  const others = [
    png('acTL', 'IDAT'),
    webp('VP8X', 0x12),
    Buffer.from('GIF89a'),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    Buffer.alloc(0),
    Buffer.from('RIFF1234WAVEfmt '),
  ]
  for (const bytes of others) assert.equal(stillType(bytes), undefined)
})
