import { useTables } from '../../api/tables.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { useFormat } from '../../texts/format.ts'
import { type AuditTextKey, useAuditTexts } from './audit-texts.ts'

/** Acts and tables in the reader's words; what has none is shown as the log has it. */
export function useAuditWords() {
  const t = useAuditTexts()
  const app = useAppTexts()
  const tables = useTables()
  const format = useFormat()
  const tableOf = (name: string) => tables.find((each) => each.name === name)
  const known = (key: string, other: string) => {
    const text = t(key as Extract<AuditTextKey, `action.${string}`>)
    return text === key ? other : text
  }
  return {
    action: (name: string) => known(`action.${name}`, name),
    table: (name: string) => tableOf(name)?.label ?? known(`table.${name}`, name),
    column: (table: string | null, name: string) =>
      known(
        `change.${name}`,
        tableOf(table ?? '')?.columns.find((each) => each.name === name)?.label ?? name,
      ),
    /** The id stands in the address of the record; nobody reads it. */
    isKey: (table: string | null, name: string) => tableOf(table ?? '')?.key === name,
    /** The label of a choice, a date as people read it, else the value itself. */
    value(table: string | null, column: string, value: unknown): string {
      if (value === null || value === undefined || value === '') return ''
      const facts = tableOf(table ?? '')?.columns.find((each) => each.name === column)
      const label = facts?.options?.find((each) => each.value === value)?.label
      if (label !== undefined) return label
      if (typeof value === 'boolean') return app(value ? 'field.yes' : 'field.no')
      if (typeof value === 'string' && isInstant.test(value)) return format.dateTime(value)
      return typeof value === 'object' ? JSON.stringify(value, undefined, 2) : String(value)
    },
  }
}

/** As the log writes instants of columns. */
const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
