/** What `authtype` and `authvalue` put into a request. */

import { authenticationType } from './choices.ts'
import { isForbiddenHeader } from './forbidden-headers.ts'
import { refusals } from './refusals.ts'
import { type Pair, readSettings } from './settings-text.ts'

export interface Authorization {
  /** Names in lower case, as Dataverse sends all header names. */
  readonly headers: Readonly<Record<string, string>>
  readonly query: readonly Pair[]
}

export type HttpAuthenticationType =
  | typeof authenticationType.webhookKey.value
  | typeof authenticationType.httpHeader.value
  | typeof authenticationType.httpQueryString.value

const httpTypes: readonly unknown[] = [
  authenticationType.webhookKey.value,
  authenticationType.httpHeader.value,
  authenticationType.httpQueryString.value,
]

export function isHttpAuthentication(type: unknown): type is HttpAuthenticationType {
  return httpTypes.includes(type)
}

/** Without a value there are no pairs; a key must be there. The refusals never repeat a value. */
export function readAuthorization(
  type: HttpAuthenticationType,
  value: string | undefined,
): Authorization {
  if (type === authenticationType.webhookKey.value) return { headers: {}, query: keyPair(value) }
  const pairs = value === undefined ? [] : readSettings(value)
  if (type === authenticationType.httpHeader.value) return { headers: headersOf(pairs), query: [] }
  return { headers: {}, query: queryOf(pairs) }
}

function keyPair(value: string | undefined): readonly Pair[] {
  if (value === undefined || value.trim() === '') throw refusals['webhook-key-missing']()
  return [['code', value]]
}

const notSettings = 'they are not in the form of settings'

function headersOf(pairs: readonly Pair[] | undefined): Record<string, string> {
  if (pairs === undefined) throw wrongHeaders(notSettings)
  const headers = new Map<string, string>()
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw wrongHeaders(`"${name}" is no header name`)
    if (isForbiddenHeader(key)) throw wrongHeaders(`the hub itself sets the header ${name}`)
    if (headers.has(key)) throw wrongHeaders(`the header ${name} is there twice`)
    if (!isHeaderValue(value))
      throw wrongHeaders(
        `the value of ${name} has a line break or another character beyond Latin-1`,
      )
    headers.set(key, value)
  }
  return Object.fromEntries(headers)
}

/** Visible characters of Latin-1, blanks and tabs: no line break can start a header of its own. */
function isHeaderValue(value: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)
}

function queryOf(pairs: readonly Pair[] | undefined): readonly Pair[] {
  if (pairs === undefined) throw refusals['webhook-query']({ problem: notSettings })
  for (const [name, value] of pairs) {
    const problem = name === '' ? 'a name is empty' : undefined
    if (problem !== undefined) throw refusals['webhook-query']({ problem })
    if (!name.isWellFormed() || !value.isWellFormed()) {
      throw refusals['webhook-query']({ problem: 'half of a surrogate pair stands alone' })
    }
  }
  return pairs
}

function wrongHeaders(problem: string) {
  return refusals['webhook-headers']({ problem }, { input: 'authvalue' })
}

/** The URL as it is called: what it has in its query stays as it is, pairs come after it. */
export function withQuery(url: string, pairs: readonly Pair[]): string {
  const target = new URL(url)
  target.hash = ''
  if (pairs.length === 0) return target.href
  const added = pairs
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  const own = target.search === '' ? '' : `${target.search.slice(1)}&`
  target.search = `?${own}${added}`
  return target.href
}
