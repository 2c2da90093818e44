/** Name and credentials: what is stored stays until somebody wants to change it. */
import { Button, Grid, Group, Stack, Switch } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { tellProblem } from '../../components/tell.tsx'
import { UnsavedGuard } from '../../components/unsaved-guard.tsx'
import {
  type Check,
  type Configuration,
  choicesOptions,
  fieldsAtFault,
  settingsOptions,
  useAccountActs,
} from './accounts.ts'
import { CheckAlert } from './check-alert.tsx'
import { useConfigurationTexts } from './configuration-texts.ts'
import { SettingFields } from './setting-fields.tsx'
import { useSettingsDraft } from './use-settings-draft.ts'
import { VendorGuide } from './vendor-guide.tsx'

export function CredentialsTab({ account }: { readonly account: Configuration }) {
  const { data: choices } = useSuspenseQuery(choicesOptions)
  const { data: form } = useSuspenseQuery(settingsOptions(account.id))
  const choice = choices.find(({ id }) => id === account.adapter)
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="md">
          <NameSheet id={account.id} />
          <CredentialsSheet account={account} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        {choice !== undefined && <VendorGuide choice={choice} addresses={form.addresses} />}
      </Grid.Col>
    </Grid>
  )
}

function NameSheet({ id }: { readonly id: string }) {
  const t = useConfigurationTexts()
  const acts = useAccountActs()
  const columns = ['msevtmgt_name']
  const draft = useRecordDraft({ table: 'msevtmgt_webinarconfiguration', id, columns })
  return (
    <Sheet>
      <RecordFields
        draft={draft}
        columns={columns}
        beside={1}
        labels={{ msevtmgt_name: t('connect.name') }}
        notes={{ msevtmgt_name: t('connect.name.note') }}
      />
      {draft.dirty && <SaveBar draft={draft} onSaved={() => void acts.refresh()} />}
    </Sheet>
  )
}

function CredentialsSheet({ account }: { readonly account: Configuration }) {
  const t = useConfigurationTexts()
  const app = useAppTexts()
  const acts = useAccountActs()
  const { data: form } = useSuspenseQuery(settingsOptions(account.id))
  const draft = useSettingsDraft(account.id, form.own)
  const [shown, setShown] = useState(account.authorized !== 'yes')
  const [check, setCheck] = useState<Check>()
  const save = async () => {
    if (!(await draft.save())) return
    try {
      const found = await acts.verify(account.id)
      setCheck(found)
      if (found.status !== 'not-authenticated') return
      const names = fieldsAtFault(form.own, found.message)
      draft.setErrors(Object.fromEntries(names.map((name) => [name, found.message])))
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <Sheet title={t('tab.credentials')} note={t('credentials.note')}>
      <UnsavedGuard dirty={draft.dirty && !draft.saving} />
      <Switch
        label={t('credentials.update')}
        checked={shown}
        onChange={(event) => {
          setShown(event.currentTarget.checked)
          draft.discard()
        }}
      />
      {check !== undefined && <CheckAlert check={check} />}
      {shown && (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <Stack gap="md">
            <SettingFields
              fields={form.own}
              typed={draft.typed}
              errors={draft.errors}
              onChange={draft.set}
            />
            <Group>
              <Button type="submit" loading={draft.saving} disabled={!draft.dirty}>
                {t('credentials.save')}
              </Button>
              {draft.dirty && (
                <Button variant="default" onClick={draft.discard}>
                  {app('act.discard')}
                </Button>
              )}
            </Group>
          </Stack>
        </form>
      )}
    </Sheet>
  )
}
