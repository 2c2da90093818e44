/** Roles with what they allow: those of the hub, and those of one's own. */
import { randomUUID } from 'node:crypto'
import { type Db, type Table, type Tx, withTransaction } from '#database'
import { general } from '#errors'
import type { Caller, Pipeline } from '#pipeline'
import type { Audit } from './audit/audit.ts'
import { isBuiltInRole } from './built-in-roles.ts'
import { demandAdministrator } from './demand-administrator.ts'
import type { Rights, Role, RoleTable } from './people-shapes.ts'
import { extentOf, mayBeGranted } from './policy.ts'
import { type Extent, type Privilege, privileges } from './privilege.ts'
import { refusals } from './refusals.ts'
import * as rows from './role-rows.ts'
import { rootBusinessUnitId } from './well-known.ts'

export interface NewRole {
  readonly name: string
  readonly privileges: Readonly<Record<string, Rights>>
}

export type Roles = ReturnType<typeof createRoles>

export function createRoles(o: {
  db: Db
  pipeline: Pipeline
  audit: Audit
  tables: () => readonly Table[]
}) {
  const exposed = () => o.tables().filter((table) => table.exposed)

  function rightsOf(caller: Caller): Readonly<Record<string, Rights>> {
    const entries = exposed().map(({ name }) => [name, rightsOn(caller, name)] as const)
    return Object.fromEntries(entries.filter(([, rights]) => Object.keys(rights).length > 0))
  }

  async function list(db: Db, id?: string): Promise<readonly Role[]> {
    return (await rows.listRoles(db, id)).map(({ asCaller, ...role }) => ({
      ...role,
      builtIn: isBuiltInRole(role.id),
      privileges: rightsOf({ userId: '', businessUnitId: '', roles: [asCaller] }),
    }))
  }

  async function find(db: Db, id: string): Promise<Role> {
    const [role] = await list(db, id)
    if (role === undefined) throw general['not-found']({ what: 'role', id })
    return role
  }

  async function grant(tx: Tx, caller: Caller, id: string, wanted: NewRole['privileges']) {
    const entries = checkedGrants(exposed(), wanted)
    const { name, privileges: old } = await find(tx, id)
    await rows.replacePrivileges(
      tx,
      id,
      entries.map((entry) => ({ id: randomUUID(), ...entry })),
    )
    const changes = [{ column: 'privileges', old, new: (await find(tx, id)).privileges }]
    if (JSON.stringify(changes[0]?.old) === JSON.stringify(changes[0]?.new)) return
    await o.audit.note(tx, {
      ...{ action: 'change privileges', caller, changes },
      ...{ table: 'role', recordId: id, recordName: name },
    })
  }

  return {
    /** What the caller may do, by table and verb, so that a page can mirror it. */
    rightsOf,

    async list(caller: Caller): Promise<readonly Role[]> {
      demandAdministrator(caller)
      return await list(o.db)
    },

    async read(caller: Caller, id: string): Promise<Role> {
      demandAdministrator(caller)
      return await find(o.db, id)
    },

    /** The rows and columns of the form of a role. */
    tables(): readonly RoleTable[] {
      return exposed()
        .map((table) => ({
          table: table.name,
          label: table.label,
          hasOwner: hasOwner(table),
          grantable: privileges.filter((each) => mayBeGranted(each, table.name)),
        }))
        .sort((a, b) => (a.label < b.label ? -1 : 1))
    },

    /** @throws `role-name-taken`, `privilege-not-grantable` */
    async create(caller: Caller, role: NewRole): Promise<Role> {
      demandAdministrator(caller)
      return await withTransaction(o.db, async (tx) => {
        const { id } = await o.pipeline.executeIn(tx, caller, {
          message: 'Create',
          table: 'role',
          target: { name: role.name, businessunitid: rootBusinessUnitId },
        })
        await grant(tx, caller, id, role.privileges)
        return await find(tx, id)
      })
    },

    /** @throws `role-of-the-hub`, `role-name-taken`, `privilege-not-grantable` */
    async change(caller: Caller, id: string, change: Partial<NewRole>): Promise<Role> {
      demandAdministrator(caller)
      return await withTransaction(o.db, async (tx) => {
        const { name, builtIn } = await find(tx, id)
        if (builtIn) throw refusals['role-of-the-hub']({ name })
        if (change.name !== undefined && change.name !== name) {
          const target = { name: change.name }
          await o.pipeline.executeIn(tx, caller, { message: 'Update', table: 'role', id, target })
        }
        if (change.privileges !== undefined) await grant(tx, caller, id, change.privileges)
        return await find(tx, id)
      })
    },

    /** Whoever had it has it no more. @throws `role-of-the-hub` */
    async remove(caller: Caller, id: string): Promise<void> {
      demandAdministrator(caller)
      await o.pipeline.execute(caller, { message: 'Delete', table: 'role', id })
    },
  }
}

function rightsOn(caller: Caller, table: string): Rights {
  const rights: Rights = {}
  for (const privilege of privileges) {
    const extent = extentOf(caller, privilege, table)
    if (extent !== undefined) rights[privilege] = extent
  }
  return rights
}

/** Queries and steps find owned rows by these columns. */
const hasOwner = (table: Table): boolean =>
  table.ownership === 'user' && table.primaryKey === `${table.name}id`

function checkedGrants(tables: readonly Table[], wanted: NewRole['privileges']) {
  const byName = new Map(tables.map((table) => [table.name, table]))
  return Object.entries(wanted).flatMap(([name, rights]) =>
    Object.entries(rights).map(([verb, extent]) => {
      const privilege = verb as Privilege
      const why = obstacle(byName.get(name), privilege, extent)
      if (why === undefined) return { table: name, privilege, rows: extent }
      throw refusals['privilege-not-grantable'](
        { privilege, table: name.slice(0, 64), why },
        { input: `privileges.${name.slice(0, 64)}.${privilege}` },
      )
    }),
  )
}

function obstacle(table: Table | undefined, privilege: Privilege, extent: Extent) {
  if (table === undefined) return 'Name a table of GET /api/v1/roles/tables.'
  if (!mayBeGranted(privilege, table.name)) {
    return 'Who may come in is for System Administrators; grant Read at most.'
  }
  if (extent === 'own' && !hasOwner(table)) return 'Its rows have no owners; grant all.'
  return undefined
}
