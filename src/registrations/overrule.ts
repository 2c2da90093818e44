/**
 * Rules of the public page that staff may set aside for somebody whom they register by hand. A rule
 * has the name of its refusal: the hub refuses first, and only what is named after that is set
 * aside, so that nobody overrules what they do not know of.
 */
import type { Refusal } from '#errors'

export const overrulableRules = [
  'event-full',
  'session-full',
  'pass-sold-out',
  'registration-closed',
  'registration-not-open',
  'event-not-live',
  'session-not-live',
] as const

export type OverrulableRule = (typeof overrulableRules)[number]

/** Says whether a refusal is set aside. */
export type Overrules = (refusal: Refusal) => boolean

export const nothingOverruled: Overrules = () => false

/** What one request sets aside, and what of it stood against the request. */
export interface Overruling {
  readonly overrules: Overrules
  readonly overruled: readonly Refusal[]
}

export function overruling(rules: readonly OverrulableRule[]): Overruling {
  const overruled: Refusal[] = []
  return {
    overruled,
    overrules(refusal) {
      const isNamed = rules.some((each) => each === refusal.code)
      if (isNamed) overruled.push(refusal)
      return isNamed
    },
  }
}

/** The first refusal that is not set aside. */
export function firstStanding(
  refusals: Iterable<Refusal>,
  overrules: Overrules = nothingOverruled,
): Refusal | undefined {
  for (const refusal of refusals) {
    if (!overrules(refusal)) return refusal
  }
  return undefined
}
