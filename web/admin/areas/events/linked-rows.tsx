import { MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Row, rowsOptions } from '../../api/records.ts'
import { send } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { tellProblem } from '../../components/tell.tsx'
import { useReadAgain } from './event-overview.ts'

interface LinkedSessionsProps {
  readonly label: string
  readonly note: string
  readonly eventId: string
  /** Set and id of the row that has the sessions, and the relationship's name. */
  readonly set: string
  readonly id: string
  readonly relationship: string
}

/** Which sessions of the event belong to a row; each choice is written at once. */
export function LinkedSessions(props: LinkedSessionsProps) {
  const app = useAppTexts()
  const readAgain = useReadAgain()
  const { all, chosen } = useSessions(props)
  const address = `/api/data/v9.2/${props.set}(${props.id})/${props.relationship}`
  const change = async (next: readonly string[]) => {
    const added = next.filter((id) => !chosen.includes(id))
    const gone = chosen.filter((id) => !next.includes(id))
    try {
      for (const id of added) {
        const body = { '@odata.id': `${location.origin}/api/data/v9.2/msevtmgt_sessions(${id})` }
        await send(`${address}/$ref`, { method: 'POST', body })
      }
      for (const id of gone) await send(`${address}(${id})/$ref`, { method: 'DELETE' })
    } catch (error) {
      tellProblem(app('problem.title'), error)
    } finally {
      await readAgain()
    }
  }
  return (
    <MultiSelect
      label={props.label}
      description={props.note}
      data={all.map((row) => ({
        value: String(row.msevtmgt_sessionid),
        label: String(row.msevtmgt_name),
      }))}
      value={chosen}
      onChange={(next) => void change(next)}
    />
  )
}

const noRows: readonly Row[] = []

function useSessions({ eventId, set, id, relationship }: LinkedSessionsProps) {
  const select = ['msevtmgt_name']
  const orderBy = 'msevtmgt_starttime'
  const filter = `_msevtmgt_event_value eq ${eventId}`
  const all = useQuery(rowsOptions({ set: 'msevtmgt_sessions', select, filter, orderBy }))
  const linked = useQuery(rowsOptions({ set: `${set}(${id})/${relationship}`, select }))
  return {
    all: all.data ?? noRows,
    chosen: (linked.data ?? noRows).map((row) => String(row.msevtmgt_sessionid)),
  }
}
