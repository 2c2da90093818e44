/** Numbers, instants and local times from the texts that clients send, exactly or not at all. */

const decimalPattern = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/
/** No column holds more digits; longer texts would make the pattern slow. */
const longestDecimal = 60
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/
const localTimePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(?:\.\d{1,9})?Z?$/
const datePattern = /^\d{4}-\d\d-\d\d$/
/** What a double is exact to; digits beyond are noise of binary arithmetic (0.1 + 0.2). */
const exactDigits = 15

/**
 * The exact decimal, without leading or trailing zeros, or undefined when it is no number or has
 * more decimals. A JavaScript number may carry noise beyond its fifteenth digit, which is dropped.
 */
export function decimalText(value: number | string, decimals: number): string | undefined {
  if (typeof value === 'string') return exactDecimal(value, decimals)
  if (!Number.isFinite(value)) return undefined
  return (
    exactDecimal(positional(value), decimals) ??
    exactDecimal(positional(Number(value.toPrecision(exactDigits))), decimals)
  )
}

function exactDecimal(text: string, decimals: number): string | undefined {
  const match = text.length > longestDecimal ? null : decimalPattern.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = ''] = match
  if (fraction.length > decimals) return undefined
  const unsigned = fraction === '' ? whole : `${whole}.${fraction}`
  return sign === '-' && /[1-9]/.test(unsigned) ? `-${unsigned}` : unsigned
}

/** `1e21` and `1e-7` without exponent. */
function positional(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e')
  if (exponent === undefined) return mantissa
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  const padded = digits.padEnd(point, '0')
  return `${sign}${padded.slice(0, point)}.${padded.slice(point)}`
}

/** From a Date, or from ISO 8601 text with an offset; undefined when it is neither or no real day. */
export function toInstant(value: unknown): Date | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value
  if (typeof value !== 'string' || !instantPattern.test(value)) return undefined
  // Date.parse would take 30 February for 1 March.
  const instant = orUndefined(() => Temporal.Instant.from(value))
  return instant === undefined ? undefined : new Date(instant.epochMilliseconds)
}

/**
 * `YYYY-MM-DDTHH:MM:SS` from what Dataverse clients send for local times: seconds may be missing,
 * fractions are dropped and a trailing Z means nothing.
 */
export function localTimeText(value: unknown): string | undefined {
  const match = typeof value === 'string' ? localTimePattern.exec(value) : null
  if (match === null) return undefined
  const text = `${match[1]}${match[2] ?? ':00'}`
  return orUndefined(() => Temporal.PlainDateTime.from(text).toString())
}

export function localDateText(value: unknown): string | undefined {
  if (typeof value !== 'string' || !datePattern.test(value)) return undefined
  return orUndefined(() => Temporal.PlainDate.from(value).toString())
}

/** Temporal throws a RangeError for days and hours that do not exist: that is the answer here. */
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
