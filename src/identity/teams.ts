/** *Team*: people who own rows together; its roles are roles of each member. */
import { type Db, withTransaction } from '#database'
import { general } from '#errors'
import type { Caller, Pipeline } from '#pipeline'
import { demandAdministrator } from './demand-administrator.ts'
import type { TeamRow } from './people-shapes.ts'
import * as rows from './user-rows.ts'
import { setLinks } from './users.ts'
import { rootBusinessUnitId } from './well-known.ts'

/** What is not named stays as it is. */
export interface TeamChange {
  readonly name?: string
  readonly description?: string | null
  /** These afterwards, and no others. */
  readonly memberIds?: readonly string[]
  readonly roleIds?: readonly string[]
}

export type Teams = ReturnType<typeof createTeams>

export function createTeams(o: { db: Db; pipeline: Pipeline }) {
  async function find(id: string): Promise<TeamRow> {
    const found = await rows.findTeam(o.db, id)
    if (found === undefined) throw general['not-found']({ what: 'team', id })
    return found
  }

  async function write(caller: Caller, id: string | undefined, change: TeamChange) {
    const { name, description, memberIds, roleIds } = change
    return await withTransaction(o.db, async (tx) => {
      const written = {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
      }
      const target = id === undefined ? { ...written, businessunitid: rootBusinessUnitId } : written
      const message = id === undefined ? 'Create' : 'Update'
      const isWritten = Object.keys(target).length > 0
      const request = { message, table: 'team', target, ...(id === undefined ? {} : { id }) }
      const teamId = isWritten ? (await o.pipeline.executeIn(tx, caller, request)).id : String(id)
      const held = await rows.findTeam(tx, teamId)
      if (held === undefined) throw general['not-found']({ what: 'team', id: teamId })
      const from = { table: 'team', id: teamId }
      const by = { ...o, caller }
      if (memberIds !== undefined) {
        await setLinks(tx, by, {
          ...{ from, relationship: 'teammembership_association', to: 'systemuser' },
          ...{ held: held.members.map((member) => member.id), wanted: memberIds },
        })
      }
      if (roleIds !== undefined) {
        await setLinks(tx, by, {
          ...{ from, relationship: 'teamroles_association', to: 'role' },
          ...{ held: held.roles.map((role) => role.id), wanted: roleIds },
        })
      }
      return teamId
    })
  }

  return {
    async list(caller: Caller): Promise<readonly TeamRow[]> {
      demandAdministrator(caller)
      return await rows.listTeams(o.db)
    },

    async create(caller: Caller, team: TeamChange & { name: string }): Promise<TeamRow> {
      demandAdministrator(caller)
      return await find(await write(caller, undefined, team))
    },

    /** @throws `not-found`, `last-administrator` */
    async change(caller: Caller, id: string, change: TeamChange): Promise<TeamRow> {
      demandAdministrator(caller)
      return await find(await write(caller, id, change))
    },

    /** @throws `not-found`, `last-administrator`, and where rows belong to it */
    async remove(caller: Caller, id: string): Promise<void> {
      demandAdministrator(caller)
      await o.pipeline.execute(caller, { message: 'Delete', table: 'team', id })
    },
  }
}
