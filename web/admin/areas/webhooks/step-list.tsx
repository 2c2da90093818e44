import { Anchor, Box, Button, Group, Switch, Text } from '@mantine/core'
import { IconBolt, IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { type Row, rowsOptions, shownValue, updateRow } from '../../api/records.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { tellProblem } from '../../components/tell.tsx'
import { useSubjectText } from './step-words.ts'
import { useWebhookTexts } from './webhook-texts.ts'
import { type EndpointHealth, useReadWebhooksAgain } from './webhooks.ts'

const stepsOf = (endpointId: string) =>
  rowsOptions({
    set: 'sdkmessageprocessingsteps',
    select: ['name', 'mode', 'stage', 'rank', 'statecode', 'filteringattributes'],
    filter: `_eventhandler_value eq ${endpointId}`,
    orderBy: 'rank,name',
    expand: 'sdkmessageid($select=name),sdkmessagefilterid($select=primaryobjecttypecode)',
  })

/** What the endpoint is told of; a failed one leads to its jobs. */
export function StepList({ endpoint }: { readonly endpoint: EndpointHealth }) {
  const t = useWebhookTexts()
  const may = useMay()
  const { data: steps } = useSuspenseQuery(stepsOf(endpoint.id))
  const add = may('Create', 'sdkmessageprocessingstep') && (
    <Button
      component={Link}
      to={`/webhooks/${endpoint.id}/steps/new`}
      leftSection={<IconPlus size={16} />}
      variant={steps.length === 0 ? 'filled' : 'default'}
    >
      {t('steps.add')}
    </Button>
  )
  return (
    <Sheet title={t('steps.title')} actions={steps.length > 0 && add}>
      {steps.length === 0 ? (
        <EmptyState
          icon={<IconBolt size={26} stroke={1.5} />}
          title={t('steps.empty')}
          text={t('steps.empty.text')}
          action={add}
        />
      ) : (
        <div>
          {steps.map((step) => (
            <StepRow
              key={String(step.sdkmessageprocessingstepid)}
              endpoint={endpoint}
              step={step}
            />
          ))}
        </div>
      )}
    </Sheet>
  )
}

interface StepRowProps {
  readonly endpoint: EndpointHealth
  readonly step: Row
}

function StepRow({ endpoint, step }: StepRowProps) {
  const t = useWebhookTexts()
  const subject = useSubjectText()
  const id = String(step.sdkmessageprocessingstepid)
  const health = endpoint.perStep.find(({ stepId }) => stepId === id)
  return (
    <div className="list-row">
      <Box className="list-row-name">
        <Anchor component={Link} to={`/webhooks/${endpoint.id}/steps/${id}`} fw={550} size="sm">
          {shownValue(step, 'name')}
        </Anchor>
        <Text size="sm" c="dimmed">
          {subject(step)}
        </Text>
      </Box>
      <Group gap="xs">
        {health !== undefined && health.waiting > 0 && (
          <StateBadge tone="blue">{t('step.waiting', { count: health.waiting })}</StateBadge>
        )}
        {health !== undefined && health.toRetry > 0 && (
          <Anchor
            component={Link}
            to="/jobs"
            search={{ view: 'failed', step: id } as never}
            size="sm"
            underline="always"
            className="state-red"
          >
            {t('step.failed', { count: health.toRetry })}
          </Anchor>
        )}
        <StepSwitch id={id} step={step} />
      </Group>
    </div>
  )
}

function StepSwitch({ id, step }: { readonly id: string; readonly step: Row }) {
  const t = useWebhookTexts()
  const app = useAppTexts()
  const may = useMay()
  const readAgain = useReadWebhooksAgain()
  const isOn = step.statecode === 0
  const change = async () => {
    try {
      await updateRow('sdkmessageprocessingsteps', id, {
        statecode: isOn ? 1 : 0,
        statuscode: isOn ? 2 : 1,
      })
      await readAgain()
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <Switch
      checked={isOn}
      disabled={!may('Update', 'sdkmessageprocessingstep')}
      label={t(isOn ? 'step.on' : 'step.off')}
      aria-label={`${shownValue(step, 'name')}: ${t(isOn ? 'step.on' : 'step.off')}`}
      onChange={() => void change()}
    />
  )
}
