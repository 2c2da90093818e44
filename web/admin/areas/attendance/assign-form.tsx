import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  decide,
  reportOptions,
  type Scope,
  type Unmatched,
  type UnmatchedPerson,
} from './attendance.ts'
import { useAttendanceTexts } from './attendance-texts.ts'
import { ReasonForm } from './reason-form.tsx'

interface AssignFormProps {
  readonly scope: Scope
  readonly person: UnmatchedPerson
  readonly registrations: Unmatched['registrations']
  readonly close: () => void
}

const shown = 12

interface Choice {
  readonly id: string
  readonly name: string | null
  readonly email: string | null
}

/** Whose registration it was: those with the same e-mail first, others by search. */
export function AssignForm({ scope, person, registrations, close }: AssignFormProps) {
  const t = useAttendanceTexts()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<Choice>()
  const [settled] = useDebouncedValue(typed, 200)
  const text = chosen !== undefined && settled === labelOf(chosen) ? '' : settled
  const { data } = useQuery(reportOptions(scope, { text }, 1, shown))
  const same = registrations.filter(({ id }) => person.candidates.includes(id))
  const found = (data?.lines ?? []).flatMap((line): Choice[] =>
    line.canceled ? [] : [{ id: line.registrationId, name: line.fullName, email: line.email }],
  )
  const choices = new Map(
    [...same, ...found, ...(chosen === undefined ? [] : [chosen])].map((each) => [each.id, each]),
  )
  return (
    <ReasonForm
      eventId={scope.eventId}
      act={t('decide.assign')}
      disabled={chosen === undefined}
      close={close}
      run={(reason) =>
        decide(scope, 'assign', {
          personKey: person.personKey,
          registrationId: chosen?.id ?? '',
          reason,
        })
      }
    >
      <Select
        searchable
        required
        label={t('assign.whose')}
        description={t('assign.whose.note')}
        placeholder={t('find.label')}
        nothingFoundMessage={t('people.noMatch')}
        data={[...choices.values()].map((each) => ({ value: each.id, label: labelOf(each) }))}
        filter={({ options }) => options}
        value={chosen?.id ?? null}
        searchValue={typed}
        onSearchChange={setTyped}
        onChange={(id) => setChosen(choices.get(id ?? ''))}
      />
    </ReasonForm>
  )
}

const labelOf = ({ name, email }: Choice) => [name, email].filter(Boolean).join(' · ')
