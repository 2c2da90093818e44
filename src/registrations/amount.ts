/** Exact amounts: decimal text with up to four places, as `money` columns hold them. */

const places = 4
const unit = 10n ** BigInt(places)

/** The sum of amounts, with four places. */
export function sumOf(amounts: readonly string[]): string {
  return textOf(amounts.reduce((sum, amount) => sum + unitsOf(amount), 0n))
}

function unitsOf(amount: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,4})0*)?$/.exec(amount)
  if (match === null) throw new Error(`"${amount}" is no amount.`)
  const [, sign, whole = '0', fraction = ''] = match
  const units = BigInt(whole) * unit + BigInt(fraction.padEnd(places, '0'))
  return sign === '-' ? -units : units
}

function textOf(units: bigint): string {
  const sign = units < 0n ? '-' : ''
  const absolute = units < 0n ? -units : units
  return `${sign}${absolute / unit}.${String(absolute % unit).padStart(places, '0')}`
}
