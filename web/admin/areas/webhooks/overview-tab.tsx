import { Stack } from '@mantine/core'
import { EndpointHealthSheet } from './endpoint-health.tsx'
import { StepList } from './step-list.tsx'
import type { EndpointHealth } from './webhooks.ts'

export function OverviewTab({ endpoint }: { readonly endpoint: EndpointHealth }) {
  return (
    <Stack>
      <EndpointHealthSheet endpoint={endpoint} />
      <StepList endpoint={endpoint} />
    </Stack>
  )
}
