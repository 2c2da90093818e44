/** A website that may call the Events API: its origin, its token, where to call. */
import { Alert, Code, Collapse, Stack, Switch, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { rowOptions } from '../../api/records.ts'
import { useParameter } from '../../app/address.ts'
import { CopyLine } from '../../components/copy-line.tsx'
import { Page } from '../../components/page.tsx'
import { type RecordDraft, useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { StateActs } from './state-acts.tsx'
import { useWebsiteTexts } from './website-texts.ts'

const table = 'msevtmgt_webapplication'
const entra = [
  'msevtmgt_userauthenticationtype',
  'msevtmgt_aadclientid',
  'msevtmgt_aadmetadataendpoint',
]

export function ApplicationPage() {
  const t = useWebsiteTexts()
  const may = useMay()
  const navigate = useNavigate()
  const parameter = useParameter('applicationId')
  const id = parameter === 'new' ? undefined : parameter
  const draft = useRecordDraft({
    table,
    id,
    columns: ['msevtmgt_name', 'msevtmgt_origin', ...entra],
  })
  const mayWrite = may(id === undefined ? 'Create' : 'Update', table)
  const stored = String(draft.values.msevtmgt_name ?? '')
  return (
    <Page
      title={id === undefined ? t('new.applications') : stored}
      trail={[{ label: t('website.title'), to: '/website' }]}
      actions={
        id !== undefined && (
          <StateActs
            table={table}
            id={id}
            consequence={t('applications.consequence')}
            back="/website"
          />
        )
      }
    >
      <Sheet note={id === undefined ? t('applications.new.note') : undefined}>
        <RecordFields
          draft={draft}
          columns={['msevtmgt_name', 'msevtmgt_origin']}
          labels={{ msevtmgt_name: t('field.name'), msevtmgt_origin: t('field.origin') }}
          notes={{
            msevtmgt_name: t('field.name.note'),
            msevtmgt_origin: t('field.origin.note'),
          }}
          disabled={!mayWrite}
        />
        <Visitors draft={draft} disabled={!mayWrite} />
        {mayWrite && (
          <SaveBar
            draft={draft}
            onSaved={(saved) =>
              void navigate({ to: `/website/applications/${saved}`, replace: true })
            }
          />
        )}
      </Sheet>
      {id !== undefined && <Calling id={id} />}
    </Page>
  )
}

/** Visitors who sign in at Microsoft Entra: only where a website wants that. */
function Visitors({
  draft,
  disabled,
}: {
  readonly draft: RecordDraft
  readonly disabled: boolean
}) {
  const t = useWebsiteTexts()
  const isUsed = entra.some((column) => (draft.values[column] ?? null) !== null)
  const [opened, setOpened] = useState(isUsed)
  return (
    <Stack gap="sm">
      <Switch
        label={t('visitors.label')}
        description={t('visitors.note')}
        checked={opened}
        disabled={disabled || isUsed}
        onChange={(event) => setOpened(event.currentTarget.checked)}
      />
      <Collapse expanded={opened}>
        <RecordFields
          draft={draft}
          columns={entra}
          disabled={disabled}
          labels={{
            msevtmgt_userauthenticationtype: t('visitors.type'),
            msevtmgt_aadclientid: t('visitors.client'),
            msevtmgt_aadmetadataendpoint: t('visitors.metadata'),
          }}
        />
      </Collapse>
    </Stack>
  )
}

function Calling({ id }: { readonly id: string }) {
  const t = useWebsiteTexts()
  const { data } = useSuspenseQuery(
    rowOptions('msevtmgt_webapplications', id, {
      select: ['msevtmgt_token', 'msevtmgt_origin', 'msevtmgt_publicendpoint'],
    }),
  )
  const token = String(data.msevtmgt_token ?? '')
  const endpoint = String(data.msevtmgt_publicendpoint ?? '')
  return (
    <Sheet title={t('calling.title')} note={t('calling.note')}>
      <CopyLine label={t('calling.endpoint')} text={endpoint} />
      <CopyLine label={t('calling.token')} text={token} />
      <Alert color="blue">{t('calling.public')}</Alert>
      <Text size="sm">{t('calling.example')}</Text>
      <Code block tabIndex={0}>
        {`fetch('${endpoint}events/published/?emApplicationtoken=${token}')\n  .then((answer) => answer.json())`}
      </Code>
    </Sheet>
  )
}
