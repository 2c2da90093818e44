/**
 * Words of this module. *Request* and *answer* are one exchange with a client, whether it came
 * alone or as part of a `$batch`. *Visit*: a request with who sent it and where it reads and
 * writes. *Scope*: the database, or the transaction of a change set.
 */
import type { Db, Table } from '#database'
import type { Log } from '#log'
import type { Caller, Offer, Outcome, Pipeline, Request } from '#pipeline'
import type { Metadata, Queries } from '#query'
import type { Customizing } from './customize/customizing.ts'
import type { CsdlDocument } from './describe/answer-metadata.ts'
import type { Preferences } from './read-preferences.ts'

export interface DataRequest {
  readonly method: string
  /** What addresses in the answer start with: `https://hub.example/api/data/v9.2/`. */
  readonly root: string
  /** Path behind the root, encoded, without slash at the start. */
  readonly path: string
  /** What follows the first question mark, encoded. */
  readonly query: string
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  readonly batched: boolean
}

export interface DataAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A page is bytes; large ones come in parts. Inside batches nothing comes in parts. */
  readonly body: string | Buffer | AsyncIterable<string> | undefined
  /** The row that was created or changed, for `$1` in later requests of a change set. */
  readonly entityId?: string
}

/** Pages that are being sent in parts; each holds a database connection as long as its client reads. */
export interface Streams {
  /** Undefined where there are enough already; otherwise to be called once when the page is sent. */
  take(): (() => void) | undefined
}

export interface Scope {
  readonly queries: Queries
  readonly db: Db
  readonly streams: Streams
  execute(caller: Caller, request: Request): Promise<Outcome>
  /** Several writes that stand or fall together. */
  together<T>(act: (scope: Scope) => Promise<T>): Promise<T>
}

/** An action on one row that another module offers; the right to update the row's table is asked. */
export interface BoundAction {
  readonly name: string
  /** Logical name of the table of the row. */
  readonly table: string
  readonly offer: Offer
  run(
    caller: Caller,
    id: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>
}

/** What is answered from; another one when a definition has changed. */
export interface Door {
  readonly tables: readonly Table[]
  readonly metadata: Metadata
  readonly csdl: CsdlDocument
  readonly actions: readonly BoundAction[]
  readonly pipeline: Pipeline
  readonly log: Log
  /** IANA zone in which days of queries begin. */
  readonly timeZone: string
  readonly customizing: Customizing
  /** Looks for changes of other processes; gives the door that is right now. */
  renew(): Promise<Door>
}

export interface Visit {
  readonly door: Door
  readonly request: DataRequest
  readonly caller: Caller
  readonly preferences: Preferences
  readonly scope: Scope
}

/** With its charset said, the web server sends it as it stands. */
export const jsonType = 'application/json; odata.metadata=minimal; charset=utf-8'

export function jsonAnswer(
  status: number,
  body: DataAnswer['body'],
  headers: Readonly<Record<string, string>> = {},
): DataAnswer {
  return { status, headers: { 'content-type': jsonType, ...headers }, body }
}

export const emptyAnswer = (headers: Readonly<Record<string, string>> = {}): DataAnswer => ({
  status: 204,
  headers,
  body: undefined,
})
