import { Button, Table, Text, UnstyledButton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../api/me.ts'
import { type Row, type RowQuery, rowsOptions } from '../../api/records.ts'
import { Sheet } from '../../components/sheet.tsx'
import { RowDrawer, type RowForm } from './row-drawer.tsx'

interface RowColumn {
  readonly title: string
  readonly show: (row: Row) => ReactNode
  readonly number?: boolean
}

interface RowListProps {
  readonly title: string
  readonly note?: string
  /** Said while there is nothing: what it is for. */
  readonly empty: string
  readonly add: string
  readonly query: RowQuery
  readonly rowKey: string
  /** The first one opens the row. */
  readonly columns: readonly RowColumn[]
  readonly form: RowForm
  /** Which row of the form's table a line opens; its own unless told. */
  readonly opens?: (row: Row) => string
  readonly nameOf: (row: Row) => string
  /** At the end of each line. */
  readonly acts?: (row: Row) => ReactNode
  /** Instead of the form for a new row. */
  readonly addForm?: (close: () => void) => ReactNode
}

/** The few rows of one kind that belong to an event: read, added, changed, deleted in place. */
export function RowList(props: RowListProps) {
  const may = useMay()
  const { data: rows } = useSuspenseQuery(rowsOptions(props.query))
  const [opened, setOpened] = useState<string>()
  const close = () => setOpened(undefined)
  const openedRow = rows.find((row) => idOf(props, row) === opened)
  const adds = opened === 'new' && props.addForm !== undefined
  return (
    <Sheet
      title={props.title}
      note={rows.length === 0 ? undefined : props.note}
      actions={
        may('Create', props.form.table) && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => setOpened('new')}
          >
            {props.add}
          </Button>
        )
      }
    >
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed" maw="70ch">
          {props.empty}
        </Text>
      ) : (
        <Lines {...props} rows={rows} open={setOpened} />
      )}
      {adds ? (
        props.addForm?.(close)
      ) : (
        <RowDrawer
          title={openedRow === undefined ? props.add : props.nameOf(openedRow)}
          of={opened}
          close={close}
          form={props.form}
        />
      )}
    </Sheet>
  )
}

const idOf = ({ opens, rowKey }: RowListProps, row: Row) => opens?.(row) ?? String(row[rowKey])

interface LinesProps extends RowListProps {
  readonly rows: readonly Row[]
  readonly open: (id: string) => void
}

function Lines(props: LinesProps) {
  const { columns, rows, acts, rowKey } = props
  return (
    <Table.ScrollContainer minWidth={680} type="native">
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ title, number }) => (
              <Table.Th key={title} ta={number ? 'end' : undefined}>
                {title}
              </Table.Th>
            ))}
            {acts !== undefined && <Table.Td />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={String(row[rowKey])}>
              {columns.map((column, index) => (
                <Table.Td key={column.title} ta={column.number ? 'end' : undefined}>
                  {index === 0 ? (
                    <UnstyledButton
                      className="row-link"
                      onClick={() => props.open(idOf(props, row))}
                    >
                      {column.show(row)}
                    </UnstyledButton>
                  ) : (
                    column.show(row)
                  )}
                </Table.Td>
              ))}
              {acts !== undefined && <Table.Td ta="end">{acts(row)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
