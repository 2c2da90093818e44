/**
 * Statements on a connection of `pg`, their rows as lists of text. Other than `pg.Query` it asks
 * for no description of the columns, which is known, makes no values of the texts, and sends all
 * messages in one write: a row by key takes 22 µs of Node this way and 36 µs with `pg.Query`.
 *
 * Several statements are one exchange (PostgreSQL's manual, 54.2.4, "Pipelining"): one message of
 * the operating system to PostgreSQL and mostly one back, and one wake-up of each side.
 */
import type { Connection, Submittable } from 'pg'
import { serialize } from 'pg-protocol'
import type { SqlValue } from '../resolve/bound-value.ts'
import { tapRows, type WireRow } from './row-tap.ts'

export interface TextStatement {
  readonly sql: string
  readonly values: readonly SqlValue[]
  /** Under which PostgreSQL keeps it planned; empty for statements that are seldom asked. */
  readonly name: string
}

/** What becomes of the statements of an exchange, in their order. */
interface Outcome {
  /** The next statement has given its rows. */
  rows(rows: readonly WireRow[]): void
  /** The connection is free again; where a statement failed, those behind it have not been run. */
  done(error: Error | undefined): void
}

/** What a connection of `pg` knows of statements that it has prepared: text by name. */
interface Preparing extends Connection {
  readonly parsedStatements: Record<string, string | undefined>
  readonly submittedNamedStatements: Record<string, string | undefined>
}

export class TextRows implements Submittable {
  readonly #statements: readonly TextStatement[]
  readonly #outcome: Outcome
  #current = 0
  #rows: WireRow[] = []
  #connection: Connection | undefined

  constructor(statements: readonly TextStatement[], outcome: Outcome) {
    this.#statements = statements
    this.#outcome = outcome
  }

  /** `pg` notes under name and text of the current statement that it is prepared. */
  get name(): string {
    return this.#statements[this.#current]?.name ?? ''
  }

  get text(): string {
    return this.#statements[this.#current]?.sql ?? ''
  }

  submit(connection: Connection): void {
    const prepared = new Set<string>()
    const messages = this.#statements.flatMap((each) => messagesOf(each, connection, prepared))
    this.#connection = connection
    tapRows(connection.stream, (row) => this.#rows.push(row))
    connection.stream.write(Buffer.concat([...messages, serialize.sync()]))
  }

  handleCommandComplete(): void {
    const rows = this.#rows
    this.#rows = []
    this.#current += 1
    this.#outcome.rows(rows)
  }

  handleReadyForQuery(): void {
    this.#end(undefined)
  }

  handleError(error: Error): void {
    this.#end(error)
  }

  #end(error: Error | undefined): void {
    if (this.#connection !== undefined) tapRows(this.#connection.stream, undefined)
    this.#outcome.done(error)
  }
}

/** `prepared` are the names that an earlier statement of the same exchange prepares. */
function messagesOf(
  { sql, values, name }: TextStatement,
  connection: Connection,
  prepared: Set<string>,
): Buffer[] {
  const { parsedStatements, submittedNamedStatements } = connection as Preparing
  const bound = serialize.bind({ statement: name, values: values.map(asText) })
  const messages = [bound, serialize.execute()]
  if (name !== '' && (parsedStatements[name] !== undefined || prepared.has(name))) return messages
  if (name !== '') submittedNamedStatements[name] = sql
  prepared.add(name)
  return [serialize.parse({ text: sql, name }), ...messages]
}

function asText(value: SqlValue): string | null {
  if (value === null || typeof value === 'string') return value
  return Array.isArray(value) ? `{${value.map(element).join(',')}}` : String(value)
}

const element = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`
