import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { testDatabase } from '../../test/database.ts'
import {
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  wholeDatabase,
} from './account-fixture.ts'

const { db } = await testDatabase()

const planted = {
  clientSecret: 'planted-client-"secret"/ä',
  code: 'planted-code-0815',
  access: 'planted-access-4711',
  refresh: 'planted-refresh-4712',
  renewed: 'planted-renewed-4713',
} as const

/** A service that repeats in every answer whatever it was sent. */
async function startParrot() {
  let accepts = planted.access as string
  const server = createServer((request, response) => {
    read(request).then((body) => {
      const heard = `You said ${request.headers.authorization} and ${body}`
      const [status, answer] = answerTo(request, body, heard)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer))
    }, response.destroy)
  })
  const answerTo = (request: IncomingMessage, body: string, message: string): [number, unknown] => {
    if (request.url === '/auth/token') return tokenFor(body, message)
    if (request.headers.authorization !== `Bearer ${accepts}`) return [401, { message }]
    if (request.url === '/status') return [200, { status: 'healthy', message }]
    if (request.url === '/webinar-types') return [200, [{ name: message, value: 'live' }]]
    return [422, { code: message, message }]
  }
  const tokenFor = (body: string, message: string): [number, unknown] => {
    const { code, refresh_token } = JSON.parse(body)
    if (code === planted.code) {
      return [200, { access_token: planted.access, refresh_token: planted.refresh }]
    }
    if (refresh_token === planted.refresh && accepts === planted.renewed) {
      return [200, { access_token: planted.renewed }]
    }
    return [400, { error: message, error_description: message }]
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accept: (token: string) => {
      accepts = token
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

test('secrets are in no row, log line, error or answer, even if the provider repeats them', async () => {
  const hub = openHub(db)
  const parrot = await startParrot()
  const caller = await newCaller(hub)
  const told: string[] = []
  const tell = async (act: Promise<unknown>) =>
    told.push(inspect(await act.catch((error) => error), { depth: 12, showHidden: true }))

  const providerId = await newProvider(hub, caller, {
    msevtmgt_base_service_url: parrot.url,
    msevtmgt_clientid: 'the-client',
    msevtmgt_clientsecret: planted.clientSecret,
  })
  await hub.providers.recordConsent(caller, { providerId })
  const configurationId = await newConfiguration(hub, caller, providerId)

  const start = async () => {
    const { url } = await hub.providers.startAuthorization(caller, { configurationId })
    return new URL(url).searchParams.get('state') ?? ''
  }
  const wrongState = await start()
  await tell(
    hub.providers.finishAuthorization(caller, { state: wrongState, code: `not-${planted.code}` }),
  )
  const state = await start()
  await tell(hub.providers.finishAuthorization(caller, { state, code: planted.code }))

  const { provider } = await hub.providers.openAccount(configurationId)
  await tell(provider.readWebinar('w1'))
  await tell(hub.providers.verifyConfiguration(caller, { configurationId }))
  parrot.accept(planted.renewed)
  await tell(hub.providers.verifyConfiguration(caller, { configurationId }))
  parrot.accept('nobody')
  await tell(provider.readWebinar('w1'))
  await tell(hub.providers.verifyConfiguration(caller, { configurationId }))
  await tell(hub.providers.findRequests(configurationId))

  const places = {
    answers: told.join('\n'),
    log: hub.logged(),
    database: await wholeDatabase(db),
  }
  assert.match(places.answers, /You said Bearer \[removed\]/, 'The parrot was not heard at all.')
  assert.match(places.database, /You said Bearer \[removed\]/)
  for (const [place, text] of Object.entries(places)) {
    for (const [name, secret] of Object.entries({ ...planted, state, wrongState })) {
      for (const form of [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
      ]) {
        assert.ok(!text.includes(form), `${name} is in ${place}`)
      }
    }
  }
  await hub.close()
  await parrot.close()
})
