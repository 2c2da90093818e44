import { Button, Group, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Me, meOptions, useMe } from '../../api/me.ts'
import { request } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { Sheet } from '../../components/sheet.tsx'
import { tellDone } from '../../components/tell.tsx'
import { TimeZoneField } from '../../components/time-zone-field.tsx'
import { UnsavedGuard } from '../../components/unsaved-guard.tsx'
import { useSending } from '../../components/use-sending.ts'
import { languageOf, languages, setLanguage } from '../../texts/language.ts'
import { useProfileTexts } from './profile-texts.ts'

const ownOf = ({ firstName, lastName, language, timeZone }: Me) => ({
  firstName: firstName ?? '',
  lastName: lastName ?? '',
  language: language === null ? null : (languageOf(language) ?? null),
  timeZone,
})

export function Person() {
  const t = useProfileTexts()
  const app = useAppTexts()
  const me = useMe()
  const client = useQueryClient()
  const { sending, send } = useSending()
  const [form, setForm] = useState(ownOf(me))
  const dirty = JSON.stringify(form) !== JSON.stringify(ownOf(me))
  const save = () =>
    send(async () => {
      const body = { ...form, firstName: form.firstName === '' ? null : form.firstName }
      const saved = await request<Me>('/api/v1/me', { method: 'PATCH', body })
      client.setQueryData(meOptions.queryKey, saved)
      if (form.language !== null) setLanguage(form.language)
      tellDone(app('said.saved'))
    })
  return (
    <Sheet title={t('profile.person')}>
      <UnsavedGuard dirty={dirty && !sending} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="sm">
          <TextInput
            label={t('profile.first')}
            value={form.firstName}
            maxLength={256}
            onChange={(event) => setForm({ ...form, firstName: event.currentTarget.value })}
          />
          <TextInput
            label={t('profile.last')}
            required
            value={form.lastName}
            maxLength={256}
            onChange={(event) => setForm({ ...form, lastName: event.currentTarget.value })}
          />
          <Select
            label={t('profile.language')}
            description={t('profile.language.note')}
            clearable
            placeholder={t('profile.asBrowser')}
            data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
            value={form.language}
            onChange={(next) => setForm({ ...form, language: next as typeof form.language })}
          />
          <TimeZoneField
            label={t('profile.zone')}
            description={t('profile.zone.note')}
            placeholder={t('profile.asBrowser')}
            value={form.timeZone}
            onChange={(next) => setForm({ ...form, timeZone: next })}
          />
        </SimpleGrid>
        <Group mt="md" gap="xs">
          <Button type="submit" loading={sending} disabled={!dirty}>
            {app('act.save')}
          </Button>
          {dirty && (
            <Button variant="default" onClick={() => setForm(ownOf(me))}>
              {app('act.discard')}
            </Button>
          )}
        </Group>
      </form>
    </Sheet>
  )
}
