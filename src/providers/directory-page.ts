import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { DirectoryPage, DirectoryProblem } from './contract.ts'

/**
 * Makes the function that reads rows of a list one by one: a row that the schema does not allow
 * becomes a problem of its own, the others count.
 */
export function rowReader<T extends TSchema, Item>(
  schema: T,
  toItem: (row: Static<T>) => Item,
): (rows: readonly unknown[], next: string | undefined) => DirectoryPage<Item> {
  const validator = Compile(schema)
  return (rows, next) => {
    const items: Item[] = []
    const problems: DirectoryProblem[] = []
    for (const row of rows) {
      if (validator.Check(row)) items.push(toItem(row))
      else problems.push(problemOf(row, validator.Errors(row)[0]))
    }
    return { items, problems, next }
  }
}

function problemOf(
  row: unknown,
  found: { readonly instancePath: string; readonly message: string } | undefined,
): DirectoryProblem {
  const id = idOf(row)
  const place = found?.instancePath ? `its ${found.instancePath.slice(1)}` : 'it'
  return { id, message: `The row is not what the API promises: ${place} ${found?.message}.` }
}

function idOf(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null || !('id' in row)) return undefined
  return ['string', 'number'].includes(typeof row.id) ? String(row.id).slice(0, 300) : undefined
}
