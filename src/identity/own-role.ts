/**
 * A role of one's own stands in a caller written out, with all that it allows: rights are then
 * asked of the caller alone, and whatever is remembered by a caller's roles is right for as long as
 * they allow the same. `{;contact=CRud;msevtmgt_event=R;}`: a capital is for all rows, a small
 * letter for one's own.
 */
import type { Extent, Privilege } from './privilege.ts'

/** Whether it is one, or holds together with one. */
export const isOwnRole = (role: string): boolean => role.includes('{;')

/** For which rows; `built in` where the role is one of the hub's own. */
export function ownRights(
  role: string,
  privilege: Privilege,
  table: string,
): Extent | undefined | 'built in' {
  if (!role.startsWith('{;')) return 'built in'
  const start = role.indexOf(`;${table}=`)
  if (start === -1) return undefined
  const from = start + table.length + 2
  const letters = role.slice(from, role.indexOf(';', from))
  const letter = privilege.charAt(0)
  if (letters.includes(letter)) return 'all'
  return letters.includes(letter.toLowerCase()) ? 'own' : undefined
}
