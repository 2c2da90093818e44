import dayjs from 'dayjs'
import { useMemo } from 'react'
import { useAddressState } from '../../app/address.ts'
import type { AuditFilter } from './audit.ts'

/** What is looked for stands in the address, so that a link shows the same. */
export function useAuditFilter() {
  const [text, setText] = useAddressState('q')
  const [person, setPerson] = useAddressState('person')
  const [action, setAction] = useAddressState('action')
  const [table, setTable] = useAddressState('table')
  const [record, setRecord] = useAddressState('record')
  const [from, setFrom] = useAddressState('from')
  const [to, setTo] = useAddressState('to')
  const filter = useMemo<AuditFilter>(
    () => ({
      ...{ text: text.trim(), userId: person, action, table, recordId: record },
      from: from === '' ? '' : dayjs(from).startOf('day').toISOString(),
      // The last day is in it; the operation leaves its end out.
      to: to === '' ? '' : dayjs(to).add(1, 'day').startOf('day').toISOString(),
    }),
    [text, person, action, table, record, from, to],
  )
  return {
    filter,
    days: [from, to] as const,
    set: {
      text: setText,
      person: setPerson,
      action: setAction,
      table: setTable,
      record: setRecord,
    },
    setFrom,
    setTo,
  }
}

export type UsedAuditFilter = ReturnType<typeof useAuditFilter>
