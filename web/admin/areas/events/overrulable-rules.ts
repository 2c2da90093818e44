import type { OverrulableRule } from '../../../../src/registrations/overrule.ts'

export type { OverrulableRule } from '../../../../src/registrations/overrule.ts'

const rules: Readonly<Record<OverrulableRule, true>> = {
  'event-full': true,
  'session-full': true,
  'pass-sold-out': true,
  'registration-closed': true,
  'registration-not-open': true,
  'event-not-live': true,
  'session-not-live': true,
}

/** Whether a refusal is of a rule that staff may set aside. */
export function isOverrulable(code: string): code is OverrulableRule {
  return Object.hasOwn(rules, code)
}
