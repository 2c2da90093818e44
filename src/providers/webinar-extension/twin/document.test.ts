import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { problemCodes, tokenProblemCodes } from './problems.ts'
import {
  type Answer,
  codeExchange,
  createdWebinar,
  order,
  plainCaller,
  redirectUri,
  registered,
  registrant,
  type Scene,
  type Send,
  withTwin,
} from './test-hub.ts'

const file = new URL('../../../../docs/webinar-extension-api.openapi.json', import.meta.url)
const source = JSON.parse(readFileSync(file, 'utf8'))

interface Operation {
  readonly id: string
  readonly method: string
  readonly template: string
  readonly pattern: RegExp
  readonly definition: {
    readonly description: string
    readonly 'x-evidence': string
    readonly responses: Readonly<Record<string, unknown>>
    readonly requestBody?: unknown
  }
}

const operations = operationsOf(source)

function operationsOf(openapi: typeof source): readonly Operation[] {
  return Object.entries<Record<string, Operation['definition']>>(openapi.paths).flatMap(
    ([template, item]) =>
      ['get', 'post', 'put', 'delete']
        .filter((method) => item[method] !== undefined)
        .map((method) => ({
          id: Reflect.get(item[method] ?? {}, 'operationId'),
          method: method.toUpperCase(),
          template,
          pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`),
          definition: item[method] as Operation['definition'],
        })),
  )
}

/**
 * The document with every object closed. Readers must bear names they do not know, so the
 * published schemas are open; but what the twin sends has to be in the document.
 */
const closed = structuredClone(source)
for (const [name, schema] of Object.entries<AnySchemaObject>(closed.components.schemas))
  if (name === 'TokenError') schema.unevaluatedProperties = false
  else if (name !== 'Error') close(schema)

function close(schema: AnySchemaObject): void {
  if (schema.properties === undefined) return
  schema.additionalProperties ??= false
  for (const part of Object.values<AnySchemaObject>(schema.properties)) close(part)
}

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(closed, 'openapi')

/** Resolves a `$ref` inside the document and says where the result stands. */
function resolve(pointer: string): { readonly at: string; readonly value: AnySchemaObject } {
  let at = pointer
  let value = lookUp(at)
  while (typeof value.$ref === 'string') {
    at = value.$ref.slice(1)
    value = lookUp(at)
  }
  return { at, value }
}

function lookUp(pointer: string): AnySchemaObject {
  const names = pointer.split('/').slice(1)
  return names.reduce((part, name) => part[name.replace(/~1/g, '/').replace(/~0/g, '~')], closed)
}

/** Checks one answer against the document and notes which response of which operation it was. */
function check(operation: Operation, answer: Answer, seen: Set<string>): void {
  const documented = String(answer.status) in operation.definition.responses
  const status = documented ? String(answer.status) : 'default'
  const path = operation.template.replaceAll('/', '~1')
  const pointer = `/paths/${path}/${operation.method.toLowerCase()}/responses/${status}`
  const { at, value } = resolve(pointer)
  const what = `${operation.id} ${answer.status}`
  for (const [name, header] of Object.entries<AnySchemaObject>(value.headers ?? {})) {
    const sent = answer.headers.get(name)
    if (sent === null) assert.ok(header.required !== true, `${what} lacks the header ${name}`)
    else validate(`${at}/headers/${name}/schema`, sent, `${what} ${name}`)
  }
  const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
  if (value.content === undefined) assert.equal(answer.text, '', what)
  else {
    assert.ok(type in value.content, `${what} is ${type}`)
    const body = answer.body ?? answer.text
    validate(`${at}/content/${type.replaceAll('/', '~1')}/schema`, body, what)
  }
  seen.add(`${operation.id} ${status}`)
}

function validate(pointer: string, value: unknown, what: string): void {
  const uri = `openapi#${encodeURI(pointer)}`
  const ok = ajv.validate({ $ref: uri }, value)
  assert.ok(ok, `${what}: ${ajv.errorsText()} in ${JSON.stringify(value)}`)
}

/** A caller that checks every answer on the way. */
function watched(send: Send, seen: Set<string>): Send {
  return async (method, path, options) => {
    const answer = await send(method, path, options)
    const bare = path.split('?', 1)[0] ?? ''
    const operation = operations.find((one) => one.method === method && one.pattern.test(bare))
    assert.ok(operation, `${method} ${bare} is not in the document`)
    check(operation, answer, seen)
    return answer
  }
}

test('Every answer of the twin is in the published document, and every published one was seen', () =>
  withTwin(async (scene) => {
    const seen = new Set<string>()
    const anyone = watched(plainCaller(scene.twin.url), seen)
    const hub = watched(scene.hub, seen)
    await signIn(scene, anyone)
    const paths = await runWebinar({ ...scene, hub })
    await makeMistakes({ ...scene, hub }, paths)
    await meetTrouble(scene, hub, anyone, paths)
    const published = operations.flatMap(({ id, definition }) =>
      Object.keys(definition.responses)
        .filter((status) => status !== 'default')
        .map((status) => `${id} ${status}`),
    )
    assert.deepEqual(
      published.filter((one) => !seen.has(one)),
      [],
    )
  }))

async function signIn({ twin }: Scene, send: Send): Promise<void> {
  const query = { client_id: twin.clientId, redirect_uri: redirectUri, state: 's' }
  await send('GET', `/auth/authorize?${new URLSearchParams(query)}`)
  await send('GET', '/auth/authorize?client_id=nobody')
  const code = new URL(twin.control.approve({ redirectUri, state: 's' })).searchParams.get('code')
  const body = codeExchange(twin, code ?? '')
  validate('/paths/~1auth~1token/post/requestBody/content/application~1json/schema', body, 'body')
  const { body: token } = await send('POST', '/auth/token', { body })
  const refresh = {
    grant_type: 'refresh_token',
    refresh_token: token.refresh_token,
    client_id: twin.clientId,
    client_secret: twin.clientSecret,
  }
  validate('/components/schemas/RefreshExchange', refresh, 'refresh')
  assert.equal((await send('POST', '/auth/token', { body: refresh })).status, 200)
  assert.equal((await send('POST', '/auth/token', { body })).status, 400)
  assert.equal((await send('POST', '/auth/token', { body: 'no json' })).status, 400)
  const stranger = { ...body, client_secret: 'guess' }
  assert.equal((await send('POST', '/auth/token', { body: stranger })).status, 401)
}

interface Paths {
  readonly webinar: string
  readonly list: string
  readonly one: string
  readonly attendance: string
}

/** The main job from creation to report; returns the addresses of what stays. */
async function runWebinar(scene: Scene): Promise<Paths> {
  const { hub, twin, clock } = scene
  validate('/components/schemas/WebinarOrder', order, 'order')
  validate('/components/schemas/Registrant', registrant('Anna'), 'registrant')
  await hub('GET', '/status')
  await hub('GET', '/webinar-types')
  const webinarId = await createdWebinar(scene)
  const webinar = `/webinars/${webinarId}`
  await hub('GET', webinar)
  await hub('PUT', webinar, { body: { ...order, title: 'A better title' } })
  const anna = await registered(scene, webinarId, 'Anna')
  const bert = await registered(scene, webinarId, 'Bert')
  const { externalId: _, ...direct } = registrant('Fred')
  twin.control.registerAtVendor(webinarId, direct)
  const list = `${webinar}/registrations`
  const one = `${list}/${anna.registrationId}`
  await hub('PUT', one, { body: { ...registrant('Anna'), company: 'Another' } })
  await hub('DELETE', `${list}/${bert.registrationId}`)
  const join = new Date(order.start)
  const leave = new Date(join.getTime() + 45 * 60_000)
  for (const row of twin.control.registrations(webinarId))
    twin.control.attend(row.registrationId, { join, leave, questionsAsked: 2 })
  clock.moveTo(new Date('2026-03-03T12:00:00Z'))
  twin.control.change({ pageSize: 2 })
  for (const path of [list, `${webinar}/attendance`]) await readTwoPages(hub, path)
  return { webinar, list, one, attendance: `${webinar}/attendance` }
}

async function readTwoPages(hub: Send, path: string): Promise<void> {
  const { body } = await hub('GET', path)
  assert.equal(body.items.length, 2)
  const next = await hub('GET', `${path}?cursor=${body.nextCursor}`)
  assert.equal(next.body.items.length, 1)
}

async function makeMistakes({ hub, twin }: Scene, paths: Paths): Promise<void> {
  const expect = async (status: number, ...request: Parameters<Send>) => {
    const answer = await hub(...request)
    assert.equal(answer.status, status, `${request[0]} ${request[1]} ${answer.text}`)
  }
  const tooLong = { ...order, end: '2026-03-05T10:00:00Z' }
  await expect(400, 'POST', '/webinars', { body: { externalId: 'event-9' } })
  await expect(422, 'POST', '/webinars', { body: { ...tooLong, externalId: 'event-9' } })
  await expect(400, 'PUT', paths.webinar, { body: {} })
  await expect(422, 'PUT', paths.webinar, { body: tooLong })
  await expect(400, 'GET', `${paths.list}?cursor=x`)
  await expect(400, 'POST', paths.list, { body: {} })
  await expect(400, 'PUT', paths.one, { body: {} })
  await expect(400, 'GET', `${paths.attendance}?since=yesterday`)
  await expect(413, 'POST', '/webinars', { body: { text: 'x'.repeat(300_000) } })
  for (const method of ['GET', 'DELETE']) await expect(404, method, '/webinars/none')
  await expect(404, 'PUT', '/webinars/none', { body: order })
  await expect(404, 'GET', '/webinars/none/registrations')
  await expect(404, 'POST', '/webinars/none/registrations', { body: registrant('Anna') })
  await expect(404, 'PUT', `${paths.list}/none`, { body: registrant('Anna') })
  await expect(404, 'DELETE', `${paths.list}/none`)
  await expect(404, 'GET', '/webinars/none/attendance')
  await expect(204, 'DELETE', paths.one)
  await expect(409, 'PUT', paths.one, { body: registrant('Anna') })
  twin.control.change({ creationDelaySeconds: 60 })
  const { body } = await hub('POST', '/webinars', { body: { ...order, externalId: 'event-8' } })
  const early = `/webinars/${body.webinarId}/registrations`
  await expect(409, 'POST', early, { body: registrant('Anna') })
  await expect(204, 'DELETE', `/webinars/${body.webinarId}`)
}

/** Every operation under every fault that can hit it. */
async function meetTrouble({ twin }: Scene, hub: Send, anyone: Send, paths: Paths): Promise<void> {
  const templates: Readonly<Record<string, string>> = {
    '/webinars/{webinarId}': paths.webinar,
    '/webinars/{webinarId}/registrations': paths.list,
    '/webinars/{webinarId}/registrations/{registrationId}': paths.one,
    '/webinars/{webinarId}/attendance': paths.attendance,
  }
  for (const operation of operations.filter(({ id }) => id !== 'authorize')) {
    const path = templates[operation.template] ?? operation.template
    const options = operation.definition.requestBody === undefined ? {} : { body: order }
    const ask = async (send: Send) => (await send(operation.method, path, options)).status
    if (operation.id !== 'exchangeToken') {
      assert.equal(await ask(anyone), 401)
      twin.control.setModes({ kind: 'forbidden' })
      assert.equal(await ask(hub), 403)
    }
    twin.control.setModes({ kind: 'rateLimited', perMinute: 0 })
    assert.equal(await ask(hub), 429)
    twin.control.setModes({ kind: 'unhealthy', path })
    assert.equal(await ask(hub), 503)
    twin.control.setModes()
  }
}

test('The document says of every operation what is documented and what is proposed', () => {
  const words: Readonly<Record<string, RegExp>> = {
    documented: /^Documented[.:]/m,
    inferred: /^Inferred[.:]/m,
    proposed: /^Proposed[.:]/m,
  }
  for (const { id, definition } of operations)
    assert.match(definition.description, words[definition['x-evidence']] ?? /$^/, id)
  const documented = operations.filter((one) => one.definition['x-evidence'] === 'documented')
  assert.deepEqual(
    documented.map(({ method, template }) => `${method} ${template}`),
    [
      'GET /auth/authorize',
      'POST /auth/token',
      'POST /webinars',
      'PUT /webinars/{webinarId}',
      'DELETE /webinars/{webinarId}',
      'GET /webinars/{webinarId}/registrations',
    ],
  )
  for (const [name, schema] of Object.entries<AnySchemaObject>(source.components.schemas))
    assert.ok(schema['x-evidence'] in words, name)
})

test('The document lists exactly the error codes that the twin can answer', () => {
  const { Error: error, TokenError: tokenError } = source.components.schemas
  assert.deepEqual(error.properties.code.examples, problemCodes)
  assert.deepEqual(tokenError.allOf[1].properties.error.enum, tokenProblemCodes)
})

test('The examples in the document fit its own schemas', () => {
  for (const name of Object.keys(source.components.responses)) {
    const media = source.components.responses[name].content['application/json']
    validate('/components/schemas/Error', media.example, name)
  }
})
