import type { Parsing } from './parsing.ts'

export function parseTop({ scanner }: Parsing): number {
  const digits = scanner.match(/\d{1,9}(?![\w.])/y)
  if (digits === undefined) throw scanner.fault('a whole number from 0')
  return Number(digits)
}

export function parseCount({ scanner }: Parsing): boolean {
  if (scanner.takeWord('true')) return true
  if (scanner.takeWord('false')) return false
  throw scanner.fault('true or false')
}
