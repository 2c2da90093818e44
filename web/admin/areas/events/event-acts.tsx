import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMayWith } from '../../api/me.ts'
import { deleteRow, type Row, updateRow } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { type Overview, overviewOptions, useReadAgain } from './event-overview.ts'
import { useEventTexts } from './event-texts.ts'
import { held, publishStatus } from './event-words.tsx'

interface ActsProps {
  readonly id: string
  readonly overview: Overview | undefined
  readonly event: Row
}

/** What can be done with the event now; what would make no sense is not offered. */
export function EventActs({ id, event }: { id: string; event: Row }) {
  const { data: overview } = useQuery(overviewOptions(id))
  const acts = { id, event, overview }
  const status = event.msevtmgt_publishstatus ?? publishStatus.draft
  if (status === publishStatus.live) return <LiveActs {...acts} />
  if (status === publishStatus.cancelled) return <CancelledActs {...acts} />
  return <DraftActs {...acts} />
}

function useAct(id: string) {
  const readAgain = useReadAgain()
  return (act: string) => async () => {
    await request(`/api/v1/events/${id}/${act}`, { method: 'POST', body: {} })
    await readAgain()
  }
}

function LiveActs({ id, overview, event }: ActsProps) {
  const t = useEventTexts()
  const act = useAct(id)
  const begun = overview !== undefined && Date.parse(overview.start) <= Date.now()
  return (
    <>
      {overview?.webinar.wanted && begun && (
        <ActButton variant="default" act={act('collect-attendance')} said={t('act.collect.said')}>
          {t('act.collect')}
        </ActButton>
      )}
      {event.gr_ended !== held && <CancelEvent id={id} overview={overview} />}
      {(overview?.webinar.failedJobs ?? 0) > 0 && (
        <ActButton act={act('retry-failed-jobs')} said={t('act.publishAgain.said')}>
          {t('act.publishAgain')}
        </ActButton>
      )}
    </>
  )
}

function CancelEvent({ id, overview }: Omit<ActsProps, 'event'>) {
  const t = useEventTexts()
  const act = useAct(id)
  return (
    <ActButton
      variant="default"
      act={act('cancel')}
      said={t('act.cancelEvent.said')}
      confirm={{
        title: t('act.cancelEvent.title'),
        text: t('act.cancelEvent.text', { count: overview?.counts.registered ?? 0 }),
        yes: t('act.cancelEvent'),
      }}
    >
      {t('act.cancelEvent')}
    </ActButton>
  )
}

function DraftActs({ id, overview, event }: ActsProps) {
  const t = useEventTexts()
  const act = useAct(id)
  return (
    <>
      <DeleteEvent id={id} event={event} />
      <ActButton
        act={act('go-live')}
        said={t('act.publish.said')}
        disabled={overview === undefined || overview.missing.length > 0}
      >
        {t('act.publish')}
      </ActButton>
    </>
  )
}

function CancelledActs({ id, event }: ActsProps) {
  const t = useEventTexts()
  const readAgain = useReadAgain()
  const reopen = async () => {
    await updateRow('msevtmgt_events', id, { msevtmgt_publishstatus: publishStatus.draft })
    await readAgain()
  }
  return (
    <>
      <DeleteEvent id={id} event={event} />
      <ActButton variant="default" act={reopen} said={t('act.reopen.said')}>
        {t('act.reopen')}
      </ActButton>
    </>
  )
}

function DeleteEvent({ id, event }: Pick<ActsProps, 'id' | 'event'>) {
  const t = useEventTexts()
  const app = useAppTexts()
  const mayWith = useMayWith()
  const navigate = useNavigate()
  const readAgain = useReadAgain()
  if (!mayWith('Delete', 'msevtmgt_event', event)) return null
  return (
    <ActButton
      variant="subtle"
      color="red"
      act={async () => {
        await deleteRow('msevtmgt_events', id)
        await navigate({ to: '/events' })
        await readAgain()
      }}
      said={app('said.deleted')}
      confirm={{
        title: t('act.deleteEvent.title'),
        text: t('act.deleteEvent.text'),
        yes: app('act.delete'),
      }}
    >
      {app('act.delete')}
    </ActButton>
  )
}
