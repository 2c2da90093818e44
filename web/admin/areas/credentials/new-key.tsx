import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../../api/me.ts'
import { usersOptions } from '../users/people.ts'
import { daysFromNow, useCredentialActs } from './credentials.ts'
import { useCredentialTexts } from './credentials-texts.ts'
import { MakeSecretButton, SecretForm } from './make-secret.tsx'
import { ToCarryAway } from './to-carry-away.tsx'

export function NewKeyButton() {
  const t = useCredentialTexts()
  return (
    <MakeSecretButton<string>
      title={t('keys.new')}
      form={(onMade) => <NewKey onMade={onMade} />}
      carryAway={(key, close) => (
        <ToCarryAway lines={[[t('key.key'), key]]} example={exampleOf(key)} close={close} />
      )}
    />
  )
}

export const exampleOf = (key: string) =>
  `curl -H "Authorization: Bearer ${key}" "${location.origin}/api/data/v9.2/msevtmgt_events"`

function NewKey({ onMade }: { readonly onMade: (key: string) => void }) {
  const t = useCredentialTexts()
  const me = useMe()
  const acts = useCredentialActs()
  const { data: users = [] } = useQuery(usersOptions({ enabled: 'true', applications: true }))
  const [draft, setDraft] = useState({ name: '', days: '365' })
  const [userId, setUserId] = useState(me.id)
  const create = async () => {
    const wanted = { name: draft.name, userId }
    const expiresOn = daysFromNow(draft.days)
    const { key } = await acts.createKey(
      expiresOn === undefined ? wanted : { ...wanted, expiresOn },
    )
    onMade(key)
  }
  return (
    <SecretForm
      draft={draft}
      change={setDraft}
      nameNote={t('key.name.note')}
      mayBeNever
      create={create}
    >
      <Select
        label={t('key.user')}
        description={t('key.user.note')}
        searchable
        allowDeselect={false}
        limit={50}
        data={users.map(({ id, name, email }) => ({ value: id, label: name ?? email ?? id }))}
        value={userId}
        onChange={(next) => setUserId(next ?? me.id)}
      />
    </SecretForm>
  )
}
