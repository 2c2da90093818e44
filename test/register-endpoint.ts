/** The only endpoint of a world, with options. */
import { systemCaller } from '#identity'
import type { Values } from '#pipeline'
import type { StepRegistration } from '#webhooks'
import type { WebhookSink } from './webhook-sink.ts'
import type { WebhookWorld } from './webhook-world.ts'

export interface RegisteredEndpoint {
  readonly id: string
  readonly stepId: string
}

/** Forgets all others, their system jobs and what the sink has had. */
export async function registerEndpoint(
  world: WebhookWorld,
  sink: WebhookSink,
  options: Values = {},
  step: Partial<StepRegistration> = {},
): Promise<RegisteredEndpoint> {
  for (const { id } of await world.query('select serviceendpointid as id from serviceendpoint')) {
    await world.remove('serviceendpoint', String(id))
  }
  await world.query('delete from asyncoperation')
  sink.clear()
  const { endpointId, steps } = await world.webhooks.register(systemCaller, {
    name: 'Receiver',
    url: `${sink.url}/hook`,
    authentication: { kind: 'HttpHeader', pairs: {} },
    steps: [{ message: 'Update', table: 'contact', ...step }],
  })
  if (Object.keys(options).length > 0) await world.update('serviceendpoint', endpointId, options)
  await world.webhooks.refresh()
  return { id: endpointId, stepId: steps[0]?.id ?? '' }
}

export async function deliveryJobs(world: WebhookWorld): Promise<Values[]> {
  return await world.query(
    `select * from asyncoperation where gr_kind = 'webhook.delivery' order by asyncoperationid`,
  )
}
