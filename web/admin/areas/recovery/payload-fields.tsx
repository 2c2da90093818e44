/** The request of a recovery item as fields: words instead of JSON, ids as the names they stand for. */
import { Fieldset, SimpleGrid, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { rowOptions } from '../../api/records.ts'
import { useTables } from '../../api/tables.ts'
import { LookupField } from '../../components/lookup-field.tsx'
import type { Reference } from '../../components/record-draft.ts'
import { type RecoveryTextKey, useRecoveryTexts } from './recovery-texts.ts'

export type Payload = Readonly<Record<string, unknown>>

interface FieldsProps {
  readonly of: Payload
  readonly disabled: boolean
  readonly onChange: (value: Payload) => void
}

/** What the hub needs to recognise a repeated request; nobody types it. */
const hidden: ReadonlySet<string> = new Set(['idempotencyKey', 'returnUrl'])

const tables: Readonly<Record<string, string>> = {
  eventId: 'msevtmgt_event',
  sessionId: 'msevtmgt_session',
  passId: 'msevtmgt_pass',
  purchaseId: 'msevtmgt_eventpurchase',
}

export function PayloadFields({ of, disabled, onChange }: FieldsProps) {
  const entries = Object.entries(of).filter(
    ([name, value]) => !hidden.has(name) && !isEmptyList(value),
  )
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="sm">
      {entries.map(([name, value]) => (
        <PayloadField
          key={name}
          name={name}
          value={value}
          disabled={disabled}
          onChange={(next) => onChange({ ...of, [name]: next })}
        />
      ))}
    </SimpleGrid>
  )
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0

const isPayload = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface FieldProps {
  readonly name: string
  readonly value: unknown
  readonly disabled: boolean
  readonly onChange: (value: unknown) => void
}

function PayloadField(props: FieldProps) {
  const { name, value, disabled, onChange } = props
  const label = useLabel()(name)
  if (Array.isArray(value) && value.every(isPayload)) return <ListField {...props} list={value} />
  if (isPayload(value)) {
    return (
      <Fieldset legend={label} style={{ gridColumn: '1 / -1' }}>
        <PayloadFields of={value} disabled={disabled} onChange={onChange} />
      </Fieldset>
    )
  }
  const table = tables[name]
  if (table !== undefined) return <IdField {...props} label={label} table={table} />
  const isText = typeof value === 'string' || value === null || value === undefined
  return (
    <TextInput
      label={label}
      disabled={disabled}
      value={isText ? String(value ?? '') : JSON.stringify(value)}
      onChange={(change) => onChange(typedValue(change.currentTarget.value, isText))}
    />
  )
}

/** Numbers and switches stay what they are as long as the text is one. */
function typedValue(text: string, isText: boolean): unknown {
  if (text === '') return null
  if (isText) return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

interface ListFieldProps extends FieldProps {
  readonly list: readonly Payload[]
}

function ListField({ name, list, disabled, onChange }: ListFieldProps) {
  const t = useRecoveryTexts()
  const label = useLabel()(name)
  return list.map((each, index) => (
    <Fieldset
      // biome-ignore lint/suspicious/noArrayIndexKey: their order is all that tells them apart
      key={index}
      legend={t('payload.item', { name: label, number: index + 1 })}
      style={{ gridColumn: '1 / -1' }}
    >
      <PayloadFields
        of={each}
        disabled={disabled}
        onChange={(next) => onChange(list.map((old, at) => (at === index ? next : old)))}
      />
    </Fieldset>
  ))
}

interface IdFieldProps extends FieldProps {
  readonly label: string
  readonly table: string
}

function IdField({ value, label, table: name, disabled, onChange }: IdFieldProps) {
  const id = typeof value === 'string' ? value : undefined
  const table = useTables().find((each) => each.name === name)
  const primary = table?.primaryName ?? ''
  const found = useQuery({
    ...rowOptions(table?.set ?? '', id ?? '', { select: [primary] }),
    enabled: table !== undefined && id !== undefined,
    retry: false,
  })
  const shown: Reference | null =
    id === undefined ? null : { table: name, id, name: String(found.data?.[primary] ?? id) }
  return (
    <LookupField
      key={shown?.name ?? ''}
      label={label}
      targets={[name]}
      disabled={disabled}
      value={shown}
      onChange={(next) => onChange(next?.id ?? null)}
    />
  )
}

/** Parts that nobody gave a word keep the name that programs give them. */
function useLabel(): (name: string) => string {
  const t = useRecoveryTexts()
  return (name) => {
    const key = `field.${name}` as Extract<RecoveryTextKey, `field.${string}`>
    const text = t(key)
    return text === key ? name : text
  }
}
