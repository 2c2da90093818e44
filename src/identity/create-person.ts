import type { Tx } from '#database'
import type { Caller, Pipeline } from '#pipeline'
import { rootBusinessUnitId } from './well-known.ts'

export interface NewPerson {
  readonly email: string
  readonly firstName?: string | undefined
  readonly lastName: string
  readonly language?: string | undefined
  readonly timeZone?: string | undefined
  readonly roleIds: readonly string[]
}

/** A user with roles, in the name of the caller; gives the id. */
export async function createPerson(
  tx: Tx,
  pipeline: Pipeline,
  caller: Caller,
  person: NewPerson,
): Promise<string> {
  const { id } = await pipeline.executeIn(tx, caller, {
    message: 'Create',
    table: 'systemuser',
    target: {
      firstname: person.firstName,
      lastname: person.lastName,
      internalemailaddress: person.email,
      domainname: person.email,
      gr_language: person.language,
      gr_timezone: person.timeZone,
      businessunitid: rootBusinessUnitId,
    },
  })
  if (person.roleIds.length > 0) {
    await pipeline.executeIn(tx, caller, {
      message: 'Associate',
      table: 'systemuser',
      id,
      input: {
        Relationship: 'systemuserroles_association',
        RelatedEntities: person.roleIds.map((role) => ({ table: 'role', id: role })),
      },
    })
  }
  return id
}
