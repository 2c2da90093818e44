/** Bodies as text, in the charset that they say or in UTF-8. */
import { isUtf8 } from 'node:buffer'
import { refusals } from './refusals.ts'

/**
 * Refuses bytes that are no text in their charset. Windows PowerShell 5 sends a body as
 * ISO 8859-1 and says nothing: read as UTF-8, each of its umlauts would be kept as U+FFFD.
 */
export function readBody(body: unknown, contentType = ''): string {
  if (!Buffer.isBuffer(body)) return ''
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  if (/^utf-?8$/i.test(charset)) {
    if (isUtf8(body)) return body.toString('utf8')
    throw unreadable('its bytes are not UTF-8', contentType)
  }
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body)
  } catch (cause) {
    throw unreadable(`its bytes are not text in ${charset.slice(0, 40)}`, contentType, cause)
  }
}

function unreadable(problem: string, contentType: string, cause?: unknown) {
  const details = { input: 'body', ...(cause === undefined ? {} : { cause }) }
  return /^multipart\//i.test(contentType)
    ? refusals['wrong-batch']({ problem }, details)
    : refusals['malformed-payload']({ problem }, details)
}
