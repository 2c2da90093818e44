/**
 * The only file that knows every module: it builds them, hands each what it needs, and plugs the
 * steps, messages and jobs of upper modules into pipeline and worker.
 */
import { tables as attendanceTables, createAttendance } from '#attendance'
import { fromRRule, nextOccurrence } from '#calendar'
import { checkInMessages, registerCheckIn } from '#check-in'
import type { Clock } from '#clock'
import type { Settings } from '#config'
import { createSessions, registerConsole } from '#console'
import { tables as contactTables } from '#contacts'
import { createIndexJob, registerDataApi } from '#data-api'
import {
  createTableCatalogue,
  customizationTables,
  type Database,
  type Relationship,
  type Table,
  withTransaction,
} from '#database'
import {
  createEvents,
  relationships as eventRelationships,
  tables as eventTables,
  websiteColumnUses,
} from '#events'
import {
  allowsDemoPayment,
  createCaptcha,
  createWebsiteColumns,
  linkVisitorMessage,
  registerEventsApi,
  registerPictureOperations,
} from '#events-api'
import { registerHooks } from '#hooks'
import { createHttpServer, createMetrics, type HttpServer } from '#http'
import {
  createIdentity,
  type Identity,
  relationships as identityRelationships,
  tables as identityTables,
  mayDo,
  onBehalfSteps,
  organizationId,
  registerCredentialOperations,
  systemCaller,
} from '#identity'
import {
  createPruneJob,
  createWorker,
  enqueue,
  ensureSchedule,
  tables as jobTables,
  pruneSchedule,
  type Worker,
} from '#jobs'
import type { Log } from '#log'
import { createMail, tables as mailTables, parseAddress } from '#mail'
import { createOutbound } from '#outbound'
import { createPipeline, type Pipeline } from '#pipeline'
import { createProviders, type Providers, tables as providerTables } from '#providers'
import { ensureViews, tables as queryTables } from '#query'
import {
  createRecovery,
  createRegistrations,
  type Recovery,
  type Registrations,
  recoveryKind,
  relationships as registrationRelationships,
  tables as registrationTables,
} from '#registrations'
import {
  tables as binTables,
  expireBinsJob,
  expireBinsSchedule,
  isBinAddress,
  registerRequestBins,
} from '#request-bin'
import { createSiteLinks, registerSite } from '#site'
import { createVault, loadMasterKeys, tables as vaultTables } from '#vault'
import { columnUses, createWebhooks, type Webhooks, tables as webhookTables } from '#webhooks'
import {
  createWebinars,
  occasionOf,
  registrationsOf,
  type Webinars,
  webinarsOf,
  tables as webinarTables,
} from '#webinars'
import { describeMetrics } from './describe-metrics.ts'
import { createHandlerReads } from './handler-reads.ts'
import { replayCheckIn } from './replay-check-in.ts'
import { systemJobSteps } from './system-job-steps.ts'

/** Every table of the hub; a test compares them with the migrations. */
export const allTables: readonly Table[] = [
  customizationTables,
  identityTables,
  contactTables,
  jobTables,
  vaultTables,
  providerTables,
  eventTables,
  registrationTables,
  webinarTables,
  attendanceTables,
  mailTables,
  webhookTables,
  queryTables,
  binTables,
].flatMap((tables) => Object.values<Table>(tables))

export const allRelationships: readonly Relationship[] = [
  ...identityRelationships,
  ...eventRelationships,
  ...registrationRelationships,
]

export interface ComposeOptions {
  readonly settings: Settings
  readonly database: Database
  /** Connections for queries of the Data API; default those of the database. */
  readonly reading?: Database
  readonly clock: Clock
  readonly log: Log
}

export interface Hub {
  readonly database: Database
  readonly pipeline: Pipeline
  readonly identity: Identity
  readonly providers: Providers
  readonly registrations: Registrations
  readonly recovery: Recovery
  readonly webinars: Webinars
  readonly webhooks: Webhooks
  readonly server: HttpServer
  readonly worker: Worker
  /** Puts recurring jobs in place; safe to call at every start. */
  prepare(): Promise<void>
  /** Stops taking requests and jobs, finishes what runs, closes connections. */
  close(): Promise<void>
}

export async function compose(o: ComposeOptions): Promise<Hub> {
  const { settings, database, reading = database, clock, log } = o
  const { db } = database
  const { publicUrl } = settings
  const masterKeys = await loadMasterKeys({
    setting: settings.masterKey,
    dataDirectory: settings.dataDirectory,
  })
  const vault = createVault({ masterKeys, clock })
  const outbound = createOutbound({
    allow: settings.outboundAllow,
    isOwn: (url) => isBinAddress(url, publicUrl),
    log,
    ...(settings.egressProxy === undefined ? {} : { egressProxy: settings.egressProxy }),
  })
  const catalogue = createTableCatalogue({
    database,
    tables: allTables,
    onFailure: (err) => log.warn({ err }, 'custom columns cannot be read'),
  })
  const pipeline = createPipeline({
    db,
    tables: allTables,
    refreshTables: () => catalogue.refresh(),
    relationships: allRelationships,
    clock,
    log,
    enqueue: (tx, jobs) => enqueue(tx, jobs, clock.now()),
    secrets: vault,
    mayDo,
  })
  const identity = createIdentity({ db, pipeline, clock })
  const providers = createProviders({
    db,
    pipeline,
    vault,
    outbound,
    clock,
    log,
    publicUrl,
    system: systemCaller,
  })
  const events = createEvents({ clock, publicUrl })
  const registrations = createRegistrations({
    ...vault,
    db,
    system: systemCaller,
    pipeline,
    clock,
    publicUrl,
    // Half of the pool: jobs and pages keep the other half during a rush.
    parallelBatches: Math.max(2, Math.floor(database.poolSize / 2)),
  })
  const webinars = createWebinars({ db, pipeline, providers, clock, vault, publicUrl })
  const attendance = createAttendance({
    db,
    pipeline,
    providers,
    clock,
    directory: { webinarsOf, occasionOf, registrationsOf },
  })
  const recovery = createRecovery({
    db,
    clock,
    pipeline,
    system: systemCaller,
    requests: { [recoveryKind.checkIn.value]: replayCheckIn },
  })
  const siteLinks = createSiteLinks(vault)
  const mail = createMail({
    db,
    pipeline,
    clock,
    publicUrl,
    smtpUrl: settings.smtpUrl,
    from: settings.mailFrom,
    joinLink: registrations.joinLink,
    registrationLink: (id) => `${publicUrl}/r/${registrations.joinToken(id)}`,
    waitlistLink: (id) => `${publicUrl}/w/${siteLinks.waitlistToken(id)}`,
    purchaseLink: (id) => `${publicUrl}/pay/${siteLinks.purchaseToken(id)}`,
    presentersOf: webinars.presenterLinks,
  })

  const metrics = createMetrics()
  const observers = describeMetrics(metrics, { db, clock })
  const reads = createHandlerReads({
    clock,
    tables: allTables,
    relationships: allRelationships,
    root: `${publicUrl}/api/data/v9.2/`,
  })
  const webhooks = createWebhooks({
    handlers: {
      folder: settings.handlersDirectory,
      readRows: reads.read,
      callerOf: (user) => identity.actFor(systemCaller, { header: 'MSCRMCallerID', user }),
    },
    ports: settings.webhookPorts,
    onAttempt: observers.onAttempt,
    onCircuit: observers.onCircuit,
    database,
    pipeline,
    tables: allTables,
    vault,
    outbound,
    clock,
    log,
    organization: {
      id: organizationId,
      name: new URL(publicUrl).hostname,
      host: new URL(publicUrl).host,
    },
  })

  const columns = createWebsiteColumns({
    tables: () => catalogue.tables(),
    refresh: () => catalogue.refresh(),
    wifiPasswords: false,
  })

  for (const { messages } of [registrations, recovery, attendance, webhooks]) {
    for (const message of messages) pipeline.defineMessage(message)
  }
  for (const message of [linkVisitorMessage, ...checkInMessages(clock)]) {
    pipeline.defineMessage(message)
  }
  for (const { steps } of [
    providers,
    events,
    registrations,
    webinars,
    attendance,
    mail,
    webhooks,
    columns,
  ]) {
    for (const step of steps) pipeline.addStep(step)
  }

  // In this order: who writes knows a column before who asks for it.
  catalogue.follow((tables) => pipeline.useTables(tables))
  catalogue.follow((tables) => webhooks.useTables(tables))
  catalogue.follow((tables) => reads.useTables(tables))

  const next = (rule: string, start: Date, after: Date) =>
    nextOccurrence(fromRRule(rule), start, after)
  for (const step of [...systemJobSteps(clock), ...onBehalfSteps(allTables)]) pipeline.addStep(step)

  const worker = createWorker({
    db,
    pool: database.pool,
    definitions: [
      createPruneJob(clock),
      createIndexJob({ database, catalogue }),
      expireBinsJob({ clock }),
      ...[providers, registrations, webinars, attendance, mail, webhooks].flatMap(
        ({ jobs }) => jobs,
      ),
    ],
    clock,
    log,
    nextOccurrence: next,
    // Deliveries may wait for slow receivers in 192 places; the rest stays for everything else.
    concurrency: 256,
    onRunEnded: observers.onRunEnded,
  })

  const server = await createHttpServer({ log, publicUrl })
  metrics.serve(server)
  registerHealth(server, o)
  await registerEventsApi(server, {
    db,
    clock,
    pipeline,
    outbound,
    columns,
    webinars,
    attendance,
    organizer: parseAddress(settings.mailFrom),
    registrations,
    publicUrl,
    captcha: createCaptcha({ clock, signing: vault }),
    demoPaymentAllowed: allowsDemoPayment(settings),
  })
  await registerSite(server, {
    db,
    clock,
    log,
    publicUrl,
    registrations,
    signing: vault,
    demoPaymentAllowed: allowsDemoPayment(settings),
    webinars,
    attendance,
    mail,
  })
  await registerHooks(server, { providers, attendance, webinars, log })
  await registerDataApi(server, {
    database,
    reading,
    limits: {
      seconds: 300,
      requests: settings.requestLimit,
      executionSeconds: settings.executionSecondsLimit,
      concurrent: settings.concurrentLimit,
    },
    pipeline,
    identity,
    clock,
    log,
    publicUrl,
    catalogue,
    relationships: allRelationships,
    columnUses: [columnUses, websiteColumnUses],
    actions: [
      {
        name: 'TriggerServiceEndpointCheck',
        table: 'serviceendpoint',
        run: async (caller, id) => ({ ...(await webhooks.testEndpoint(caller, id)) }),
      },
      {
        name: 'gr_SendContext',
        table: 'serviceendpoint',
        run: async (caller, id, { Context: context }) => {
          const text = typeof context === 'string' ? context : JSON.stringify(context ?? null)
          return { ...(await webhooks.sendContext(caller, id, text)) }
        },
      },
    ],
  })
  await registerConsole(server, {
    db,
    clock,
    pipeline,
    identity,
    providers,
    registrations,
    recovery,
    attendance,
    mail,
    webinars,
    webhooks,
    publicUrl,
  })

  const { callerOf } = createSessions({ identity, publicUrl })
  registerCredentialOperations(server, { identity, callerOf })
  await registerPictureOperations(server, { db, pipeline, callerOf })
  await registerCheckIn(server, { db, clock, pipeline, attendance, callerOf })

  await registerRequestBins(server, {
    db,
    clock,
    sessions: createSessions({ identity, publicUrl }),
    webhooks,
    publicUrl,
  })

  return {
    database,
    pipeline,
    identity,
    providers,
    registrations,
    recovery,
    webinars,
    webhooks,
    server,
    worker,
    async prepare() {
      await withTransaction(db, async (tx) => {
        await enqueue(tx, providers.recurring)
        await providers.preinstall(tx)
        for (const schedule of [pruneSchedule, expireBinsSchedule, ...webhooks.schedules]) {
          await ensureSchedule(tx, schedule, clock.now(), next)
        }
        await mail.planReminders(tx)
        await webhooks.ensureMessages(tx)
        await ensureViews(tx, allTables, clock.now())
      })
      await catalogue.start()
      await webhooks.start()
    },
    async close() {
      await server.close()
      await worker.stop()
      await webhooks.stop()
      catalogue.stop()
      mail.close()
      await outbound.close()
      await reading.close()
      await database.close()
    },
  }
}

/** Liveness says that the process answers; readiness asks the database. */
function registerHealth(server: HttpServer, { database }: ComposeOptions): void {
  server.get('/healthz', { schema: { hide: true } }, () => ({ status: 'alive' }))
  server.get('/readyz', { schema: { hide: true } }, async (_, reply) => {
    try {
      await database.pool.query('select 1')
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' })
    }
  })
}
