import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Log } from '#log'
import type { Pipeline } from '#pipeline'
import { Admissions } from './admissions.ts'
import { type CircuitOptions, Circuits } from './circuits.ts'
import { PlaceLimit } from './place-limit.ts'
import { RateLimit } from './rate-limit.ts'
import { Outcomes } from './watch-outcomes.ts'

export interface PacingOptions {
  readonly database: { readonly db: Db }
  readonly clock: Clock
  readonly log: Log
  readonly pipeline: Pick<Pipeline, 'executeIn'>
  readonly onCircuit?: CircuitOptions['onCircuit']
}

/** Everything that decides when an endpoint with options is called. */
export function createPacing(o: PacingOptions) {
  const { db } = o.database
  const circuits = new Circuits({ ...o, db })
  const places = new PlaceLimit(db)
  const admissions = new Admissions({ ...o, circuits, places, rates: new RateLimit(db) })
  const outcomes = new Outcomes({ ...o, db, circuits })
  return { circuits, admissions, outcomes, close: () => places.close() }
}
