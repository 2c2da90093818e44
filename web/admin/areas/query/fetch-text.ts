/** FetchXML as people write it, and the pages of its answer. */

const fetchTag = /<fetch\b[^>]*?(\/?)>/

/** Logical name of the table that is asked. */
export function entityOf(text: string): string | undefined {
  return /<entity\b[^>]*?\bname\s*=\s*["']([^"']+)["']/.exec(text)?.[1]
}

export interface FetchPage {
  readonly number: number
  readonly size: number
  readonly cookie?: string
}

/** The text that is sent, and what was put into it where: places after it are told shifted. */
export interface SentFetch {
  readonly text: string
  readonly at: number
  readonly length: number
  /** Whether further pages can be asked for. */
  readonly paged: boolean
}

/** Queries with `top`, `page` or sums have one page, as they are written. */
export function withPage(text: string, page: FetchPage): SentFetch {
  const tag = fetchTag.exec(text)
  const has = (name: string) => tag !== null && new RegExp(`\\s${name}\\s*=`).test(tag[0])
  if (tag === null || has('top') || has('page') || has('aggregate')) {
    return { text, at: text.length, length: 0, paged: false }
  }
  const added = [
    has('count') ? '' : ` count="${page.size}"`,
    has('returntotalrecordcount') ? '' : ' returntotalrecordcount="true"',
    page.number === 1 ? '' : ` page="${page.number}"`,
    page.cookie === undefined ? '' : ` paging-cookie="${escaped(page.cookie)}"`,
  ].join('')
  const at = tag.index + tag[0].length - 1 - (tag[1] ?? '').length
  return { text: text.slice(0, at) + added + text.slice(at), at, length: added.length, paged: true }
}

/** The annotation is an element whose attribute is encoded twice for addresses. */
export function cookieOf(annotation: unknown): string | undefined {
  const found = /\bpagingcookie="([^"]*)"/.exec(String(annotation ?? ''))?.[1]
  return found === undefined ? undefined : decodeURIComponent(decodeURIComponent(found))
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** Properties that a query asks for: rows leave out what is empty. */
export function askedColumns(text: string): readonly string[] {
  const columns: string[] = []
  const prefixes: string[] = ['']
  for (const [, end, name = '', attributes = '', closed] of text.matchAll(
    /<(\/?)([\w-]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g,
  )) {
    const value = (which: string) =>
      new RegExp(`\\b${which}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1]
    if (name === 'link-entity') {
      if (end === '/') prefixes.pop()
      else if (closed !== '/') prefixes.push(`${value('alias') ?? value('name') ?? ''}.`)
    }
    if (name === 'attribute' && end === '') {
      const alias = value('alias')
      columns.push(alias ?? `${prefixes.at(-1) ?? ''}${value('name') ?? ''}`)
    }
  }
  return columns
}
