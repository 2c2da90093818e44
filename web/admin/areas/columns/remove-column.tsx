import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useAppTexts } from '../../app/app-texts.ts'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { tellDone } from '../../components/tell.tsx'
import { useColumnTexts } from './column-texts.ts'
import { type CustomColumn, removeColumn, useForgetColumns } from './custom-columns.ts'

interface RemoveColumnProps {
  readonly column: CustomColumn
  readonly close: () => void
}

/** Asked once more, because values go for good; where the column is used, the hub says where. */
export function RemoveColumn({ column, close }: RemoveColumnProps) {
  const t = useColumnTexts()
  const said = useAppTexts()
  const forget = useForgetColumns()
  const { facts, table } = column
  const removing = useMutation({
    mutationFn: () => removeColumn(column),
    onSuccess: async () => {
      close()
      tellDone(said('said.deleted'))
      await forget()
    },
  })
  return (
    <Modal opened onClose={close} title={t('remove.title', { label: facts.label })}>
      <Stack>
        <Text size="sm">{t('remove.text', { label: facts.label, table: table.labelPlural })}</Text>
        <ProblemAlert error={removing.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {said('confirm.keep')}
          </Button>
          <Button color="red.9" loading={removing.isPending} onClick={() => removing.mutate()}>
            {t('remove.yes')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
