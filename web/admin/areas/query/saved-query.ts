/** Queries that are kept: those of the user and of their teams, and views of everybody. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMay, useMe } from '../../api/me.ts'
import { lookupId, type Row, rowsOptions } from '../../api/records.ts'
import { useTables } from '../../api/tables.ts'
import { entityOf } from './fetch-text.ts'
import { keptText, readOData, writtenText } from './odata-text.ts'
import type { Question } from './run-query.ts'

export interface SavedQuery extends Question {
  readonly id: string
  /** May be changed: it is the user's own. */
  readonly own: boolean
  readonly name: string
}

const select = ['name', 'fetchxml'] as const

function savedOf(row: Row, userId: string): SavedQuery {
  const { userqueryid, savedqueryid, name, fetchxml, gr_odataquery: odata } = row
  const question: Question =
    typeof odata === 'string'
      ? { language: 'odata', text: writtenText(odata) }
      : { language: 'fetchxml', text: String(fetchxml) }
  const own = lookupId(row, 'ownerid') === userId
  return { id: String(userqueryid ?? savedqueryid), own, name: String(name), ...question }
}

/** Administrators see everybody's queries elsewhere; here it is their own, too. */
const ofMine = "Microsoft.Dynamics.CRM.EqualUserOrUserTeams(PropertyName='ownerid')"

export function useSavedQueries() {
  const may = useMay()
  const { id: userId } = useMe()
  const mine = useQuery({
    ...rowsOptions({
      set: 'userqueries',
      select: [...select, 'gr_odataquery', '_ownerid_value'],
      filter: ofMine,
      orderBy: 'name',
    }),
    enabled: may('Read', 'userquery'),
  })
  const views = useQuery({
    ...rowsOptions({ set: 'savedqueries', select, orderBy: 'name' }),
    enabled: may('Read', 'savedquery'),
  })
  const read = (rows: readonly Row[] = []) => rows.map((row) => savedOf(row, userId))
  return { mine: read(mine.data), views: read(views.data) }
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
