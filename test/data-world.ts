/** The Data API over real HTTP and a real database, with contacts, jobs and webhooks behind it. */
import { createHash, randomUUID } from 'node:crypto'
import { registerDataApi, type ServiceLimits } from '#data-api'
import { connect } from '#database'
import { createHttpServer } from '#http'
import {
  createIdentity,
  type Identity,
  onBehalfSteps,
  type RoleName,
  relationships,
  roleIds,
  rootBusinessUnitId,
  systemCaller,
} from '#identity'
import { type Log, silentLog } from '#log'
import { columnUses } from '#webhooks'
import { cleanUpAfterwards } from './database.ts'
import { type WebhookWorld, type WorldOptions, webhookWorld, worldTables } from './webhook-world.ts'

export interface DataWorld extends WebhookWorld {
  /** `http://127.0.0.1:…/api/data/v9.2/`. */
  readonly root: string
  /** The same of a second hub on the same database. */
  anotherRoot(): Promise<string>
  /** An API key of the hub's own user. */
  readonly key: string
  readonly identity: Identity
  /** Sends a request in the name of the hub's own user, unless other headers say otherwise. */
  send(path: string, options?: RequestOptions): Promise<Answered>
  /** A key of a new user with these roles. */
  keyFor(...roles: readonly RoleName[]): Promise<string>
}

export interface RequestOptions {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any
}

export interface DataWorldOptions {
  readonly limits?: ServiceLimits
  readonly reading?: { readonly poolSize: number; readonly timeoutMs: number }
  readonly log?: Log
  readonly world?: WorldOptions
}

/** Call at the top of a test file. */
export async function dataWorld(options: DataWorldOptions = {}): Promise<DataWorld> {
  const world = await webhookWorld(options.world)
  const { root, identity } = await openDoor(world, options)
  const key = randomUUID()
  await identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey: key })
  return {
    ...world,
    root,
    key,
    identity,
    anotherRoot: async () => (await openDoor(await world.another(), options)).root,
    send: (path, request) => send(root, key, path, request),
    keyFor: (...roles) => keyFor(world, roles),
  }
}

async function openDoor(world: WebhookWorld, options: DataWorldOptions) {
  const { db, pipeline, clock } = world
  const log = options.log ?? silentLog
  const publicUrl = 'https://hub.example'
  const identity = createIdentity({ db, pipeline, clock })
  for (const step of onBehalfSteps(worldTables)) pipeline.addStep(step)
  const server = await createHttpServer({ log, publicUrl })
  const { poolSize = 5, timeoutMs = 20_000 } = options.reading ?? {}
  const reading = connect(world.target, {
    applicationName: 'greenroom test reading',
    poolSize,
    statementTimeoutMs: timeoutMs,
    onIdleError: () => undefined,
    readOnly: true,
    waitMs: timeoutMs / 2,
  })
  cleanUpAfterwards(() => reading.close())
  await registerDataApi(server, {
    database: world,
    reading,
    pipeline,
    identity,
    clock,
    log,
    publicUrl,
    catalogue: world.catalogue,
    columnUses: [columnUses],
    relationships: [...relationships],
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  })
  const root = `${await server.listen({ port: 0, host: '127.0.0.1' })}/api/data/v9.2/`
  cleanUpAfterwards(() => server.close())
  return { root, identity }
}

async function send(
  root: string,
  key: string,
  path: string,
  { method = 'GET', body, headers }: RequestOptions = {},
): Promise<Answered> {
  const url = path.startsWith('http') ? path : root + path
  const written = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: written }),
  })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
  const json: unknown = isJson && text !== '' ? JSON.parse(text) : undefined
  return { status: answer.status, headers: answer.headers, text, json }
}

async function keyFor(world: WebhookWorld, roles: readonly RoleName[]): Promise<string> {
  const user = await world.create('systemuser', {
    lastname: roles.join(' and '),
    businessunitid: rootBusinessUnitId,
  })
  for (const role of roles) {
    await world.pipeline.execute(systemCaller, {
      message: 'Associate',
      table: 'systemuser',
      id: user,
      input: {
        Relationship: 'systemuserroles_association',
        RelatedEntities: [{ table: 'role', id: roleIds[role] }],
      },
    })
  }
  const key = randomUUID()
  await world.query(
    `insert into gr_apikey (gr_apikeyid, name, userid, keyhash, createdon)
     values ($1, 'test', $2, $3, $4)`,
    [randomUUID(), user, createHash('sha256').update(key).digest('hex'), world.clock.now()],
  )
  return key
}
