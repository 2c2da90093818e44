import type { WaitlistRow } from './waitlist-rows.ts'

interface Rules {
  readonly registers: (item: WaitlistRow) => boolean
  readonly perSeat: number
}

interface Turn {
  readonly registering: readonly WaitlistRow[]
  /** Those who are invited to one seat together. */
  readonly slots: readonly (readonly WaitlistRow[])[]
}

/** Gives so many seats to a line, strictly in its order. */
export function shareOut(line: readonly WaitlistRow[], seats: number, rules: Rules): Turn {
  const registering: WaitlistRow[] = []
  const slots: WaitlistRow[][] = []
  for (const item of line) {
    const open = slots.at(-1)
    if (rules.registers(item)) {
      if (registering.length + slots.length >= seats) break
      registering.push(item)
    } else if (open !== undefined && open.length < rules.perSeat) open.push(item)
    else if (registering.length + slots.length >= seats) break
    else slots.push([item])
  }
  return { registering, slots }
}
