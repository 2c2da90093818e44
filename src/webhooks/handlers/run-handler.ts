/** Runs a handler for an operation: in its transaction, or later as a system job. */
import type { Clock } from '#clock'
import type { Db } from '#database'
import { isRefusal } from '#errors'
import type { JobDefinition, JobRequest, JobRun } from '#jobs'
import type { Log } from '#log'
import {
  type Caller,
  contextOf,
  type Execution,
  type ExecutionRecord,
  type Outcome,
  type Pipeline,
  type Request,
} from '#pipeline'
import type { Vault } from '#vault'
import { countDepth } from '../count-depth.ts'
import { deliveryRefusals } from '../delivery-refusals.ts'
import { deepestChain } from '../limits.ts'
import { operationToCome } from '../operation-id.ts'
import type { ContextSource } from '../payload/context-source.ts'
import type { Posted } from '../post.ts'
import { explainFailure } from './explain-failure.ts'
import type { HandlerStep, HandlerSteps } from './handler-steps.ts'
import type { Acts } from './handler-thread.ts'
import type { Handlers } from './handlers.ts'
import { asynchronousTimeMs, synchronousTimeMs } from './limits.ts'
import { plainContext } from './plain-context.ts'
import { handlerRefusals } from './refusals.ts'
import type { SlowHandlers } from './slow-handlers.ts'
import type { Changed } from './thread-messages.ts'

/** Rows that an address of the Data API gives; the database handle says in which transaction. */
export type ReadRows = (
  db: Db,
  caller: Caller,
  address: string,
) => Promise<readonly Readonly<Record<string, unknown>>[]>

export interface RunHandlerOptions {
  readonly db: Db
  readonly pipeline: Pick<Pipeline, 'execute' | 'executeIn'>
  readonly handlers: Handlers
  readonly slow: SlowHandlers
  readonly vault: Pick<Vault, 'read'>
  readonly clock: Clock
  readonly log: Log
  readonly readRows: ReadRows
  /** A user by id, with the rights that they have now. */
  readonly callerOf: (userId: string) => Promise<Caller>
  readonly sendContext: (
    caller: Caller,
    endpointId: string,
    context: ContextSource,
  ) => Promise<Posted>
  /** In milliseconds; for tests. */
  readonly handlerTimeMs?: number
}

/** @throws the refusals `handler-…`: the operation fails with the handler */
export async function runHandlerNow(
  options: RunHandlerOptions,
  step: HandlerStep,
  execution: Execution,
): Promise<void> {
  const caller = await actingUser(options, step, execution.caller)
  const record = contextOf(execution)
  const execute = (request: Request) =>
    step.runAs === undefined || execution.stage === 10
      ? execution.execute(request)
      : options.pipeline.executeIn(execution.tx, caller, request, execution)
  const acting = { step, record, caller, db: execution.db, execute }
  const run = () => runHandler(options, acting, options.handlerTimeMs ?? synchronousTimeMs)
  const changed = execution.db.isTransaction ? await options.slow.count(run) : await run()
  if (execution.stage !== 40) takeChanges(execution.target, record.target, changed.target)
  for (const [name, value] of Object.entries(changed.shared)) execution.shared.set(name, value)
}

async function actingUser(
  { callerOf }: RunHandlerOptions,
  { runAs }: HandlerStep,
  caller: Caller,
): Promise<Caller> {
  return runAs === undefined ? caller : await callerOf(runAs.userId)
}

/** Only what the handler changed: the rest stays as typed values. */
function takeChanges(
  target: Record<string, unknown>,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): void {
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) delete target[name]
  for (const [name, value] of Object.entries(after)) {
    if (JSON.stringify(value) !== JSON.stringify(before[name])) target[name] = value
  }
}

interface Acting {
  readonly step: HandlerStep
  readonly record: ExecutionRecord
  readonly caller: Caller
  readonly db: Db
  readonly execute: (request: Request) => Promise<Outcome>
}

async function runHandler(
  options: RunHandlerOptions,
  acting: Acting,
  timeMs: number,
): Promise<Changed> {
  const { step, record, db } = acting
  const secure = await secureConfiguration(options, step, db)
  try {
    const context = plainContext(step, record, secure)
    return await options.handlers.run(step.handlerId, context, actsOf(options, acting), timeMs)
  } catch (error) {
    options.log.warn({ err: error, step: step.registered.id }, 'a handler failed')
    throw explainFailure(error, step, timeMs)
  }
}

async function secureConfiguration(
  { vault }: RunHandlerOptions,
  { secureConfigurationId: row }: HandlerStep,
  db: Db,
): Promise<string | null> {
  if (row === null) return null
  const table = 'sdkmessageprocessingstepsecureconfig'
  return (await vault.read(db, { table, row, column: 'secureconfig' })) ?? null
}

function actsOf(options: RunHandlerOptions, acting: Acting): Acts {
  const { step, record, caller, db } = acting
  return async (act, [first, second]) => {
    if (act === 'read') return await options.readRows(db, caller, String(first))
    if (act === 'sendContext') return await options.sendContext(caller, String(first), record)
    if (act === 'execute') {
      const { id, output } = await acting.execute(requestOf(first))
      return { id, output }
    }
    const { correlationId } = record
    const values = {
      step: step.registered.id,
      handler: step.handler,
      correlationId,
      values: second,
    }
    options.log.info(values, String(first).slice(0, 10_000))
    return undefined
  }
}

/** Nothing but what callers may say: a handler acts with the rights of its user. */
function requestOf(value: unknown): Request {
  const { message, table, id, target, input } = (value ?? {}) as Request
  return {
    message: String(message),
    table: String(table),
    ...(id === undefined ? {} : { id }),
    ...(target === undefined ? {} : { target }),
    ...(input === undefined ? {} : { input }),
  }
}

export const handlerJobKind = 'webhook.handler'

interface HandlerPayload {
  readonly step: string
  readonly context: ExecutionRecord
}

/** "System Event", the operation type of step firings. */
const systemEvent = 1

/** An asynchronous step: one system job that exists if and only if the operation does. */
export async function runHandlerLater(
  { clock }: RunHandlerOptions,
  { registered, runAs }: HandlerStep,
  execution: Execution,
): Promise<void> {
  const { message, table, id, caller, requestId } = execution
  const { depth } = await countDepth(execution, clock)
  const request: JobRequest<HandlerPayload> = {
    kind: handlerJobKind,
    name: registered.name,
    operationType: systemEvent,
    payload: { step: registered.id, context: contextOf(execution) },
    owningExtensionId: registered.id,
    messageName: message,
    primaryTable: table,
    ownerId: runAs?.userId ?? caller.userId,
    requestId,
    depth,
    autoDelete: registered.autoDelete,
    ...(id === operationToCome ? {} : { regarding: { table, id } }),
  }
  execution.enqueue(request)
}

export function handlerJob(
  options: RunHandlerOptions,
  steps: HandlerSteps,
): JobDefinition<HandlerPayload> {
  return {
    kind: handlerJobKind,
    concurrency: 8,
    timeLimitMs: asynchronousTimeMs + 10_000,
    run: async (job) => {
      await runJob(options, steps, job)
      return undefined
    },
    // Errors of code do not pass by waiting; somebody mends it and retries the job.
    onFailure: (error) => ({
      next: 'fail',
      friendlyMessage: isRefusal(error) ? error.sentence : 'The handler failed unexpectedly.',
    }),
  }
}

async function runJob(
  options: RunHandlerOptions,
  steps: HandlerSteps,
  job: JobRun<HandlerPayload>,
): Promise<void> {
  const { name, payload, depth, correlationId, db, ownerId } = job
  const { context: record } = payload
  if (depth > deepestChain) {
    throw deliveryRefusals['webhook-loop']({ step: name, depth, limit: deepestChain })
  }
  if (steps.step(payload.step) === undefined) await steps.refresh()
  const step = steps.step(payload.step)
  if (step === undefined) {
    const problem = 'its step was disabled or deleted while the system job waited'
    throw handlerRefusals['handler-missing']({ handler: 'of this job', step: name, problem })
  }
  const known = await options.callerOf(ownerId ?? record.userId)
  const caller = { ...known, correlationId, depth }
  const execute = (request: Request) => options.pipeline.execute(caller, request)
  const acting = { step, record, caller, db, execute }
  await runHandler(options, acting, options.handlerTimeMs ?? asynchronousTimeMs)
}
