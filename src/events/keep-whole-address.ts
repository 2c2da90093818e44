import type { Execution } from '#pipeline'
import type { OccasionTable } from './event.ts'

const short = 'msevtmgt_webinarurl'
const whole = 'gr_webinarurl'

/** Lengths of `msevtmgt_webinarurl`, as Dataverse has them. */
const lengths: Readonly<Record<OccasionTable, number>> = {
  msevtmgt_event: 200,
  msevtmgt_session: 100,
}

/**
 * Addresses of webinars are often longer than the Dataverse column. The whole one stands in
 * `gr_webinarurl`, and whoever writes one of the two columns writes the other: clients of Dataverse
 * know the short one only. Half an address leads nowhere, so one that does not fit is left out there.
 */
export async function keepWholeAddress({ table, target, pre }: Execution): Promise<void> {
  const fitting = (address: unknown) =>
    typeof address === 'string' && address.length <= lengths[table as OccasionTable]
      ? address
      : null
  if (target[whole] !== undefined) {
    if (target[short] === undefined) target[short] = fitting(target[whole])
    return
  }
  // Written back as it was read: it says nothing about an address that did not fit.
  if (pre !== undefined && (target[short] ?? null) === fitting(pre[whole])) return
  if (target[short] !== undefined) target[whole] = target[short]
}
