import { sqlState } from '#database'

const lostStates = new Set(['57P01', '57P02', '57P03', '53300', '25P03', '57P05'])
const lostCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
])

/**
 * Whether the database could not be reached or went away, so that trying again later makes sense:
 * PostgreSQL's class 08 and "shutting down", "too many connections", the network's codes, and the
 * messages of `pg` 8.23, which has no codes for a connection that ends under a query.
 */
export function isConnectionLoss(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined && (state.startsWith('08') || lostStates.has(state))) return true
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && lostCodes.has(error.code)) return true
  return /connection terminated|connection error|connection ended|timeout exceeded when trying to connect/i.test(
    error.message,
  )
}
