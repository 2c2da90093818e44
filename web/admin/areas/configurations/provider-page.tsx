/** A provider record: name, limits, terms and privacy policy that people accept. */
import { Alert, Group, Switch } from '@mantine/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { deleteRow, rowOptions, updateRow } from '../../api/records.ts'
import { useParameter } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useConfigurationTexts } from './configuration-texts.ts'

const table = 'msevtmgt_webinarprovider'
const set = 'msevtmgt_webinarproviders'
const general = [
  'msevtmgt_name',
  'msevtmgt_maxdurationinminutes',
  'msevtmgt_termsofservice',
  'msevtmgt_privacypolicy',
]
const client = ['msevtmgt_base_service_url', 'msevtmgt_clientid', 'msevtmgt_clientsecret']

export function ProviderPage() {
  const t = useConfigurationTexts()
  const may = useMay()
  const id = useParameter('providerId')
  const [showsClient, setShowsClient] = useState(false)
  const draft = useRecordDraft({ table, id, columns: [...general, ...client] })
  const mayWrite = may('Update', table)
  return (
    <Page
      title={String(draft.values.msevtmgt_name ?? '')}
      trail={[{ label: t('list.title'), to: '/configurations' }]}
      note={t('provider.note')}
      actions={mayWrite && <ProviderActs id={id} />}
    >
      <Sheet>
        <RecordFields
          draft={draft}
          columns={general}
          disabled={!mayWrite}
          labels={{
            msevtmgt_name: t('provider.name'),
            msevtmgt_maxdurationinminutes: t('provider.minutes'),
            msevtmgt_termsofservice: t('fact.terms'),
            msevtmgt_privacypolicy: t('fact.privacy'),
          }}
          notes={{
            msevtmgt_maxdurationinminutes: t('provider.minutes.note'),
            msevtmgt_termsofservice: t('provider.terms.note'),
            msevtmgt_privacypolicy: t('provider.terms.note'),
          }}
        />
        <Switch
          label={t('credentials.update')}
          checked={showsClient}
          disabled={!mayWrite}
          onChange={(event) => setShowsClient(event.currentTarget.checked)}
        />
        {showsClient && (
          <>
            <Alert color="yellow">{t('provider.client.warning')}</Alert>
            <RecordFields
              draft={draft}
              columns={client}
              disabled={!mayWrite}
              labels={{
                msevtmgt_base_service_url: t('provider.address'),
                msevtmgt_clientid: t('provider.clientId'),
                msevtmgt_clientsecret: t('provider.clientSecret'),
              }}
              notes={{ msevtmgt_clientsecret: t('provider.clientSecret.note') }}
            />
          </>
        )}
        {mayWrite && <SaveBar draft={draft} />}
      </Sheet>
    </Page>
  )
}

function ProviderActs({ id }: { readonly id: string }) {
  const t = useConfigurationTexts()
  const app = useAppTexts()
  const may = useMay()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data: row } = useSuspenseQuery(rowOptions(set, id, { select: ['statecode'] }))
  const isActive = row.statecode === 0
  const changed = async () => {
    await client.invalidateQueries({ queryKey: ['rows', set] })
    await client.invalidateQueries({ queryKey: ['accounts'] })
  }
  return (
    <Group gap="xs">
      <ActButton
        variant="default"
        act={async () => {
          await updateRow(set, id, isActive ? off : on)
          await changed()
        }}
        {...(isActive
          ? {
              confirm: {
                title: t('provider.deactivate.title'),
                text: t('provider.deactivate.text'),
                yes: t('act.deactivate'),
              },
            }
          : {})}
      >
        {t(isActive ? 'act.deactivate' : 'act.activate')}
      </ActButton>
      {may('Delete', table) && (
        <ActButton
          variant="subtle"
          color="red"
          said={app('said.deleted')}
          act={async () => {
            await deleteRow(set, id)
            await navigate({ to: '/configurations' })
            await changed()
          }}
          confirm={{
            title: t('provider.delete.title'),
            text: t('provider.delete.text'),
            yes: app('act.delete'),
          }}
        >
          {app('act.delete')}
        </ActButton>
      )}
    </Group>
  )
}

const on = { statecode: 0, statuscode: 1 }
const off = { statecode: 1, statuscode: 2 }
