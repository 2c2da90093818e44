/**
 * The database as text, read back from PostgreSQL's own catalogue after all migrations: what the
 * migrations did, not only what they say. The same text from every supported version.
 */
import type pg from 'pg'

interface TableText {
  readonly name: string
  readonly lines: readonly string[]
}

const head = `-- The whole database, generated from migrations/ by \`npm run schema\`; a test proves it current.
-- Tables of Dataverse and Dynamics 365 event management keep their names; gr_ is Greenroom's own.
`

export async function describeSchema(client: pg.Client): Promise<string> {
  const sequences = await names(
    client,
    `select sequence_name as name from information_schema.sequences
     where sequence_schema = 'public' order by 1`,
  )
  const tables = await names(
    client,
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const texts: string[] = [head]
  texts.push(...sequences.map((name) => `create sequence ${name};\n`))
  for (const name of tables) texts.push(render(await describeTable(client, name)))
  texts.push(...(await functions(client)))
  return `${texts.join('\n').trimEnd()}\n`
}

async function names(client: pg.Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(query)
  return rows.map((row) => row.name)
}

async function describeTable(client: pg.Client, name: string): Promise<TableText> {
  const columns = await describeColumns(client, name)
  const constraints = await describeConstraints(client, name)
  const indexes = await describeIndexes(client, name)
  const inside = [...columns, ...constraints].map((line) => `  ${line}`).join(',\n')
  return {
    name,
    lines: [
      `create table ${name} (`,
      inside,
      ');',
      ...indexes,
      ...(await describeTriggers(client, name)),
    ],
  }
}

function render(table: TableText): string {
  return `${table.lines.join('\n')}\n`
}

async function describeColumns(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{
    name: string
    type: string
    notnull: boolean
    generated: string
    identity: string
    expression: string | null
  }>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull as notnull, a.attgenerated as generated, a.attidentity as identity,
       pg_get_expr(d.adbin, d.adrelid) as expression
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table],
  )
  return rows.map((row) => {
    const parts = [row.name, row.type]
    if (row.identity !== '')
      parts.push(`generated ${row.identity === 'a' ? 'always' : 'by default'} as identity`)
    if (row.generated === 's') parts.push(`generated always as (${row.expression}) stored`)
    else if (row.expression !== null) parts.push(`default ${row.expression}`)
    if (row.notnull) parts.push('not null')
    return parts.join(' ')
  })
}

/** Without the not-null constraints that PostgreSQL 18 lists and 15 does not: columns show them. */
async function describeConstraints(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(
    `select pg_get_constraintdef(oid) as text from pg_constraint
     where conrelid = $1::regclass and contype in ('p', 'u', 'f', 'c', 'x')
     order by array_position(array['p', 'u', 'c', 'x', 'f']::"char"[], contype), conname`,
    [table],
  )
  return rows.map((row) => row.text)
}

async function describeIndexes(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(
    `select pg_get_indexdef(i.indexrelid) as text from pg_index i
     where i.indrelid = $1::regclass
       and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))
     order by 1`,
    [table],
  )
  return rows.map((row) => `${row.text.replaceAll('public.', '')};`)
}

async function describeTriggers(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(
    `select pg_get_triggerdef(oid) as text from pg_trigger
     where tgrelid = $1::regclass and not tgisinternal order by tgname`,
    [table],
  )
  return rows.map((row) => `${row.text.replaceAll('public.', '')};`)
}

async function functions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(
    `select pg_get_functiondef(p.oid) as text from pg_proc p
     join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' order by p.proname`,
  )
  return rows.map((row) => `${row.text.replaceAll('public.', '').trimEnd()};\n`)
}
