import { Button, Group, Text } from '@mantine/core'
import {
  IconCircleCheck,
  IconLifebuoy,
  IconListCheck,
  IconPlugConnectedX,
  IconWebhook,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { LiveAccount, LiveEndpoint } from '../../../../src/console/live-shapes.ts'
import { useMay } from '../../api/me.ts'
import { callAction } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import type { Board } from './board.ts'
import { useHomeTexts } from './home-texts.ts'

/** What needs somebody, each with the button that helps; and what is only busy. */
export function Attention({ board }: { readonly board: Board }) {
  const t = useHomeTexts()
  const { endpoints, accounts, jobs, recovery } = board
  const fine = [
    endpoints?.length ?? 0,
    accounts?.length ?? 0,
    jobs?.failed ?? 0,
    recovery?.open ?? 0,
  ].every((count) => count === 0)
  if (endpoints === null && accounts === null && jobs === null && recovery === null) return null
  return (
    <Sheet title={t('attention.title')} actions={jobs !== null && <Busy jobs={jobs} />}>
      {fine ? (
        <Group gap="xs" wrap="nowrap">
          <IconCircleCheck size={20} color="var(--mantine-primary-color-filled)" aria-hidden />
          <Text size="sm">{t('attention.fine')}</Text>
        </Group>
      ) : (
        <ul className="home-rows">
          {accounts?.map((each) => (
            <AccountLine key={each.id} account={each} />
          ))}
          {endpoints?.map((each) => (
            <EndpointLine key={each.id} endpoint={each} />
          ))}
          {recovery !== null && recovery.open > 0 && <RecoveryLine recovery={recovery} />}
          {jobs !== null && jobs.failed > 0 && <JobsLine failed={jobs.failed} />}
        </ul>
      )}
    </Sheet>
  )
}

function Busy({ jobs }: { readonly jobs: NonNullable<Board['jobs']> }) {
  const t = useHomeTexts()
  const format = useFormat()
  return (
    <Text size="sm" c="dimmed" component="span">
      {t('jobs.busy', {
        waiting: format.number(jobs.waiting),
        running: format.number(jobs.running),
        suspended: format.number(jobs.suspended),
      })}
    </Text>
  )
}

interface LineProps {
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}

function Line({ icon, title, text, children }: LineProps) {
  return (
    <li className="home-row">
      {icon}
      <div className="home-row-text">
        <strong>{title}</strong>
        <span>{text}</span>
      </div>
      <Group gap="xs">{children}</Group>
    </li>
  )
}

const red = 'light-dark(#c92a2a, #ff8787)'
const amber = 'light-dark(#a35200, #ffc078)'

function AccountLine({ account }: { readonly account: LiveAccount }) {
  const t = useHomeTexts()
  const fromServer = useFromServer()
  const may = useMay()
  const signsIn = account.trouble !== 'unhealthy' && may('Update', 'msevtmgt_webinarconfiguration')
  return (
    <Line
      icon={<IconPlugConnectedX size={22} stroke={1.6} color={red} aria-hidden />}
      title={t('account.title', { name: account.name, provider: account.provider })}
      text={fromServer(account.message ?? '') || t(`account.${account.trouble}`)}
    >
      <Button component={Link} to={`/configurations/${account.id}`} variant="default">
        {t(signsIn ? 'account.signIn' : 'account.look')}
      </Button>
    </Line>
  )
}

function EndpointLine({ endpoint }: { readonly endpoint: LiveEndpoint }) {
  const t = useHomeTexts()
  const fromServer = useFromServer()
  const format = useFormat()
  const may = useMay()
  const { id, name, trouble, since, toRetry, waiting } = endpoint
  const facts = [
    fromServer(endpoint.reason ?? '') || t(`endpoint.${trouble}`),
    since === null ? '' : t('endpoint.since', { when: format.fromNow(since) }),
    toRetry === 0 ? '' : t('endpoint.toRetry', { count: toRetry }),
    waiting === 0 ? '' : t('endpoint.waiting', { count: waiting }),
  ]
  return (
    <Line
      icon={<IconWebhook size={22} stroke={1.6} color={red} aria-hidden />}
      title={t('endpoint.title', { name })}
      text={facts.filter(Boolean).join(' · ')}
    >
      {may('Update', 'serviceendpoint') && <EndpointHelp endpoint={endpoint} />}
      <Button component={Link} to={`/webhooks/${id}`} variant="default">
        {t('endpoint.look')}
      </Button>
    </Line>
  )
}

/** The one act that makes it go on. */
function EndpointHelp({ endpoint }: { readonly endpoint: LiveEndpoint }) {
  const t = useHomeTexts()
  const { id, trouble } = endpoint
  const call = (message: string) =>
    callAction(`serviceendpoints(${id})/Microsoft.Dynamics.CRM.${message}`)
  if (trouble === 'failing') {
    return (
      <ActButton variant="light" act={() => sendAgain(id)} said={t('endpoint.sendAgain.said')}>
        {t('endpoint.sendAgain')}
      </ActButton>
    )
  }
  const disabled = trouble === 'disabled'
  return (
    <ActButton variant="light" act={() => call(disabled ? 'gr_EnableEndpoint' : 'gr_CloseCircuit')}>
      {t(disabled ? 'endpoint.enable' : 'endpoint.resume')}
    </ActButton>
  )
}

/** Whatever failed and was not sent since, however long ago. */
const sendAgain = (id: string) =>
  request(`/api/v1/endpoints/${id}/recover`, {
    method: 'POST',
    body: { since: '2000-01-01T00:00:00Z' },
  })

function RecoveryLine({ recovery }: { readonly recovery: NonNullable<Board['recovery']> }) {
  const t = useHomeTexts()
  const may = useMay()
  const format = useFormat()
  return (
    <Line
      icon={<IconLifebuoy size={22} stroke={1.6} color={amber} aria-hidden />}
      title={t('recovery.title', { count: recovery.open })}
      text={
        recovery.oldest === null
          ? t('recovery.text')
          : `${t('recovery.text')} ${t('recovery.oldest', { when: format.fromNow(recovery.oldest) })}`
      }
    >
      <Button component={Link} to="/recovery" variant="default">
        {t(may('Update', 'gr_recoveryitem') ? 'recovery.look' : 'endpoint.look')}
      </Button>
    </Line>
  )
}

function JobsLine({ failed }: { readonly failed: number }) {
  const t = useHomeTexts()
  return (
    <Line
      icon={<IconListCheck size={22} stroke={1.6} color={amber} aria-hidden />}
      title={t('jobs.failed', { count: failed })}
      text={t('jobs.failed.text')}
    >
      <Button component={Link} to="/jobs" search={{ view: 'failed' } as never} variant="default">
        {t('jobs.look')}
      </Button>
    </Line>
  )
}
