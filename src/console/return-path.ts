/** The page that somebody asked for before signing in: a path of this hub, never another site. */
const longest = 2000

/** The path, or undefined where it leads elsewhere. */
export function ownPath(wanted: string | undefined): string | undefined {
  if (wanted === undefined || wanted.length > longest) return undefined
  // Browsers take `//host`, `/\host` and paths with tabs or line breaks for other sites.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return undefined
  return URL.canParse(wanted, here) && new URL(wanted, here).origin === here ? wanted : undefined
}

const here = 'http://own.invalid'
