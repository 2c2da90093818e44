/** One set of rules: matching, duplicates, letters, demo payment. */
import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { deleteRow } from '../../api/records.ts'
import { useParameter } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { set, table, useActivation } from './administration.ts'
import { useAdministrationTexts } from './administration-texts.ts'
import { DemoPayment, Duplicates, Letters, Matching } from './rules.tsx'

const columns = [
  'msevtmgt_name',
  'msevtmgt_contactmatchingstrategy',
  'gr_duplicateregistrations',
  'msevtmgt_sendmailtoeventattendee',
  'msevtmgt_sendmailtopurchaser',
  'msevtmgt_enablefinalizationendpoints',
]

export function AdministrationPage() {
  const t = useAdministrationTexts()
  const may = useMay()
  const navigate = useNavigate()
  const parameter = useParameter('administrationId')
  const id = parameter === 'new' ? undefined : parameter
  const draft = useRecordDraft({ table, id, columns, initial })
  const mayWrite = may(id === undefined ? 'Create' : 'Update', table)
  const { active } = useActivation()
  const isActive = active?.msevtmgt_eventadministrationid === id
  return (
    <Page
      title={id === undefined ? t('list.new') : String(draft.values.msevtmgt_name ?? '')}
      trail={[{ label: t('list.title'), to: '/administration' }]}
      badge={
        id !== undefined && (
          <Badge color={isActive ? 'green' : 'gray'}>
            {t(isActive ? 'state.active' : 'state.inactive')}
          </Badge>
        )
      }
      actions={id !== undefined && <Acts id={id} />}
    >
      {id === undefined && active !== undefined ? (
        <OnlyOne name={String(active.msevtmgt_name)} />
      ) : (
        <Stack gap="md">
          <Sheet>
            <RecordFields
              draft={draft}
              columns={['msevtmgt_name']}
              beside={1}
              labels={{ msevtmgt_name: t('field.name') }}
              disabled={!mayWrite}
            />
          </Sheet>
          <Matching draft={draft} disabled={!mayWrite} />
          <Duplicates draft={draft} disabled={!mayWrite} />
          <Letters draft={draft} disabled={!mayWrite} />
          <DemoPayment draft={draft} disabled={!mayWrite} />
          {mayWrite && (
            <SaveBar
              draft={draft}
              onSaved={(saved) => void navigate({ to: `/administration/${saved}`, replace: true })}
            />
          )}
        </Stack>
      )}
    </Page>
  )
}

const initial = {
  msevtmgt_contactmatchingstrategy: 100_000_002,
  gr_duplicateregistrations: 100_000_000,
  msevtmgt_sendmailtoeventattendee: 100_000_002,
  msevtmgt_sendmailtopurchaser: 100_000_002,
  msevtmgt_enablefinalizationendpoints: 100_000_001,
}

function OnlyOne({ name }: { readonly name: string }) {
  const t = useAdministrationTexts()
  const { active, deactivate } = useActivation()
  return (
    <Alert color="blue" title={t('one.title')}>
      <Stack gap="sm">
        <Text size="sm">{t('one.text', { name })}</Text>
        <Group>
          <ActButton act={() => deactivate(String(active?.msevtmgt_eventadministrationid))}>
            {t('one.deactivate', { name })}
          </ActButton>
          <Button
            variant="default"
            component={Link}
            to={`/administration/${String(active?.msevtmgt_eventadministrationid)}`}
          >
            {t('one.open', { name })}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}

function Acts({ id }: { readonly id: string }) {
  const t = useAdministrationTexts()
  const app = useAppTexts()
  const may = useMay()
  const navigate = useNavigate()
  const { active, activate, deactivate } = useActivation()
  const isActive = active?.msevtmgt_eventadministrationid === id
  const replaced = active === undefined ? undefined : String(active.msevtmgt_name)
  return (
    <>
      {may('Update', table) &&
        (isActive ? (
          <ActButton
            variant="default"
            act={() => deactivate(id)}
            confirm={{
              title: t('deactivate.title'),
              text: t('deactivate.text'),
              yes: t('act.deactivate'),
            }}
          >
            {t('act.deactivate')}
          </ActButton>
        ) : (
          <ActButton
            act={() => activate(id)}
            {...(replaced === undefined
              ? {}
              : {
                  color: 'green',
                  confirm: {
                    title: t('activate.title'),
                    text: t('activate.text', { name: replaced }),
                    yes: t('act.activate'),
                  },
                })}
          >
            {t('act.activate')}
          </ActButton>
        ))}
      {may('Delete', table) && (
        <ActButton
          variant="subtle"
          color="red"
          said={app('said.deleted')}
          act={async () => {
            await deleteRow(set, id)
            await navigate({ to: '/administration' })
          }}
          confirm={{ title: t('delete.title'), text: t('delete.text'), yes: app('act.delete') }}
        >
          {app('act.delete')}
        </ActButton>
      )}
    </>
  )
}
