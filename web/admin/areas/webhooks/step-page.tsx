import { Alert, Button, Grid, Group, Stack } from '@mantine/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { useMay } from '../../api/me.ts'
import { deleteRow } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useParameter } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { UnsavedGuard } from '../../components/unsaved-guard.tsx'
import { readStep, registrationOf, type StepDraft, useStepDraft } from './step-draft.ts'
import { StepForm } from './step-form.tsx'
import { StepSample } from './step-sample.tsx'
import { useWebhookTexts } from './webhook-texts.ts'
import { type EndpointHealth, healthOptions, useReadWebhooksAgain } from './webhooks.ts'

/** What an endpoint is to be told of, and what it will be sent then. */
export function StepPage() {
  const t = useWebhookTexts()
  const may = useMay()
  const stepId = useParameter('stepId')
  const { data: endpoint } = useSuspenseQuery(healthOptions(useParameter('endpointId')))
  const id = stepId === 'new' ? undefined : stepId
  const draft = useStepDraft(id)
  const mayWrite = may(id === undefined ? 'Create' : 'Update', 'sdkmessageprocessingstep')
  return (
    <Page
      title={id === undefined ? t('steps.add') : draft.values.name}
      trail={[
        { label: t('webhooks.title'), to: '/webhooks' },
        { label: endpoint.name, to: `/webhooks/${endpoint.id}` },
      ]}
      badge={draft.isEnabled ? undefined : <StateBadge tone="gray">{t('step.off')}</StateBadge>}
    >
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack>
            <StepForm draft={draft} endpoint={endpoint} disabled={!mayWrite} />
            {mayWrite && <StepSave draft={draft} endpoint={endpoint} />}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <StepSample endpoint={endpoint} values={draft.values} />
        </Grid.Col>
      </Grid>
    </Page>
  )
}

interface StepSaveProps {
  readonly draft: StepDraft
  readonly endpoint: EndpointHealth
}

interface Saved {
  readonly id: string
}

function StepSave({ draft, endpoint }: StepSaveProps) {
  const t = useWebhookTexts()
  const app = useAppTexts()
  const navigate = useNavigate()
  const client = useQueryClient()
  const readAgain = useReadWebhooksAgain()
  const [state, setState] = useState<'editing' | 'saving' | 'conflict' | 'left'>('editing')
  const save = async (overwrite: boolean) => {
    setState('saving')
    try {
      if (!overwrite && (await isChangedByOthers(draft))) {
        setState('conflict')
        return
      }
      await write(draft, endpoint.id)
      // The guard must have let go before the page is left.
      flushSync(() => setState('left'))
      tellDone(app('said.saved'))
      await navigate({ to: `/webhooks/${endpoint.id}` })
      await readAgain()
    } catch (error) {
      setState('editing')
      tellProblem(app('problem.title'), error)
    }
  }
  const load = async () => {
    await client.invalidateQueries({ queryKey: ['rows', 'sdkmessageprocessingsteps'] })
    draft.reset()
    setState('editing')
  }
  return (
    <Stack gap="sm">
      <UnsavedGuard dirty={draft.dirty && state !== 'left'} />
      {state === 'conflict' && (
        <Alert color="yellow" role="alert" title={app('conflict.title')}>
          <Group gap="xs">
            <Button size="xs" onClick={() => void load()}>
              {app('conflict.load')}
            </Button>
            <Button size="xs" variant="default" onClick={() => void save(true)}>
              {app('conflict.overwrite')}
            </Button>
          </Group>
        </Alert>
      )}
      <Group justify="space-between">
        <Group gap="xs">
          <Button
            loading={state === 'saving'}
            disabled={draft.id !== undefined && !draft.dirty}
            onClick={() => void save(false)}
          >
            {draft.id === undefined ? t('steps.register') : app('act.save')}
          </Button>
          {draft.dirty && (
            <Button variant="default" onClick={draft.reset}>
              {app('act.discard')}
            </Button>
          )}
        </Group>
        {draft.id !== undefined && <DeleteStep id={draft.id} endpoint={endpoint} />}
      </Group>
    </Stack>
  )
}

async function isChangedByOthers({ id, etag }: StepDraft): Promise<boolean> {
  return id !== undefined && (await readStep(id))['@odata.etag'] !== etag
}

async function write({ id, values }: StepDraft, endpointId: string): Promise<Saved> {
  const body = registrationOf(values)
  if (id === undefined) {
    return await request<Saved>(`/api/v1/endpoints/${endpointId}/steps`, { method: 'POST', body })
  }
  return await request<Saved>(`/api/v1/steps/${id}`, { method: 'PUT', body })
}

function DeleteStep({ id, endpoint }: { readonly id: string; readonly endpoint: EndpointHealth }) {
  const t = useWebhookTexts()
  const app = useAppTexts()
  const may = useMay()
  const navigate = useNavigate()
  const readAgain = useReadWebhooksAgain()
  if (!may('Delete', 'sdkmessageprocessingstep')) return null
  return (
    <ActButton
      variant="default"
      said={app('said.deleted')}
      confirm={{ title: app('confirm.title'), text: t('step.delete'), yes: app('act.delete') }}
      act={async () => {
        await deleteRow('sdkmessageprocessingsteps', id)
        await navigate({ to: `/webhooks/${endpoint.id}` })
        await readAgain()
      }}
    >
      {app('act.delete')}
    </ActButton>
  )
}
