export type {
  Caller,
  Execution,
  MessageDefinition,
  MessageOutput,
  Outcome,
  Request,
  RowReference,
  Stage,
  Step,
  Values,
} from './execution.ts'
