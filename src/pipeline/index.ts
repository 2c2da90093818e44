export { contextOf, type ExecutionRecord, type Plain, type PlainValues } from './context-of.ts'
export type { Attributed } from './execute-each.ts'
export type {
  Caller,
  Execution,
  Group,
  MessageDefinition,
  MessageOutput,
  Outcome,
  Privilege,
  Request,
  RowReference,
  Stage,
  Step,
  Values,
} from './execution.ts'
export { nearestName } from './nearest-name.ts'
export type { Offer, OfferedType } from './offer.ts'
export {
  createPipeline,
  type KnownMessage,
  type Pipeline,
  type PipelineOptions,
} from './pipeline.ts'
export { type SecretStore, secretIsSet } from './secrets.ts'
