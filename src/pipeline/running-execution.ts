import type { Clock } from '#clock'
import type { Db, Relationship, Table, Tx } from '#database'
import type { JobRequest } from '#jobs'
import type { Log } from '#log'
import type { Caller, Execution, Outcome, Privilege, Request, Stage, Values } from './execution.ts'
import type { Message } from './message.ts'
import type { SecretStore, Secrets } from './secrets.ts'
import type { StepRegistry } from './step-registry.ts'
import type { Pointer, TablePlan } from './table-plan.ts'

/** One transaction and the executions in it. */
export interface Scope {
  readonly tx: Tx
  /** The first failure of an execution that had already written; the transaction fails with it. */
  failure: unknown
}

/** How nested requests run. */
export interface Manner {
  /** A refusal before anything was written is a result, not the end of the others. */
  readonly lenient?: boolean
  /** The hub splits up one act, so the child counts as no further link of the chain. */
  readonly sameDepth?: boolean
}

/** What executions need of the pipeline they run in. */
export interface Engine {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly secrets: SecretStore
  readonly steps: StepRegistry
  /** As of the last change of a custom column; an execution keeps the plan it began with. */
  plans: ReadonlyMap<string, TablePlan>
  pointers: ReadonlyMap<string, readonly Pointer[]>
  readonly relationships: readonly Relationship[]
  readonly messages: ReadonlyMap<string, Message>
  readonly depthLimit: number
  readonly enqueue: (tx: Tx, jobs: readonly JobRequest[]) => Promise<unknown>
  readonly mayDo: (caller: Caller, privilege: Privilege, table: string) => boolean
  /** Runs requests in the parents' transaction. */
  nest(items: readonly NestedRequest[], manner: Manner): Promise<(Outcome | Error)[]>
  /** Runs a request in a transaction of its own, for a parent that has none yet. */
  alone(parent: RunningExecution, request: Request): Promise<Outcome>
}

export interface NestedRequest {
  readonly parent: RunningExecution
  readonly request: Request
  /** Where it is not the parent's. */
  readonly caller?: Caller
}

/** What an execution starts with. */
export interface Start {
  readonly engine: Engine
  readonly action: Message
  readonly plan: TablePlan
  readonly id: string
  readonly target: Values
  readonly sent: Readonly<Values>
  readonly secrets: Secrets
  readonly input: Readonly<Record<string, unknown>>
  readonly shared: Map<string, unknown>
  readonly depth: number
  readonly correlationId: string
  readonly requestId: string
  readonly operationCreatedOn: Date
  readonly parent: RunningExecution | undefined
  readonly caller: Caller
  readonly internal: boolean
  readonly ifVersion: number | undefined
  /** Upsert: the alternate key that says which row is meant. */
  readonly key: Readonly<Values> | undefined
  readonly scope: Scope | undefined
}

/** One message on its way through the stages, with what steps must not see. */
export class RunningExecution implements Execution {
  readonly start: Start
  readonly target: Values
  readonly shared: Map<string, unknown>
  readonly secrets: Secrets
  readonly output: Record<string, unknown> = {}
  readonly jobs: JobRequest[] = []
  sent: Readonly<Values>
  id: string
  stage: Stage = 10
  pre: Values | undefined = undefined
  post: Values | undefined = undefined
  /** It, or one below it, may have changed the database. */
  hasWritten = false

  constructor(start: Start) {
    this.start = start
    this.target = start.target
    this.sent = start.sent
    this.shared = start.shared
    this.secrets = start.secrets
    this.id = start.id
  }

  get message(): string {
    return this.start.action.name
  }

  get table(): string {
    return this.start.plan.table.name
  }

  get declaration(): Table {
    return this.start.plan.table
  }

  get input(): Readonly<Record<string, unknown>> {
    return this.start.input
  }

  get depth(): number {
    return this.start.depth
  }

  get correlationId(): string {
    return this.start.correlationId
  }

  get requestId(): string {
    return this.start.requestId
  }

  get operationCreatedOn(): Date {
    return this.start.operationCreatedOn
  }

  get parent(): RunningExecution | undefined {
    return this.start.parent
  }

  get caller(): Caller {
    return this.start.caller
  }

  get internal(): boolean {
    return this.start.internal
  }

  get db(): Db {
    return this.start.scope?.tx ?? this.start.engine.db
  }

  get tx(): Tx {
    if (this.stage === 10) {
      throw new TypeError(`${this.message} of ${this.table} has no transaction yet at stage 10.`)
    }
    this.noteWriting()
    return this.scope.tx
  }

  get scope(): Scope {
    if (this.start.scope === undefined) {
      throw new TypeError(`${this.message} of ${this.table} is in no transaction.`)
    }
    return this.start.scope
  }

  noteWriting(): void {
    this.hasWritten = true
    this.#parentInTransaction()?.noteWriting()
  }

  async execute(request: Request): Promise<Outcome> {
    if (this.start.scope === undefined) return await this.start.engine.alone(this, request)
    return (await this.executeAll([request]))[0] as Outcome
  }

  async executeAll(requests: readonly Request[]): Promise<Outcome[]> {
    if (this.start.scope === undefined) {
      const outcomes: Outcome[] = []
      for (const request of requests) outcomes.push(await this.execute(request))
      return outcomes
    }
    return await this.delegate(requests, {})
  }

  /** As `executeAll`, for the hub's own splitting of one act into several. */
  async delegate(requests: readonly Request[], manner: Manner): Promise<Outcome[]> {
    const items = requests.map((request) => ({ parent: this, request }))
    // Not lenient: the first failure is thrown, so these are all outcomes.
    return (await this.start.engine.nest(items, manner)) as Outcome[]
  }

  enqueue(job: JobRequest): void {
    this.jobs.push({
      correlationId: this.correlationId,
      depth: this.depth,
      ownerId: this.caller.userId,
      ...job,
    })
  }

  /** A copy that begins in a transaction with what stage 10 left; each attempt gets a fresh one. */
  inTransaction(tx: Scope): RunningExecution {
    const copy = new RunningExecution({
      ...this.start,
      target: { ...this.target },
      sent: this.sent,
      secrets: new Map(this.secrets),
      shared: new Map(this.shared),
      scope: tx,
    })
    Object.assign(copy.output, this.output)
    copy.jobs.push(...this.jobs)
    return copy
  }

  /** Its jobs come into being together with those of the request that started it. */
  handJobsUp(): void {
    this.#parentInTransaction()?.jobs.push(...this.jobs)
  }

  #parentInTransaction(): RunningExecution | undefined {
    return this.parent?.start.scope === this.start.scope ? this.parent : undefined
  }
}
