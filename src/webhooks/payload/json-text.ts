/** JSON as .NET's DataContractJsonSerializer writes it; receivers compare and parse with patterns. */

/** Printable ASCII without the three characters that are escaped. */
const plain = /^[ !#-.0-[\]-~]*$/

const quoteCode = 0x22
const slashCode = 0x2f
const backslashCode = 0x5c

/**
 * A string with its quotes. `"`, `\` and `/` get a backslash; control characters, U+0085, U+2028,
 * U+2029, U+FFFE, U+FFFF and halves of surrogate pairs become `\uXXXX`, also the line feed, for
 * which JSON has a short form.
 */
export function quote(text: string): string {
  if (plain.test(text)) return `"${text}"`
  let result = ''
  let from = 0
  for (let index = 0; index < text.length; index += 1) {
    const escaped = escapeOf(text.charCodeAt(index), text, index)
    if (escaped === undefined) continue
    result += text.slice(from, index) + escaped
    from = index + 1
  }
  return `"${result}${text.slice(from)}"`
}

function escapeOf(code: number, text: string, index: number): string | undefined {
  if (code === quoteCode || code === slashCode || code === backslashCode) {
    return `\\${text[index]}`
  }
  if (code < 0x20 || code === 0x85 || code === 0x2028 || code === 0x2029) return hexadecimal(code)
  if (code === 0xfffe || code === 0xffff) return hexadecimal(code)
  return isHalf(code, text, index) ? hexadecimal(code) : undefined
}

function isHalf(code: number, text: string, index: number): boolean {
  if (code < 0xd800 || code > 0xdfff) return false
  const isFirst = code < 0xdc00
  const other = text.charCodeAt(isFirst ? index + 1 : index - 1)
  return isFirst ? !(other >= 0xdc00 && other <= 0xdfff) : !(other >= 0xd800 && other <= 0xdbff)
}

function hexadecimal(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`
}

/** An instant without a zone: `"\/Date(1506384247000)\/"`, milliseconds since 1970 in UTC. */
export function dateText(milliseconds: number): string {
  return `"\\/Date(${milliseconds})\\/"`
}

/** The same instant with an offset, which only says in which zone it was taken. */
export function dateTextWithOffset(milliseconds: number, offset: string): string {
  return `"\\/Date(${milliseconds}${offset})\\/"`
}

/** `{"key":…,"value":…}`, the form of a dictionary's entries. */
export function entry(key: string, value: string): string {
  return `{"key":${quote(key)},"value":${value}}`
}

/** A number in exact decimal notation, without zeros at its end: money `100.0000` is `100`. */
export function decimalNumber(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.')
  const shortened = fraction.replace(/0+$/, '')
  const number = shortened === '' ? whole : `${whole}.${shortened}`
  return number === '-0' ? '0' : number
}
