/** One line of RFC 4180, with its line break; cells that a spreadsheet would run are made text. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(cellOf).join(',')}\r\n`
}

/**
 * What begins a formula in a spreadsheet (OWASP, CSV injection), also in the full-width forms that
 * some take for the same. An apostrophe in front makes it text.
 */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

function cellOf(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value)
  const safe = formula.test(text) && !isNumber(value) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint'
