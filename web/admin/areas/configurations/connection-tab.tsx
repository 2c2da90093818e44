/** How the hub calls the provider: through which proxy, how often, with or without a log. */
import { Button, Group, NumberInput, PasswordInput, Stack, Switch } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useAppTexts } from '../../app/app-texts.ts'
import { Sheet } from '../../components/sheet.tsx'
import { UnsavedGuard } from '../../components/unsaved-guard.tsx'
import { settingsOptions } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'
import { useSettingsDraft } from './use-settings-draft.ts'

export function ConnectionTab({ id }: { readonly id: string }) {
  const t = useConfigurationTexts()
  const app = useAppTexts()
  const { data: form } = useSuspenseQuery(settingsOptions(id))
  const draft = useSettingsDraft(id, form.platform)
  const field = (name: string) => form.platform.find(({ setting }) => setting.name === name)
  const given = (name: string) => draft.typed[name] ?? field(name)?.value ?? ''
  const pace = given('gr_requestsperminute')
  return (
    <Sheet title={t('tab.connection')} note={t('connection.note')}>
      <UnsavedGuard dirty={draft.dirty && !draft.saving} />
      <Stack gap="md" maw={560}>
        <Switch
          label={t('connection.useProxy')}
          description={t('connection.useProxy.note')}
          checked={given('gr_useegressproxy') === 'true'}
          error={draft.errors.gr_useegressproxy}
          onChange={(event) => draft.set('gr_useegressproxy', String(event.currentTarget.checked))}
        />
        {given('gr_useegressproxy') === 'true' && (
          <PasswordInput
            label={t('connection.proxy')}
            description={t('connection.proxy.note')}
            placeholder={field('gr_egressproxy')?.isKept === true ? t('fields.kept') : ''}
            autoComplete="new-password"
            value={draft.typed.gr_egressproxy ?? ''}
            error={draft.errors.gr_egressproxy}
            onChange={(event) => draft.set('gr_egressproxy', event.currentTarget.value)}
          />
        )}
        <NumberInput
          label={t('connection.pace')}
          description={t('connection.pace.note')}
          value={pace === '' ? '' : Number(pace)}
          min={1}
          max={6000}
          allowDecimal={false}
          error={draft.errors.gr_requestsperminute}
          onChange={(next) => draft.set('gr_requestsperminute', String(next))}
        />
        <Switch
          label={t('connection.log')}
          description={t('connection.log.note')}
          checked={given('gr_requestlog') === 'true'}
          onChange={(event) => draft.set('gr_requestlog', String(event.currentTarget.checked))}
        />
        <Group>
          <Button loading={draft.saving} disabled={!draft.dirty} onClick={() => void draft.save()}>
            {app('act.save')}
          </Button>
          {draft.dirty && (
            <Button variant="default" onClick={draft.discard}>
              {app('act.discard')}
            </Button>
          )}
        </Group>
      </Stack>
    </Sheet>
  )
}
