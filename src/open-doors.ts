/** The web server with every door: what each is given of the hub that `compose` has built. */
import type { Attendance } from '#attendance'
import { registerCheckIn } from '#check-in'
import { createSessions, registerConsole } from '#console'
import { registerDataApi } from '#data-api'
import type { Database, TableCatalogue } from '#database'
import { websiteColumnUses } from '#events'
import {
  allowsDemoPayment,
  createCaptcha,
  registerEventsApi,
  registerPictureOperations,
  registerWebsiteColumnOperations,
  type WebsiteColumns,
} from '#events-api'
import { registerHooks } from '#hooks'
import { createHttpServer, type HttpServer, type Metrics } from '#http'
import { type Identity, registerCredentialOperations } from '#identity'
import { type Mail, parseAddress } from '#mail'
import type { Meetings } from '#meetings'
import type { Outbound } from '#outbound'
import type { Pipeline } from '#pipeline'
import type { Providers } from '#providers'
import type { Recovery, Registrations } from '#registrations'
import { registerRequestBins } from '#request-bin'
import { registerSite } from '#site'
import type { Vault } from '#vault'
import { columnUses, type Webhooks } from '#webhooks'
import type { Webinars } from '#webinars'
import { allRelationships } from './all-tables.ts'
import type { ComposeOptions } from './compose.ts'

interface Built extends ComposeOptions {
  readonly reading: Database
  readonly pipeline: Pipeline
  readonly identity: Identity
  readonly providers: Providers
  readonly registrations: Registrations
  readonly recovery: Recovery
  readonly webinars: Webinars
  readonly meetings: Meetings
  readonly attendance: Attendance
  readonly mail: Mail
  readonly webhooks: Webhooks
  readonly columns: WebsiteColumns
  readonly catalogue: TableCatalogue
  readonly outbound: Outbound
  readonly vault: Vault
  readonly metrics: Metrics
}

export async function openDoors(built: Built): Promise<HttpServer> {
  const server = await createHttpServer({ log: built.log, publicUrl: built.settings.publicUrl })
  built.identity.origins.follow(server)
  built.metrics.serve(server)
  registerHealth(server, built)
  await openPublicDoors(server, built)
  await openDataApi(server, built)
  await openStaffDoors(server, built)
  return server
}

/** Liveness says that the process answers; readiness asks the database. */
function registerHealth(server: HttpServer, { database }: Built): void {
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

/** For attendees, for websites of organisers, for callbacks of vendors. */
async function openPublicDoors(server: HttpServer, built: Built): Promise<void> {
  const { settings, clock, log, pipeline, providers, registrations, webinars, attendance } = built
  const { columns, mail, outbound, vault } = built
  const { db } = built.database
  const { publicUrl } = settings
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
    publishWifiPasswords: settings.publishWifiPasswords === 'yes',
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
    formLimit: settings.formLimit,
    webinars,
    meetings: built.meetings,
    attendance,
    mail,
  })
  await registerHooks(server, { providers, attendance, webinars, meetings: built.meetings, log })
}

async function openDataApi(server: HttpServer, built: Built): Promise<void> {
  const { settings, database, reading, pipeline, identity, clock, log, catalogue, webhooks } = built
  const { publicUrl } = settings
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
    sessionCaller: createSessions({ identity, publicUrl }).callerOf,
    columnUses: [columnUses, websiteColumnUses],
    actions: [
      {
        name: 'TriggerServiceEndpointCheck',
        table: 'serviceendpoint',
        offer: {
          on: 'row',
          takes: {},
          gives: {
            succeeded: 'Boolean',
            status: 'Int32',
            durationMs: 'Int32',
            sentence: 'String',
            errorCode: 'Int32',
          },
        },
        run: async (caller, id) => ({ ...(await webhooks.testEndpoint(caller, id)) }),
      },
      {
        name: 'gr_SendContext',
        table: 'serviceendpoint',
        offer: {
          on: 'row',
          takes: { Context: 'Value?' },
          gives: { status: 'Int32', durationMs: 'Int32' },
        },
        run: async (caller, id, { Context: context }) => {
          const text = typeof context === 'string' ? context : JSON.stringify(context ?? null)
          return { ...(await webhooks.sendContext(caller, id, text)) }
        },
      },
    ],
  })
}

/** For the people who run events and the hub. */
async function openStaffDoors(server: HttpServer, built: Built): Promise<void> {
  const { clock, pipeline, identity, providers, registrations, recovery, attendance } = built
  const { mail, webinars, webhooks } = built
  const { db } = built.database
  const { publicUrl } = built.settings
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
    meetings: built.meetings,
    webinars,
    webhooks,
    publicUrl,
    catalogue: built.catalogue,
    relationships: allRelationships,
  })

  const sessions = createSessions({ identity, publicUrl })
  const { callerOf } = sessions
  registerCredentialOperations(server, { identity, callerOf })
  await registerPictureOperations(server, { db, pipeline, callerOf })
  registerWebsiteColumnOperations(server, { rules: built.columns.rules, callerOf })
  await registerCheckIn(server, {
    ...{ db, clock, pipeline, recovery: built.recovery, attendance, callerOf },
  })

  await registerRequestBins(server, {
    db,
    clock,
    sessions,
    webhooks,
    publicUrl,
  })
}
