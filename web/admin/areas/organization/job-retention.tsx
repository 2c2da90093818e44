/** How long finished system jobs are kept. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMay } from '../../api/me.ts'
import { rowsOptions } from '../../api/records.ts'
import { useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useOrganizationTexts } from './organization-texts.ts'

const table = 'gr_jobretention'
const days = ['succeededdays', 'faileddays', 'canceleddays']

/** The row for all kinds of jobs that have none of their own. */
const allKinds = '*'

/** What the hub does where nothing is said. */
const standard = { kind: allKinds, succeededdays: 7, faileddays: 90, canceleddays: 30 }

export function JobRetention() {
  const { data } = useSuspenseQuery(
    rowsOptions({ set: 'gr_jobretentions', select: ['kind'], filter: `kind eq '${allKinds}'` }),
  )
  const id = data[0]?.gr_jobretentionid
  return <RetentionForm key={String(id)} id={typeof id === 'string' ? id : undefined} />
}

function RetentionForm({ id }: { readonly id: string | undefined }) {
  const t = useOrganizationTexts()
  const may = useMay()
  const draft = useRecordDraft({ table, id, columns: ['kind', ...days], initial: standard })
  const mayWrite = may(id === undefined ? 'Create' : 'Update', table)
  return (
    <Sheet title={t('retention.title')} note={t('retention.note')}>
      <RecordFields
        draft={draft}
        columns={days}
        beside={3}
        labels={{
          succeededdays: t('retention.succeeded'),
          faileddays: t('retention.failed'),
          canceleddays: t('retention.canceled'),
        }}
        disabled={!mayWrite}
      />
      {mayWrite && (id !== undefined || draft.dirty) && <SaveBar draft={draft} />}
    </Sheet>
  )
}
