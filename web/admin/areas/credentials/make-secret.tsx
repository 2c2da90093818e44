/** Keys and applications are made by one form, and what it gives is shown this once. */
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { useSending } from '../../components/use-sending.ts'
import { useCredentialTexts } from './credentials-texts.ts'
import { ExpiryField } from './expiry-field.tsx'

interface MakeSecretButtonProps<Made> {
  readonly title: string
  readonly form: (onMade: (made: Made) => void) => ReactNode
  readonly carryAway: (made: Made, close: () => void) => ReactNode
}

/** Once there is a secret, only its own button closes the dialog. */
export function MakeSecretButton<Made>({ title, form, carryAway }: MakeSecretButtonProps<Made>) {
  const [opened, { open, close }] = useDisclosure()
  const [made, setMade] = useState<Made>()
  const end = () => {
    close()
    setMade(undefined)
  }
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={open} flex="none">
        {title}
      </Button>
      <Modal
        opened={opened}
        onClose={end}
        title={title}
        size="lg"
        closeOnClickOutside={false}
        closeOnEscape={made === undefined}
      >
        {opened && (made === undefined ? form((next) => setMade(next)) : carryAway(made, end))}
      </Modal>
    </>
  )
}

/** What both kinds are asked: a name, and when it ends. */
export interface SecretDraft {
  readonly name: string
  /** As the field of the end has it. */
  readonly days: string
}

interface SecretFormProps {
  readonly draft: SecretDraft
  readonly change: (draft: SecretDraft) => void
  readonly nameNote?: string
  readonly mayBeNever: boolean
  readonly create: () => Promise<void>
  /** What else is asked, between the name and the end. */
  readonly children: ReactNode
}

export function SecretForm(props: SecretFormProps) {
  const { draft, change, nameNote, mayBeNever, create, children } = props
  const t = useCredentialTexts()
  const app = useAppTexts()
  const { sending, send } = useSending()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send(create)
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t('key.name')}
          description={nameNote}
          required
          maxLength={100}
          data-autofocus
          value={draft.name}
          onChange={(event) => change({ ...draft, name: event.currentTarget.value })}
        />
        {children}
        <ExpiryField
          mayBeNever={mayBeNever}
          value={draft.days}
          onChange={(days) => change({ ...draft, days })}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {app('act.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
