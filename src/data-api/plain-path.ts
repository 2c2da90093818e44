import { withoutSlashes } from './without-slashes.ts'

const signs: Readonly<Record<string, string>> = { '%24': '$', '%28': '(', '%29': ')' }

/**
 * What stands behind the root, without slashes around it. Clients that encode all that may be
 * encoded write `%24batch` and `WhoAmI%28%29`; inside a key's quotes these signs mean the same.
 */
export function plainPath(path: string): string {
  const inner = withoutSlashes(path)
  return inner.includes('%') ? inner.replace(/%2[489]/g, (found) => signs[found] ?? found) : inner
}
