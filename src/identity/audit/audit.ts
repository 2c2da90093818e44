/**
 * *Audit log*: what administrators did, and who came in: one row per act, written in the
 * transaction of the act, so that there is none without the other.
 */
import type { Clock } from '#clock'
import { type Db, type Table, type Tx, withTransaction } from '#database'
import { general } from '#errors'
import type { Caller } from '#pipeline'
import { mayAdministrate } from '../policy.ts'
import { refusals } from '../refusals.ts'
import type { RequestOrigin } from '../request-origin.ts'
import * as rows from './audit-rows.ts'
import type { AuditChange, AuditPageShape, AuditRowShape } from './audit-shapes.ts'
import { nameRecords } from './name-records.ts'

export type AuditRow = AuditRowShape<Date>
export type AuditPage = AuditPageShape<Date>

export interface AuditEntry {
  /** A message (Create, Update, …) or an act: `sign-in`, `create API key`, … */
  readonly action: string
  readonly caller?: Pick<Caller, 'userId' | 'initiatingUserId'>
  /** Who tried it, where that is no known user. */
  readonly userName?: string
  readonly table?: string
  readonly recordId?: string
  readonly recordName?: string
  readonly changes?: readonly AuditChange[]
  readonly correlationId?: string
}

export interface AuditFilter {
  readonly userId?: string
  readonly action?: string
  readonly table?: string
  readonly recordId?: string
  readonly from?: Date
  readonly to?: Date
  /** In names, values and addresses. */
  readonly text?: string
}

/** What there is to choose from. */
export interface AuditChoices {
  readonly actions: readonly string[]
  readonly tables: readonly string[]
}

export type Audit = ReturnType<typeof createAudit>

const usualLimit = 50
/**
 * A text is looked for row by row: no index of PostgreSQL without extensions finds parts of words.
 * Who wants more than the last 90 days says since when.
 */
const usualSearchMs = 90 * 24 * 3600_000

interface AuditNeeds {
  readonly db: Db
  readonly clock: Clock
  /** The tables as they are now. */
  readonly tables: () => readonly Table[]
  readonly origin: () => RequestOrigin | undefined
}

export function createAudit(o: AuditNeeds) {
  async function note(tx: Tx, entry: AuditEntry): Promise<void> {
    const origin = o.origin()
    await rows.insertAuditRow(tx, {
      at: o.clock.now(),
      userId: entry.caller?.userId ?? null,
      userName: entry.userName?.slice(0, 320) ?? null,
      initiatingUserId: entry.caller?.initiatingUserId ?? null,
      action: entry.action,
      table: entry.table ?? null,
      recordId: entry.recordId ?? null,
      recordName: entry.recordName?.slice(0, 500) ?? null,
      changes: entry.changes ?? null,
      address: origin?.address ?? null,
      userAgent: origin?.userAgent ?? null,
      request: origin?.request ?? null,
      correlationId: entry.correlationId ?? null,
    })
  }

  return {
    note,

    /** In a transaction of its own, for acts that write nothing else. */
    async noteAlone(entry: AuditEntry): Promise<void> {
      await withTransaction(o.db, (tx) => note(tx, entry))
    },

    /** Newest first; for System Administrators. @throws `not-allowed`, `page-not-valid` */
    async list(
      caller: Caller,
      filter: AuditFilter,
      page: { readonly after?: string; readonly limit?: number } = {},
    ): Promise<AuditPage> {
      demandReader(caller)
      const limit = page.limit ?? usualLimit
      const after = page.after === undefined ? undefined : positionOf(page.after)
      const { text, recordId, from } = filter
      const isWide = text !== undefined && recordId === undefined && from === undefined
      const searchedFrom = isWide ? new Date(o.clock.now().getTime() - usualSearchMs) : null
      const searched = searchedFrom === null ? filter : { ...filter, from: searchedFrom }
      const found = await rows.findAuditRows(o.db, searched, { after, limit: limit + 1 })
      const value = found.slice(0, limit)
      const last = value.at(-1)
      const more = found.length > limit && last !== undefined
      const names = await nameRecords(o.db, o.tables(), value)
      return { value, names, next: more ? textOf(last) : null, searchedFrom }
    },

    /** @throws `not-allowed` */
    async choices(caller: Caller): Promise<AuditChoices> {
      demandReader(caller)
      const [actions, tables] = await Promise.all([
        rows.distinctValues(o.db, 'action'),
        rows.distinctValues(o.db, 'tablename'),
      ])
      return { actions, tables }
    },
  }
}

function demandReader(caller: Caller): void {
  if (mayAdministrate(caller)) return
  const who = `The user ${caller.userId}`
  throw general['not-allowed']({ who, act: 'read', table: 'the audit log' })
}

const textOf = ({ at, id }: AuditRow) =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')

const position = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/

function positionOf(text: string): rows.Position {
  const [, at = '', id = ''] = position.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (id !== '' && !Number.isNaN(Date.parse(at))) return { at: new Date(at), id }
  throw refusals['page-not-valid']({}, { input: 'after' })
}
