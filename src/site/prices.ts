/** Amounts as people read them. They come as exact decimal texts and are never made a float. */
import type { Visitor } from './texts.ts'

interface Amount {
  /** Exact amount with four decimals. */
  readonly price: string
  /** ISO 4217; null where nobody set a currency. */
  readonly currencyCode: string | null
}

export function isFree(price: string): boolean {
  return /^-?0*(\.0*)?$/.test(price)
}

/** `€12.50`, `12,50 €`; `Free` for nothing. */
export function priceText({ price, currencyCode }: Amount, visitor: Visitor): string {
  return isFree(price) ? visitor.text('price.free') : sumText({ price, currencyCode }, visitor)
}

/** The same with nothing as `€0.00`. */
export function sumText({ price, currencyCode }: Amount, { locale }: Visitor): string {
  const decimals = price.split('.')[1]?.replace(/0+$/, '').length ?? 0
  const currency =
    currencyCode === null ? {} : ({ style: 'currency', currency: currencyCode } as const)
  const usual = new Intl.NumberFormat(locale, currency).resolvedOptions().minimumFractionDigits ?? 0
  const least = currencyCode === null ? 2 : usual
  const digits = { minimumFractionDigits: least, maximumFractionDigits: Math.max(least, decimals) }
  return new Intl.NumberFormat(locale, { ...currency, ...digits }).format(price as `${number}`)
}
