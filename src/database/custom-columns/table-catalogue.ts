/**
 * The tables as they are now: what the code declares and the columns that administrators added.
 * Every process has its own catalogue and brings it up to the rows of `gr_customcolumn`.
 */
import { sql } from 'kysely'
import { ChangeListener } from '../change-listener.ts'
import type { Database } from '../connect.ts'
import type { Table } from '../define-table.ts'
import type { Db } from '../handles.ts'
import type { CustomColumn } from './custom-column.ts'
import type { CustomizationTables } from './tables.ts'

export const customizationChannel = 'greenroom_customization'

export interface TableCatalogue {
  /** The same list until a definition changes, then another one. */
  tables(): readonly Table[]
  /** Resolves when everything is known that was committed before the call. */
  refresh(): Promise<void>
  /** Calls at once and after every change, in the order of following. */
  follow(use: (tables: readonly Table[]) => void): void
  /** Follows changes of other processes from now on. */
  start(): Promise<void>
  stop(): void
}

export interface CatalogueOptions {
  readonly database: Pick<Database, 'db' | 'pool'>
  /** What the code declares. */
  readonly tables: readonly Table[]
  /** Told when definitions cannot be read; the last known ones stay in force. */
  readonly onFailure: (error: unknown) => void
}

export function createTableCatalogue(options: CatalogueOptions): TableCatalogue {
  const catalogue = new Catalogue(options)
  const listener = new ChangeListener({
    pool: options.database.pool,
    channel: customizationChannel,
    onChange: () => catalogue.refresh(),
    onFailure: options.onFailure,
  })
  return {
    tables: () => catalogue.tables,
    refresh: () => catalogue.refresh(),
    follow: (use) => catalogue.follow(use),
    start: () => listener.start(),
    stop: () => listener.stop(),
  }
}

class Catalogue {
  readonly #options: CatalogueOptions
  readonly #followers: ((tables: readonly Table[]) => void)[] = []
  #version = 0
  #looking: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined
  tables: readonly Table[]

  constructor(options: CatalogueOptions) {
    this.#options = options
    this.tables = options.tables
  }

  follow(use: (tables: readonly Table[]) => void): void {
    this.#followers.push(use)
    use(this.tables)
  }

  refresh(): Promise<void> {
    // A look that is under way may have begun before; all who come meanwhile share the next one.
    this.#next ??= this.#lookAfter(this.#looking)
    return this.#next
  }

  async #lookAfter(previous: Promise<void>): Promise<void> {
    await Promise.allSettled([previous])
    this.#next = undefined
    this.#looking = this.#look()
    await this.#looking
  }

  async #look(): Promise<void> {
    const { db } = this.#options.database
    // Before the rows: a change between the two statements is then found by the next look.
    const version = await readVersion(db)
    if (version === this.#version) return
    this.tables = withCustomColumns(this.#options.tables, await readCustomColumns(db))
    this.#version = version
    for (const use of this.#followers) use(this.tables)
  }
}

async function readVersion(db: Db): Promise<number> {
  const { rows } = await sql<{ version: number }>`
select c.version from gr_customization c`.execute(db)
  return rows[0]?.version ?? 0
}

/** In the order in which they were added. */
export async function readCustomColumns(db: Db): Promise<readonly CustomColumn[]> {
  const rows = await db
    .$extendTables<CustomizationTables>()
    .selectFrom('gr_customcolumn as c')
    .select(['c.tablename', 'c.columnname', 'c.definition'])
    .orderBy('c.createdon')
    .orderBy('c.columnname')
    .execute()
  return rows.map(({ tablename, columnname, definition }) => {
    const column = definition as CustomColumn['column']
    return { table: tablename, name: columnname, column }
  })
}

/** Custom columns come last; one that a newer version declares by itself is that version's. */
function withCustomColumns(
  tables: readonly Table[],
  added: readonly CustomColumn[],
): readonly Table[] {
  return tables.map((table) => {
    const own = added.filter(({ table: name }) => name === table.name)
    if (own.length === 0) return table
    const news = own.filter(({ name }) => !(name in table.allColumns))
    const custom = Object.fromEntries(news.map(({ name, column }) => [name, column]))
    return {
      ...table,
      columns: { ...table.columns, ...custom },
      allColumns: { ...table.allColumns, ...custom },
    }
  })
}
