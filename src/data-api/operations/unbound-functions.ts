/** The small functions that clients call at start. */
import { sql } from 'kysely'
import { general } from '#errors'
import { mayDo, organizationId } from '#identity'
import type { Visit } from '../exchange.ts'
import { refusals } from '../refusals.ts'
import type { CalledOperation } from './find-operation.ts'
import { wrongInput } from './find-operation.ts'

type Answered = Readonly<Record<string, unknown>>
type UnboundFunction = (visit: Visit, called: CalledOperation) => Promise<Answered>

/** Version of the Web API whose clients are served. */
const version = '9.2.0.0'

export const unboundFunctions: Readonly<Record<string, UnboundFunction>> = {
  async WhoAmI({ caller }) {
    const { businessUnitId, userId } = caller
    return { BusinessUnitId: businessUnitId, UserId: userId, OrganizationId: organizationId }
  },

  async RetrieveVersion() {
    return { Version: version }
  },

  async RetrieveCurrentOrganization({ scope, request }) {
    const { rows } = await sql<{ name: string }>`
      select name from organization where organizationid = ${organizationId}`.execute(scope.db)
    const name = rows[0]?.name ?? ''
    const Detail = {
      OrganizationId: organizationId,
      FriendlyName: name,
      OrganizationVersion: version,
      UrlName: new URL(request.root).host,
      UniqueName: name,
      State: 'Enabled',
    }
    return { Detail }
  },

  async RetrieveTotalRecordCount(visit, { name, parameters }) {
    const names = parameters.EntityNames
    if (!Array.isArray(names) || !names.every((each) => typeof each === 'string')) {
      throw wrongInput(name, 'EntityNames', 'a list of logical names', 'something else')
    }
    const counts: number[] = []
    for (const table of names) counts.push(await countRows(visit, name, table))
    const collection = { Count: names.length, IsReadOnly: false, Keys: names, Values: counts }
    return { EntityRecordCountCollection: collection }
  },
}

async function countRows(visit: Visit, operation: string, table: string): Promise<number> {
  const { door, caller, scope } = visit
  if (door.metadata.tables.get(table)?.set === undefined) {
    const values = { operation, parameter: 'EntityNames' }
    const expected = 'logical names of tables'
    const found = table.slice(0, 60)
    throw refusals['wrong-operation-input'](
      { ...values, expected, found },
      { input: 'EntityNames' },
    )
  }
  if (!mayDo(caller, 'Read', table)) {
    throw general['not-allowed']({ who: `The user ${caller.userId}`, act: 'read', table })
  }
  const { rows } = await sql<{ count: number }>`
    select count(*)::float8 as count from ${sql.table(table)}`.execute(scope.db)
  return rows[0]?.count ?? 0
}
