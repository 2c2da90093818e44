/**
 * Pictures go to the hub no larger than pages show them: a photo of a telephone has ten times the
 * bytes, and everybody who opens the page would load them.
 */
import { type StillType, stillType } from './still-picture.ts'

/** Pixels of the longer side. */
const longest = 1600

/** Of JPEG and WebP: below, skies and faces show blocks; above, the bytes double. */
const quality = 0.85

/** Bytes from which a PNG is taken for a photo: drawings of this size have fewer. */
const photo = 200 * 1024

/** The same picture, smaller; the file itself where that saves nothing, or would lose something. */
export async function scaledPicture(file: File): Promise<Blob> {
  const type = stillType(new Uint8Array(await file.arrayBuffer()))
  if (type === undefined) return file
  const bitmap = await unpacked(file)
  if (bitmap === undefined) return file
  const scale = longest / Math.max(bitmap.width, bitmap.height)
  if (scale >= 1) return file
  const canvas = drawn(bitmap, scale)
  bitmap.close()
  const made = await encoded(canvas, type)
  return made !== null && made.size < file.size ? made : file
}

/** Undefined for what this browser cannot read: the hub says what is wrong with it. */
async function unpacked(file: File): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file)
  } catch {
    return undefined
  }
}

function drawn(bitmap: ImageBitmap, scale: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const context = contextOf(canvas)
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser has no canvas to draw on.')
  return context
}

/** A photo that was saved as PNG becomes JPEG, unless something shines through. */
async function encoded(canvas: HTMLCanvasElement, type: StillType): Promise<Blob | null> {
  const made = await blobOf(canvas, type)
  const isPhoto = type === 'image/png' && made !== null && made.size > photo && isOpaque(canvas)
  return isPhoto ? await blobOf(canvas, 'image/jpeg') : made
}

const blobOf = (canvas: HTMLCanvasElement, type: StillType) =>
  new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality))

function isOpaque(canvas: HTMLCanvasElement): boolean {
  const { data } = contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height)
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] !== 255) return false
  }
  return true
}
