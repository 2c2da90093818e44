/** Style sheet, script and the reader of QR codes for browsers that have none of their own. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { HttpServer } from '#http'

export interface Assets {
  readonly style: string
  readonly script: string
  readonly decoder: string
}

const folder = new URL('../../web/check-in/', import.meta.url)

export async function serveAssets(server: HttpServer): Promise<Assets> {
  const [style] = await serve(server, 'text/css; charset=utf-8', {
    'check-in.css': new URL('check-in.css', folder),
  })
  const [script] = await serve(server, 'text/javascript; charset=utf-8', {
    'check-in.js': new URL('check-in.js', folder),
  })
  // The decoder imports './index.js', so both lie in one folder.
  const [decoder] = await serve(server, 'text/javascript; charset=utf-8', {
    'decode.js': new URL(import.meta.resolve('qr/decode.js')),
    'index.js': new URL(import.meta.resolve('qr')),
  })
  return { style: String(style), script: String(script), decoder: String(decoder) }
}

/** The hash of all files is part of their addresses: browsers keep them and see new ones at once. */
async function serve(
  server: HttpServer,
  type: string,
  files: Readonly<Record<string, URL>>,
): Promise<string[]> {
  const contents = await Promise.all(Object.values(files).map((file) => readFile(file)))
  const hash = createHash('sha256').update(Buffer.concat(contents)).digest('hex').slice(0, 12)
  return Object.keys(files).map((name, at) => {
    const address = `/checkin/assets/${hash}/${name}`
    server.get(address, { schema: { hide: true } }, (_, reply) =>
      reply
        .type(type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(contents[at]),
    )
    return address
  })
}
