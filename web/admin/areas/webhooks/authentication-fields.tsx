import { Alert, PasswordInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Choice } from '../../components/choice.tsx'
import type { RecordDraft } from '../../components/record-draft.ts'
import { authentication } from './endpoint-columns.ts'
import { PairsEditor } from './pairs-editor.tsx'
import { useWebhookTexts } from './webhook-texts.ts'
import { type Pair, writeSettings } from './webhooks.ts'

const kinds = [
  { type: authentication.webhookKey, text: 'auth.WebhookKey', note: 'auth.WebhookKey.text' },
  { type: authentication.httpHeader, text: 'auth.HttpHeader', note: 'auth.HttpHeader.text' },
  {
    type: authentication.httpQueryString,
    text: 'auth.HttpQueryString',
    note: 'auth.HttpQueryString.text',
  },
] as const

interface AuthenticationFieldsProps {
  readonly draft: RecordDraft
  readonly disabled: boolean
}

/** How the receiver knows that a request is this hub's. What is kept is never shown again. */
export function AuthenticationFields({ draft, disabled }: AuthenticationFieldsProps) {
  const t = useWebhookTexts()
  const [pairs, setPairs] = useState<readonly Pair[]>([])
  const type = Number(draft.values.authtype ?? authentication.webhookKey)
  const kind = kinds.find((each) => each.type === type) ?? kinds[0]
  const kept = draft.id !== undefined && draft.values.isauthvalueset === true
  const putPairs = (next: readonly Pair[]) => {
    setPairs(next)
    draft.set('authvalue', next.length === 0 && kept ? null : writeSettings(next))
  }
  return (
    <Stack gap="sm">
      <Choice
        label={t('auth.kind')}
        disabled={disabled}
        value={String(kind.type)}
        onChange={(next) => {
          draft.set('authtype', Number(next))
          const isKey = Number(next) === authentication.webhookKey
          draft.set('authvalue', isKey ? null : writeSettings(pairs))
        }}
        data={kinds.map((each) => ({ value: String(each.type), label: t(each.text) }))}
      />
      <Text size="sm" c="dimmed">
        {t(kind.note)}
      </Text>
      {kept && draft.values.authvalue === null && <Alert color="gray">{t('auth.kept')}</Alert>}
      {kind.type === authentication.webhookKey ? (
        <PasswordInput
          label={t('auth.key')}
          withAsterisk={!kept}
          autoComplete="new-password"
          maw={480}
          disabled={disabled}
          value={typeof draft.values.authvalue === 'string' ? draft.values.authvalue : ''}
          onChange={({ currentTarget: { value } }) =>
            draft.set('authvalue', value === '' ? null : value)
          }
        />
      ) : (
        <PairsEditor pairs={pairs} onChange={putPairs} disabled={disabled} />
      )}
    </Stack>
  )
}
