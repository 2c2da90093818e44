import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core'
import { IconDeviceFloppy, IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createRow, deleteRow, updateRow } from '../../api/records.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import type { OpenSavedProps } from './open-saved.tsx'
import { useQueryTexts } from './query-texts.ts'
import type { Question } from './run-query.ts'
import { isUnchanged, type SavedQuery, useKept, useReadSavedAgain } from './saved-query.ts'

interface SaveQueryProps extends OpenSavedProps {
  readonly question: Question
}

type Asking = 'name' | 'rename' | 'delete'

/** Kept under a name; one of one's own that is open is overwritten, renamed, deleted. */
export function SaveQuery({ question, opened, open }: SaveQueryProps) {
  const app = useAppTexts()
  const [asking, setAsking] = useState<Asking>()
  const own = opened?.own === true ? opened : undefined
  const close = () => setAsking(undefined)
  return (
    <>
      {own === undefined ? (
        <Button
          variant="default"
          leftSection={<IconDeviceFloppy size={16} />}
          onClick={() => setAsking('name')}
        >
          {app('act.save')}
        </Button>
      ) : (
        <Group gap={4} wrap="nowrap">
          <Overwrite own={own} question={question} open={open} />
          <MoreActs name={own.name} ask={setAsking} />
        </Group>
      )}
      {asking === 'name' && (
        <SaveAs question={question} suggested={opened?.name ?? ''} open={open} close={close} />
      )}
      {asking === 'rename' && own && <Rename own={own} open={open} close={close} />}
      {own && <Remove own={own} asking={asking === 'delete'} open={open} close={close} />}
    </>
  )
}

interface OwnProps {
  readonly own: SavedQuery
  readonly open: OpenSavedProps['open']
}

function Overwrite({ own, question, open }: OwnProps & { readonly question: Question }) {
  const app = useAppTexts()
  const kept = useKept()
  const readAgain = useReadSavedAgain()
  return (
    <ActButton
      variant="default"
      leftSection={<IconDeviceFloppy size={16} />}
      disabled={isUnchanged(own, question)}
      said={app('said.saved')}
      act={async () => {
        await updateRow('userqueries', own.id, kept(question))
        await readAgain()
        open({ ...own, ...question })
      }}
    >
      {app('act.save')}
    </ActButton>
  )
}

interface MoreActsProps {
  readonly name: string
  readonly ask: (asking: Asking) => void
}

function MoreActs({ name, ask }: MoreActsProps) {
  const t = useQueryTexts()
  const app = useAppTexts()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('saved.more', { name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => ask('rename')}>
          {t('saved.rename')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => ask('name')}>
          {t('saved.saveAs')}
        </Menu.Item>
        <Menu.Item
          color="red.9"
          leftSection={<IconTrash size={16} />}
          onClick={() => ask('delete')}
        >
          {app('act.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

interface SaveAsProps {
  readonly question: Question
  readonly suggested: string
  readonly open: OpenSavedProps['open']
  readonly close: () => void
}

function SaveAs({ question, suggested, open, close }: SaveAsProps) {
  const t = useQueryTexts()
  const kept = useKept()
  const save = async (name: string) => {
    const id = await createRow('userqueries', { name, ...kept(question) })
    return { id, own: true, name, ...question }
  }
  return <NameDialog title={t('saved.title')} act={save} {...{ suggested, open, close }} />
}

function Rename({ own, open, close }: OwnProps & { readonly close: () => void }) {
  const t = useQueryTexts()
  const rename = async (name: string) => {
    await updateRow('userqueries', own.id, { name })
    return { ...own, name }
  }
  return (
    <NameDialog title={t('saved.rename')} act={rename} suggested={own.name} {...{ open, close }} />
  )
}

interface NameDialogProps extends Omit<SaveAsProps, 'question'> {
  readonly title: string
  readonly act: (name: string) => Promise<SavedQuery>
}

function NameDialog({ title, act, suggested, open, close }: NameDialogProps) {
  const t = useQueryTexts()
  const app = useAppTexts()
  const [name, setName] = useState(suggested)
  const readAgain = useReadSavedAgain()
  const saving = useMutation({
    mutationFn: () => act(name.trim()),
    onSuccess: async (query) => {
      await readAgain()
      open(query)
      tellDone(app('said.saved'))
      close()
    },
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate()
  }
  return (
    <Modal opened onClose={close} title={title}>
      <form onSubmit={save}>
        <Stack>
          <TextInput
            label={t('saved.name')}
            description={t('saved.note')}
            required
            maxLength={200}
            data-autofocus
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
          />
          <ProblemAlert error={saving.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={saving.isPending}>
              {app('act.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface RemoveProps extends OwnProps {
  readonly asking: boolean
  readonly close: () => void
}

/** The text stays in the editor. */
function Remove({ own, asking, open, close }: RemoveProps) {
  const t = useQueryTexts()
  const app = useAppTexts()
  const readAgain = useReadSavedAgain()
  const removing = useMutation({
    mutationFn: () => deleteRow('userqueries', own.id),
    onSuccess: async () => {
      close()
      open(undefined)
      await readAgain()
      tellDone(app('said.deleted'))
    },
    onError: (error) => tellProblem(app('problem.title'), error),
  })
  return (
    <ConfirmDialog
      of={{
        title: t('saved.delete', { name: own.name }),
        text: t('saved.delete.text'),
        yes: app('act.delete'),
      }}
      opened={asking}
      close={close}
      act={() => removing.mutate()}
      running={removing.isPending}
    />
  )
}
