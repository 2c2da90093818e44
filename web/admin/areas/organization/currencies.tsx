/** Currencies that prices may be in. */
import { Button, Modal, Stack, Table } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { rowsOptions } from '../../api/records.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { useOrganizationTexts } from './organization-texts.ts'

const table = 'transactioncurrency'
const columns = [
  'currencyname',
  'isocurrencycode',
  'currencysymbol',
  'currencyprecision',
  'exchangerate',
]

export function Currencies() {
  const t = useOrganizationTexts()
  const format = useFormat()
  const may = useMay()
  const [opened, { open, close }] = useDisclosure()
  const [chosen, setChosen] = useState<string>()
  const { data = [] } = useQuery(
    rowsOptions({ set: 'transactioncurrencies', select: columns, orderBy: 'currencyname' }),
  )
  const edit = (id: string | undefined) => {
    setChosen(id)
    open()
  }
  const add = may('Create', table) && (
    <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => edit(undefined)}>
      {t('currencies.add')}
    </Button>
  )
  return (
    <Sheet
      title={t('currencies.title')}
      note={t('currencies.note')}
      actions={data.length > 0 && add}
    >
      {data.length === 0 ? (
        <EmptyState title={t('currencies.empty')} text={t('currencies.empty.text')} action={add} />
      ) : (
        <Table aria-label={t('currencies.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('currency.name')}</Table.Th>
              <Table.Th>{t('currency.code')}</Table.Th>
              <Table.Th ta="end">{t('currency.rate')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((row) => (
              <Table.Tr key={String(row.transactioncurrencyid)}>
                <Table.Td>
                  {may('Update', table) ? (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      onClick={() => edit(String(row.transactioncurrencyid))}
                    >
                      {String(row.currencyname)}
                    </Button>
                  ) : (
                    String(row.currencyname)
                  )}
                </Table.Td>
                <Table.Td>
                  {`${String(row.isocurrencycode)} ${String(row.currencysymbol)}`}
                </Table.Td>
                <Table.Td ta="end">{format.number(Number(row.exchangerate))}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Modal
        opened={opened}
        onClose={close}
        title={t(chosen === undefined ? 'currencies.add' : 'currencies.change')}
      >
        <CurrencyForm key={chosen ?? 'new'} id={chosen} onSaved={close} />
      </Modal>
    </Sheet>
  )
}

interface CurrencyFormProps {
  readonly id: string | undefined
  readonly onSaved: () => void
}

function CurrencyForm({ id, onSaved }: CurrencyFormProps) {
  const t = useOrganizationTexts()
  const draft = useRecordDraft({
    table,
    id,
    columns,
    initial: { currencyprecision: 2, exchangerate: 1 },
  })
  return (
    <Stack>
      <RecordFields
        draft={draft}
        columns={columns}
        beside={1}
        labels={{
          currencyname: t('currency.name'),
          isocurrencycode: t('currency.code'),
          currencysymbol: t('currency.symbol'),
          currencyprecision: t('currency.precision'),
          exchangerate: t('currency.rate'),
        }}
        notes={{ isocurrencycode: t('currency.code.note'), exchangerate: t('currency.rate.note') }}
      />
      <SaveBar draft={draft} onSaved={onSaved} />
    </Stack>
  )
}
