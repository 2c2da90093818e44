import type { Row } from '../../api/records.ts'
import { type TableFacts, useTables } from '../../api/tables.ts'
import { useWebhookTexts } from './webhook-texts.ts'

/** "Update of Contact · firstname, lastname · after saving, in the background". */
export function useSubjectText(): (step: Row) => string {
  const t = useWebhookTexts()
  const tables = useTables()
  return (step) => {
    const { message, table } = subjectOf(step)
    const label = tables.find(({ name }) => name === table)?.label ?? table
    const columns = String(step.filteringattributes ?? '').replaceAll(',', ', ')
    return [
      label === undefined
        ? t('step.anyTable', { message })
        : t('step.of', { message, table: label }),
      columns,
      t(step.mode === 0 ? 'mode.synchronous' : 'mode.asynchronous'),
    ]
      .filter((part) => part !== '')
      .join(' · ')
  }
}

interface Subject {
  readonly message: string
  /** Logical name; undefined where the step is for every table or for a message without one. */
  readonly table: string | undefined
}

export function subjectOf({ sdkmessageid, sdkmessagefilterid }: Row): Subject {
  const message = sdkmessageid as { readonly name?: string } | null
  const filter = sdkmessagefilterid as { readonly primaryobjecttypecode?: string } | null
  const table = filter?.primaryobjecttypecode
  return { message: message?.name ?? '', table: table === 'none' ? undefined : table }
}

/** Columns of a table as a filter or an image may name them. */
export function columnChoices(table: TableFacts | undefined) {
  return (table?.columns ?? [])
    .map(({ name, label }) => ({ value: name, label: `${label} (${name})` }))
    .toSorted((one, other) => one.label.localeCompare(other.label))
}
