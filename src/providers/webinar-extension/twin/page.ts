import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { html, type Markup } from './html.ts'

export interface Page {
  readonly title: string
  readonly body: Markup
  /** Where a form of the page may end up beside the twin itself: an origin. */
  readonly formTarget?: string
}

const assets = [
  {
    path: '/pages/style.css',
    type: 'text/css; charset=utf-8',
    file: new URL('./page-style.css', import.meta.url),
  },
  {
    path: '/pages/room.js',
    type: 'text/javascript; charset=utf-8',
    file: new URL('./room-page.js', import.meta.url),
  },
] as const

/** The stylesheet and the script of the pages, as files so that the policy needs no inline code. */
export function registerPageAssets(server: FastifyInstance): void {
  for (const { path, type, file } of assets) {
    const content = readFileSync(file)
    server.get(path, (_request, reply) => reply.type(type).send(content))
  }
}

/** Sends a page. Links to it carry tokens, so it is neither kept nor told to other sites. */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-security-policy': policyFor(page),
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .type('text/html; charset=utf-8')
    .send(frame(page).markup)
}

/** `form-action` must name the redirect target too: browsers apply it to the redirect after a form. */
function policyFor(page: Page): string {
  const forms = page.formTarget === undefined ? "'self'" : `'self' ${page.formTarget}`
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    'img-src data:',
    `form-action ${forms}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function frame(page: Page): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/pages/style.css">
</head>
<body>
<main>
${page.body}
</main>
<footer>A simulated webinar service. Nobody broadcasts here.</footer>
</body>
</html>
`
}
