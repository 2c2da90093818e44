import type { Refusal } from '#errors'
import { refusals } from './refusals.ts'

/**
 * A complete http or https address, as it is to be stored.
 * @throws `address-not-usable`; the text itself is not repeated, it may hold a password
 */
export function webAddress(label: string, text: string): URL {
  const url = URL.parse(text.trim())
  if (url === null) throw notUsable(label, 'it is not a complete address')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw notUsable(label, `it starts with ${url.protocol} and not with https: or http:`)
  }
  return url
}

/** Paths are appended to it, so it ends with its path; whether it is private is asked at the call. */
export function baseAddress(label: string, text: string): string {
  const url = webAddress(label, text)
  if (url.username !== '' || url.password !== '') {
    throw notUsable(label, 'it holds a user name or password')
  }
  if (text.includes('?') || text.includes('#')) {
    throw notUsable(label, 'it has a query or a fragment')
  }
  return url.href.replace(/\/+$/, '')
}

function notUsable(label: string, problem: string): Refusal {
  return refusals['address-not-usable'](
    { label, problem },
    { input: label, expected: 'a complete http or https address' },
  )
}
