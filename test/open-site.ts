/** For this module's tests: the site on a test database, written through the real pipeline. */
import { tables as attendanceTables, createAttendance } from '#attendance'
import { tables as contactTables } from '#contacts'
import type { Table } from '#database'
import { tables as eventTables } from '#events'
import { createHttpServer, type HttpServer } from '#http'
import { tables as identityTables, mayDo } from '#identity'
import { type Log, silentLog } from '#log'
import { createMail } from '#mail'
import { createPipeline } from '#pipeline'
import { tables as providerTables } from '#providers'
import { tables as registrationTables } from '#registrations'
import type { JoinDecision } from '#webinars'
import { type EventWorld, publicUrl } from '../../test/event-world.ts'
import { registerSite } from './index.ts'
import type { SiteNeeds } from './site.ts'

export interface TestSite {
  readonly server: HttpServer
  address: string
  /** What the join link of a registration leads to; set by each test. */
  decide: (registrationId: string) => Promise<JoinDecision>
  checkIn: SiteNeeds['attendance']['checkIn']
}

export async function openSite(
  world: EventWorld,
  o: { readonly log?: Log; readonly publicUrl?: string } = {},
): Promise<TestSite> {
  const server = await createHttpServer({ log: silentLog, publicUrl })
  const site: TestSite = {
    server,
    address: '',
    decide: async () => ({ kind: 'page', reason: 'being-prepared', occasion: undefined }),
    checkIn: checkInOn(world),
  }
  await registerSite(server, {
    db: world.db,
    clock: world.clock,
    log: o.log ?? silentLog,
    publicUrl: o.publicUrl ?? publicUrl,
    registrations: world.registrations,
    webinars: { decideJoin: (id) => site.decide(id) },
    attendance: { checkIn: (caller, input) => site.checkIn(caller, input) },
    mail: mailOn(world),
  })
  site.address = await server.listen({ port: 0, host: '127.0.0.1' })
  return site
}

function mailOn(world: EventWorld) {
  return createMail({
    ...world,
    publicUrl,
    smtpUrl: undefined,
    from: 'Events <events@organiser.example>',
    joinLink: world.registrations.joinLink,
  })
}

/** Real check-ins. The world's own pipeline knows nothing of attendance. */
function checkInOn({ db, clock, jobs }: EventWorld): SiteNeeds['attendance']['checkIn'] {
  const pipeline = createPipeline({
    db,
    tables: Object.values({
      ...identityTables,
      ...contactTables,
      ...providerTables,
      ...eventTables,
      ...registrationTables,
      ...attendanceTables,
    }) as readonly Table[],
    relationships: [],
    clock,
    log: silentLog,
    enqueue: async (_, requests) => jobs.push(...requests),
    secrets: { put: async () => undefined, remove: async () => undefined },
    mayDo,
  })
  // Providers are asked by the collecting job only; no worker runs here.
  const nobody = {} as never
  const attendance = createAttendance({ db, pipeline, clock, providers: nobody, directory: nobody })
  for (const message of attendance.messages) pipeline.defineMessage(message)
  return attendance.checkIn
}
