/**
 * Who follows a link. Machines that look at links (previews in chats, prefetching browsers) are no
 * people: they leave no evidence, and no provider does anything for them.
 */
import type { FastifyRequest } from 'fastify'

/** https://wicg.github.io/nav-speculation/prefetch.html, and what came before it. */
export function isPrefetch({ headers }: FastifyRequest): boolean {
  const purposes = [headers['sec-purpose'], headers.purpose, headers['x-purpose'], headers['x-moz']]
  return purposes.some((purpose) => /prefetch|prerender|preview/i.test(String(purpose ?? '')))
}

/**
 * Chats and social networks that fetch a link to show its title; they say so in their names. So do
 * some browsers that are none (CUBOT makes telephones): the page they get has a link that leads on.
 */
const previewers =
  /(?<!cu)bot\b|crawler|spider|preview|facebookexternalhit|whatsapp|embedly|slack-imgproxy|vkshare|bitlybot|skypeuripreview/i

export function isPreview({ headers }: FastifyRequest): boolean {
  return previewers.test(headers['user-agent'] ?? '')
}
