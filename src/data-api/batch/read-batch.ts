/** Takes a `$batch` body apart (OData 4.0 Protocol, 11.7; RFC 2046, 5.1). */
import { refusals } from '../refusals.ts'

export interface BatchPart {
  readonly method: string
  /** As it was written: relative, from the root of the host, or a whole URL. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  readonly contentId: string | undefined
}

/** A request by itself, or a change set: requests that stand or fall together. */
export type BatchItem =
  | { readonly kind: 'request'; readonly part: BatchPart }
  | { readonly kind: 'change set'; readonly parts: readonly BatchPart[] }

const mostOperations = 1000

export function readBatch(contentType: string | undefined, body: string): readonly BatchItem[] {
  const items = splitParts(body, boundaryOf(contentType, 'The batch')).map(readItem)
  const counts = items.map((item) => (item.kind === 'request' ? 1 : item.parts.length))
  const operations = counts.reduce((sum, count) => sum + count, 0)
  if (operations <= mostOperations) return items
  throw refusals['too-many-operations']({ limit: mostOperations })
}

function readItem(text: string): BatchItem {
  const { headers, rest } = readHeaders(text)
  const contentType = headers['content-type']
  if (contentType !== undefined && /^multipart\/mixed/i.test(contentType)) {
    const parts = splitParts(rest, boundaryOf(contentType, 'A change set')).map(readPart)
    return { kind: 'change set', parts }
  }
  return { kind: 'request', part: readPart(text) }
}

function boundaryOf(contentType: string | undefined, what: string): string {
  const found = /^multipart\/mixed\s*;.*?boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '')
  const boundary = found?.[1] ?? found?.[2]
  if (boundary !== undefined) return boundary
  const problem = `${what} needs the content type multipart/mixed with a boundary`
  throw refusals['wrong-batch'](
    { problem },
    { input: 'Content-Type', found: contentType ?? 'none' },
  )
}

/** Between lines that begin with two dashes and the boundary; lines may end without CR. */
function splitParts(body: string, boundary: string): readonly string[] {
  const lines = body.split('\n')
  const parts: string[] = []
  let part: string[] | undefined
  for (const line of lines) {
    const delimiter = line.trimEnd()
    if (delimiter === `--${boundary}--`) {
      if (part !== undefined) parts.push(part.join('\n'))
      return parts
    }
    if (delimiter === `--${boundary}`) {
      if (part !== undefined) parts.push(part.join('\n'))
      part = []
    } else part?.push(line)
  }
  if (part === undefined)
    throw refusals['wrong-batch']({ problem: `there is no line --${boundary}` })
  // The closing delimiter got lost at the end of the body; what came is complete.
  return [...parts, part.join('\n')]
}

interface WithHeaders {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly rest: string
}

function readHeaders(text: string): WithHeaders {
  const headers: Record<string, string> = {}
  let rest = text.replace(/^(?:[ \t]*\r?\n)+/, '')
  for (;;) {
    const found = /^([\w-]+)[ \t]*:[ \t]*([^\r\n]*)(?:\r?\n|$)/.exec(rest)
    if (found === null) break
    headers[(found[1] ?? '').toLowerCase()] = (found[2] ?? '').trimEnd()
    rest = rest.slice(found[0].length)
  }
  return { headers, rest: rest.replace(/^[ \t]*\r?\n/, '') }
}

const requestLine =
  /^(?:[ \t]*\r?\n)*([A-Za-z]+)[ \t]+(\S[^\r\n]*?)[ \t]+HTTP\/1\.[01][ \t]*(?:\r?\n|$)/

function readPart(text: string): BatchPart {
  const outer = readHeaders(text)
  const found = requestLine.exec(outer.rest)
  if (found === null) {
    const problem = `a part has no request line, but "${outer.rest.trim().slice(0, 40)}"`
    throw refusals['wrong-batch']({ problem }, { expected: 'METHOD address HTTP/1.1' })
  }
  const { headers, rest } = readHeaders(outer.rest.slice(found[0].length))
  return {
    method: (found[1] ?? '').toUpperCase(),
    url: found[2] ?? '',
    headers,
    body: rest.replace(/\r?\n$/, ''),
    contentId: outer.headers['content-id'] ?? headers['content-id'],
  }
}
