/** What an administrator does at the vendor, beside the form: a section of the provider's README. */
import { readFile } from 'node:fs/promises'

/** Markdown: paragraphs, numbered lists, tables, sub-headings. Empty where there is nothing to do. */
export async function setupGuide(adapter: string): Promise<string> {
  const text = await readFile(new URL(`./${adapter}/README.md`, import.meta.url), 'utf8')
  const [section] = text.split(/^## (?=Making |Setting it up)/m).slice(1)
  if (section === undefined) return ''
  const [own = ''] = section.split(/^## /m)
  return own.slice(own.indexOf('\n')).trim()
}

/** The picture on the provider's card: SVG. */
export async function providerLogo(adapter: string): Promise<string> {
  return await readFile(new URL(`./${adapter}/logo.svg`, import.meta.url), 'utf8')
}
