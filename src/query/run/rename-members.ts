import type { Rename } from '../compile/statement.ts'

/**
 * Gives members their names that came out of PostgreSQL under a number, and drops annotations of
 * null. Inside a JSON text every quote is escaped, so `"~12":` can only be a member's name.
 */
export function rename(renames: readonly Rename[], row: string): string {
  if (renames.length === 0) return row
  return row.replace(/"~(\d+)":(null,?)?/g, (found, number: string, empty: string | undefined) => {
    const member = renames[Number(number)]
    if (member === undefined) return found
    if (empty !== undefined && member.dropNull) return ''
    return `${JSON.stringify(member.name)}:${empty ?? ''}`
  })
}
