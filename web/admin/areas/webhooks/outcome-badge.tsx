import type { Row } from '../../api/records.ts'
import { StateBadge, type Tone } from '../../components/state-badge.tsx'
import { useWebhookTexts, type WebhookTextKey } from './webhook-texts.ts'

const outcomes: Readonly<Record<number, readonly [WebhookTextKey, Tone]>> = {
  1: ['outcome.delivered', 'green'],
  2: ['outcome.refused', 'red'],
  3: ['outcome.timedOut', 'red'],
  4: ['outcome.notReached', 'red'],
  5: ['outcome.notSent', 'orange'],
}

/** What came of an attempt, with the status of the answer where there was one. */
export function OutcomeBadge({ row }: { readonly row: Row }) {
  const t = useWebhookTexts()
  const [text, tone] = outcomes[Number(row.outcome)] ?? ['outcome.notSent', 'gray']
  const status = typeof row.responsestatus === 'number' ? ` ${row.responsestatus}` : ''
  return (
    <StateBadge tone={tone}>
      {t(text)}
      {status}
    </StateBadge>
  )
}
