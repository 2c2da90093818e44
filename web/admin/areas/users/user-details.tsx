import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Sheet } from '../../components/sheet.tsx'
import { TimeZoneField } from '../../components/time-zone-field.tsx'
import { languageOf, languages } from '../../texts/language.ts'
import { FormBar } from './form-bar.tsx'
import { type User, usePeopleActs } from './people.ts'
import { useUserTexts } from './users-texts.ts'

const detailsOf = ({ firstName, lastName, email, language, timeZone }: User) => ({
  firstName: firstName ?? '',
  lastName: lastName ?? '',
  email: email ?? '',
  language: language === null ? null : (languageOf(language) ?? null),
  timeZone,
})

export function UserDetails({ user }: { readonly user: User }) {
  const t = useUserTexts()
  const acts = usePeopleActs()
  const stored = detailsOf(user)
  const [form, setForm] = useState(stored)
  const dirty = JSON.stringify(form) !== JSON.stringify(stored)
  const save = async () => {
    const changed = Object.entries(form).filter(
      ([name, value]) => value !== stored[name as keyof typeof stored],
    )
    const body = Object.fromEntries(
      changed.map(([name, value]) => [name, name === 'firstName' && value === '' ? null : value]),
    )
    setForm(detailsOf(await acts.changeUser(user.id, body)))
  }
  const field = (name: 'firstName' | 'lastName' | 'email') => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
  })
  return (
    <Sheet title={t('user.details')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="sm">
        <TextInput {...field('firstName')} label={t('user.first')} />
        <TextInput {...field('lastName')} label={t('user.last')} withAsterisk />
        <TextInput
          {...field('email')}
          type="email"
          label={t('user.email')}
          description={t('user.email.note')}
          withAsterisk
          style={{ gridColumn: '1 / -1' }}
        />
        <Select
          label={t('user.language')}
          clearable
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          value={form.language}
          onChange={(next) => setForm({ ...form, language: next as typeof form.language })}
        />
        <TimeZoneField
          label={t('user.timeZone')}
          value={form.timeZone}
          onChange={(next) => setForm({ ...form, timeZone: next })}
        />
      </SimpleGrid>
      <FormBar dirty={dirty} save={save} reset={() => setForm(stored)} />
    </Sheet>
  )
}
