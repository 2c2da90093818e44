import { MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fromServer } from '../../server-words/server-words.ts'
import { rolesOptions } from '../users/people.ts'
import { daysFromNow, type NewSecret, useCredentialActs } from './credentials.ts'
import { useCredentialTexts } from './credentials-texts.ts'
import { MakeSecretButton, SecretForm } from './make-secret.tsx'
import { tokenAddress, tokenExample } from './secret-lines.ts'
import { ToCarryAway } from './to-carry-away.tsx'

type Made = NewSecret & { readonly clientId: string }

export function NewApplicationButton() {
  const t = useCredentialTexts()
  return (
    <MakeSecretButton<Made>
      title={t('applications.new')}
      form={(onMade) => <NewApplication onMade={onMade} />}
      carryAway={({ clientId, clientSecret }, close) => (
        <ToCarryAway
          lines={[
            [t('application.clientId'), clientId],
            [t('secret.secret'), clientSecret],
            [t('application.tokens'), tokenAddress()],
          ]}
          example={tokenExample(clientId, clientSecret)}
          close={close}
        />
      )}
    />
  )
}

function NewApplication({ onMade }: { readonly onMade: (made: Made) => void }) {
  const t = useCredentialTexts()
  const acts = useCredentialActs()
  const { data: all = [] } = useQuery(rolesOptions)
  const [draft, setDraft] = useState({ name: '', days: '180' })
  const [roles, setRoles] = useState(['Integration'])
  const create = async () => {
    const secretExpiresOn = daysFromNow(draft.days)
    onMade(await acts.createApplication({ name: draft.name, roles, secretExpiresOn }))
  }
  return (
    <SecretForm draft={draft} change={setDraft} mayBeNever={false} create={create}>
      <MultiSelect
        label={t('application.roles.label')}
        description={t('application.roles.note')}
        data={all
          .filter(({ builtIn }) => builtIn)
          .map(({ name }) => ({ value: name, label: fromServer(name) }))}
        value={roles}
        onChange={setRoles}
      />
    </SecretForm>
  )
}
