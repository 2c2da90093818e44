import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconDeviceFloppy } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useMay } from '../../api/me.ts'
import { createRow, deleteRow, type Row, rowsOptions, updateRow } from '../../api/records.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { tellDone } from '../../components/tell.tsx'
import { entityOf } from './fetch-text.ts'
import { useQueryTexts } from './query-texts.ts'

/** A query that is kept: one of the user's own, or a view of everybody. */
export interface SavedQuery {
  readonly id: string
  readonly own: boolean
  readonly name: string
  readonly text: string
}

const select = ['name', 'returnedtypecode', 'fetchxml']

const savedOf = (row: Row, own: boolean): SavedQuery => ({
  id: String(own ? row.userqueryid : row.savedqueryid),
  own,
  name: String(row.name),
  text: String(row.fetchxml),
})

interface OpenSavedProps {
  readonly opened: SavedQuery | undefined
  readonly open: (query: SavedQuery | undefined) => void
}

export function OpenSaved({ opened, open }: OpenSavedProps) {
  const t = useQueryTexts()
  const may = useMay()
  const own = useQuery({
    ...rowsOptions({ set: 'userqueries', select: ['userqueryid', ...select], orderBy: 'name' }),
    enabled: may('Read', 'userquery'),
  })
  const views = useQuery({
    ...rowsOptions({ set: 'savedqueries', select: ['savedqueryid', ...select], orderBy: 'name' }),
    enabled: may('Read', 'savedquery'),
  })
  const mine = (own.data ?? []).map((row) => savedOf(row, true))
  const shared = (views.data ?? []).map((row) => savedOf(row, false))
  const all = [...mine, ...shared]
  const entries = (queries: readonly SavedQuery[]) =>
    queries.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Select
      aria-label={t('saved.open')}
      placeholder={t('saved.open')}
      searchable
      clearable
      nothingFoundMessage={t('saved.none')}
      w={{ base: '100%', xs: 260 }}
      data={[
        { group: t('saved.mine'), items: entries(mine) },
        { group: t('saved.views'), items: entries(shared) },
      ]}
      value={opened?.id ?? null}
      onChange={(id) => open(all.find((each) => each.id === id))}
    />
  )
}

interface SaveQueryProps extends OpenSavedProps {
  readonly text: string
}

/** Kept under a name; the hub takes only what would run. */
export function SaveQuery(props: SaveQueryProps) {
  const said = useAppTexts()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDeviceFloppy size={16} />}
        onClick={() => setAsking(true)}
      >
        {said('act.save')}
      </Button>
      {asking && <SaveDialog {...props} close={() => setAsking(false)} />}
    </>
  )
}

function SaveDialog(props: SaveQueryProps & { readonly close: () => void }) {
  const t = useQueryTexts()
  const said = useAppTexts()
  const { text, close, open } = props
  const opened = props.opened?.own === true ? props.opened : undefined
  const [name, setName] = useState(opened?.name ?? '')
  const client = useQueryClient()
  const settle = async (query: SavedQuery | undefined, word: string) => {
    await client.invalidateQueries({ queryKey: ['rows', 'userqueries'] })
    open(query)
    tellDone(word)
    close()
  }
  const replaces = opened !== undefined && opened.name === name.trim()
  const saving = useMutation({
    mutationFn: async () => {
      const values = { name: name.trim(), fetchxml: text, returnedtypecode: entityOf(text) ?? '' }
      if (!replaces) return await createRow('userqueries', values)
      await updateRow('userqueries', opened.id, values)
      return opened.id
    },
    onSuccess: (id) => settle({ id, own: true, name: name.trim(), text }, said('said.saved')),
  })
  const removing = useMutation({
    mutationFn: async () => opened && (await deleteRow('userqueries', opened.id)),
    onSuccess: () => settle(undefined, said('said.deleted')),
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate()
  }
  return (
    <Modal opened onClose={close} title={t('saved.title')}>
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
          {replaces && (
            <Text size="sm" c="dimmed">
              {t('saved.replaces')}
            </Text>
          )}
          <ProblemAlert error={saving.error ?? removing.error} />
          <Group justify="space-between">
            {opened === undefined ? (
              <span />
            ) : (
              <Button
                variant="subtle"
                color="red.9"
                loading={removing.isPending}
                onClick={() => removing.mutate()}
              >
                {said('act.delete')}
              </Button>
            )}
            <Button type="submit" loading={saving.isPending}>
              {said('act.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
