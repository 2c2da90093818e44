import { Combobox, Group, Pill, PillsInput, Text, Tooltip, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAddressBook, IconMail, IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FieldNotices } from './field-notices.tsx'
import type { MeetingDraft } from './meeting-draft.ts'
import { type MeetingTextKey, useMeetingTexts } from './meeting-texts.ts'
import { type FoundPerson, type Person, peopleOptions } from './meetings.ts'

interface PeopleFieldProps {
  readonly draft: MeetingDraft
  readonly field: 'attendees' | 'cohosts'
}

const isAddress = (text: string) => /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(text)

/** People of the account's directory and contacts, found while typing; any other address by hand. */
export function PeopleField({ draft, field }: PeopleFieldProps) {
  const t = useMeetingTexts()
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() })
  const [typed, setTyped] = useState('')
  const people = draft.form[field]
  const found = useFound(draft, typed)
  const put = (next: readonly Person[]) => draft.set({ [field]: next })
  const add = (more: readonly Person[]) => {
    const known = new Set(people.map(({ email }) => email.toLowerCase()))
    put([...people, ...more.filter(({ email }) => !known.has(email.toLowerCase()))])
    setTyped('')
    box.resetSelectedOption()
  }
  const addTyped = (text: string) => {
    const parts = text.split(/[\s,;]+/).filter(Boolean)
    const addresses = parts.map((each) => each.replace(/^<|>$/g, '')).filter(isAddress)
    if (addresses.length > 0) add(addresses.map((email) => ({ email })))
  }
  const label = t(`field.${field}` as MeetingTextKey)
  return (
    <div>
      <Combobox
        store={box}
        onOptionSubmit={(value) => {
          const person = found.find((each) => each.email === value)
          if (person === undefined) addTyped(value)
          else add([asWish(person)])
        }}
      >
        <Combobox.DropdownTarget>
          <PillsInput
            label={label}
            description={t(`field.${field}.note` as MeetingTextKey)}
            error={draft.error(field)}
            onClick={() => box.openDropdown()}
          >
            <Pill.Group>
              {people.map((person) => (
                <PersonPill
                  key={person.email}
                  person={person}
                  remove={() => put(people.filter((each) => each !== person))}
                />
              ))}
              <Combobox.EventsTarget>
                <PillsInput.Field
                  value={typed}
                  placeholder={people.length === 0 ? t('people.search') : ''}
                  aria-label={label}
                  aria-invalid={draft.error(field) === undefined ? undefined : true}
                  onFocus={() => box.openDropdown()}
                  onBlur={() => {
                    box.closeDropdown()
                    addTyped(typed)
                  }}
                  onPaste={(paste) => {
                    const text = paste.clipboardData.getData('text')
                    if (!/[,;\n]/.test(text)) return
                    paste.preventDefault()
                    addTyped(text)
                  }}
                  onChange={(change) => {
                    setTyped(change.currentTarget.value)
                    box.openDropdown()
                    box.updateSelectedOptionIndex()
                  }}
                  onKeyDown={(key) => {
                    if (key.key === 'Backspace' && typed === '') put(people.slice(0, -1))
                    const ends = key.key === ',' || key.key === ';'
                    if (ends || (key.key === 'Enter' && isAddress(typed.trim()))) {
                      key.preventDefault()
                      addTyped(typed)
                    }
                  }}
                />
              </Combobox.EventsTarget>
            </Pill.Group>
          </PillsInput>
        </Combobox.DropdownTarget>
        <Found found={found} typed={typed.trim()} taken={people} />
      </Combobox>
      <FieldNotices of={draft.notices(field)} />
    </div>
  )
}

const asWish = ({ source, id, name, email }: FoundPerson): Person => ({
  email,
  name,
  ...(source === 'contact' ? { contactId: id } : { accountPersonId: id }),
})

function useFound(draft: MeetingDraft, typed: string): readonly FoundPerson[] {
  const [text] = useDebouncedValue(typed.trim(), 200)
  const { configurationId } = draft.form
  const { data } = useQuery({
    ...peopleOptions(text, configurationId === '' ? undefined : configurationId),
    enabled: text.length > 0,
  })
  return text === '' ? [] : (data?.value ?? [])
}

function PersonPill({ person, remove }: { readonly person: Person; readonly remove: () => void }) {
  const t = useMeetingTexts()
  const name = person.name ?? person.email
  return (
    <Tooltip label={person.email} disabled={person.name === undefined}>
      <Pill
        withRemoveButton
        onRemove={remove}
        removeButtonProps={{
          'aria-label': t('people.remove', { name }),
          'aria-hidden': false,
          tabIndex: 0,
        }}
      >
        {name}
      </Pill>
    </Tooltip>
  )
}

interface FoundProps {
  readonly found: readonly FoundPerson[]
  readonly typed: string
  readonly taken: readonly Person[]
}

function Found({ found, typed, taken }: FoundProps) {
  const t = useMeetingTexts()
  const has = new Set(taken.map(({ email }) => email.toLowerCase()))
  const offered = found.filter(({ email }) => !has.has(email.toLowerCase()))
  const other = isAddress(typed) && !offered.some(({ email }) => email === typed.toLowerCase())
  if (typed === '') return null
  return (
    <Combobox.Dropdown>
      <Combobox.Options aria-label={t('people.found')}>
        {offered.map((person) => (
          <Combobox.Option key={person.email} value={person.email}>
            <FoundLine person={person} />
          </Combobox.Option>
        ))}
        {other && (
          <Combobox.Option value={typed}>
            <Group gap="xs" wrap="nowrap">
              <IconMail size={16} aria-hidden />
              <Text size="sm">{t('people.invite', { email: typed })}</Text>
            </Group>
          </Combobox.Option>
        )}
        {offered.length === 0 && !other && <Combobox.Empty>{t('people.none')}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox.Dropdown>
  )
}

function FoundLine({ person }: { readonly person: FoundPerson }) {
  const t = useMeetingTexts()
  const Icon = person.source === 'account' ? IconUser : IconAddressBook
  return (
    <Group gap="xs" wrap="nowrap">
      <Icon size={16} aria-label={t(`people.source.${person.source}` as MeetingTextKey)} />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={500} truncate>
          {person.name}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {[person.email, person.company].filter(Boolean).join(' · ')}
        </Text>
      </div>
    </Group>
  )
}
