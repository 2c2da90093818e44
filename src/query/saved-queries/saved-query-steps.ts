/** A query that is kept is one that runs: checked when it is saved, with the place of a mistake. */
import { mayAdministrate } from '#identity'
import type { Execution, Step } from '#pipeline'
import { compile } from '../compile/compile.ts'
import { parseFetchXml } from '../fetchxml/parse-fetchxml.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { refusals } from '../refusals.ts'
import { resolve } from '../resolve/resolve.ts'

const tables = ['savedquery', 'userquery'] as const

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
          : { filteringColumns: ['fetchxml', 'returnedtypecode'], needsPreImage: true }),
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
function checkQuery({ target, pre, caller }: Execution, metadata: Metadata): void {
  const text = target.fetchxml ?? pre?.fetchxml
  const table = target.returnedtypecode ?? pre?.returnedtypecode
  // What is missing is said by the pipeline, for all required columns alike.
  if (typeof text !== 'string' || typeof table !== 'string') return
  if (metadata.tables.get(table)?.set === undefined) {
    throw refusals['saved-query-of-unknown-table']({ table }, { input: 'returnedtypecode' })
  }
  compile(resolve(parseFetchXml(text, metadata, { table }), metadata, caller))
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
