/**
 * What a handler module sees. A handler is a TypeScript file in the folder that GREENROOM_HANDLERS
 * names; it exports `handle`, and may export `name` and `description`:
 *
 *     import type { Handler } from 'greenroom/handlers'
 *     export const handle: Handler = async (context) => { … }
 *
 * `docs/guides/handlers.md` says how to register one.
 */

export type Handler = (context: HandlerContext) => Promise<void> | void

/** What JSON can carry; instants are ISO 8601 text. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json }

/** Column values by logical name. */
export type Row = { readonly [column: string]: Json }

export interface HandlerContext {
  readonly message: string
  /** Logical name of the primary table. */
  readonly table: string
  /** The row. */
  readonly id: string
  readonly stage: 10 | 20 | 40
  readonly mode: 'synchronous' | 'asynchronous'
  readonly depth: number
  readonly correlationId: string
  /** In whose name the handler acts, and who started it. */
  readonly userId: string
  readonly initiatingUserId: string
  readonly businessUnitId: string
  readonly operationCreatedOn: string
  readonly step: { readonly id: string; readonly name: string }
  /** `configuration` and the secure configuration of the step; null where there is none. */
  readonly configuration: string | null
  readonly secureConfiguration: string | null
  /** What is written. At the stages 10 and 20 changes here become part of the write. */
  readonly target: Record<string, Json>
  readonly input: Row
  readonly output: Row
  /** The row before and after, by the aliases of the images that are registered for the step. */
  readonly preImages: Readonly<Record<string, Row>>
  readonly postImages: Readonly<Record<string, Row>>
  /** Seen by later steps of this operation and by the operations it starts. */
  readonly shared: Record<string, Json>
  /** Aborted when the time is over: whatever is done afterwards has no effect. */
  readonly signal: AbortSignal
  /**
   * Rows that an address of the Data API gives, as the acting user may see them:
   * `contacts?$select=fullname&$filter=lastname eq 'Beam'`. In a synchronous step they are as the
   * transaction sees them.
   */
  read(address: string): Promise<Row[]>
  /** Another message, as the acting user; in a synchronous step in the same transaction. */
  execute(request: HandlerRequest): Promise<HandlerOutcome>
  /** Tells a service endpoint of this operation, without a step of its own. */
  sendContext(endpointId: string): Promise<{ readonly status: number }>
  /** A line in the log of the hub, with step and correlation. */
  log(text: string, values?: Row): void
}

export interface HandlerRequest {
  /** Create, Update, Delete, SetState, Assign or one of the hub's own. */
  readonly message: string
  readonly table: string
  readonly id?: string
  readonly target?: Row
  readonly input?: Row
}

export interface HandlerOutcome {
  readonly id: string
  readonly output: Row
}
