/** The last 24 hours of calls to providers, for whoever has to find out what went wrong. */
import { randomUUID } from 'node:crypto'
import type { Db, Tx } from '#database'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.withTables<Tables>()

export interface LoggedRequest {
  readonly configurationId: string
  readonly requestedOn: Date
  readonly method: string
  readonly url: string | URL
  /** Undefined: no answer came. */
  readonly status: number | undefined
  readonly durationMs: number
  readonly problem: string | undefined
}

/** Some vendors name people in paths: `/users/ann%40example.com/meetings`. */
const emailSegment = /[^/]*(?:@|%40)[^/]*/gi

/**
 * Host and path only, without e-mail addresses: queries carry checksums and cursors, headers and
 * bodies carry secrets.
 */
export async function logRequest(tx: Tx, request: LoggedRequest): Promise<void> {
  const url = URL.parse(String(request.url))
  await on(tx)
    .insertInto('gr_providerrequest')
    .values({
      gr_providerrequestid: randomUUID(),
      configurationid: request.configurationId,
      requestedon: request.requestedOn,
      method: request.method,
      host: (url?.host ?? '').slice(0, 300),
      path: (url?.pathname ?? '').replace(emailSegment, '[removed]').slice(0, 1000),
      status: request.status ?? null,
      durationms: Math.round(request.durationMs),
      problem: request.problem?.slice(0, 1000) ?? null,
    })
    .execute()
}

export type RequestLogEntry = Omit<LoggedRequest, 'url'> & {
  readonly host: string
  readonly path: string
}

export interface RequestSearch {
  /** Part of the path or of what went wrong, in any case. */
  readonly text?: string
  readonly method?: string
  readonly status?: number
  /** Only calls without a good answer. */
  readonly failed?: boolean
  readonly from?: Date
  readonly to?: Date
}

const dayMs = 24 * 60 * 60 * 1000

/** Newest first; 200 at most. What is older than 24 hours is not there, removed already or not. */
export async function findRequests(
  db: Db,
  configurationId: string,
  now: Date,
  search: RequestSearch = {},
): Promise<readonly RequestLogEntry[]> {
  const { text, method, status, failed, from, to } = search
  let query = on(db)
    .selectFrom('gr_providerrequest')
    .where('configurationid', '=', configurationId)
    .where('requestedon', '>', new Date(now.getTime() - dayMs))
  if (text !== undefined) {
    const part = `%${text.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((where) =>
      where.or([where('path', 'ilike', part), where('problem', 'ilike', part)]),
    )
  }
  if (method !== undefined) query = query.where('method', '=', method.toUpperCase())
  if (status !== undefined) query = query.where('status', '=', status)
  if (failed === true) {
    query = query.where((where) =>
      where.or([where('status', 'is', null), where('status', '>=', 400)]),
    )
  }
  if (from !== undefined) query = query.where('requestedon', '>=', from)
  if (to !== undefined) query = query.where('requestedon', '<', to)
  const rows = await query.orderBy('requestedon', 'desc').limit(200).selectAll().execute()
  return rows.map((row) => ({
    configurationId: row.configurationid,
    requestedOn: row.requestedon,
    method: row.method,
    host: row.host,
    path: row.path,
    status: row.status ?? undefined,
    durationMs: row.durationms,
    problem: row.problem ?? undefined,
  }))
}

export async function deleteOldRequests(tx: Tx, before: Date): Promise<void> {
  await on(tx).deleteFrom('gr_providerrequest').where('requestedon', '<', before).execute()
}
