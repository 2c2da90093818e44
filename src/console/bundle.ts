/** The console's pages: one document and the files that `npm run build` wrote to dist/console. */
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { isRefusal } from '#errors'
import { type HttpServer, html, page } from '#http'
import type { Sessions } from './session.ts'

const folder = new URL('../../dist/console/', import.meta.url)
const compress = promisify(brotliCompress)

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Scripts only as files of ours; styles also by nonce, which Mantine gives to what it writes. */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    `style-src 'self' 'nonce-${nonce}'`,
    "script-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Every address under /admin that no other route answers is a page of the console. */
export function registerBundle(server: HttpServer, o: { sessions: Sessions }): void {
  const hidden = { schema: { hide: true } }
  const files = createFiles()
  const open = async (request: FastifyRequest, reply: FastifyReply) => {
    if (!(await isSignedIn(o.sessions, request, reply))) return reply
    const nonce = randomBytes(16).toString('base64')
    void reply.headers({ 'content-security-policy': policy(nonce), 'cache-control': 'no-store' })
    const document = await files.document()
    void reply.type('text/html; charset=utf-8')
    if (document === undefined) return await reply.code(503).send(notBuilt())
    return await reply.send(document.replace('{{nonce}}', nonce))
  }
  server.get('/admin', hidden, open)
  server.get('/admin/*', hidden, open)
  server.get(
    '/admin/assets/:name',
    {
      schema: { hide: true, params: Type.Object({ name: Type.String({ pattern: '^[\\w.-]+$' }) }) },
    },
    async (request, reply) => {
      const asset = await files.asset(request.params.name)
      if (asset === undefined) return await reply.callNotFound()
      void reply.type(asset.type).header('cache-control', 'public, max-age=31536000, immutable')
      void reply.header('vary', 'accept-encoding')
      if (!/\bbr\b/.test(String(request.headers['accept-encoding'] ?? '')))
        return await reply.send(asset.plain)
      return await reply.header('content-encoding', 'br').send(await asset.compressed())
    },
  )
}

/** Pages ask people to sign in instead of showing them an error, and lead back afterwards. */
async function isSignedIn(
  sessions: Sessions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  try {
    await sessions.callerOf(request)
    return true
  } catch (error) {
    if (!isRefusal(error) || error.status !== 401) throw error
    await reply.redirect(`/admin/sign-in?return=${encodeURIComponent(request.url)}`, 303)
    return false
  }
}

interface Asset {
  readonly type: string
  readonly plain: Buffer
  /** Compressed when first asked for: about 150 ms for all files together. */
  compressed(): Promise<Buffer>
}

/** Names carry a hash of their content, so what was read stays right. */
function createFiles() {
  const assets = new Map<string, Asset>()
  let document: string | undefined
  let names: ReadonlySet<string> | undefined
  return {
    async document(): Promise<string | undefined> {
      document ??= await readIfThere(new URL('index.html', folder))
      return document
    },
    async asset(name: string): Promise<Asset | undefined> {
      names ??= new Set(await readdir(new URL('assets/', folder)).catch(() => []))
      const type = types[extname(name)]
      if (type === undefined || !names.has(name)) return undefined
      const known =
        assets.get(name) ?? assetOf(type, await readFile(join(folder.pathname, 'assets', name)))
      assets.set(name, known)
      return known
    },
  }
}

function assetOf(type: string, plain: Buffer): Asset {
  let compressed: Promise<Buffer> | undefined
  return {
    type,
    plain,
    compressed() {
      compressed ??= compress(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
      return compressed
    },
  }
}

async function readIfThere(file: URL): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function notBuilt(): string {
  return page({
    language: 'en',
    title: 'Greenroom',
    body: html`<main><h1>The console is not built</h1>
<p>Run <code>npm run build</code> in the hub's folder, then open this page again. Everything else works.</p></main>`,
  })
}
