import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Row } from '#database'
import type { Execution } from '#pipeline'
import type { webapplicationTable } from './administration-tables.ts'
import { refusals } from './refusals.ts'
import type { Tables } from './tables.ts'

export type WebApplicationRow = Row<typeof webapplicationTable>

const shortestToken = 32

/** The active web application with this token. The token is public: it stands in every page. */
export async function findWebApplication(
  db: Db,
  token: string,
): Promise<WebApplicationRow | undefined> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_webapplication as w')
    .selectAll('w')
    .where('w.msevtmgt_token', '=', token)
    .where('w.statecode', '=', 0)
    .executeTakeFirst()
}

/** Whether pages of this origin belong to an active web application (for preflight requests). */
export async function isRegisteredOrigin(db: Db, origin: string): Promise<boolean> {
  const { rows } = await sql`
    select 1
    from msevtmgt_webapplication w
    where w.msevtmgt_origin = ${origin} and w.statecode = 0
    limit 1`.execute(db)
  return rows.length > 0
}

/** At the first save: a token (one that moves over from elsewhere is kept) and where to call. */
export async function equipWebApplication(execution: Execution, publicUrl: string): Promise<void> {
  const { target } = execution
  target.msevtmgt_token ??= randomBytes(24).toString('base64url')
  checkToken(target.msevtmgt_token)
  Object.assign(target, {
    msevtmgt_publicendpoint: `${publicUrl}/EvtMgmt/api/v2.0/`,
    msevtmgt_publicendpointv2_api: `${publicUrl}/EvtMgmt/api/v2.0/`,
    msevtmgt_publicendpointv2_app: `${publicUrl}/`,
    msevtmgt_publicendpointv2_docs: `${publicUrl}/openapi.json`,
  })
}

/** A new token has to be as good as a generated one. */
export async function checkNewToken({ target }: Execution): Promise<void> {
  checkToken(target.msevtmgt_token)
}

/** Scheme, host and port as browsers send them in `Origin` (RFC 6454 §6.2), http and https only. */
export async function checkOrigin({ target }: Execution): Promise<void> {
  const found = target.msevtmgt_origin
  if (typeof found !== 'string') return
  const origin = originOf(found)
  if (origin === found) return
  const proposal = origin ?? 'https://events.company.example'
  throw refusals['origin-invalid'](
    { found, proposal },
    { input: 'msevtmgt_origin', expected: proposal, found },
  )
}

function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : undefined
}

function checkToken(token: unknown): void {
  if (typeof token === 'string' && /^[\w-]+$/.test(token) && token.length >= shortestToken) return
  throw refusals['token-too-weak']({ least: shortestToken }, { input: 'msevtmgt_token' })
}
