import { Button, Drawer, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { createRow, shownValue } from '../../../api/records.ts'
import { useTable } from '../../../api/tables.ts'
import { useAppTexts } from '../../../app/app-texts.ts'
import { LookupField } from '../../../components/lookup-field.tsx'
import type { Reference } from '../../../components/record-draft.ts'
import { tellProblem } from '../../../components/tell.tsx'
import { useReadAgain } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import { RowList } from '../row-list.tsx'

/** Who pays for a part of the event and is named on its page. */
export function SponsorsList({ event }: { event: Reference }) {
  const t = useEventTexts()
  return (
    <RowList
      title={t('sponsors.title')}
      empty={t('sponsors.empty')}
      add={t('sponsors.add')}
      rowKey="msevtmgt_sponsorshipid"
      nameOf={(row) => String(row.msevtmgt_name)}
      query={{
        set: 'msevtmgt_sponsorships',
        select: [
          'msevtmgt_name',
          '_msevtmgt_sponsor_value',
          'msevtmgt_sponsorshipcategory',
          'msevtmgt_sponsorshipamount',
        ],
        filter: `_msevtmgt_event_value eq ${event.id}`,
        orderBy: 'msevtmgt_sponsorshipcategory,msevtmgt_name',
      }}
      columns={[
        { title: t('sponsor.company'), show: (row) => shownValue(row, 'msevtmgt_sponsor') },
        {
          title: t('sponsor.category'),
          show: (row) => shownValue(row, 'msevtmgt_sponsorshipcategory'),
        },
        {
          title: t('sponsor.amount'),
          number: true,
          show: (row) => shownValue(row, 'msevtmgt_sponsorshipamount'),
        },
      ]}
      addForm={(close) => <AddSponsor event={event} close={close} />}
      form={{
        table: 'msevtmgt_sponsorship',
        fields: [
          'msevtmgt_sponsor',
          'msevtmgt_sponsorshipcategory',
          'msevtmgt_sponsorshipamount',
          'msevtmgt_description',
        ],
        labels: {
          msevtmgt_sponsor: t('sponsor.company'),
          msevtmgt_sponsorshipcategory: t('sponsor.category'),
          msevtmgt_sponsorshipamount: t('sponsor.amount'),
          msevtmgt_description: t('event.description'),
        },
      }}
    />
  )
}

/** A company that is known is chosen; any other is written down by its name. */
function AddSponsor({ event, close }: { event: Reference; close: () => void }) {
  const t = useEventTexts()
  const app = useAppTexts()
  const readAgain = useReadAgain()
  const categories = useCategories()
  const [known, setKnown] = useState<Reference | null>(null)
  const [name, setName] = useState('')
  const [category, setCategory] = useState<string | null>(null)
  const save = async () => {
    try {
      await addSponsor(event, known, name.trim(), category)
      await readAgain()
      close()
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <Drawer opened onClose={close} position="right" size="lg" title={t('sponsors.add')}>
      <Stack>
        <LookupField
          targets={['account']}
          label={t('sponsor.known')}
          value={known}
          onChange={setKnown}
        />
        {known === null && (
          <TextInput
            label={t('sponsor.company')}
            withAsterisk
            maxLength={100}
            value={name}
            onChange={(change) => setName(change.currentTarget.value)}
          />
        )}
        <Select
          label={t('sponsor.category')}
          clearable
          data={categories}
          value={category}
          onChange={setCategory}
        />
        <Button
          w="fit-content"
          disabled={known === null && name.trim() === ''}
          onClick={() => void save()}
        >
          {app('act.add')}
        </Button>
      </Stack>
    </Drawer>
  )
}

function useCategories() {
  const { columns } = useTable('msevtmgt_sponsorship')
  const options = columns.find(({ name }) => name === 'msevtmgt_sponsorshipcategory')?.options ?? []
  return options.map(({ value, label }) => ({ value: String(value), label }))
}

async function addSponsor(
  event: Reference,
  known: Reference | null,
  name: string,
  category: string | null,
): Promise<void> {
  const accountId = known?.id ?? (await createRow('accounts', { name }))
  await createRow('msevtmgt_sponsorships', {
    msevtmgt_name: (known?.name ?? name).slice(0, 100),
    'msevtmgt_sponsor@odata.bind': `/accounts(${accountId})`,
    'msevtmgt_event@odata.bind': `/msevtmgt_events(${event.id})`,
    msevtmgt_sponsorshipcategory: category === null ? null : Number(category),
  })
}
