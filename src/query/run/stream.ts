/** Large pages pass through in parts, so that the memory of a request does not grow with its page. */
import type { Database } from '#database'
import type { CompiledQuery } from '../compile/compile.ts'
import type { SqlValue } from '../resolve/bound-value.ts'
import { asRefusal } from './database-error.ts'
import {
  demandRowLimit,
  type Facts,
  hasRow,
  type RowCursor,
  readCursor,
  readFacts,
  type SqlRow,
  textReader,
} from './read-rows.ts'
import type { PoolReader } from './run.ts'

export interface StreamedResult extends Facts {
  /**
   * The rows of the page, each the text of a JSON object. Read them to the end or stop early
   * (`rows.return()`): either way the connection goes back. A failure half-way is thrown here.
   */
  readonly rows: AsyncGenerator<string, void, void>
  /** What is known when the last row has been read. */
  end(): StreamEnd
}

export interface StreamEnd {
  readonly more: boolean
  readonly first: RowCursor | undefined
  readonly last: RowCursor | undefined
}

/** Rows that are asked for at once; some hundred kilobytes where rows are wide. */
const partSize = 200

/** The overload of `connect` with a callback hides the promise from `ReturnType`. */
type Client = Parameters<Parameters<Database['pool']['connect']>[0]>[1] & object

/** Like `runBound`; holds a connection, with a transaction that only reads, until the last row. */
export async function stream(
  reader: PoolReader,
  query: CompiledQuery,
  values: readonly SqlValue[],
): Promise<StreamedResult> {
  const client = await reader.pool.connect()
  // Without a listener a connection that breaks while it is held would end the process.
  client.on('error', leaveToTheQuery)
  try {
    await client.query('begin read only')
    await client.query(`declare page no scroll cursor for ${query.sql}`, [...values])
    const first = await nextPart(client)
    demandRowLimit(query, first[0])
    const state: StreamState = { read: 0, first: undefined, last: undefined, more: false }
    const rows = readRows(client, query, first, state)
    await rows.next()
    return {
      ...readFacts(query, first[0]),
      rows,
      end: () => ({
        more: state.more,
        first: readCursor(query, state.first),
        last: readCursor(query, state.last),
      }),
    }
  } catch (error) {
    await giveBack(client)
    throw asRefusal(error)
  }
}

interface StreamState {
  read: number
  first: SqlRow | undefined
  last: SqlRow | undefined
  more: boolean
}

async function* readRows(
  client: Client,
  query: CompiledQuery,
  firstPart: readonly SqlRow[],
  state: StreamState,
): AsyncGenerator<string, void, void> {
  const read = textReader(query)
  try {
    // Taken before the rows are handed out: only a generator that has begun runs its `finally`.
    yield ''
    for (let part = firstPart; part.length > 0; part = await nextPart(client)) {
      for (const row of part) {
        if (!hasRow(query, row)) continue
        state.more = query.more && state.read === query.size
        if (state.more) return
        state.read += 1
        state.first ??= row
        state.last = row
        yield read(row)
      }
      if (part.length < partSize) return
    }
  } catch (error) {
    throw asRefusal(error)
  } finally {
    await giveBack(client)
  }
}

async function nextPart(client: Client): Promise<readonly SqlRow[]> {
  const text = `fetch forward ${partSize} from page`
  const { rows } = await client.query<SqlRow[]>({ text, rowMode: 'array', types: asText } as never)
  return rows as unknown as readonly SqlRow[]
}

const asText = { getTypeParser: () => (value: string) => value }

const leaveToTheQuery = (): void => undefined

/** A connection whose transaction cannot be ended is closed instead of being used again. */
async function giveBack(client: Client): Promise<void> {
  try {
    await client.query('rollback')
    client.off('error', leaveToTheQuery)
    client.release()
  } catch (error) {
    client.release(error instanceof Error ? error : true)
  }
}
