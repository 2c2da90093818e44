/**
 * The form in which Dataverse's tools keep authentication pairs:
 * `<settings><setting name="key" value="value"/></settings>`. Nothing else of XML is accepted: no
 * other elements, no text, no comments, no declarations of types or entities.
 */

export type Pair = readonly [name: string, value: string]

const setting =
  /<setting((?:\s+[a-z]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?:\/>|>\s*<\/setting\s*>)/gy
const attribute = /([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const frame =
  /^\s*(?:<\?xml[^?<>]*\?>\s*)?(?:<settings\s*\/>|<settings\s*>([\s\S]*)<\/settings\s*>)\s*$/

/** The pairs in their order, or undefined where the text is something else. */
export function readSettings(text: string): Pair[] | undefined {
  const match = frame.exec(text)
  return match === null ? undefined : readPairs((match[1] ?? '').trim())
}

function readPairs(inside: string): Pair[] | undefined {
  const pairs: Pair[] = []
  let at = 0
  while (at < inside.length) {
    setting.lastIndex = at
    const found = setting.exec(inside)
    const pair = found === null ? undefined : readPair(found[1] ?? '')
    if (pair === undefined) return undefined
    pairs.push(pair)
    at = setting.lastIndex
    while (/\s/.test(inside[at] ?? '')) at += 1
  }
  return pairs
}

function readPair(attributes: string): Pair | undefined {
  const values = new Map<string, string>()
  for (const [, name = '', double, single] of attributes.matchAll(attribute)) {
    const value = readText(double ?? single ?? '')
    if (value === undefined || values.has(name)) return undefined
    values.set(name, value)
  }
  const name = values.get('name')
  const value = values.get('value')
  return values.size === 2 && name !== undefined && value !== undefined ? [name, value] : undefined
}

const characters: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** With character references resolved; undefined where one is unknown. */
function readText(text: string): string | undefined {
  let isKnown = true
  const read = text.replace(/&([^;&]*);?/g, (_, reference: string) => {
    const character = characters[reference] ?? numbered(reference)
    isKnown &&= character !== undefined
    return character ?? ''
  })
  return isKnown ? read : undefined
}

function numbered(reference: string): string | undefined {
  const decimal = /^#(\d{1,7})$/.exec(reference)?.[1]
  const hexadecimal = /^#x([0-9a-f]{1,6})$/i.exec(reference)?.[1]
  if (decimal === undefined && hexadecimal === undefined) return undefined
  const code = decimal === undefined ? Number.parseInt(`${hexadecimal}`, 16) : Number(decimal)
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : undefined
}

/** The text for these pairs; `readSettings` gives them back. */
export function writeSettings(pairs: readonly Pair[]): string {
  const settings = pairs.map(
    ([name, value]) => `<setting name="${escapeText(name)}" value="${escapeText(value)}"/>`,
  )
  return `<settings>${settings.join('')}</settings>`
}

/** Besides XML's own characters also tabs and line breaks, which parsers turn into blanks. */
function escapeText(text: string): string {
  return text.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
