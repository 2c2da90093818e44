import { Accordion, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { Payload } from '../../components/payload.tsx'
import type { RecordDraft } from '../../components/record-draft.ts'
import { RecordFields } from '../../components/record-form.tsx'
import { tellProblem } from '../../components/tell.tsx'
import { type OptionGroup, optionGroups, webhookOnly } from './endpoint-columns.ts'
import { useWebhookTexts, type WebhookTextKey } from './webhook-texts.ts'
import { rotateSecret, useReadWebhooksAgain } from './webhooks.ts'

interface OptionFieldsProps {
  readonly draft: RecordDraft
  readonly isQueue: boolean
  readonly disabled: boolean
}

/** What its label alone does not say. */
const explained: ReadonlySet<string> = new Set([
  'gr_keepsucceeded',
  'gr_attempts',
  'gr_retrydelay',
  'gr_circuitpause',
  'gr_ordering',
  'gr_signingsecret',
  'gr_envelope',
])

const groups = Object.keys(optionGroups) as readonly OptionGroup[]

/** What an endpoint can be given beyond where it is; each group says what it is good for. */
export function OptionFields({ draft, isQueue, disabled }: OptionFieldsProps) {
  const t = useWebhookTexts()
  const columnsOf = (group: OptionGroup) =>
    optionGroups[group].filter((name) => !isQueue || !webhookOnly.has(name))
  return (
    <Accordion multiple variant="default" chevronPosition="left">
      {groups
        .filter((group) => columnsOf(group).length > 0)
        .map((group) => {
          const columns = columnsOf(group)
          return (
            <Accordion.Item key={group} value={group}>
              <Accordion.Control>
                <Text fw={550} size="sm">
                  {t(`group.${group}` as WebhookTextKey)}
                </Text>
                <Text size="sm" c="dimmed">
                  {t(`group.${group}.text` as WebhookTextKey)}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <Stack gap="sm">
                  <RecordFields
                    draft={draft}
                    columns={columns}
                    labels={Object.fromEntries(
                      columns.map((name) => [name, t(`option.${name}` as WebhookTextKey)]),
                    )}
                    notes={Object.fromEntries(
                      columns
                        .filter((name) => explained.has(name))
                        .map((name) => [name, t(`note.${name}` as WebhookTextKey)]),
                    )}
                    disabled={disabled}
                  />
                  {group === 'signature' && draft.id !== undefined && !disabled && (
                    <NewSecret id={draft.id} />
                  )}
                </Stack>
              </Accordion.Panel>
            </Accordion.Item>
          )
        })}
    </Accordion>
  )
}

/** The hub makes a secret and shows it this once. */
function NewSecret({ id }: { readonly id: string }) {
  const t = useWebhookTexts()
  const app = useAppTexts()
  const readAgain = useReadWebhooksAgain()
  const [made, setMade] = useState<string>()
  const make = async () => {
    try {
      const { Secret, PublicKey } = await rotateSecret(id)
      setMade(PublicKey ?? Secret)
      await readAgain()
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <Stack gap="xs">
      <Group>
        <Button size="xs" variant="default" onClick={() => void make()}>
          {t('secret.make')}
        </Button>
      </Group>
      {made !== undefined && (
        <>
          <Text size="sm" role="status">
            {t('secret.once')}
          </Text>
          <Payload label={t('option.gr_signingsecret')} text={made} />
        </>
      )}
    </Stack>
  )
}
