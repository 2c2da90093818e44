/**
 * `Retry-After` (RFC 9110 §10.2.3): seconds or a date. Milliseconds from now, or undefined where
 * there is none that can be read. Dates are taken in all three forms of §5.6.7.
 */
export function readRetryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? ''
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1_000
  if (!/^[A-Z][a-z]+,? /.test(text)) return undefined
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}
