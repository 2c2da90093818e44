const shownCharacters = 60

/** What was found where something else was expected, in words that fit into a refusal. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return `the text ${JSON.stringify(shortened(value))}`
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Date) return describeDate(value)
  return typeof value === 'object' ? describeObject(value) : `a ${typeof value}`
}

function shortened(text: string): string {
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…`
}

function describeDate(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an invalid date' : `the instant ${date.toISOString()}`
}

function describeObject(value: object): string {
  return 'table' in value && typeof value.table === 'string'
    ? `a reference to a row of ${shortened(value.table)}`
    : 'an object'
}
