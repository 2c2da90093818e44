/** RFC 4180; cells that a spreadsheet would run as a formula are prefixed (OWASP CSV injection). */
export function toCsv(lines: readonly object[]): string {
  const head = Object.keys(lines[0] ?? {})
  const rows = lines.map((line) => Object.values(line).map(cellOf).join(','))
  return `${[head.map(cellOf).join(','), ...rows].join('\r\n')}\r\n`
}

function cellOf(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value)
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
