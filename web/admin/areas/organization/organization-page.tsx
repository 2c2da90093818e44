/** The organisation: name, language, currencies, how long finished jobs are kept. */
import { Select, SimpleGrid, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMay } from '../../api/me.ts'
import { rowsOptions } from '../../api/records.ts'
import { Page } from '../../components/page.tsx'
import { useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { languages } from '../../texts/language.ts'
import { Currencies } from './currencies.tsx'
import { JobRetention } from './job-retention.tsx'
import { useOrganizationTexts } from './organization-texts.ts'

const columns = ['name', 'languagecode', 'basecurrencyid']

export function OrganizationPage() {
  const t = useOrganizationTexts()
  const may = useMay()
  const { data } = useSuspenseQuery(
    rowsOptions({ set: 'organizations', select: ['organizationid'], top: 1 }),
  )
  const id = data[0]?.organizationid
  return (
    <Page title={t('page.title')} note={t('page.note')}>
      <Stack gap="md">
        {typeof id === 'string' && (
          <Organization id={id} mayWrite={may('Update', 'organization')} />
        )}
        <Currencies />
        <JobRetention />
      </Stack>
    </Page>
  )
}

interface OrganizationProps {
  readonly id: string
  readonly mayWrite: boolean
}

function Organization({ id, mayWrite }: OrganizationProps) {
  const t = useOrganizationTexts()
  const draft = useRecordDraft({ table: 'organization', id, columns })
  const code = draft.values.languagecode
  return (
    <Sheet>
      <RecordFields
        draft={draft}
        columns={['name', 'basecurrencyid']}
        labels={{ name: t('field.name'), basecurrencyid: t('field.currency') }}
        notes={{ name: t('field.name.note'), basecurrencyid: t('field.currency.note') }}
        disabled={!mayWrite}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('field.language')}
          description={t('field.language.note')}
          data={languageChoices(code)}
          value={typeof code === 'number' ? String(code) : null}
          disabled={!mayWrite}
          onChange={(next) => draft.set('languagecode', next === null ? null : Number(next))}
        />
      </SimpleGrid>
      {mayWrite && <SaveBar draft={draft} />}
    </Sheet>
  )
}

/** Languages of the hub by their numbers in Windows, which Dataverse tells clients. */
const codes: Readonly<Record<keyof typeof languages, number>> = {
  en: 1033,
  de: 1031,
  fr: 1036,
  es: 3082,
  uk: 1058,
  th: 1054,
  'zh-Hans': 2052,
}

/** A language that a program wrote and that is none of ours stays to be chosen. */
function languageChoices(code: unknown) {
  const known = Object.entries(codes).map(([language, number]) => ({
    value: String(number),
    label: languages[language as keyof typeof languages],
  }))
  const isKnown = typeof code !== 'number' || known.some(({ value }) => value === String(code))
  return isKnown ? known : [...known, { value: String(code), label: String(code) }]
}
