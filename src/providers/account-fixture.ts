/** For this module's tests: a hub with the real pipeline, vault and network, and a twin to call. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { type MovableClock, movableClock } from '#clock'
import type { Db, Table } from '#database'
import { isRefusal } from '#errors'
import { tables as identityTables, mayDo, rootBusinessUnitId, systemCaller } from '#identity'
import { enqueue } from '#jobs'
import { createLog, type Log } from '#log'
import { createOutbound } from '#outbound'
import { type Caller, createPipeline, type Pipeline } from '#pipeline'
import { createVault, type Vault } from '#vault'
import { ProviderError, type ProviderErrorKind } from './provider-error.ts'
import { createProviders, type Providers } from './providers.ts'
import type { PacingTime } from './rate-limits.ts'
import { type Tables, tables } from './tables.ts'
import {
  startWebinarExtensionTwin,
  type WebinarExtensionTwin,
} from './webinar-extension/twin/index.ts'

export interface TestHub {
  readonly db: Db
  readonly clock: MovableClock
  readonly vault: Vault
  readonly pipeline: Pipeline
  readonly providers: Providers
  /** Everything that was logged, at any level. */
  readonly logged: () => string
  close(): Promise<void>
}

export interface HubOptions {
  readonly masterKey?: Uint8Array
  readonly clock?: MovableClock
  readonly pacingTime?: PacingTime
}

export function openHub(db: Db, options: HubOptions = {}): TestHub {
  const clock = options.clock ?? movableClock()
  const vault = createVault({ masterKeys: [options.masterKey ?? randomBytes(32)], clock })
  const { log, logged } = capturingLog()
  const pipeline = createPipeline({
    db,
    tables: [...Object.values(identityTables), ...Object.values(tables)] as unknown as Table[],
    relationships: [],
    clock,
    log,
    enqueue,
    secrets: vault,
    mayDo,
  })
  const outbound = createOutbound({ allow: ['127.0.0.1'], log })
  const providers = createProviders({
    db,
    pipeline,
    vault,
    outbound,
    clock,
    log,
    publicUrl: 'https://hub.example',
    system: systemCaller,
    ...(options.pacingTime === undefined ? {} : { pacingTime: options.pacingTime }),
  })
  for (const step of providers.steps) pipeline.addStep(step)
  return { db, clock, vault, pipeline, providers, logged, close: () => outbound.close() }
}

function capturingLog(): { log: Log; logged: () => string } {
  const lines: string[] = []
  const destination = new Writable({
    write(line, _encoding, done) {
      lines.push(String(line))
      done()
    },
  })
  return { log: createLog({ level: 'trace', destination }), logged: () => lines.join('') }
}

/** A user of the hub; its row exists, because sign-ins under way refer to it. */
export async function newCaller(
  hub: TestHub,
  role: 'System Administrator' | 'Webinar Curator' | 'Reader' = 'Webinar Curator',
): Promise<Caller> {
  const id = randomUUID()
  await hub.pipeline.execute(systemCaller, {
    message: 'Create',
    table: 'systemuser',
    id,
    target: {
      firstname: 'Ada',
      lastname: 'Curator',
      internalemailaddress: `${id}@example.com`,
      businessunitid: rootBusinessUnitId,
    },
    internal: true,
  })
  return { userId: id, businessUnitId: rootBusinessUnitId, roles: [role] }
}

/** Vendor, provider record, consent and configuration: everything up to the sign-in. */
export interface TestAccount {
  readonly twin: WebinarExtensionTwin
  readonly caller: Caller
  readonly providerId: string
  readonly configurationId: string
}

export async function newAccount(hub: TestHub, clientSecret = randomUUID()): Promise<TestAccount> {
  const twin = await startWebinarExtensionTwin({ clock: hub.clock, clientSecret })
  const caller = await newCaller(hub)
  const providerId = await newProvider(hub, caller, {
    msevtmgt_base_service_url: twin.url,
    msevtmgt_clientid: twin.clientId,
    msevtmgt_clientsecret: clientSecret,
  })
  await hub.providers.recordConsent(caller, { providerId })
  const configurationId = await newConfiguration(hub, caller, providerId)
  return { twin, caller, providerId, configurationId }
}

export async function newProvider(
  hub: TestHub,
  caller: Caller,
  values: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { id } = await hub.pipeline.execute(caller, {
    message: 'Create',
    table: 'msevtmgt_webinarprovider',
    target: {
      msevtmgt_name: 'Garden Live',
      msevtmgt_maxdurationinminutes: 120,
      msevtmgt_termsofservice: 'https://garden.example/terms',
      msevtmgt_privacypolicy: 'https://garden.example/privacy',
      ...values,
    },
  })
  return id
}

export async function newConfiguration(
  hub: TestHub,
  caller: Caller,
  providerId: string,
): Promise<string> {
  const { id } = await hub.pipeline.execute(caller, {
    message: 'Create',
    table: 'msevtmgt_webinarconfiguration',
    target: {
      msevtmgt_name: 'Marketing account',
      msevtmgt_webinarproviderid: providerId,
      gr_requestsperminute: 6000,
      gr_requestlog: true,
    },
  })
  return id
}

/** Presses Authenticate, signs in at the twin and gives what the browser brings back. */
export async function backFromProvider(
  hub: TestHub,
  { twin, caller, configurationId }: TestAccount,
): Promise<{ state: string; code: string }> {
  const { url } = await hub.providers.startAuthorization(caller, { configurationId })
  const page = await fetch(url)
  assert.equal(page.status, 200)
  const query = new URL(url).searchParams
  const redirectUri = query.get('redirect_uri') ?? ''
  const back = new URL(twin.control.approve({ redirectUri, state: query.get('state') ?? '' }))
  const answer = back.searchParams
  return { state: answer.get('state') ?? '', code: answer.get('code') ?? '' }
}

export async function signIn(hub: TestHub, account: TestAccount): Promise<void> {
  const answer = await backFromProvider(hub, account)
  const { check } = await hub.providers.finishAuthorization(account.caller, answer)
  assert.equal(check.status, 'healthy', check.message)
}

/** The row as it is stored. */
export async function configurationRow(hub: TestHub, id: string) {
  return await hub.db
    .withTables<Tables>()
    .selectFrom('msevtmgt_webinarconfiguration')
    .where('msevtmgt_webinarconfigurationid', '=', id)
    .selectAll()
    .executeTakeFirstOrThrow()
}

export function tokenRequests({ twin }: TestAccount): number {
  return twin.control.received().filter(({ path }) => path === '/auth/token').length
}

/** All rows of all tables as text. */
export async function wholeDatabase(db: Db): Promise<string> {
  const { rows: names } = await sql<{ name: string }>`
    select quote_ident(table_name) as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db)
  const texts: string[] = []
  for (const { name } of names) {
    const { rows } = await sql<{ row: string }>`
      select ${sql.ref('t')}::text as row from ${sql.raw(name)} t`.execute(db)
    texts.push(...rows.map(({ row }) => row))
  }
  return texts.join('\n')
}

/** A hub and an account of its own, with or without a sign-in. */
export async function withAccount(
  db: Db,
  act: (hub: TestHub, account: TestAccount) => Promise<void>,
  { signedIn = true } = {},
): Promise<void> {
  const hub = openHub(db)
  const account = await newAccount(hub)
  try {
    if (signedIn) await signIn(hub, account)
    await act(hub, account)
  } finally {
    await hub.close()
    await account.twin.close()
  }
}

export const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(isRefusal(error, code), `Expected ${code}, found ${String(error)}`)
  return true
}

export const failedAs = (kind: ProviderErrorKind) => (error: unknown) => {
  assert.ok(error instanceof ProviderError, String(error))
  assert.equal(error.kind, kind, error.message)
  return true
}

/** As they are stored, oldest first. */
export const webinarTypes = (db: Db, configurationId: string) =>
  db
    .withTables<Tables>()
    .selectFrom('msevtmgt_webinartype')
    .where('msevtmgt_webinarconfiguration', '=', configurationId)
    .orderBy('createdon')
    .orderBy('msevtmgt_value')
    .select(['msevtmgt_value as value', 'msevtmgt_name as name', 'statecode'])
    .execute()
