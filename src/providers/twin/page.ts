import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { html, type Markup } from './html.ts'

export interface Page {
  readonly title: string
  readonly body: Markup
  /** Where a form of the page may end up beside the twin itself: an origin. */
  readonly formTarget?: string
}

const style = readFileSync(new URL('./page-style.css', import.meta.url))

/** The stylesheet of the pages, as a file so that the policy needs no inline code. */
export function registerPageStyle(server: FastifyInstance): void {
  server.get('/pages/style.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(style),
  )
}

/** The script of a page, as a file for the same reason. */
export function registerPageScript(
  server: FastifyInstance,
  path: `/pages/${string}.js`,
  file: URL,
): void {
  const script = readFileSync(file)
  server.get(path, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script))
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
