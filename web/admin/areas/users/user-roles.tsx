import { Anchor, Checkbox, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Sheet } from '../../components/sheet.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { FormBar } from './form-bar.tsx'
import { rolesOptions, type User, usePeopleActs } from './people.ts'
import { useRoleSentence } from './role-sentence.ts'
import { useUserTexts } from './users-texts.ts'

const idsOf = (user: User) => user.roles.map(({ id }) => id).toSorted()

export function UserRoles({ user }: { readonly user: User }) {
  const t = useUserTexts()
  const acts = usePeopleActs()
  const sentence = useRoleSentence()
  const { data: roles } = useSuspenseQuery(rolesOptions)
  const stored = idsOf(user)
  const [chosen, setChosen] = useState(stored)
  const dirty = chosen.toSorted().join() !== stored.join()
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])
  return (
    <Sheet title={t('users.roles')} note={t('user.roles.note')}>
      <Stack gap="sm">
        {roles.map((role) => (
          <Checkbox
            key={role.id}
            label={fromServer(role.name)}
            description={sentence(role)}
            checked={chosen.includes(role.id)}
            onChange={() => toggle(role.id)}
          />
        ))}
      </Stack>
      {user.teams.map((team) => (
        <Text key={team.id} size="sm">
          <Anchor component={Link} to={`/teams/${team.id}`} size="sm">
            {t('user.fromTeam', { team: team.name })}
          </Anchor>{' '}
          {team.roles.map(({ name }) => fromServer(name)).join(', ') || t('users.noRole')}
        </Text>
      ))}
      <FormBar
        dirty={dirty}
        save={async () => setChosen(idsOf(await acts.setRoles(user.id, chosen)))}
        reset={() => setChosen(stored)}
      />
    </Sheet>
  )
}
