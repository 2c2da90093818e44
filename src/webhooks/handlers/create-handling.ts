import type { Tx } from '#database'
import type { JobDefinition } from '#jobs'
import { type FoundHandler, writeHandlers } from './handler-rows.ts'
import { HandlerSteps } from './handler-steps.ts'
import { Handlers } from './handlers.ts'
import {
  handlerJob,
  type RunHandlerOptions,
  runHandlerLater,
  runHandlerNow,
} from './run-handler.ts'
import { SlowHandlers } from './slow-handlers.ts'

export interface HandlingOptions extends Omit<RunHandlerOptions, 'handlers' | 'slow' | 'pipeline'> {
  readonly pipeline: RunHandlerOptions['pipeline'] &
    ConstructorParameters<typeof HandlerSteps>[0]['pipeline']
  readonly poolSize: number
  /** Where handler files are; undefined: there are none. */
  readonly folder: string | undefined
}

export interface Handling {
  readonly jobs: readonly JobDefinition[]
  /** Loads the files; before `write`. */
  find(): Promise<readonly FoundHandler[]>
  /** Shows what was found as rows of pluginassembly and plugintype. */
  write(tx: Tx, found: readonly FoundHandler[]): Promise<void>
  refresh(): Promise<void>
  close(): Promise<void>
}

export function createHandling(o: HandlingOptions): Handling {
  const handlers = new Handlers(o.folder)
  const running: RunHandlerOptions = { ...o, handlers, slow: new SlowHandlers(o.poolSize) }
  const steps: HandlerSteps = new HandlerSteps({
    ...o,
    fire: (step) => (execution) =>
      step.registered.synchronous
        ? runHandlerNow(running, step, execution)
        : runHandlerLater(running, step, execution),
  })
  return {
    jobs: [handlerJob(running, steps) as JobDefinition],
    find: () => handlers.find(),
    write: (tx, found) => writeHandlers(tx, found, o.clock.now()),
    refresh: () => steps.refresh(),
    close: () => handlers.close(),
  }
}
