/** Rights hang on the roles of the hub: they are neither renamed nor deleted. */
import type { Execution, Step } from '#pipeline'
import { refusals } from './refusals.ts'
import { type RoleName, roleIds } from './well-known.ts'

const names = new Map<string, string>(
  (Object.keys(roleIds) as RoleName[]).map((name) => [roleIds[name], name]),
)

export const isBuiltInRole = (id: string): boolean => names.has(id)

export const builtInRoleSteps: readonly Step[] = [
  ...(['Update', 'Delete', 'SetState'] as const).map((message) => ({
    name: `Identity: the roles of the hub stay as they are at ${message}`,
    message,
    table: 'role',
    stage: 20 as const,
    run: async ({ id }: Execution) => {
      const name = names.get(id)
      if (name !== undefined) throw refusals['role-of-the-hub']({ name })
    },
  })),
  ...(['Create', 'Update'] as const).map((message) => ({
    name: `Identity: one name for one role at ${message}`,
    message,
    table: 'role',
    stage: 20 as const,
    run: refuseTakenName,
  })),
]

async function refuseTakenName({ target, id, tx }: Execution): Promise<void> {
  const { name } = target
  if (typeof name !== 'string') return
  const found = await tx
    .$extendTables<{ role: { roleid: string; name: string } }>()
    .selectFrom('role')
    .where('name', '=', name)
    .where('roleid', '!=', id)
    .select('roleid')
    .executeTakeFirst()
  if (found !== undefined) throw refusals['role-name-taken']({ name }, { input: 'name' })
}
