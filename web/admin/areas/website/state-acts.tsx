/** Switching a record off, on and removing it: the same for both kinds of this area. */
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { deleteRow, rowOptions, updateRow } from '../../api/records.ts'
import { useTable } from '../../api/tables.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { useWebsiteTexts } from './website-texts.ts'

interface StateActsProps {
  readonly table: string
  readonly id: string
  /** What stops when it is off, and what is lost when it is deleted. */
  readonly consequence: string
  readonly back: string
}

export function StateActs({ table, id, consequence, back }: StateActsProps) {
  const t = useWebsiteTexts()
  const app = useAppTexts()
  const may = useMay()
  const { set } = useTable(table)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data: row } = useSuspenseQuery(rowOptions(set, id, { select: ['statecode'] }))
  const isActive = row.statecode === 0
  const changed = () => client.invalidateQueries({ queryKey: ['rows', set] })
  const change = async () => {
    await updateRow(set, id, { statecode: isActive ? 1 : 0, statuscode: isActive ? 2 : 1 })
    await changed()
  }
  return (
    <>
      {may('Update', table) && (
        <ActButton
          variant="default"
          act={change}
          {...(isActive
            ? {
                confirm: {
                  title: t('act.deactivate.title'),
                  text: consequence,
                  yes: t('act.deactivate'),
                },
              }
            : {})}
        >
          {t(isActive ? 'act.deactivate' : 'act.activate')}
        </ActButton>
      )}
      {may('Delete', table) && (
        <ActButton
          variant="subtle"
          color="red"
          said={app('said.deleted')}
          act={async () => {
            await deleteRow(set, id)
            await navigate({ to: back })
            await changed()
          }}
          confirm={{
            title: t('act.delete.title'),
            text: consequence,
            yes: app('act.delete'),
          }}
        >
          {app('act.delete')}
        </ActButton>
      )}
    </>
  )
}
