/** Records of rules for registrations, of which one is active at a time. */
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type Row, rowsOptions, updateRow } from '../../api/records.ts'

export const table = 'msevtmgt_eventadministration'
/** Its entity set has the same name: Dynamics gives it no plural. */
export const set = 'msevtmgt_eventadministration'

/** Option of the yes-and-no columns of this table. */
export const yes = 100_000_002
export const no = 100_000_001

/** Both views, by name. */
export function useAdministrations(): readonly Row[] {
  return useSuspenseQuery(
    rowsOptions({
      set,
      select: [
        'msevtmgt_name',
        'msevtmgt_contactmatchingstrategy',
        'gr_duplicateregistrations',
        'msevtmgt_enablefinalizationendpoints',
        'statecode',
        'modifiedon',
      ],
      orderBy: 'msevtmgt_name',
    }),
  ).data
}

/** The active one first has to go: the hub refuses a second. */
export function useActivation() {
  const client = useQueryClient()
  const rows = useAdministrations()
  const active = rows.find(({ statecode }) => statecode === 0)
  const again = () => client.invalidateQueries({ queryKey: ['rows', set] })
  return {
    active,
    async deactivate(id: string) {
      await updateRow(set, id, { statecode: 1, statuscode: 2 })
      await again()
    },
    async activate(id: string) {
      if (active !== undefined) {
        await updateRow(set, String(active.msevtmgt_eventadministrationid), {
          statecode: 1,
          statuscode: 2,
        })
      }
      await updateRow(set, id, { statecode: 0, statuscode: 1 })
      await again()
    },
  }
}
