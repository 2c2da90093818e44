/**
 * Finds the translation of what the server said. Its English text is the key, as in gettext; a key
 * may be a template with `{placeholders}`, whose values are looked up again, because they may be
 * words of the server themselves: "event", "list the recordings". No imports: tests run it alone.
 */

export type Words = Readonly<Record<string, string>>
export type Translate = (text: string) => string

interface Template {
  readonly pattern: RegExp
  /** The longest literal piece: most texts lack it, and are not tried. */
  readonly piece: string
  /** Letters of all literal pieces. */
  readonly literal: number
  readonly names: readonly string[]
  readonly translation: string
}

interface Found {
  readonly text: string
  /** Letters that no word accounts for: the fewer, the better it was understood. */
  readonly foreign: number
}

/** A run of so many sentences is looked for as one text. */
const mostSentences = 8
/** How deep words may stand inside each other: a refusal, the problem in it, the value in that. */
const depth = 3
const mostRemembered = 2_000

/** What is not among the words is given back as it came. */
export function translator(words: Words): Translate {
  const find = finder(words)
  const remembered = new Map<string, string>()
  return (text) => {
    const before = remembered.get(text)
    if (before !== undefined) return before
    const found = find(text, depth)
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(text, found)
    return found
  }
}

function finder(words: Words): (text: string, left: number) => string {
  const keys = Object.keys(words)
  const exact = new Map(Object.entries(words).filter(([key]) => !isTemplate(key)))
  const templates = keys.filter(isTemplate).map((key) => templateOf(key, words[key] ?? key))
  templates.sort((one, other) => other.literal - one.literal)
  /** ", with a web page": they stand behind other words without a gap. */
  const tails = [...exact].filter(([key]) => /^[ ,;]/.test(key))

  function whole(text: string, left: number): Found | undefined {
    const same = exact.get(text)
    if (same !== undefined) return { text: same, foreign: 0 }
    for (const { piece, pattern, names, translation } of templates) {
      const values = text.includes(piece) ? pattern.exec(text)?.slice(1) : undefined
      if (values === undefined) continue
      const foreign = values.reduce((sum, value) => sum + value.length, 0)
      return { text: fill(translation, names, values, left), foreign }
    }
    return undefined
  }

  const fill = (translation: string, names: readonly string[], values: string[], left: number) =>
    translation.replace(placeholder, (itself, name: string) => {
      const value = values[names.indexOf(name)] ?? itself
      return left === 0 ? value : valueIn(value, left - 1)
    })

  /** One word of the server, one with a tail, or several in a list. */
  function valueIn(value: string, left: number): string {
    const found = sentences(value, left)
    if (found !== value) return found
    for (const [tail, translation] of tails) {
      if (!value.endsWith(tail)) continue
      return valueIn(value.slice(0, -tail.length), left) + translation
    }
    const parts = value.split(/(; |, | or |\(\d+\) )/)
    if (parts.length === 1) return value
    return parts.map((part) => (part === '' ? part : sentences(part, left))).join('')
  }

  /** Of all ways to read a text as runs of known sentences, the one that leaves the fewest letters. */
  function sentences(text: string, left: number): string {
    const parts = text.split(/(?<=[.!?]) (?=\S)/)
    const best: Found[] = [{ text: '', foreign: 0 }]
    for (let to = 1; to <= parts.length; to += 1) {
      for (let from = Math.max(0, to - mostSentences); from < to; from += 1) {
        const before = best[from] as Found
        const run = parts.slice(from, to).join(' ')
        const found = whole(run, left) ?? { text: run, foreign: 2 * run.length }
        const foreign = before.foreign + found.foreign
        if (foreign >= (best[to]?.foreign ?? Number.POSITIVE_INFINITY)) continue
        best[to] = { text: from === 0 ? found.text : `${before.text} ${found.text}`, foreign }
      }
    }
    return best[parts.length]?.text ?? text
  }

  return sentences
}

const placeholder = /\{(\w+)\}/g

const isTemplate = (key: string) => /\{\w+\}/.test(key)

const escaped = (piece: string) => piece.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** A placeholder that comes twice has the same value both times. */
function templateOf(key: string, translation: string): Template {
  const names: string[] = []
  const pieces = key.split(/\{(\w+)\}/)
  const pattern = pieces.map((piece, at) => {
    if (at % 2 === 0) return escaped(piece)
    const known = names.indexOf(piece)
    if (known >= 0) return `(?:\\${known + 1})`
    names.push(piece)
    return '(.*?)'
  })
  const literals = pieces.filter((_, at) => at % 2 === 0)
  const [piece = ''] = literals.toSorted((one, other) => other.length - one.length)
  const literal = literals.join('').length
  return { pattern: new RegExp(`^${pattern.join('')}$`, 's'), piece, literal, names, translation }
}
