/** Puts values into templates. Nothing that a person typed becomes markup, a header or a new line of one. */
import { escapeHtml } from '#http'

/** A piece that the hub draws. Its HTML is right as it is. */
export interface Block {
  readonly html: string
  readonly text: string
}

export interface TemplateValues {
  readonly texts: ReadonlyMap<string, string>
  readonly blocks: ReadonlyMap<string, Block>
}

const named = /\{\{([^{}]*)\}\}/g

export function fillHtml(template: string, { texts, blocks }: TemplateValues): string {
  const filled = template.replace(named, (_, name: string) => {
    const block = blocks.get(name.trim())
    return block === undefined ? escapeText(texts.get(name.trim()) ?? '') : block.html
  })
  // A paragraph whose only block has nothing to show would be a gap.
  return filled.replace(/<p[^<>]*>\s*<\/p>/g, '')
}

export function fillText(template: string, { texts, blocks }: TemplateValues): string {
  const textOf = (name: string) => printable(blocks.get(name)?.text ?? texts.get(name) ?? '')
  return template
    .replace(named, (_, name: string) => textOf(name.trim()))
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const longestSubject = 300

/** One line: whatever a name contains, it ends no header (RFC 5322 §2.2) and hides no letters. */
export function fillSubject(template: string, { texts }: TemplateValues): string {
  const filled = template.replace(named, (_, name: string) => texts.get(name.trim()) ?? '')
  return [...oneLine(filled)].slice(0, longestSubject).join('')
}

/** Without control characters, line breaks and marks that turn the direction of letters. */
export function oneLine(text: string): string {
  return printable(text)
    .replace(/[\n\t\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}

function escapeText(text: string): string {
  return escapeHtml(printable(text)).replaceAll('\n', '<br>')
}

/** Line breaks and tabs are kept; other control characters and halves of letters are not. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
}
