/**
 * The style sheet, the script and the icon. Each has a hash of its content in its address, so that
 * browsers keep it for a year and still see a new one at once.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { HttpServer } from '#http'

export interface Assets {
  readonly style: string
  readonly script: string
  readonly icon: string
}

interface Asset {
  readonly address: string
  readonly type: string
  readonly content: Buffer
}

const folder = new URL('../../web/site/', import.meta.url)

/** Served as one, in this order: what comes last wins. */
const sheets = ['colours', 'frame', 'pieces', 'event', 'form', 'list', 'personal', 'last'] as const

/** Reads the files, serves them and gives their addresses. */
export async function serveAssets(server: HttpServer): Promise<Assets> {
  const styles = sheets.map((name) => `styles/${name}.css`)
  const style = await readAsset('site.css', 'text/css; charset=utf-8', styles)
  const script = await readAsset('site.js', 'text/javascript; charset=utf-8')
  const icon = await readAsset('icon.svg', 'image/svg+xml')
  for (const { address, type, content } of [style, script, icon]) {
    server.get(address, { schema: { hide: true } }, (_, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(content),
    )
  }
  server.get('/favicon.ico', { schema: { hide: true } }, (_, reply) => reply.redirect(icon.address))
  return { style: style.address, script: script.address, icon: icon.address }
}

async function readAsset(
  name: string,
  type: string,
  files: readonly string[] = [name],
): Promise<Asset> {
  const parts = await Promise.all(files.map((file) => readFile(new URL(file, folder))))
  const content = Buffer.concat(parts)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return { address: `/assets/${name.replace('.', `.${hash}.`)}`, type, content }
}
