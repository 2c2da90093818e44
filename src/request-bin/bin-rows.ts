/** All SQL on bins and what they hold. */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import { mostBins, requestsKept } from './limits.ts'
import type { Answer, KeptRequest, RawHeaders, Verdict } from './request-bin.ts'
import type { Tables } from './tables.ts'

export interface NewBin {
  readonly id: string
  readonly name: string
  readonly token: string
  readonly createdBy: string
  readonly createdOn: Date
  readonly expiresOn: Date
}

/** Gives whether there was room for it. */
export async function insertBin(tx: Tx, bin: NewBin): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('gr_requestbin'))`.execute(tx)
  const { numAffectedRows } = await sql`
insert into gr_requestbin (gr_requestbinid, name, token, answerstatus, answerdelayms, createdby,
  createdon, expireson)
select ${bin.id}, ${bin.name}, ${bin.token}, 200, 0, ${bin.createdBy}, ${bin.createdOn},
  ${bin.expiresOn}
where (select count(*) from gr_requestbin b where b.expireson > ${bin.createdOn}) < ${mostBins}`.execute(
    tx,
  )
  return numAffectedRows === 1n
}

export interface BinRow {
  readonly id: string
  readonly name: string
  readonly token: string
  readonly answer: Answer
  readonly createdOn: Date
  readonly expiresOn: Date
  readonly requests: number
}

const columns = sql`
b.gr_requestbinid as id, b.name, b.token, b.answerstatus as status, b.answerdelayms as "delayMs",
b.answerretryafter as "retryAfter", b.answersleft as times, b.createdon as "createdOn",
b.expireson as "expiresOn",
(select count(*)::integer from gr_binrequest r where r.gr_requestbinid = b.gr_requestbinid) as requests`

interface ReadRow extends Omit<BinRow, 'answer'> {
  readonly status: number
  readonly delayMs: number
  readonly retryAfter: string | null
  readonly times: number | null
}

function toBin({ status, delayMs, retryAfter, times, ...rest }: ReadRow): BinRow {
  const answer = { status, delayMs, retryAfter: retryAfter ?? undefined, times: times ?? undefined }
  return { ...rest, answer }
}

export async function listBins(db: Db, now: Date): Promise<readonly BinRow[]> {
  const { rows } = await sql<ReadRow>`
select ${columns} from gr_requestbin b where b.expireson > ${now}
order by b.createdon desc`.execute(db)
  return rows.map(toBin)
}

export async function findBin(db: Db, id: string, now: Date): Promise<BinRow | undefined> {
  const { rows } = await sql<ReadRow>`
select ${columns} from gr_requestbin b
where b.gr_requestbinid = ${id} and b.expireson > ${now}`.execute(db)
  return rows[0] && toBin(rows[0])
}

/** Its id and how this request is to be answered; counts an answer that is for some requests only. */
export async function takeAnswer(
  db: Db,
  token: string,
  now: Date,
): Promise<{ readonly id: string; readonly answer: Answer } | undefined> {
  const { rows } = await sql<ReadRow>`
with counted as (
  update gr_requestbin b set answersleft = b.answersleft - 1
  where b.token = ${token} and b.expireson > ${now} and b.answersleft > 0
  returning b.*
)
select ${columns} from counted b
union all
select ${columns} from gr_requestbin b
where b.token = ${token} and b.expireson > ${now} and b.answersleft is null
union all
select ${columns} from (select b.gr_requestbinid, b.name, b.token, 200 as answerstatus,
    0 as answerdelayms, null as answerretryafter, 0 as answersleft, b.createdon, b.expireson
  from gr_requestbin b
  where b.token = ${token} and b.expireson > ${now} and b.answersleft <= 0) b`.execute(db)
  return rows[0] && { id: rows[0].id, answer: toBin(rows[0]).answer }
}

export async function setAnswer(tx: Tx, id: string, answer: Answer): Promise<void> {
  await tx
    .$extendTables<Tables>()
    .updateTable('gr_requestbin')
    .set({
      answerstatus: answer.status,
      answerdelayms: answer.delayMs,
      answerretryafter: answer.retryAfter ?? null,
      answersleft: answer.times ?? null,
    })
    .where('gr_requestbinid', '=', id)
    .execute()
}

/** Keeps a request and lets the oldest ones go. */
export async function insertRequest(tx: Tx, binId: string, request: KeptRequest): Promise<void> {
  const headers = JSON.stringify(request.headers)
  const verdicts = JSON.stringify(request.verdicts)
  await sql`
insert into gr_binrequest (gr_binrequestid, gr_requestbinid, receivedon, method, target, headers,
  body, isbase64, bodybytes, verdicts, answerstatus)
values (${request.id}, ${binId}, ${request.receivedOn}, ${request.method}, ${request.target},
  ${headers}, ${request.body}, ${request.isBase64}, ${request.bodyBytes}, ${verdicts},
  ${request.answered})`.execute(tx)
  await sql`
delete from gr_binrequest r
where r.gr_requestbinid = ${binId} and r.gr_binrequestid < (
  select k.gr_binrequestid from gr_binrequest k where k.gr_requestbinid = ${binId}
  order by k.gr_binrequestid desc offset ${requestsKept - 1} limit 1)`.execute(tx)
}

/** The newest first. */
export async function listRequests(db: Db, binId: string): Promise<readonly KeptRequest[]> {
  const rows = await db
    .$extendTables<Tables>()
    .selectFrom('gr_binrequest')
    .selectAll()
    .where('gr_requestbinid', '=', binId)
    .orderBy('gr_binrequestid', 'desc')
    .limit(requestsKept)
    .execute()
  return rows.map((row) => ({
    id: row.gr_binrequestid,
    receivedOn: row.receivedon,
    method: row.method,
    target: row.target,
    headers: row.headers as RawHeaders,
    body: row.body,
    isBase64: row.isbase64,
    bodyBytes: row.bodybytes,
    verdicts: row.verdicts as readonly Verdict[],
    answered: row.answerstatus,
  }))
}

export async function deleteRequests(tx: Tx, binId: string): Promise<void> {
  await sql`delete from gr_binrequest r where r.gr_requestbinid = ${binId}`.execute(tx)
}

export async function deleteBin(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`delete from gr_requestbin b where b.gr_requestbinid = ${id}`.execute(tx)
  return numAffectedRows === 1n
}

export async function deleteExpired(tx: Tx, now: Date): Promise<number> {
  const { numAffectedRows } =
    await sql`delete from gr_requestbin b where b.expireson <= ${now}`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
