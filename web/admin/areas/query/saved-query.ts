/** Queries that are kept: those of the user and of their teams, and views of everybody. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMay, useMe } from '../../api/me.ts'
import { lookupId, type Row, readRow, rowsOptions } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useTables } from '../../api/tables.ts'
import { entityOf } from './fetch-text.ts'
import { keptText, readOData, writtenText } from './odata-text.ts'
import type { Question } from './run-query.ts'

export interface SavedQuery extends Question {
  readonly id: string
  /** May be changed: it is the user's own. */
  readonly own: boolean
  readonly name: string
  /** Of the row when it was read. */
  readonly etag: string
}

const select = ['name', 'fetchxml'] as const
const ownSelect = [...select, 'gr_odataquery', '_ownerid_value'] as const

function savedOf(row: Row, isOwn: (ownerId: string | undefined) => boolean): SavedQuery {
  const { userqueryid, savedqueryid, name, fetchxml, gr_odataquery: odata } = row
  const question: Question =
    typeof odata === 'string'
      ? { language: 'odata', text: writtenText(odata) }
      : { language: 'fetchxml', text: String(fetchxml) }
  const id = String(userqueryid ?? savedqueryid)
  const own = isOwn(lookupId(row, 'ownerid'))
  return { id, own, name: String(name), etag: String(row['@odata.etag']), ...question }
}

/** Administrators see everybody's queries elsewhere; here it is their own, too. */
const ofMine = "Microsoft.Dynamics.CRM.EqualUserOrUserTeams(PropertyName='ownerid')"

export function useSavedQueries() {
  const may = useMay()
  const { id: userId } = useMe()
  const mine = useQuery({
    ...rowsOptions({
      set: 'userqueries',
      select: ownSelect,
      filter: ofMine,
      orderBy: 'name',
    }),
    enabled: may('Read', 'userquery'),
  })
  const views = useQuery({
    ...rowsOptions({ set: 'savedqueries', select, orderBy: 'name' }),
    enabled: may('Read', 'savedquery'),
  })
  const isOwn = (ownerId: string | undefined) => ownerId === userId
  const read = (rows: readonly Row[] = []) => rows.map((row) => savedOf(row, isOwn))
  return { mine: read(mine.data), views: read(views.data) }
}

const itsOwner = () => true

/** One of the user's own, as it is now. */
export async function readOwn(id: string): Promise<SavedQuery> {
  return savedOf(await readRow('userqueries', id, { select: ownSelect }), itsOwner)
}

/**
 * Writes over one of the user's own and gives it as it is then. Where it is not the one that was
 * read any more (another window, a program with the user's key), the hub refuses with 412.
 */
export async function overwriteOwn(
  { id }: SavedQuery,
  values: Row,
  etag: string,
): Promise<SavedQuery> {
  const row = await request<Row>(`/api/data/v9.2/userqueries(${id})?$select=${ownSelect}`, {
    method: 'PATCH',
    body: values,
    headers: { 'if-match': etag, prefer: 'return=representation' },
  })
  return savedOf(row, itsOwner)
}

export function useReadSavedAgain(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['rows', 'userqueries'] })
}

/** The columns of a row that keeps a query; a table that there is not is named as it was written. */
export function useKept(): (question: Question) => Row {
  const tables = useTables()
  return ({ language, text }) => {
    if (language === 'fetchxml') {
      return { fetchxml: text, gr_odataquery: null, returnedtypecode: entityOf(text) ?? '' }
    }
    const set = /^\w+/.exec(readOData(text).path)?.[0] ?? ''
    const table = tables.find((each) => each.set === set)?.name ?? set
    return { fetchxml: null, gr_odataquery: keptText(text), returnedtypecode: table }
  }
}

/** Whether the editor holds what is kept, however its lines are broken. */
export function isUnchanged(saved: SavedQuery, { language, text }: Question): boolean {
  if (saved.language !== language) return false
  return language === 'fetchxml' ? saved.text === text : keptText(saved.text) === keptText(text)
}
