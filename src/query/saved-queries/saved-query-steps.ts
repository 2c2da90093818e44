/** A query that is kept is one that runs: checked when it is saved, with the place of a mistake. */
import { mayAdministrate } from '#identity'
import type { Execution, Step } from '#pipeline'
import { compile } from '../compile/compile.ts'
import { parseFetchXml } from '../fetchxml/parse-fetchxml.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { refusals } from '../refusals.ts'
import { resolve } from '../resolve/resolve.ts'
import { parseKeptOData } from './kept-odata.ts'

const tables = ['savedquery', 'userquery'] as const

const filtering = {
  savedquery: ['fetchxml', 'returnedtypecode'],
  userquery: ['fetchxml', 'gr_odataquery', 'returnedtypecode'],
} as const

export function savedQuerySteps(metadata: () => Metadata): readonly Step[] {
  return [
    ...tables.flatMap((table) =>
      (['Create', 'Update'] as const).map((message) => ({
        name: `Queries: ${message} of ${table} with a query that runs`,
        message,
        table,
        stage: 20 as const,
        ...(message === 'Create'
          ? {}
          : { filteringColumns: filtering[table], needsPreImage: true }),
        run: async (execution: Execution) => checkQuery(execution, metadata()),
      })),
    ),
    ...(['Create', 'Update'] as const).map((message) => ({
      name: `Queries: one default view for each table at ${message}`,
      message,
      table: 'savedquery',
      stage: 40 as const,
      ...(message === 'Create' ? {} : { filteringColumns: ['isdefault', 'returnedtypecode'] }),
      run: replaceDefault,
    })),
    ...(['Update', 'Delete', 'SetState', 'Assign'] as const).map((message) => ({
      name: `Queries: ${message} of a user's query by its owner`,
      message,
      table: 'userquery',
      stage: 20 as const,
      needsPreImage: true,
      run: demandOwner,
    })),
  ]
}

/** With the rights of who saves it: nobody keeps a query that would be refused at once. */
function checkQuery(execution: Execution, metadata: Metadata): void {
  const { caller } = execution
  const [fetchXml, odata, table] = ['fetchxml', 'gr_odataquery', 'returnedtypecode'].map((name) =>
    textAfter(execution, name),
  )
  if (execution.table === 'userquery' && (fetchXml === undefined) === (odata === undefined)) {
    const found = odata === undefined ? 'neither' : 'both'
    throw refusals['saved-query-text']({ found }, { input: 'gr_odataquery' })
  }
  // What is missing is said by the pipeline, for all required columns alike.
  if (table === undefined || (fetchXml === undefined && odata === undefined)) return
  if (metadata.tables.get(table)?.set === undefined) {
    throw refusals['saved-query-of-unknown-table']({ table }, { input: 'returnedtypecode' })
  }
  const plan =
    odata === undefined
      ? parseFetchXml(fetchXml ?? '', metadata, { table })
      : parseKeptOData(odata, metadata, table).plan
  compile(resolve(plan, metadata, caller))
}

/** What a column holds when the message is done; undefined: nothing. */
function textAfter({ target, pre }: Execution, name: string): string | undefined {
  const value = target[name] === undefined ? pre?.[name] : target[name]
  return typeof value === 'string' ? value : undefined
}

async function replaceDefault(execution: Execution): Promise<void> {
  const { post, db, id } = execution
  if (post?.isdefault !== true) return
  const others = await db
    .$extendTables<{
      savedquery: { savedqueryid: string; returnedtypecode: string; isdefault: boolean | null }
    }>()
    .selectFrom('savedquery')
    .select('savedqueryid')
    .where('returnedtypecode', '=', String(post.returnedtypecode))
    .where('isdefault', '=', true)
    .where('savedqueryid', '!=', id)
    .execute()
  await execution.executeAll(
    others.map(({ savedqueryid }) => ({
      message: 'Update',
      table: 'savedquery',
      id: savedqueryid,
      target: { isdefault: false },
      internal: true,
    })),
  )
}

async function demandOwner({ pre, caller, internal }: Execution): Promise<void> {
  if (internal || mayAdministrate(caller) || pre?.ownerid === caller.userId) return
  throw refusals['saved-query-of-other-user']({ name: String(pre?.name ?? '') })
}
