import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconDeviceFloppy, IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createRow, deleteRow, type Row } from '../../api/records.ts'
import { isProblem } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import type { OpenSavedProps } from './open-saved.tsx'
import { useQueryTexts } from './query-texts.ts'
import type { Question } from './run-query.ts'
import {
  isUnchanged,
  overwriteOwn,
  readOwn,
  type SavedQuery,
  useKept,
  useReadSavedAgain,
} from './saved-query.ts'

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
  if (own !== undefined) {
    return <OwnQuery key={own.id} {...{ own, question, open, asking, setAsking, close }} />
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDeviceFloppy size={16} />}
        onClick={() => setAsking('name')}
      >
        {app('act.save')}
      </Button>
      {asking === 'name' && (
        <SaveAs question={question} suggested={opened?.name ?? ''} open={open} close={close} />
      )}
    </>
  )
}

interface OwnProps {
  readonly own: SavedQuery
  readonly open: OpenSavedProps['open']
}

interface OwnQueryProps extends OwnProps {
  readonly question: Question
  readonly asking: Asking | undefined
  readonly setAsking: (asking: Asking) => void
  readonly close: () => void
}

function OwnQuery({ own, question, open, asking, setAsking, close }: OwnQueryProps) {
  const app = useAppTexts()
  const kept = useKept()
  const { write, conflict } = useOverwriting({ own, open })
  return (
    <>
      <Group gap={4} wrap="nowrap">
        <ActButton
          variant="default"
          leftSection={<IconDeviceFloppy size={16} />}
          disabled={isUnchanged(own, question)}
          said={false}
          act={async () => write(kept(question))}
        >
          {app('act.save')}
        </ActButton>
        <MoreActs name={own.name} ask={setAsking} />
      </Group>
      {asking === 'name' && (
        <SaveAs question={question} suggested={own.name} open={open} close={close} />
      )}
      {asking === 'rename' && <Rename own={own} write={write} close={close} />}
      <Remove own={own} asking={asking === 'delete'} open={open} close={close} />
      <Conflict {...conflict} />
    </>
  )
}

/** Writes over what is kept; where somebody else did since it was opened, the user decides. */
function useOverwriting({ own, open }: OwnProps) {
  const app = useAppTexts()
  const readAgain = useReadSavedAgain()
  const [refused, setRefused] = useState<Row>()
  const write = async (values: Row, etag = own.etag) => {
    try {
      const query = await overwriteOwn(own, values, etag)
      await readAgain()
      open(query)
      setRefused(undefined)
      tellDone(app('said.saved'))
    } catch (error) {
      if (!isProblem(error) || error.status !== 412) throw error
      setRefused(values)
    }
  }
  const conflict: ConflictProps = {
    opened: refused !== undefined,
    close: () => setRefused(undefined),
    overwrite: () => write(refused ?? {}, '*'),
    load: async () => {
      const query = await readOwn(own.id)
      await readAgain()
      open(query, { load: true })
      setRefused(undefined)
    },
  }
  return { write, conflict }
}

interface ConflictProps {
  readonly opened: boolean
  readonly close: () => void
  readonly overwrite: () => Promise<void>
  readonly load: () => Promise<void>
}

function Conflict({ opened, close, overwrite, load }: ConflictProps) {
  const app = useAppTexts()
  return (
    <Modal opened={opened} onClose={close} title={app('conflict.title')}>
      <Stack>
        <Text size="sm">{app('conflict.text')}</Text>
        <Group justify="flex-end">
          <ActButton variant="default" said={false} act={overwrite}>
            {app('conflict.overwrite')}
          </ActButton>
          <ActButton said={false} act={load}>
            {app('conflict.load')}
          </ActButton>
        </Group>
      </Stack>
    </Modal>
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
  const app = useAppTexts()
  const kept = useKept()
  const readAgain = useReadSavedAgain()
  const save = async (name: string) => {
    const query = await readOwn(await createRow('userqueries', { name, ...kept(question) }))
    await readAgain()
    // First: what is open then has a dialog of its own under the same name.
    close()
    open(query)
    tellDone(app('said.saved'))
  }
  return <NameDialog title={t('saved.title')} act={save} {...{ suggested, close }} />
}

interface RenameProps {
  readonly own: SavedQuery
  readonly write: (values: Row) => Promise<void>
  readonly close: () => void
}

function Rename({ own, write, close }: RenameProps) {
  const t = useQueryTexts()
  const rename = async (name: string) => {
    await write({ name })
    close()
  }
  return <NameDialog title={t('saved.rename')} act={rename} suggested={own.name} close={close} />
}

interface NameDialogProps {
  readonly title: string
  /** Closes the dialog when it is done. */
  readonly act: (name: string) => Promise<void>
  readonly suggested: string
  readonly close: () => void
}

function NameDialog({ title, act, suggested, close }: NameDialogProps) {
  const t = useQueryTexts()
  const app = useAppTexts()
  const [name, setName] = useState(suggested)
  const saving = useMutation({ mutationFn: () => act(name.trim()) })
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
