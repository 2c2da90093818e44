/**
 * The hub connects to an egress proxy wherever it is, also inside its own network, where nothing else
 * that people enter may lead: so nobody names one who could not change the settings of the hub.
 */
import { mayAdministrate } from '#identity'
import type { Execution, Step } from '#pipeline'
import { refusals } from './refusals.ts'

const column = 'gr_egressproxy'

export const egressProxySteps: readonly Step[] = (['Create', 'Update'] as const).map((message) => ({
  name: `Providers: who names an egress proxy, at ${message}`,
  message,
  table: 'msevtmgt_webinarconfiguration',
  stage: 10 as const,
  ...(message === 'Update' ? { filteringColumns: [column] } : {}),
  run: refuseOthers,
}))

async function refuseOthers({ target, caller }: Execution): Promise<void> {
  if ((target[column] ?? null) === null || mayAdministrate(caller)) return
  throw refusals['egress-proxy-not-allowed'](undefined, { input: column })
}
