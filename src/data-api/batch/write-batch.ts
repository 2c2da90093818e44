/** Answers of a batch as multipart text; lines end with CRLF, and no preamble comes first. */
import { STATUS_CODES } from 'node:http'
import type { DataAnswer } from '../exchange.ts'

export interface AnsweredPart {
  readonly answer: DataAnswer
  readonly contentId: string | undefined
}

export type AnsweredItem =
  | { readonly kind: 'request'; readonly part: AnsweredPart }
  | {
      readonly kind: 'change set'
      readonly parts: readonly AnsweredPart[]
      readonly boundary: string
    }

const end = '\r\n'

export function writeBatch(items: readonly AnsweredItem[], boundary: string): string {
  return multipart(items.map(writeItem), boundary)
}

function multipart(parts: readonly string[], boundary: string): string {
  return `${parts.map((part) => `--${boundary}${end}${part}`).join('')}--${boundary}--${end}`
}

function writeItem(item: AnsweredItem): string {
  if (item.kind === 'request') return writePart(item.part)
  const inner = multipart(item.parts.map(writePart), item.boundary)
  return `Content-Type: multipart/mixed; boundary=${item.boundary}${end}${end}${inner}`
}

function writePart({ answer, contentId }: AnsweredPart): string {
  const head = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary']
  if (contentId !== undefined) head.push(`Content-ID: ${contentId}`)
  const status = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`
  const headers = [...Object.entries(answer.headers), ['odata-version', '4.0'] as const].map(
    ([name, value]) => `${headerName(name)}: ${value}`,
  )
  const isText = typeof answer.body === 'string' || Buffer.isBuffer(answer.body)
  const body = isText ? String(answer.body) : ''
  return [...head, '', status, ...headers, '', body, ''].join(end)
}

/** Clients look for these words with regular expressions that mind capitals. */
const capitals: Readonly<Record<string, string>> = {
  'odata-entityid': 'OData-EntityId',
  'odata-version': 'OData-Version',
  etag: 'ETag',
}

const headerName = (name: string): string =>
  capitals[name] ?? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
