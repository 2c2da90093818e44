import type { Clock } from '#clock'
import {
  ChangeListener,
  type Database,
  type Db,
  type Table,
  type Tx,
  withTransaction,
} from '#database'
import type { Audit } from '#identity'
import type { JobDefinition, Schedule } from '#jobs'
import type { Log } from '#log'
import type { Outbound } from '#outbound'
import type { Caller, MessageDefinition, Pipeline, Step } from '#pipeline'
import type { Vault } from '#vault'
import type { OnAttempt } from './attempt.ts'
import { checkReceived, type ReceivedCheck, type ReceivedWebhook } from './check-received.ts'
import { handshakeJob } from './cloud-events/handshake-job.ts'
import { DatabaseSlots } from './database-slots.ts'
import { deliveryJob } from './delivery-job.ts'
import { createDeliveryRecords } from './delivery-records.ts'
import { EndpointTurns } from './endpoint-turns.ts'
import { ensureMessages } from './ensure-messages.ts'
import { type FireLaterOptions, fireLater } from './fire-later.ts'
import { type FireNowOptions, fireNow } from './fire-now.ts'
import { createHandling, type Handling, type HandlingOptions } from './handlers/create-handling.ts'
import { answerTimeMs } from './limits.ts'
import type { DeliveryLog } from './log/delivery-log.ts'
import { catalogueMessages } from './message-catalogue.ts'
import { createPacing } from './pacing/create-pacing.ts'
import { defineEndpointMessages } from './pacing/endpoint-messages.ts'
import type { ContextSource } from './payload/context-source.ts'
import { ContextWriter } from './payload/write-context.ts'
import type { Posted, PostOptions } from './post.ts'
import { pruneChainsJob, pruneChainsSchedule } from './prune-chains.ts'
import { queueShare } from './queue/limits.ts'
import { QueueConnections } from './queue/queue-connections.ts'
import {
  addStep,
  changeStep,
  type RegisteredStepAnswer,
  type RegisteredWebhook,
  register,
  type StepRegistration,
  type WebhookRegistration,
} from './register.ts'
import { tablesByName } from './registrable-columns.ts'
import { Registry } from './registry.ts'
import type { Replays } from './replay/replays.ts'
import { type Sample, sampleContext } from './sample-context.ts'
import { type SendOptions, sendContext } from './send-context.ts'
import { rotateSigningSecret } from './signatures/rotate-secret.ts'
import { registrationChannel, registrationSteps } from './steps.ts'
import { type EndpointCheck, tryEndpoint, trySending } from './try-endpoint.ts'

export interface WebhooksOptions {
  readonly database: Pick<Database, 'db' | 'pool' | 'poolSize'>
  readonly pipeline: Pipeline
  /** Every table of the hub: what steps can be registered for and contexts can show. */
  readonly tables: readonly Table[]
  readonly vault: Pick<Vault, 'read' | 'put' | 'remove'>
  readonly outbound: Pick<Outbound, 'request' | 'connect'>
  readonly clock: Clock
  readonly log: Log
  /** Who orders replays is noted there. */
  readonly audit?: Pick<Audit, 'note'>
  readonly organization: {
    readonly id: string
    /** `OrganizationName` of contexts. */
    readonly name: string
    /** `x-ms-dynamics-organization`: the host under which people reach the hub. */
    readonly host: string
  }
  /** IANA zone that dates with an offset are written in; default UTC. */
  readonly zone?: string
  /** Also the three properties that Dataverse added to contexts about 2019; default false. */
  readonly newerProperties?: boolean
  /** Ports that webhooks may be registered with; undefined: all. */
  readonly ports?: readonly number[] | undefined
  /** How long one attempt may take, in milliseconds; default 60,000, as in Dataverse. */
  readonly answerTimeMs?: number
  /** How long a broker may take to settle a message, in milliseconds; default 30,000. */
  readonly outcomeTimeMs?: number
  /** For steps that run code of a folder; left out: such steps do not run. */
  readonly handlers?: Pick<HandlingOptions, 'folder' | 'readRows' | 'callerOf' | 'handlerTimeMs'>
  /** Told of every attempt to deliver; see `attempt.ts`. */
  readonly onAttempt?: OnAttempt
  /** Told of circuits that this process opened or closed, for metrics. */
  readonly onCircuit?: (endpointId: string, state: 'open' | 'closed') => void
}

export interface Webhooks {
  /** For `pipeline.defineMessage`, before `ensureMessages`. */
  readonly messages: readonly MessageDefinition[]
  /** Checks of registrations, for `pipeline.addStep`. */
  readonly steps: readonly Step[]
  readonly jobs: readonly JobDefinition[]
  /** Recurring jobs, for `ensureSchedule`. */
  readonly schedules: readonly Schedule[]
  /**
   * Writes the rows of sdkmessage and sdkmessagefilter; safe at every start, after all messages
   * are defined.
   */
  ensureMessages(tx: Tx): Promise<void>
  /** Takes up columns that were added or removed; call before `start` and after every change. */
  useTables(tables: readonly Table[]): void
  /** Puts registered steps into the pipeline and follows their changes, also of other processes. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Resolves when this process knows everything that is registered by now. */
  refresh(): Promise<void>
  register(caller: Caller, registration: WebhookRegistration): Promise<RegisteredWebhook>
  /** One more step of an endpoint, with its images. */
  addStep(caller: Caller, endpointId: string, step: StepRegistration): Promise<RegisteredStepAnswer>
  /** Makes a step what the registration says. */
  changeStep(caller: Caller, stepId: string, step: StepRegistration): Promise<RegisteredStepAnswer>
  testEndpoint(caller: Caller, endpointId: string): Promise<EndpointCheck>
  /** What a step would tell of an invented row; nothing is sent. */
  sample(caller: Caller, step: StepRegistration): Sample
  /** Sends that sample to the endpoint and says what came of it. */
  sendSample(caller: Caller, endpointId: string, step: StepRegistration): Promise<EndpointCheck>
  sendContext(caller: Caller, endpointId: string, context: ContextSource | string): Promise<Posted>
  /** Sending deliveries again. */
  readonly replays: Replays
  /** Resolves when the delivery log holds every attempt that has ended by now. */
  logWritten(): Promise<void>
  /** Whether a request that came to an address is what the endpoints of that address are to send. */
  checkReceived(received: ReceivedWebhook): Promise<readonly ReceivedCheck[]>
}

export function createWebhooks(o: WebhooksOptions): Webhooks {
  const { db } = o.database
  const queues = new QueueConnections({ ...o, db, containerId: o.organization.host })
  const records = createDeliveryRecords({ db, clock: o.clock, log: o.log, audit: o.audit })
  const posting = {
    db,
    outbound: o.outbound,
    queues,
    host: o.organization.host,
    answerTimeMs: o.answerTimeMs ?? answerTimeMs,
    clock: o.clock,
    onAttempt: onAttempt(o, records.log),
  }
  const writer = new ContextWriter(o)
  const pacing = createPacing(o)
  const { registry, sending } = createRegistry(o, writer, {
    ...posting,
    ...pacing,
    keepsSucceeded: (id) => records.log.keepsSucceeded(id),
  })
  const turns = new EndpointTurns()
  const queueTurns = new EndpointTurns(turns.total, queueShare)
  const handling = handlingOf(o, sending)
  const refresh = async () => {
    await Promise.all([registry.refresh(), records.log.refresh(), handling?.refresh()])
  }
  const listener = new ChangeListener({
    pool: o.database.pool,
    channel: registrationChannel,
    onChange: refresh,
    onFailure: (err) => o.log.warn({ err }, 'registrations cannot be read'),
  })
  let tables = tablesByName(o.tables)
  return {
    messages: [...defineEndpointMessages(o.clock), rotateSigningSecret],
    steps: [...registrationSteps({ ...o, tables: () => tables }), ...records.steps],
    jobs: [
      deliveryJob({ ...posting, ...pacing, registry, turns, queueTurns }),
      handshakeJob({ ...posting, registry, pipeline: o.pipeline }),
      pruneChainsJob(o),
      ...(handling?.jobs ?? []),
      ...records.jobs,
    ] as readonly JobDefinition[],
    schedules: [pruneChainsSchedule, ...records.schedules],
    ensureMessages: (tx) =>
      ensureMessages(tx, catalogueMessages(o.pipeline.messages(), o.tables), o.clock.now()),
    useTables(current) {
      tables = tablesByName(current)
      writer.useTables(current)
    },
    async start() {
      await startHandling(db, handling)
      await listener.start()
    },
    async stop() {
      listener.stop()
      await handling?.close()
      queues.close()
      await pacing.close()
      await records.log.close()
    },
    refresh,
    async register(caller, registration) {
      const registered = await register({ db, pipeline: o.pipeline }, caller, registration)
      await refresh()
      return registered
    },
    async addStep(caller, endpointId, step) {
      const added = await addStep({ db, pipeline: o.pipeline }, caller, endpointId, step)
      await refresh()
      return added
    },
    async changeStep(caller, stepId, step) {
      const changed = await changeStep({ db, pipeline: o.pipeline }, caller, stepId, step)
      await refresh()
      return changed
    },
    testEndpoint: (caller, id) => tryEndpoint(sending, caller, id),
    sample: (caller, step) => sampleContext({ ...o, writer, tables }, caller, step),
    sendSample: (caller, id, step) => {
      const { body } = sampleContext({ ...o, writer, tables }, caller, step)
      return trySending(sending, caller, id, body)
    },
    checkReceived: (received) => checkReceived({ db, vault: o.vault }, received),
    replays: records.replays(registry),
    logWritten: () => records.log.written(),
    sendContext: (caller, id, context) => sendContext(sending, caller, id, context),
  }
}

/** Handlers of a folder, where the hub has any use for them. */
function handlingOf(o: WebhooksOptions, sending: SendOptions): Handling | undefined {
  if (o.handlers === undefined) return undefined
  const { db, poolSize } = o.database
  return createHandling({
    ...o,
    ...o.handlers,
    db,
    poolSize,
    sendContext: (caller, id, context) => sendContext(sending, caller, id, context),
  })
}

async function startHandling(db: Db, handling: Handling | undefined): Promise<void> {
  if (handling === undefined) return
  const found = await handling.find()
  await withTransaction(db, (tx) => handling.write(tx, found))
}

type Posting = PostOptions &
  Pick<FireLaterOptions, 'keepsSucceeded'> &
  Pick<FireNowOptions, 'circuits' | 'outcomes'>

/** The log of the hub and whoever else wants to know. */
function onAttempt(o: WebhooksOptions, log: DeliveryLog): OnAttempt {
  return (attempt) => {
    log.add(attempt)
    o.onAttempt?.(attempt)
  }
}

/** The registry makes steps that fire, and firing asks the registry. */
function createRegistry(o: WebhooksOptions, writer: ContextWriter, posting: Posting) {
  const { db, poolSize } = o.database
  const registry: Registry = new Registry({
    ...o,
    db,
    fire: (step) => (execution) =>
      step.synchronous ? fireNow(sending, step, execution) : fireLater(sending, step, execution),
  })
  const sending: FireNowOptions & FireLaterOptions = {
    ...posting,
    writer,
    registry,
    slots: new DatabaseSlots(poolSize),
    log: o.log,
  }
  return { registry, sending }
}
