/**
 * Words of this module.
 * *message*: what is asked for: Create, Update, Delete, SetState, …, or one of the hub's own.
 * *request*: a message with its table, row and values, as a door or a step hands it in.
 * *execution*: one message on its way through the stages; steps see and shape it.
 * *stage*: 10 before the transaction, 20 in it before the main operation, 30 the main operation,
 * 40 in it afterwards. *Step*: code at a stage of a message. *Rank*: order inside a stage.
 * *image*: the row before (pre) or after (post) the main operation.
 * *depth*: 1 for a door's request, one more for each execution started from within another.
 */
import type { Db, Table, Tx } from '#database'
import type { JobRequest } from '#jobs'
import type { Offer } from './offer.ts'

/** Column values by logical name. */
export type Values = Record<string, unknown>

export interface RowReference {
  readonly table: string
  readonly id: string
}

/** In whose name a request runs. Made by the doors from what `identity` authenticated. */
export interface Caller {
  readonly userId: string
  /** Who started it, where that is another (impersonation). */
  readonly initiatingUserId?: string
  readonly businessUnitId: string
  /** Names of the security roles; rights are checked against them. */
  readonly roles: readonly string[]
  /** Carried over from a header of the caller, to count loops across systems. */
  readonly correlationId?: string
  readonly depth?: number
}

export interface Request {
  readonly message: string
  /** Logical name of the primary table. */
  readonly table: string
  /** The row; for Create the id the caller chose. */
  readonly id?: string
  /** The row by one of the table's alternate keys, where its id is not known. */
  readonly key?: Readonly<Values>
  /** Column values as the caller sent them. */
  readonly target?: Values
  /** Other parameters: State, Status, Assignee, Relationship, RelatedEntities, own ones. */
  readonly input?: Readonly<Record<string, unknown>>
  /** The hub itself writes: read-only columns are allowed and rights are not asked. */
  readonly internal?: boolean
  /** Optimistic concurrency: the version the caller saw (`If-Match`). */
  readonly ifVersion?: number
  /** Initial shared variables, e.g. `tag` from the query string. */
  readonly shared?: Readonly<Record<string, unknown>>
}

export interface Outcome {
  /** Row that was created or changed. */
  readonly id: string
  /** OutputParameters. */
  readonly output: Readonly<Record<string, unknown>>
  /** The row afterwards, where the main operation gave it. */
  readonly post: Values | undefined
}

export type Stage = 10 | 20 | 30 | 40

export interface Execution {
  readonly message: string
  readonly table: string
  readonly declaration: Table
  /** The row; all zeros where an own message has none before its main operation. */
  readonly id: string
  readonly stage: Stage
  /**
   * What is written. Steps at 10 and 20 may change it; at 40 it also holds what the hub filled in
   * (defaults, modifiedon, generated columns). Lookups are ids, instants are Dates; a secret
   * column only says that it was set (`secretIsSet`).
   */
  readonly target: Values
  /** The part of `target` that the caller sent, as it came. */
  readonly sent: Readonly<Values>
  readonly input: Readonly<Record<string, unknown>>
  readonly output: Record<string, unknown>
  /** The row before; present for Update, SetState, Assign and Delete where a step asked for it. */
  readonly pre: Values | undefined
  /** The row afterwards; at stage 40. */
  readonly post: Values | undefined
  /** Passed from step to step, and down from parents. */
  readonly shared: Map<string, unknown>
  readonly depth: number
  readonly correlationId: string
  readonly requestId: string
  readonly operationCreatedOn: Date
  readonly parent: Execution | undefined
  readonly caller: Caller
  readonly internal: boolean
  /** For reading, at every stage. */
  readonly db: Db
  /**
   * The transaction, for writing; whoever asks for it counts as having written. Asking for it at
   * stage 10 is a programming mistake.
   */
  readonly tx: Tx
  /**
   * Starts another message inside this one: same transaction, depth + 1; at stage 10 of a door's
   * request in a transaction of its own. Once it has written, its failure cannot be ignored: the
   * whole transaction fails with it, even where a step catches the error.
   */
  execute(request: Request): Promise<Outcome>
  /** Several, in order; neighbouring Creates of one table become one INSERT. Fails at the first. */
  executeAll(requests: readonly Request[]): Promise<Outcome[]>
  /** A job that exists if and only if this transaction commits. */
  enqueue(job: JobRequest): void
}

/**
 * What a step writes into the target at stage 20 is checked like what callers send, except that
 * read-only columns are allowed. Required columns are asked for after stage 20, so that a step may
 * fill them in; one at stage 20 must be ready to find them missing.
 */
export interface Step {
  /** Shown to people: "Webinars: create the webinar of a live event". */
  readonly name: string
  readonly message: string
  /** Undefined: every table. */
  readonly table?: string
  readonly stage: 10 | 20 | 40
  /** Ascending; default 1000, so that there is room before and after. */
  readonly rank?: number
  /** Update only: runs when one of these is among the written columns. */
  readonly filteringColumns?: readonly string[]
  /** Load the row before the main operation. */
  readonly needsPreImage?: boolean
  /** Asks about the rights of a caller: left out for what the hub itself writes (`internal`). */
  readonly requestsOnly?: boolean
  run(execution: Execution): Promise<void>
}

export type Privilege = 'Create' | 'Read' | 'Update' | 'Delete'

/** The executions of one transaction that run together (group commit). */
export interface Group {
  /**
   * The transaction. What is written with it directly must be right for all executions, also
   * when some of them are refused.
   */
  readonly tx: Tx
  /**
   * Starts one request inside each of the given executions; neighbouring Creates of one table
   * become one INSERT. A refusal that came before anything was written is that item's result.
   */
  executeAll(
    items: readonly { readonly execution: Execution; readonly request: Request }[],
  ): Promise<(Outcome | Error)[]>
}

/** A message of the hub's own, e.g. gr_Register. */
export interface MessageDefinition {
  readonly name: string
  /** The table its steps are registered for and its rights are asked of. */
  readonly table: string
  /** The privilege asked for; default Update. */
  readonly privilege?: Privilege
  /** How programs call it through the Data API; undefined: only the hub itself does. */
  readonly offer?: Offer
  /**
   * The main operation, for one or many executions of one transaction (group commit). Gives one
   * result per execution, in order: its output, or the refusal that its caller gets. An execution
   * that already wrote something and is then refused makes the group run again one by one.
   */
  run(executions: readonly Execution[], group: Group): Promise<readonly (MessageOutput | Error)[]>
}

export interface MessageOutput {
  readonly id: string
  readonly output: Readonly<Record<string, unknown>>
}
