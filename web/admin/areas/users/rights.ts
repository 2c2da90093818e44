/** What a role holds, as a form changes it. */
import { type Extent, type Privileges, type RoleTable, type Verb, verbs } from './people.ts'

/** What of one table and verb can be chosen. */
export function extentsOf(table: RoleTable, verb: Verb): readonly (Extent | 'none')[] {
  if (!table.grantable.includes(verb)) return ['none']
  return table.hasOwner ? ['none', 'own', 'all'] : ['none', 'all']
}

export function withExtent(
  privileges: Privileges,
  { table, verb, extent }: { table: string; verb: Verb; extent: Extent | 'none' },
): Privileges {
  const { [verb]: _, ...others } = privileges[table] ?? {}
  const rights = extent === 'none' ? others : { ...others, [verb]: extent }
  const { [table]: __, ...rest } = privileges
  return Object.keys(rights).length === 0 ? rest : { ...rest, [table]: rights }
}

/** A copy holds what a role of one's own can hold: who may come in is for administrators. */
export function grantableOf(privileges: Privileges, tables: readonly RoleTable[]): Privileges {
  let copy: Privileges = {}
  for (const table of tables) {
    for (const verb of verbs) {
      const extent = privileges[table.table]?.[verb]
      if (extent === undefined || !table.grantable.includes(verb)) continue
      copy = withExtent(copy, { table: table.table, verb, extent })
    }
  }
  return copy
}
