/**
 * Descriptions are stored as plain text or as the HTML of some rich-text editor, written by people
 * who may publish events but not scripts. What comes out is built anew from a short list of tags,
 * always balanced, with links to the web and mail only.
 */
import { escapeHtml, type Html, raw } from '#http'

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open' | 'close'; readonly name: string; readonly attributes: string }

/** Tags of editors, and what they become here. Headings stand below those of the page. */
const inline: Readonly<Record<string, string>> = {
  b: 'strong',
  strong: 'strong',
  i: 'em',
  em: 'em',
  u: 'u',
}
const blocks: Readonly<Record<string, string>> = {
  p: 'p',
  h1: 'h3',
  h2: 'h3',
  h3: 'h3',
  h4: 'h4',
  h5: 'h4',
  h6: 'h4',
  blockquote: 'blockquote',
  ul: 'ul',
  ol: 'ol',
}
/** These stand for nothing but a new line of thought. */
const breaks = new Set(
  'div section article header footer table tr td th hr pre dl dt dd figure'.split(' '),
)
/** Their content is no text for people. */
const dropped = new Set(
  'script style iframe object embed svg math template noscript head title textarea select'.split(
    ' ',
  ),
)
const containers = new Set(['blockquote', 'li'])
const lists = new Set(['ul', 'ol'])
const deepest = 16

/** Stored text as safe HTML. */
export function richText(stored: string | null | undefined): Html {
  const text = (stored ?? '').trim()
  return raw(/<[a-z/!]/i.test(text) ? rebuild(tokens(text)) : paragraphs(text))
}

/** Stored text as one line of plain text. */
export function plainText(stored: string | null | undefined): string {
  const text = (stored ?? '').trim()
  if (!/<[a-z/!]/i.test(text)) return text.replace(/\s+/g, ' ')
  return tokens(text)
    .map((token) => {
      if (token.kind === 'text') return decode(token.text)
      return token.name in inline || token.name === 'a' || token.name === 'span' ? '' : ' '
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}

const tokenPattern =
  /<!--[\s\S]*?(?:-->|$)|<![^<>]*>|<(\/?)([a-z][a-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|[^<]+|</gi

function tokens(text: string): Token[] {
  const found: Token[] = []
  let droppedUntil: string | undefined
  for (const [whole, slash, tag, attributes = ''] of text.matchAll(tokenPattern)) {
    const name = tag?.toLowerCase()
    if (droppedUntil !== undefined) {
      if (slash === '/' && name === droppedUntil) droppedUntil = undefined
    } else if (name === undefined) {
      if (!whole.startsWith('<!')) found.push({ kind: 'text', text: whole })
    } else if (slash !== '/' && dropped.has(name)) {
      droppedUntil = attributes.endsWith('/') ? undefined : name
    } else {
      found.push({ kind: slash === '/' ? 'close' : 'open', name, attributes })
    }
  }
  return found
}

/** Writes tags so that they nest as HTML allows, whatever order they came in. */
class Writer {
  #written = ''
  readonly #open: string[] = []

  text(text: string): void {
    if (text.trim() === '' && !this.#isInsideLine()) return
    this.#startLine()
    this.#written += escapeText(text)
  }

  breakLine(): void {
    if (!this.#isInsideLine()) return
    this.#written += '<br>'
  }

  openInline(tag: string, attributes = ''): void {
    if (this.#open.includes(tag) || this.#open.length >= deepest) return
    this.#startLine()
    this.#push(tag, attributes)
  }

  openBlock(tag: string): void {
    this.endLine()
    if (lists.has(this.#top() ?? '')) this.#push('li')
    if (this.#open.length < deepest) this.#push(tag)
  }

  openItem(): void {
    const at = this.#open.findLastIndex((tag) => lists.has(tag))
    if (at < 0) {
      this.endLine()
      return
    }
    this.#closeTo(at + 1)
    this.#push('li')
  }

  close(tag: string): void {
    const at = this.#open.lastIndexOf(tag)
    if (at >= 0) this.#closeTo(at)
  }

  /** Ends paragraph or heading, but not the quotation or list item around it. */
  endLine(): void {
    const at = this.#open.findLastIndex((tag) => containers.has(tag) || lists.has(tag))
    this.#closeTo(at + 1)
  }

  finish(): string {
    this.#closeTo(0)
    return this.#written.replace(/<(p|h3|h4|li|ul|ol|blockquote)>(?:\s|<br>)*<\/\1>/g, '')
  }

  #startLine(): void {
    if (this.#isInsideLine()) return
    this.#push(lists.has(this.#top() ?? '') ? 'li' : 'p')
  }

  #isInsideLine(): boolean {
    const top = this.#top()
    return top !== undefined && top !== 'blockquote' && !lists.has(top)
  }

  #top(): string | undefined {
    return this.#open.at(-1)
  }

  #push(tag: string, attributes = ''): void {
    this.#written += `<${tag}${attributes}>`
    this.#open.push(tag)
  }

  #closeTo(length: number): void {
    while (this.#open.length > length) this.#written += `</${this.#open.pop()}>`
  }
}

function rebuild(all: readonly Token[]): string {
  const writer = new Writer()
  for (const token of all) {
    if (token.kind === 'text') writer.text(token.text)
    else if (token.kind === 'close') closeTag(writer, token.name)
    else openTag(writer, token.name, token.attributes)
  }
  return writer.finish()
}

function openTag(writer: Writer, name: string, attributes: string): void {
  const inlineTag = inline[name]
  const blockTag = blocks[name]
  if (name === 'br') writer.breakLine()
  else if (name === 'li') writer.openItem()
  else if (name === 'a') openLink(writer, attributes)
  else if (inlineTag !== undefined) writer.openInline(inlineTag)
  else if (blockTag !== undefined) writer.openBlock(blockTag)
  else if (breaks.has(name)) writer.endLine()
}

function closeTag(writer: Writer, name: string): void {
  const tag = inline[name] ?? blocks[name] ?? (name === 'li' || name === 'a' ? name : undefined)
  if (tag !== undefined) writer.close(tag)
  else if (breaks.has(name)) writer.endLine()
}

function openLink(writer: Writer, attributes: string): void {
  const match = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(attributes)
  const address = webAddress(decode(match?.[1] ?? match?.[2] ?? match?.[3] ?? ''))
  if (address === undefined) return
  writer.close('a')
  writer.openInline('a', ` href="${escapeHtml(address)}" rel="nofollow noopener"`)
}

/** The address of a link, if it leads to the web or to a mailbox. */
export function webAddress(text: string | null | undefined): string | undefined {
  const trimmed = (text ?? '').trim()
  if (!URL.canParse(trimmed)) return undefined
  const url = new URL(trimmed)
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined
}

/** References like `&nbsp;` stay what they are; any other `&` is one. */
function escapeText(text: string): string {
  return text
    .split(/(&(?:[a-z][a-z0-9]{1,31}|#\d{1,7}|#x[\da-f]{1,6});)/i)
    .map((part, at) => (at % 2 === 1 ? part : escapeHtml(part)))
    .join('')
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  colon: ':',
  tab: '',
  newline: '',
}

function decode(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return named[String(name).toLowerCase()] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

/** Plain text: blank lines part paragraphs, addresses become links. */
function paragraphs(text: string): string {
  return text
    .split(/\r?\n\s*\r?\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${part.trim().split(/\r?\n/).map(linked).join('<br>')}</p>`)
    .join('')
}

function linked(line: string): string {
  return line
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
    .map((part, at) => (at % 2 === 1 ? linkTo(part) : escapeHtml(part)))
    .join('')
}

function linkTo(text: string): string {
  const address = webAddress(text)
  if (address === undefined) return escapeHtml(text)
  return `<a href="${escapeHtml(address)}" rel="nofollow noopener">${escapeHtml(text)}</a>`
}
