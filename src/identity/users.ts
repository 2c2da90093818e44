/** Users: people who sign in, and the users of programs. */
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import { general } from '#errors'
import { enqueue } from '#jobs'
import type { Caller, Pipeline, Values } from '#pipeline'
import { createPerson } from './create-person.ts'
import { demandAdministrator } from './demand-administrator.ts'
import * as identityRows from './identity-rows.ts'
import type { InvitedShape } from './people-shapes.ts'
import { refusals } from './refusals.ts'
import { letterRequest } from './sign-in/account-letters.ts'
import { newPasswordLink } from './sign-in/password-link.ts'
import * as rows from './user-rows.ts'

export interface Invitation {
  readonly email: string
  readonly firstName?: string
  readonly lastName: string
  readonly roleIds: readonly string[]
  readonly language?: string
  readonly timeZone?: string
}

export type Invited = InvitedShape<Date>

/** What is not named stays as it is; null empties. */
export interface UserChange {
  readonly email?: string
  readonly firstName?: string | null
  readonly lastName?: string
  readonly language?: string | null
  readonly timeZone?: string | null
  readonly enabled?: boolean
}

const columns = {
  email: 'internalemailaddress',
  firstName: 'firstname',
  lastName: 'lastname',
  language: 'gr_language',
  timeZone: 'gr_timezone',
} as const satisfies Partial<Record<keyof UserChange, string>>

export type OwnChange = Pick<UserChange, 'firstName' | 'lastName' | 'language' | 'timeZone'>

export type Users = ReturnType<typeof createUsers>

export function createUsers(o: {
  db: Db
  clock: Clock
  pipeline: Pipeline
  publicUrl: string
  sendsMail: boolean
}) {
  async function find(id: string): Promise<rows.UserRow> {
    const found = await rows.findUser(o.db, id)
    if (found === undefined) throw general['not-found']({ what: 'user', id })
    return found
  }

  /** The letter, or the link where no letter can go. */
  async function letIn(tx: Tx, userId: string): Promise<Omit<Invited, 'id'>> {
    if (!o.sendsMail) {
      return { mailed: false, link: await newPasswordLink(tx, o, userId, 'invite') }
    }
    await enqueue(tx, [letterRequest({ userId, kind: 'invite' })], o.clock.now())
    return { mailed: true, link: null }
  }

  async function refuseTaken(db: Db, email: string, but?: string): Promise<void> {
    const found = await identityRows.findUserByEmail(db, email)
    if (found === undefined || found.id === but) return
    throw refusals['email-taken']({ email }, { input: 'email' })
  }

  async function write(caller: Caller, id: string, change: UserChange, internal: boolean) {
    const target = targetOf(change)
    if (Object.keys(target).length === 0) return
    await withTransaction(o.db, async (tx) => {
      if (change.email !== undefined) await refuseTaken(tx, change.email, id)
      const request = { message: 'Update', table: 'systemuser', id, target, internal }
      await o.pipeline.executeIn(tx, caller, request)
    })
  }

  return {
    /** @throws `not-allowed` */
    async list(caller: Caller, filter: rows.UserFilter): Promise<readonly rows.UserRow[]> {
      demandAdministrator(caller)
      return await rows.listUsers(o.db, filter)
    },

    async read(caller: Caller, id: string): Promise<rows.UserRow> {
      if (id !== caller.userId) demandAdministrator(caller)
      return await find(id)
    },

    /** Makes a user without a password and sends the link that sets one. */
    async invite(caller: Caller, invitation: Invitation): Promise<Invited> {
      demandAdministrator(caller)
      return await withTransaction(o.db, async (tx) => {
        await refuseTaken(tx, invitation.email)
        const id = await createPerson(tx, o.pipeline, caller, invitation)
        return { id, ...(await letIn(tx, id)) }
      })
    },

    /** The invitation once more. */
    async inviteAgain(caller: Caller, id: string): Promise<Invited> {
      demandAdministrator(caller)
      const { enabled } = await find(id)
      if (!enabled) throw general['not-found']({ what: 'enabled user', id })
      return await withTransaction(o.db, async (tx) => ({ id, ...(await letIn(tx, id)) }))
    },

    /** @throws `last-administrator`, `email-taken`, `language-not-known`, `time-zone-not-known` */
    async change(caller: Caller, id: string, change: UserChange): Promise<rows.UserRow> {
      demandAdministrator(caller)
      await find(id)
      await write(caller, id, change, false)
      return await find(id)
    },

    /** What everybody may change about themselves; whatever else is sent along is left aside. */
    async changeSelf(caller: Caller, wanted: OwnChange): Promise<rows.UserRow> {
      const { firstName, lastName, language, timeZone } = wanted
      const change = { firstName, lastName, language, timeZone }
      await write(caller, caller.userId, change as UserChange, true)
      return await find(caller.userId)
    },

    /** The roles are these afterwards, and no others. @throws `last-administrator` */
    async setRoles(caller: Caller, id: string, wanted: readonly string[]): Promise<rows.UserRow> {
      demandAdministrator(caller)
      await withTransaction(o.db, async (tx) => {
        const held = (await rows.findUser(tx, id))?.roles
        if (held === undefined) throw general['not-found']({ what: 'user', id })
        await setLinks(
          tx,
          { ...o, caller },
          {
            from: { table: 'systemuser', id },
            relationship: 'systemuserroles_association',
            to: 'role',
            held: held.map((role) => role.id),
            wanted,
          },
        )
      })
      return await find(id)
    },
  }
}

function targetOf(change: UserChange): Values {
  const target: Values = {}
  for (const [name, column] of Object.entries(columns)) {
    const value = change[name as keyof typeof columns]
    if (value !== undefined) target[column] = value
  }
  if (change.email !== undefined) target.domainname = change.email
  if (change.enabled !== undefined) target.isdisabled = !change.enabled
  return target
}

interface Links {
  readonly from: { readonly table: string; readonly id: string }
  readonly relationship: string
  readonly to: string
  readonly held: readonly string[]
  readonly wanted: readonly string[]
}

/** Adds before it takes away, so that nobody is without for a moment. */
export async function setLinks(
  tx: Tx,
  { pipeline, caller }: { readonly pipeline: Pipeline; readonly caller: Caller },
  { from, relationship, to, held, wanted }: Links,
): Promise<void> {
  const changes = {
    Associate: wanted.filter((id) => !held.includes(id)),
    Disassociate: held.filter((id) => !wanted.includes(id)),
  }
  for (const [message, ids] of Object.entries(changes)) {
    if (ids.length === 0) continue
    const related = [...new Set(ids)].map((id) => ({ table: to, id }))
    const input = { Relationship: relationship, RelatedEntities: related }
    await pipeline.executeIn(tx, caller, { message, ...from, input })
  }
}
