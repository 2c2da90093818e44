import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import {
  type MatchingStrategy,
  matchBy,
  matchContacts,
  type Person,
  type PersonInput,
  readPerson,
} from '#contacts'
import type { Db, Tx } from '#database'
import { activeMatchingStrategy } from '#events'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'

/** Who a token speaks for. */
export interface Claimant extends PersonInput {
  /** The provider's name for them, the same at every sign-in. */
  readonly objectId: string
  readonly email: string
  readonly firstName: string | null
  readonly lastName: string | null
}

/** A signed-in visitor. */
export interface Visitor {
  readonly contactId: string
  readonly email: string
  readonly firstName: string | null
  readonly lastName: string | null
}

export const linkMessage = 'gr_LinkVisitor'

/**
 * gr_LinkVisitor: finds the contact of somebody who signed in, by the provider's id for them, else
 * by the matching strategy, else makes one; the id is kept in msevtmgt_aadobjectid.
 */
export const linkVisitorMessage: MessageDefinition = {
  name: linkMessage,
  table: 'contact',
  privilege: 'Create',
  async run(executions, group) {
    const results: (MessageOutput | Error)[] = []
    for (const execution of executions) {
      const visitor = await link(execution, group)
      results.push({ id: visitor.contactId, output: { ...visitor } })
    }
    return results
  },
}

async function link(execution: Execution, { tx }: Group): Promise<Visitor> {
  const claimant = execution.input as unknown as Claimant
  // Two tabs that sign in at once are one person.
  await lockObjectId(tx, claimant.objectId)
  const known = await findVisitor(tx, claimant.objectId)
  if (known !== undefined) return known
  const strategy = withoutOwner(await activeMatchingStrategy(tx))
  const person = readPerson(claimant, strategy, 'token')
  const matched = await matchOrCreate(execution, tx, strategy, person)
  const contactId = (await mayTakeOver(tx, matched, person))
    ? matched
    : (await createContact(execution, person)).id
  await execution.execute({
    message: 'Update',
    table: 'contact',
    id: contactId,
    target: { msevtmgt_aadobjectid: claimant.objectId },
    internal: true,
  })
  return (await findVisitor(tx, claimant.objectId)) as Visitor
}

/** Nobody signs in at an event, so there is no owner to compare. */
function withoutOwner(strategy: MatchingStrategy): MatchingStrategy {
  return strategy === matchBy.emailAndOwner ? matchBy.email : strategy
}

async function matchOrCreate(
  execution: Execution,
  tx: Tx,
  strategy: MatchingStrategy,
  person: Person,
): Promise<string> {
  const candidate = { ...person, ownerId: undefined, originatingEventId: undefined }
  const [id] = await matchContacts(tx, strategy, [candidate], async (contacts) => {
    for (const { id, values } of contacts) {
      await execution.execute({ message: 'Create', table: 'contact', id, target: values })
    }
  })
  return id as string
}

/**
 * A contact that belongs to another sign-in, or whose e-mail address is another one (strategies
 * that compare names only), is a namesake: its registrations are not shown to this visitor.
 */
async function mayTakeOver(tx: Tx, contactId: string, { email }: Person): Promise<boolean> {
  const { rows } = await sql`
    select 1 from contact c
    where c.contactid = ${contactId} and c.msevtmgt_aadobjectid is null
      and lower(c.emailaddress1) = lower(${email})`.execute(tx)
  return rows.length > 0
}

async function createContact(
  execution: Execution,
  { email, firstName, lastName }: Person,
): Promise<{ id: string }> {
  return await execution.execute({
    message: 'Create',
    table: 'contact',
    target: {
      emailaddress1: email,
      firstname: firstName ?? null,
      lastname: lastName ?? null,
    },
  })
}

/** The active contact with the provider's id for somebody. */
export async function findVisitor(db: Db, objectId: string): Promise<Visitor | undefined> {
  const { rows } = await sql<Visitor>`
    select c.contactid as "contactId", c.emailaddress1 as email, c.firstname as "firstName",
      c.lastname as "lastName"
    from contact c
    where c.msevtmgt_aadobjectid = ${objectId} and c.statecode = 0
    order by c.createdon
    limit 1`.execute(db)
  return rows[0]
}

async function lockObjectId(tx: Tx, objectId: string): Promise<void> {
  const number = createHash('sha256').update(`visitor ${objectId}`).digest().readBigInt64BE()
  await sql`select pg_advisory_xact_lock(${number})`.execute(tx)
}
