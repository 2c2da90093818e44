/**
 * Pages are made of tagged templates: every value put in is escaped unless it is itself `Html`.
 * That is the whole template language; it needs no build and works without JavaScript.
 */
const marker: unique symbol = Symbol('html')

export interface Html {
  readonly [marker]: true
  readonly text: string
}

type Part = Html | string | number | boolean | null | undefined | readonly Part[]

/** `html\`<p>${name}</p>\``: values are escaped, arrays joined, false and undefined left out. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return raw(strings.reduce((text, string, index) => text + render(parts[index - 1]) + string))
}

/** Marks text as HTML that is already right. Never for anything a person typed. */
export function raw(text: string): Html {
  return { [marker]: true, text }
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false || part === true) return ''
  if (typeof part === 'object' && marker in part) return part.text
  if (Array.isArray(part)) return part.map(render).join('')
  return escapeHtml(String(part))
}

export interface Page {
  readonly language: string
  readonly title: string
  /** Elements of the head besides title and viewport: styles, description, structured data. */
  readonly head?: Html
  readonly body: Html
}

/** A whole document. */
export function page(document: Page): string {
  return html`<!doctype html>
<html lang="${document.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${document.title}</title>
${document.head}
</head>
<body>
${document.body}
</body>
</html>
`.text
}
