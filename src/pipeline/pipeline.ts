import type { Clock } from '#clock'
import type { Db, Relationship, Table, Tx } from '#database'
import type { JobRequest } from '#jobs'
import type { Log } from '#log'
import { assignRow } from './assign-row.ts'
import { associateRows, disassociateRows } from './associate-rows.ts'
import { createRow } from './create-row.ts'
import { deleteRow } from './delete-row.ts'
import { executeAlone, executeInside } from './execute-alone.ts'
import { type Attributed, executeEach } from './execute-each.ts'
import type {
  Caller,
  Execution,
  MessageDefinition,
  Outcome,
  Privilege,
  Request,
  Step,
} from './execution.ts'
import type { Message } from './message.ts'
import { nestExecutions } from './nest-executions.ts'
import type { Offer } from './offer.ts'
import { ownMessage } from './own-message.ts'
import { asRunning } from './run-together.ts'
import type { Engine } from './running-execution.ts'
import type { SecretStore } from './secrets.ts'
import { setState } from './set-state.ts'
import { StepRegistry } from './step-registry.ts'
import { againWhenOutdated, eachAgainWhenOutdated } from './table-changes.ts'
import { planPointers, planTable, type TablePlan } from './table-plan.ts'
import { updateRow } from './update-row.ts'
import { upsertRow } from './upsert-row.ts'

export interface PipelineOptions {
  readonly db: Db
  readonly tables: readonly Table[]
  readonly relationships: readonly Relationship[]
  readonly clock: Clock
  readonly log: Log
  /** Makes jobs in the transaction; from `jobs`. */
  readonly enqueue: (tx: Tx, jobs: readonly JobRequest[]) => Promise<unknown>
  readonly secrets: SecretStore
  /** Whether one of the caller's roles holds the privilege; from `identity`. */
  readonly mayDo: (caller: Caller, privilege: Privilege, table: string) => boolean
  /**
   * Takes up what other processes changed about the tables, by `useTables`; called where a
   * statement names a column that is gone.
   */
  readonly refreshTables?: () => Promise<void>
  /** Writes that may start one another in a chain; default 8, as in Dataverse. */
  readonly depthLimit?: number
}

/** A message that can be executed; without a table it exists for every table. */
export interface KnownMessage {
  readonly name: string
  readonly table: string | undefined
  /** Undefined: it hands on to messages that ask for theirs. */
  readonly privilege: Privilege | undefined
  /** How programs call it; undefined: built in, or only for the hub itself. */
  readonly offer?: Offer | undefined
}

/** Every write of the hub, from whichever door, is a message executed here. */
export interface Pipeline {
  addStep(step: Step): void
  removeStep(step: Step): void
  /** In order of registration. */
  steps(): readonly Step[]
  defineMessage(definition: MessageDefinition): void
  messages(): readonly KnownMessage[]
  /** Takes up columns that were added, changed or removed. */
  useTables(tables: readonly Table[]): void
  /**
   * Executes one message in a transaction of its own.
   * @throws a refusal of this module, of a step or of an own message; nothing was written then.
   */
  execute(caller: Caller, request: Request): Promise<Outcome>
  /**
   * Many executions of one message on one table in one transaction (group commit). Gives per
   * request its outcome or its error; a refused one does not touch the others.
   */
  executeEach(requests: readonly Attributed[]): Promise<(Outcome | Error)[]>
  /**
   * Executes one message inside a transaction that exists; with a parent as its child, otherwise
   * as a tree of its own. After a failure the caller must roll the transaction back.
   */
  executeIn(tx: Tx, caller: Caller, request: Request, parent?: Execution): Promise<Outcome>
}

const builtIn: readonly Message[] = [
  createRow,
  updateRow,
  deleteRow,
  setState,
  assignRow,
  associateRows,
  disassociateRows,
  upsertRow,
]

const defaultDepthLimit = 8

export function createPipeline(o: PipelineOptions): Pipeline {
  const messages = new Map(builtIn.map((each) => [each.name, each]))
  const engine = createEngine(o, messages)
  const changes = { engine, refresh: o.refreshTables }
  return {
    addStep(step) {
      refuseMistakenStep(step, engine.plans)
      engine.steps.add(step)
    },
    removeStep: (step) => engine.steps.remove(step),
    steps: () => engine.steps.all(),
    defineMessage(definition) {
      refuseMistakenMessage(definition, engine)
      messages.set(definition.name, ownMessage(definition))
    },
    messages: () =>
      [...messages.values()].map(({ name, table, privilege, offer }) => ({
        name,
        table,
        privilege,
        offer,
      })),
    useTables(tables) {
      Object.assign(engine, planTables(tables))
    },
    execute: (caller, request) =>
      againWhenOutdated(changes, () => executeAlone(engine, { caller, request })),
    executeEach: (requests) =>
      eachAgainWhenOutdated(changes, requests, (some) => executeEach(engine, some)),
    async executeIn(tx, caller, request, parent) {
      const above = parent === undefined ? undefined : asRunning(parent)
      if (above === undefined || above.start.scope?.tx !== tx) {
        return await executeInside(engine, tx, { caller, request, parent: above })
      }
      return (await engine.nest([{ parent: above, request, caller }], {}))[0] as Outcome
    },
  }
}

function createEngine(o: PipelineOptions, messages: ReadonlyMap<string, Message>): Engine {
  const engine: Engine = {
    db: o.db,
    clock: o.clock,
    log: o.log,
    secrets: o.secrets,
    relationships: o.relationships,
    enqueue: o.enqueue,
    mayDo: o.mayDo,
    depthLimit: o.depthLimit ?? defaultDepthLimit,
    steps: new StepRegistry(),
    ...planTables(o.tables),
    messages,
    nest: (items, manner) => nestExecutions(engine, items, manner),
    alone: (parent, request) => executeAlone(engine, { caller: parent.caller, request, parent }),
  }
  return engine
}

function planTables(tables: readonly Table[]): Pick<Engine, 'plans' | 'pointers'> {
  const exposed = tables.filter((table) => table.exposed)
  const plans = new Map(exposed.map((table) => [table.name, planTable(table)]))
  return { plans, pointers: planPointers(plans.values()) }
}

/** A step on a misspelt table or column would never run, and nobody would know why. */
function refuseMistakenStep(step: Step, plans: ReadonlyMap<string, TablePlan>): void {
  if (step.table === undefined) return
  const plan = plans.get(step.table)
  if (plan === undefined) {
    throw new TypeError(`The step "${step.name}" is for the unknown table ${step.table}.`)
  }
  const unknown = step.filteringColumns?.filter((name) => !plan.columns.has(name)) ?? []
  if (unknown.length === 0) return
  const columns = unknown.join(', ')
  throw new TypeError(
    `The step "${step.name}" filters by unknown columns of ${step.table}: ${columns}.`,
  )
}

function refuseMistakenMessage({ name, table }: MessageDefinition, engine: Engine): void {
  if (engine.messages.has(name)) throw new TypeError(`The message ${name} is defined twice.`)
  if (engine.plans.has(table)) return
  throw new TypeError(`The message ${name} is for the unknown table ${table}.`)
}
