/** States and kinds of system jobs in words. */
import type { Row } from '../../api/records.ts'
import { StateBadge, type Tone } from '../../components/state-badge.tsx'
import { type JobTextKey, useJobTexts } from './job-texts.ts'

interface Word {
  readonly text: JobTextKey
  readonly tone: Tone
}

const statuses: Readonly<Record<number, Word>> = {
  0: { text: 'status.waiting', tone: 'blue' },
  10: { text: 'status.suspended', tone: 'orange' },
  20: { text: 'status.running', tone: 'blue' },
  21: { text: 'status.pausing', tone: 'orange' },
  22: { text: 'status.canceling', tone: 'orange' },
  30: { text: 'status.succeeded', tone: 'green' },
  31: { text: 'status.failed', tone: 'red' },
  32: { text: 'status.canceled', tone: 'gray' },
}

export function JobBadge({ row }: { readonly row: Row }) {
  const t = useJobTexts()
  const word = statuses[Number(row.statuscode)]
  return word === undefined ? null : <StateBadge tone={word.tone}>{t(word.text)}</StateBadge>
}

const areas: Readonly<Record<string, JobTextKey>> = {
  attendance: 'kind.attendance',
  customize: 'kind.customize',
  identity: 'kind.identity',
  jobs: 'kind.jobs',
  mail: 'kind.mail',
  meetings: 'kind.meetings',
  providers: 'kind.providers',
  registrations: 'kind.registrations',
  'request-bin': 'kind.bins',
  webhook: 'kind.webhook',
  webinars: 'kind.webinars',
}

/** `webhook.delivery` as "Webhooks: delivery": the part of the hub in words, the rest as it is. */
export function useKindName(): (kind: string) => string {
  const t = useJobTexts()
  return (kind) => {
    const [area = '', rest = ''] = kind.split('.')
    const text = areas[area]
    return text === undefined ? kind : `${t(text)}: ${rest.replaceAll('-', ' ')}`
  }
}
