import { problem } from './problems.ts'
import type { Vendor } from './vendor.ts'

/** The `Idempotency-Key` of a POST. Throws `missing-idempotency-key`. */
export function idempotencyKeyOf(header: string | string[] | undefined): string {
  if (typeof header === 'string' && header.length > 0 && header.length <= 100) return header
  throw problem(
    'missing-idempotency-key',
    'Every POST needs one Idempotency-Key header of 1 to 100 characters.',
  )
}

/** The id that was made under this key in this scope, if any. */
export function madeUnder(vendor: Vendor, scope: string, key: string): string | undefined {
  return vendor.state.keys.get(`${scope} ${key}`)?.target
}

export function remember(vendor: Vendor, scope: string, key: string, target: string): void {
  vendor.state.keys.put({ id: `${scope} ${key}`, target })
}
