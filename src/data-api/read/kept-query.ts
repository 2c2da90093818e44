import { findSavedQuery, readQueryOptions, type SavedQuery, type SavedQueryKind } from '#query'
import type { Visit } from '../exchange.ts'
import { refusals } from '../refusals.ts'

/** A query that is kept in a row, `?savedQuery=<id>` or `?userQuery=<id>`. */
export interface KeptQuery extends SavedQuery {
  readonly kind: SavedQueryKind
}

const kinds: readonly SavedQueryKind[] = ['savedQuery', 'userQuery']
const uuid = /^\{?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}?$/i

/** Undefined where the request names none. @throws where there is none under the id */
export async function keptQueryOf({
  request,
  scope,
  caller,
}: Visit): Promise<KeptQuery | undefined> {
  // Looked for before it is read: nearly no request has one.
  if (!/(?:saved|user)query=/i.test(request.query)) return undefined
  const { custom } = readQueryOptions(request.query)
  const kind = kinds.find((each) => custom.has(each))
  if (kind === undefined) return undefined
  const wanted = custom.get(kind)?.trim() ?? ''
  const id = uuid.exec(wanted)?.[1]
  const found = id === undefined ? undefined : await findSavedQuery(scope.db, caller, kind, id)
  if (found !== undefined) return { ...found, kind }
  const shown = wanted.slice(0, 60)
  throw refusals['row-not-found'](
    { table: kind.toLowerCase(), id: shown },
    { input: kind, found: shown },
  )
}
