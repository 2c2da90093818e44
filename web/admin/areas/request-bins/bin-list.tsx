import { Anchor, Button, Group, Modal, NumberInput, Stack, Table, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { useMayOpen } from '../../app/needs.ts'
import { ActButton } from '../../components/act-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { useBinTexts } from './bin-texts.ts'
import { type Bin, binsOptions, useBinActs } from './bins.ts'

/** Addresses in this hub that take every request and show it: to try webhooks with. */
export function BinList() {
  const t = useBinTexts()
  const may = useMay()
  const [making, { open, close }] = useDisclosure()
  const { data: bins } = useSuspenseQuery(binsOptions)
  const make = may('Create', 'serviceendpoint') && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {t('bins.make')}
    </Button>
  )
  return (
    <Page
      title={t('bins.title')}
      note={t('bins.note')}
      trail={[{ label: t('bins.webhooks'), to: '/webhooks' }]}
      actions={bins.length > 0 && make}
    >
      <Sheet>
        {bins.length === 0 ? (
          <EmptyState title={t('bins.empty')} text={t('bins.empty.text')} action={make} />
        ) : (
          <BinTable bins={bins} />
        )}
      </Sheet>
      <Modal opened={making} onClose={close} title={t('bins.make')}>
        <NewBin />
      </Modal>
    </Page>
  )
}

function BinTable({ bins }: { readonly bins: readonly Bin[] }) {
  const t = useBinTexts()
  const format = useFormat()
  const mayOpen = useMayOpen()
  return (
    <Table.ScrollContainer minWidth={480} tabIndex={0}>
      <Table aria-label={t('bins.title')} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('bin.name')}</Table.Th>
            <Table.Th ta="end">{t('bin.requests')}</Table.Th>
            <Table.Th>{t('bin.created')}</Table.Th>
            <Table.Th>{t('bin.expires')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {bins.map((bin) => (
            <Table.Tr key={bin.id}>
              <Table.Td>
                {mayOpen(`/request-bins/${bin.id}`) ? (
                  <Anchor component={Link} to={`/request-bins/${bin.id}`} size="sm" fw={550}>
                    {bin.name}
                  </Anchor>
                ) : (
                  bin.name
                )}
              </Table.Td>
              <Table.Td ta="end">{format.number(bin.requests)}</Table.Td>
              <Table.Td>{format.fromNow(bin.createdOn)}</Table.Td>
              <Table.Td>{format.fromNow(bin.expiresOn)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const usualHours = 24
const longestHours = 168

function NewBin() {
  const t = useBinTexts()
  const navigate = useNavigate()
  const acts = useBinActs()
  const [name, setName] = useState('')
  const [hours, setHours] = useState(usualHours)
  const make = async () => {
    const bin = await acts.create({ hours, ...(name.trim() === '' ? {} : { name: name.trim() }) })
    await navigate({ to: `/request-bins/${bin.id}` })
  }
  return (
    <Stack>
      <TextInput
        label={t('bin.name')}
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NumberInput
        label={t('bin.hours')}
        min={1}
        max={longestHours}
        value={hours}
        onChange={(next) => setHours(Number(next) || usualHours)}
      />
      <Group justify="flex-end">
        <ActButton act={make}>{t('bins.make')}</ActButton>
      </Group>
    </Stack>
  )
}
