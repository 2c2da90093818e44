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

/**
 * Line by line, with expressions that look at each character once: one over all of it with blanks
 * in several places took 10 s for 40,000 of them.
 */
function readHeaders(text: string): WithHeaders {
  const headers: Record<string, string> = {}
  let rest = withoutBlankLines(text)
  for (;;) {
    const { line, after } = firstLine(rest)
    const name = /^([\w-]+)[ \t]*:/.exec(line)
    if (name === null) break
    headers[(name[1] ?? '').toLowerCase()] = line.slice(name[0].length).trim()
    rest = after
  }
  const { line, after } = firstLine(rest)
  return { headers, rest: line.trim() === '' ? after : rest }
}

function firstLine(text: string): { readonly line: string; readonly after: string } {
  const end = text.indexOf('\n')
  if (end < 0) return { line: text, after: '' }
  return { line: text.slice(0, end), after: text.slice(end + 1) }
}

function withoutBlankLines(text: string): string {
  let rest = text
  for (;;) {
    const { line, after } = firstLine(rest)
    if (line.trim() !== '' || rest === '') return rest
    rest = after
  }
}

const protocol = /[ \t]HTTP\/1\.[01]$/

/** `METHOD address HTTP/1.1`; addresses may have blanks in them. */
function readRequestLine(line: string): Pick<BatchPart, 'method' | 'url'> | undefined {
  const text = line.trim()
  const [start = '', method = ''] = /^([A-Za-z]+)[ \t]+/.exec(text) ?? []
  const end = protocol.exec(text.slice(-longestProtocol))?.[0].length ?? 0
  const url = text.slice(start.length, -end).trim()
  return method === '' || end === 0 || url === ''
    ? undefined
    : { method: method.toUpperCase(), url }
}

const longestProtocol = ' HTTP/1.1'.length

function readPart(text: string): BatchPart {
  const outer = readHeaders(text)
  const { line, after } = firstLine(withoutBlankLines(outer.rest))
  const found = readRequestLine(line)
  if (found === undefined) {
    const problem = `a part has no request line, but "${outer.rest.trim().slice(0, 40)}"`
    throw refusals['wrong-batch']({ problem }, { expected: 'METHOD address HTTP/1.1' })
  }
  const { headers, rest } = readHeaders(after)
  return {
    ...found,
    headers,
    body: rest.replace(/\r?\n$/, ''),
    contentId: outer.headers['content-id'] ?? headers['content-id'],
  }
}
