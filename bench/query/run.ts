/**
 * What does a general query cost beside the same question written by hand? "By hand" is what one
 * would write for that question alone: a prepared statement, rows as objects, JSON.stringify. Both
 * answer with the same members in the same run, in turns; medians are compared. Eight askers at
 * once on four connections, in one process, without HTTP.
 *
 * Needs a server: GREENROOM_TEST_SERVER='{"host":…,"port":…,"user":…,"database":"postgres"}', or
 * starts an embedded one. ROUNDS=5 for more than the default 3 rounds.
 */
import { systemClock } from '#clock'
import { tables as contactTables } from '#contacts'
import type { Database } from '#database'
import { relationships as eventRelationships, tables as eventTables } from '#events'
import {
  relationships as identityRelationships,
  tables as identityTables,
  systemCaller,
} from '#identity'
import { createMetadata, createQueries } from '#query'
import { tables as registrationTables } from '#registrations'
import { withBenchDatabase } from '../bench-database.ts'
import { fill } from './fill.ts'

const rounds = Number(process.env.ROUNDS ?? 3)
const seconds = 2
const askers = 8

const version = `'W/"' || t.versionnumber || '"' as "@odata.etag"`
const columns = 't.contactid, t.fullname, t.emailaddress1, t.jobtitle, t.createdon'

type Ask = () => Promise<string>

interface Question {
  readonly name: string
  readonly general: Ask
  readonly byHand: Ask
}

await withBenchDatabase({ name: 'query', poolSize: 4 }, async (database) => {
  await fill(database)
  for (const question of await questionsOn(database)) await compare(question)
})

async function questionsOn(database: Database): Promise<readonly Question[]> {
  const ask = askerOf(database)
  const hand = async (name: string, text: string, values: unknown[]) =>
    JSON.stringify((await database.pool.query({ name, text, values })).rows)
  const ids = await column(database, 'select contactid from contact limit 5000')
  const events = await column(database, 'select msevtmgt_eventid from msevtmgt_event')
  const names = Array.from({ length: 1000 }, (_, index) => `last${index}`)
  return [
    ...rowsByKey(ask, hand, picker(ids)),
    filteredPage(ask, hand, picker(names)),
    pageWithExpand(ask, hand, picker(events)),
  ]
}

type AskGeneral = ReturnType<typeof askerOf>
type AskByHand = (name: string, text: string, values: unknown[]) => Promise<string>

function rowsByKey(ask: AskGeneral, hand: AskByHand, id: () => string): readonly Question[] {
  const byId = 'from contact t where contactid = $1'
  return [
    {
      name: 'row by key, four columns',
      general: () => ask(`contacts(${id()})`, '$select=fullname,emailaddress1,jobtitle,createdon'),
      byHand: () => hand('key', `select ${version}, ${columns} ${byId}`, [id()]),
    },
    {
      name: 'row by key, all columns',
      general: () => ask(`contacts(${id()})`, ''),
      byHand: () => hand('all', `select ${version}, t.* ${byId}`, [id()]),
    },
  ]
}

function filteredPage(ask: AskGeneral, hand: AskByHand, name: () => string): Question {
  const select = '$select=fullname,emailaddress1,jobtitle,createdon'
  const byName = `select ${version}, ${columns} from contact t
    where lower(lastname) = lower($1) and statecode = 0 order by contactid limit 51`
  return {
    name: 'filtered page of 50',
    general: () =>
      ask('contacts', `${select}&$filter=lastname eq '${name()}' and statecode eq 0`, 50),
    byHand: () => hand('page', byName, [name()]),
  }
}

function pageWithExpand(ask: AskGeneral, hand: AskByHand, event: () => string): Question {
  const expand = '$expand=msevtmgt_contactid($select=fullname,emailaddress1)'
  const options = `$select=msevtmgt_name,createdon&${expand}&$orderby=createdon`
  const joined = `select ${version}, t.msevtmgt_eventregistrationid, t.msevtmgt_name, t.createdon,
      json_build_object('contactid', c.contactid, 'fullname', c.fullname, 'emailaddress1', c.emailaddress1)
        as msevtmgt_contactid
    from msevtmgt_eventregistration t left join contact c on c.contactid = t.msevtmgt_contactid
    where t.msevtmgt_eventid = $1
    order by t.createdon, t.msevtmgt_eventregistrationid limit 51`
  return {
    name: 'page of 50 with an expand',
    general: () =>
      ask(
        'msevtmgt_eventregistrations',
        `${options}&$filter=_msevtmgt_eventid_value eq ${event()}`,
        50,
      ),
    byHand: () => hand('expand', joined, [event()]),
  }
}

function askerOf(database: Database) {
  const metadata = createMetadata({
    tables: Object.values({
      ...identityTables,
      ...contactTables,
      ...eventTables,
      ...registrationTables,
    }),
    relationships: [...identityRelationships, ...eventRelationships],
  })
  const queries = createQueries({ reader: database, clock: systemClock, metadata: () => metadata })
  const asking = { caller: systemCaller, root: 'https://hub.example/api/data/v9.2/' }
  return async (path: string, query: string, maxPageSize?: number) => {
    const { result } = await queries.odata({ path, query, maxPageSize }, asking)
    return `[${result.rows.join(',')}]`
  }
}

async function column({ pool }: Database, sql: string): Promise<string[]> {
  const { rows } = await pool.query<string[]>({ text: sql, rowMode: 'array' })
  return rows.map(([value]) => String(value))
}

function picker(values: readonly string[]): () => string {
  let next = 0
  return () => values[next++ % values.length] ?? ''
}

async function compare({ name, general, byHand }: Question): Promise<void> {
  const rates: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    rates[0].push(await rate(general))
    rates[1].push(await rate(byHand))
  }
  const [own, other] = rates.map(median) as [number, number]
  const numbers = `${own.toFixed(0).padStart(7)} to ${other.toFixed(0).padStart(7)} per second`
  console.log(`${name.padEnd(30)} ${numbers}   ${(own / other).toFixed(2)} x`)
}

async function rate(ask: Ask): Promise<number> {
  let asked = 0
  const end = performance.now() + seconds * 1000
  const started = performance.now()
  const keepAsking = async () => {
    while (performance.now() < end) {
      await ask()
      asked += 1
    }
  }
  await Promise.all(Array.from({ length: askers }, keepAsking))
  return (asked / (performance.now() - started)) * 1000
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
