import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import type { Caller } from '#pipeline'
import { testDatabase } from '../../test/database.ts'
import {
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  wholeDatabase,
} from './account-fixture.ts'
import { authenticationOf } from './authentication.ts'
import type { Provider, ProviderDefinition, Setting, Webinar, WebinarPlan } from './contract.ts'
import { providerDefinitions } from './registry.ts'

const { db } = await testDatabase()
const hub = openHub(db)
const caller: Caller = await newCaller(hub, 'System Administrator')

/** A service that repeats whatever it was sent, with any status, and gives tokens when it is told to. */
const parrot = {
  status: 400,
  givesTokens: false,
  heard: 0,
  server: createServer((request, response) => {
    read(request).then((body) => {
      parrot.heard += 1
      const text = `You said ${request.url} ${JSON.stringify(request.headers)} ${body}`
      const isToken = parrot.givesTokens && /token/i.test(request.url ?? '')
      response.writeHead(isToken ? 200 : parrot.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(isToken ? tokens : echoOf(text)))
    }, response.destroy)
  }),
}
await new Promise<void>((resolve) => parrot.server.listen(0, '127.0.0.1', resolve))
const address = `http://127.0.0.1:${(parrot.server.address() as AddressInfo).port}`
after(async () => {
  parrot.server.close()
  await hub.close()
})

const tokens = {
  access_token: 'planted-access-token-4711',
  refresh_token: 'planted-refresh-token-4712',
  expires_in: 3600,
  token_type: 'Bearer',
}

/** Wherever a vendor may put its message. */
const echoOf = (text: string) => ({
  message: text,
  error: { code: text, message: text },
  error_description: text,
  reason: text,
  errors: [{ message: text, description: text, field: text }],
  items: [],
})

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** Keys are only taken when they are a pair. */
const keys: Readonly<Record<string, string>> = {
  gr_jwtpublickey: pair.publicKey,
  gr_jwtprivatekey: pair.privateKey,
}

const secretOf = ({ id }: ProviderDefinition, { name }: Setting) =>
  keys[name] ?? `planted-"${id}"/ä-${name}`

function typedValue(definition: ProviderDefinition, setting: Setting): string | undefined {
  if (setting.kind === 'secret') return secretOf(definition, setting)
  if (setting.kind === 'url') return address
  if (!setting.required) return undefined
  if (setting.kind === 'number') return '1'
  return setting.choices?.[0] ?? (setting.kind === 'boolean' ? 'false' : 'planned@example.org')
}

/** Everything that is typed in, with a planted text in every field that is secret. */
async function configure(definition: ProviderDefinition): Promise<string> {
  const providerId = await newProvider(hub, caller, {
    gr_adapter: definition.id,
    msevtmgt_base_service_url: address,
  })
  await hub.providers.recordConsent(caller, { providerId })
  const configurationId = await newConfiguration(hub, caller, providerId)
  const entries = definition.settings.flatMap((setting) => {
    const value = typedValue(definition, setting)
    return value === undefined ? [] : [[setting.name, value]]
  })
  const values = Object.fromEntries(entries)
  await hub.providers.saveSettings(caller, { configurationId, values })
  return configurationId
}

const plan: WebinarPlan = {
  idempotencyKey: '00000000-0000-4000-8000-0000000000aa',
  kind: 'event',
  title: 'Tomatoes',
  description: undefined,
  start: new Date(Date.now() + 86_400_000),
  end: new Date(Date.now() + 90_000_000),
  timeZone: 'Europe/Berlin',
  language: 'en',
  webinarType: undefined,
  pastedUrl: undefined,
  maxAttendees: 10,
  recurrence: undefined,
  password: undefined,
  producer: undefined,
  presenters: [],
}

const person = {
  idempotencyKey: '00000000-0000-4000-8000-0000000000ab',
  firstName: 'Zoë',
  lastName: 'Green',
  email: 'zoe@example.com',
  company: undefined,
  language: undefined,
}

const webinar: Webinar = {
  webinarId: '4711',
  state: 'created',
  stateReason: undefined,
  webinarUrl: undefined,
  presentationManagerUrl: undefined,
}

const acts: readonly ((provider: Provider) => Promise<unknown> | undefined)[] = [
  (provider) => provider.check(),
  (provider) => provider.webinarTypes(),
  (provider) => provider.createWebinar(plan),
  (provider) => provider.readWebinar('4711'),
  (provider) => provider.updateWebinar('4711', plan),
  (provider) => provider.register('4711', person),
  (provider) => provider.cancelRegistrant('4711', '4712'),
  (provider) =>
    provider.joinUrl(webinar, { ...person, registrantId: undefined, joinUrl: undefined }),
  (provider) => provider.attendance('4711', undefined),
  (provider) => provider.recordings('4711'),
  (provider) => provider.callbacks?.subscribe?.(),
  (provider) => provider.directory?.people?.({ since: undefined, cursor: undefined }),
  (provider) =>
    provider.callbacks?.read({
      method: 'POST',
      url: '/x',
      headers: {},
      query: {},
      body: Buffer.from('{}'),
    }),
]

for (const definition of providerDefinitions) {
  test(`${definition.name}: what is secret in its settings is in no row, log line, error or answer`, async () => {
    const configurationId = await configure(definition)
    const told: string[] = []
    const tell = async (act: () => Promise<unknown> | undefined) => {
      try {
        told.push(inspect(await act(), { depth: 12, showHidden: true }))
      } catch (error) {
        told.push(inspect(error, { depth: 12, showHidden: true }))
      }
    }
    const codes: string[] = []
    for (const [at, status] of [400, 401, 403, 404, 422, 500, 200].entries()) {
      parrot.status = status
      parrot.givesTokens = at > 2
      if (authenticationOf(definition, {}) === 'authorize' && at > 1) {
        const code = `planted-code-${status}`
        codes.push(code)
        await tell(async () => {
          const { url } = await hub.providers.startAuthorization(caller, { configurationId })
          const state = new URL(url).searchParams.get('state') ?? ''
          return await hub.providers.finishAuthorization(caller, { state, code })
        })
      }
      await tell(() => hub.providers.verifyConfiguration(caller, { configurationId }))
      await tell(() => hub.providers.signInStates(caller, { configurationId }))
      for (const act of acts) {
        await tell(async () => act((await hub.providers.openAccount(configurationId)).provider))
      }
    }
    await tell(() => hub.providers.findRequests(configurationId))
    const secrets = definition.settings
      .filter(({ kind }) => kind === 'secret')
      .map((setting) => secretOf(definition, setting))
    const planted = [...secrets, ...codes, tokens.access_token, tokens.refresh_token]
    assertNowhere(planted, {
      answers: told.join('\n'),
      log: hub.logged(),
      database: await wholeDatabase(db),
    })
  })
}

test('the vendor was heard at all, and repeated what it was sent', () => {
  assert.ok(parrot.heard > 50, `only ${parrot.heard} calls`)
})

function assertNowhere(planted: readonly string[], places: Readonly<Record<string, string>>): void {
  for (const [place, text] of Object.entries(places)) {
    for (const secret of planted) {
      for (const form of formsOf(secret)) {
        const at = text.indexOf(form)
        assert.equal(
          at,
          -1,
          `${secret} is in ${place}: …${text.slice(Math.max(0, at - 200), at + 60)}`,
        )
      }
    }
  }
}

/** As it is, in JSON, in an address, in a form, and as Basic credentials carry it. */
function formsOf(secret: string): string[] {
  const basic = Buffer.from(`planned@example.org:${secret}`).toString('base64')
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    basic,
    Buffer.from(secret).toString('base64'),
  ]
}
