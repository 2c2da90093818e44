import type { Clock } from '#clock'
import type { MessageDefinition } from '#pipeline'
import { scanDefinition } from './scan.ts'

export { readCode } from './door.ts'
export { registrationOfCode } from './door-rows.ts'
export { registerCheckIn } from './register-check-in.ts'

/** What the pipeline needs of this module. */
export function checkInMessages(clock: Clock): readonly MessageDefinition[] {
  return [scanDefinition(clock)]
}
