import { readFile } from 'node:fs/promises'
import type { HttpServer } from '#http'

const types = {
  'console.css': 'text/css; charset=utf-8',
  'sign-in-result.js': 'text/javascript; charset=utf-8',
} as const

/** The few files of pages outside the console's bundle, read once. */
export async function registerAssets(server: HttpServer): Promise<void> {
  for (const [name, type] of Object.entries(types)) {
    const text = await readFile(new URL(`../../web/admin/${name}`, import.meta.url))
    server.get(`/admin/${name}`, { schema: { hide: true } }, (_, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(text),
    )
  }
}
