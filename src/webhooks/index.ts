export type {
  Attempt,
  AttemptOrigin,
  AttemptRequest,
  AttemptResponse,
  OnAttempt,
} from './attempt.ts'
export type { ReceivedCheck, ReceivedWebhook } from './check-received.ts'
export { columnUses } from './column-uses.ts'
export { createWebhooks, type Webhooks, type WebhooksOptions } from './create-webhooks.ts'
export { type EndpointUnavailable, isEndpointUnavailable } from './delivery-refusals.ts'
export { filterId, messageId } from './message-catalogue.ts'
export type { ContextSource } from './payload/context-source.ts'
export type { Posted } from './post.ts'
export type {
  ImageRegistration,
  RegisteredStepAnswer,
  RegisteredWebhook,
  StepRegistration,
  WebhookAuthentication,
  WebhookRegistration,
} from './register.ts'
export type { Replay, ReplayOrder, Replays } from './replay/replays.ts'
export type { Sample } from './sample-context.ts'
export { tables } from './tables.ts'
export type { EndpointCheck } from './try-endpoint.ts'
