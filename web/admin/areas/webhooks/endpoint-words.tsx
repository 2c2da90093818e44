import { StateBadge } from '../../components/state-badge.tsx'
import { useWebhookTexts } from './webhook-texts.ts'
import type { EndpointSummary } from './webhooks.ts'

/** How an endpoint is doing, worst first. */
export function EndpointBadge({ of }: { readonly of: EndpointSummary }) {
  const t = useWebhookTexts()
  if (of.disabledOn !== null) return <StateBadge tone="gray">{t('state.off')}</StateBadge>
  if (of.circuitOpen) return <StateBadge tone="orange">{t('state.resting')}</StateBadge>
  if (of.toRetry > 0) return <StateBadge tone="red">{t('state.failing')}</StateBadge>
  if (of.steps === 0) return <StateBadge tone="gray">{t('state.noSteps')}</StateBadge>
  if (of.succeeded > 0) return <StateBadge tone="green">{t('state.well')}</StateBadge>
  return <StateBadge tone="blue">{t('state.quiet')}</StateBadge>
}

/** Where it is told: a URL, or the queue of a broker. */
export const targetOf = ({ url, address, path }: EndpointSummary): string =>
  url !== null && url !== '' ? url : [address, path].filter(Boolean).join(' › ')
