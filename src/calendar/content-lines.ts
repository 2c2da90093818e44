/**
 * The writing rules of iCalendar: content lines, parameters, escaping, folding (RFC 5545 §3.1,
 * §3.3.11; parameter values RFC 6868). Lines are built unfolded and folded once at the end.
 */

/** One property line, not yet folded. The value must already be in the form of its type. */
export function contentLine(
  name: string,
  value: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const written = Object.entries(parameters)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([parameter, text]) => `;${parameter}=${parameterValue(text)}`)
  return `${name}${written.join('')}:${value}`
}

/**
 * A TEXT value: backslash, semicolon, comma and line breaks are escaped (§3.3.11). Other control
 * characters cannot be written in iCalendar at all and are left out; tabs may stay.
 */
export function textValue(text: string): string {
  return printable(text)
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
}

/** The document: each line folded, each ended by CRLF, the last one too (§3.1). */
export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${foldLine(line)}\r\n`).join('')
}

/** The longest line in octets, without its CRLF (§3.1). */
const longestLine = 75

/**
 * Breaks a long line into parts of at most 75 octets; the space that opens a further part counts.
 * Code points are kept whole, which §3.1 only warns about but many readers depend on.
 */
function foldLine(line: string): string {
  if (Buffer.byteLength(line) <= longestLine) return line
  let folded = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > longestLine) {
      folded += '\r\n '
      octets = 1
    }
    folded += character
    octets += size
  }
  return folded
}

/**
 * A parameter value, quoted where it must be. Quotation marks, line breaks and carets are written
 * with carets (RFC 6868), as §3.2 itself has no way to write a quotation mark.
 */
function parameterValue(text: string): string {
  const written = printable(text).replaceAll('^', '^^').replaceAll('"', "^'").replaceAll('\n', '^n')
  return /[:;,]/.test(written) ? `"${written}"` : written
}

/** Well-formed Unicode with plain line breaks and without control characters other than tabs. */
function printable(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what §3.3.11 excludes
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
  )
}
