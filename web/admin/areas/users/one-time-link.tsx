import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { useAppTexts } from '../../app/app-texts.ts'
import { CopyLine } from '../../components/copy-line.tsx'
import { useFormat } from '../../texts/format.ts'
import type { PasswordLink } from './people.ts'
import { useUserTexts } from './users-texts.ts'

interface OneTimeLinkProps {
  /** Undefined: not shown. */
  readonly link: PasswordLink | undefined
  readonly title: string
  readonly close: () => void
}

/** A link that is shown this once, to be handed over. */
export function OneTimeLink({ link, title, close }: OneTimeLinkProps) {
  const app = useAppTexts()
  return (
    <Modal
      opened={link !== undefined}
      onClose={close}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      {link !== undefined && (
        <Stack>
          <LinkToHandOver link={link} />
          <Group justify="flex-end">
            <Button onClick={close}>{app('act.close')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}

export function LinkToHandOver({ link }: { readonly link: PasswordLink }) {
  const t = useUserTexts()
  const format = useFormat()
  return (
    <>
      <CopyLine label={t('link.label')} text={link.url} />
      <Alert color="blue">{t('link.note', { when: format.dateTime(link.expiresOn) })}</Alert>
    </>
  )
}
