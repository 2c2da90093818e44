/**
 * The only file that knows every module: it builds them, hands each what it needs, and plugs the
 * steps, messages and jobs of upper modules into pipeline and worker.
 */
import { createAttendance } from '#attendance'
import { fromRRule, nextOccurrence } from '#calendar'
import { checkInMessages } from '#check-in'
import type { Clock } from '#clock'
import type { Settings } from '#config'
import { mergeMessage } from '#contacts'
import { createIndexJob } from '#data-api'
import { createTableCatalogue, type Database, withTransaction } from '#database'
import { createEvents } from '#events'
import { createWebsiteColumns, linkVisitorMessage } from '#events-api'
import { createMetrics, type HttpServer } from '#http'
import {
  accountLetterJob,
  auditSteps,
  createIdentity,
  extentOf,
  forgetAuditJob,
  forgetAuditSchedule,
  type Identity,
  identitySteps,
  onBehalfSteps,
  organizationId,
  systemCaller,
} from '#identity'
import {
  createPruneJob,
  createWorker,
  enqueue,
  ensureSchedule,
  type JobDefinition,
  pruneSchedule,
  type Worker,
} from '#jobs'
import type { Log } from '#log'
import { createMail, parseAddress } from '#mail'
import { createMeetings, type Meetings } from '#meetings'
import { createOutbound, type Outbound } from '#outbound'
import { createPipeline, type Pipeline } from '#pipeline'
import { createProviders, type Providers } from '#providers'
import { ensureViews } from '#query'
import {
  createRecovery,
  createRegistrations,
  type Recovery,
  type Registrations,
  recoveryKind,
} from '#registrations'
import { expireBinsJob, expireBinsSchedule, isBinAddress } from '#request-bin'
import { createSiteLinks } from '#site'
import { createVault, loadMasterKeys } from '#vault'
import { createWebhooks, type Webhooks } from '#webhooks'
import { createWebinars, occasionOf, registrationsOf, type Webinars, webinarsOf } from '#webinars'
import { allRelationships, allTables } from './all-tables.ts'
import { describeMetrics } from './describe-metrics.ts'
import { createHandlerReads } from './handler-reads.ts'
import { openDoors } from './open-doors.ts'
import { replayCheckIn } from './replay-check-in.ts'
import { systemJobSteps } from './system-job-steps.ts'

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
  readonly meetings: Meetings
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
    // For own rows or for all; steps of identity look at the owner.
    mayDo: (caller, privilege, table) => extentOf(caller, privilege, table) !== undefined,
  })
  const identity = createIdentity({
    ...{ db, pipeline, clock, publicUrl },
    sendsMail: settings.smtpUrl !== undefined,
    tables: () => catalogue.tables(),
    ...singleSignOn(settings, outbound),
  })
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
    audit: identity.audit,
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
    registrationLink: (id) => `${publicUrl}/r/${registrations.personalToken(id)}`,
    waitlistLink: (id) => `${publicUrl}/w/${siteLinks.waitlistToken(id)}`,
    purchaseLink: (id) => `${publicUrl}/pay/${siteLinks.purchaseToken(id)}`,
    presentersOf: webinars.presenterLinks,
  })

  const meetings = createMeetings({
    db,
    pipeline,
    providers,
    clock,
    vault,
    publicUrl,
    mailbox: parseAddress(settings.mailFrom),
    post: mail.post,
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
    audit: identity.audit,
    organization: {
      id: organizationId,
      name: new URL(publicUrl).hostname,
      host: new URL(publicUrl).host,
    },
  })

  const columns = createWebsiteColumns({
    tables: () => catalogue.tables(),
    refresh: () => catalogue.refresh(),
    wifiPasswords: settings.publishWifiPasswords === 'yes',
  })

  for (const { messages } of [registrations, recovery, meetings, attendance, webhooks]) {
    for (const message of messages) pipeline.defineMessage(message)
  }
  const mergeContacts = mergeMessage(() => catalogue.tables())
  for (const message of [mergeContacts, linkVisitorMessage, ...checkInMessages(clock)]) {
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
  for (const step of [...systemJobSteps(clock, identity.audit), ...onBehalfSteps(allTables)])
    pipeline.addStep(step)
  for (const step of identitySteps(pipeline.messages())) pipeline.addStep(step)
  for (const step of auditSteps(identity.audit, allTables)) pipeline.addStep(step)

  const worker = createWorker({
    db,
    pool: database.pool,
    definitions: [
      createPruneJob(clock),
      createIndexJob({ database, catalogue }),
      expireBinsJob({ clock }),
      forgetAuditJob({ clock }),
      accountLetterJob({ db, clock, publicUrl, transport: mail.transport }) as JobDefinition,
      ...[providers, registrations, webinars, meetings, attendance, mail, webhooks].flatMap(
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

  const server = await openDoors({
    ...o,
    reading,
    pipeline,
    identity,
    providers,
    registrations,
    recovery,
    webinars,
    meetings,
    attendance,
    mail,
    webhooks,
    columns,
    catalogue,
    outbound,
    vault,
    metrics,
  })

  return {
    database,
    pipeline,
    identity,
    providers,
    registrations,
    recovery,
    webinars,
    meetings,
    webhooks,
    server,
    worker,
    async prepare() {
      await withTransaction(db, async (tx) => {
        await enqueue(tx, providers.recurring)
        await providers.preinstall(tx)
        const schedules = [...meetings.schedules, ...webhooks.schedules]
        const own = [pruneSchedule, expireBinsSchedule, forgetAuditSchedule]
        for (const schedule of [...own, ...schedules]) {
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

function singleSignOn(settings: Settings, outbound: Outbound) {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret } = settings
  if (!issuer || !clientId || !clientSecret) return {}
  const { oidcName: name, oidcRole: newUserRole } = settings
  const trustsEmails = settings.oidcEmails === 'trusted'
  return {
    singleSignOn: { issuer, clientId, clientSecret, name, newUserRole, trustsEmails, outbound },
  }
}
