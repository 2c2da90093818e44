/**
 * Receivers that are broken, hostile or gone: the system job of each says what was wrong, a caller
 * who waits for one is told the same, and nobody else waits longer for them.
 */
import assert from 'node:assert/strict'
import type { Duplex } from 'node:stream'
import { before, test } from 'node:test'
import { systemCaller } from '#identity'
import { freePort, httpServer, secureServer, tcpServer } from '../../src/outbound/test-servers.ts'
import { dataWorld } from '../data-world.ts'
import { webhookSink } from '../webhook-sink.ts'

/** Names and where they lead; a test moves one of them. */
const names: Record<string, string> = {
  'inside.example': '10.1.2.3',
  'metadata.example': '169.254.169.254',
  'moving.example': '127.0.0.1',
}
const answerTimeMs = 1_500
const world = await dataWorld({
  world: {
    answerTimeMs,
    async resolve(host) {
      const address = names[host]
      if (address !== undefined) return [{ address, family: 4 }]
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
    },
  },
})
const sink = await webhookSink()

const after = (milliseconds: number, socket: Duplex, write: () => void) => {
  const timer = setInterval(write, milliseconds)
  socket.on('close', () => clearInterval(timer))
}
const speaking = async (converse: (socket: Duplex) => void) =>
  `http://127.0.0.1:${(await tcpServer(converse)).port}/`
const answering = (begin: string, milliseconds: number, more: string) =>
  speaking((socket) => {
    socket.write(begin)
    after(milliseconds, socket, () => socket.write(more))
  })

const timedOut = -2147155454
const notReached = -2147155451
const answered = -2147155455
const head = 'HTTP/1.1 200 OK\r\n'

type Receiver = readonly [what: string, url: string, code: number, sentence: RegExp]

const receivers: readonly Receiver[] = [
  ['hangs', await speaking(() => undefined), timedOut, /did not answer within 1\.5 seconds/],
  [
    'sends headers without end',
    await answering(head, 20, 'x-more: 1\r\n'),
    timedOut,
    /did not answer within/,
  ],
  [
    'drips its body',
    await answering(`${head}content-length: 9999\r\n\r\n`, 50, '.'),
    timedOut,
    /did not answer within/,
  ],
  [
    'hangs in the handshake of TLS',
    (await speaking(() => undefined)).replace('http', 'https'),
    timedOut,
    /did not answer within/,
  ],
  [
    'floods with headers',
    await answering(head, 1, `x-more: ${'x'.repeat(10_000)}\r\n`),
    notReached,
    /could not be called: .*headers/i,
  ],
  [
    'floods with a body',
    await answering(`${head}\r\n`, 1, 'x'.repeat(300_000)),
    notReached,
    /could not be called: .*1048576 bytes/,
  ],
  [
    'closes the connection',
    await speaking((socket) => socket.destroy()),
    notReached,
    /could not be called/,
  ],
  [
    'does not speak HTTP',
    await speaking((socket) => socket.end('220 mail\r\n\r\n')),
    notReached,
    /could not be called/,
  ],
  [
    'is not there',
    `http://127.0.0.1:${await freePort()}/`,
    notReached,
    /could not be called: .*nothing listens there/,
  ],
  [
    'has a certificate that nobody knows',
    `https://127.0.0.1:${(await secureServer((_, response) => response.end())).port}/`,
    notReached,
    /certificate is self-signed/,
  ],
  [
    'speaks no TLS',
    `https://127.0.0.1:${(await httpServer((_, response) => response.end())).port}/`,
    notReached,
    /could not be called/,
  ],
  ['has a private address', 'http://10.0.0.1/', notReached, /may not call 10\.0\.0\.1:80/],
  [
    'is the metadata service of a cloud',
    'http://169.254.169.254/latest',
    notReached,
    /may not call 169\.254\.169\.254:80/,
  ],
  ['hides it in another notation', 'http://[::ffff:a9fe:a9fe]/', notReached, /may not call/],
  [
    'has a name that leads inside',
    'https://inside.example/',
    notReached,
    /may not call inside\.example:443/,
  ],
  [
    'has a name that leads to metadata',
    'http://metadata.example/',
    notReached,
    /may not call metadata\.example:80/,
  ],
  [
    'has a name that nobody knows',
    'http://nowhere.example/',
    notReached,
    /address of nowhere\.example:80 could not be found/,
  ],
  [
    'leads to metadata by a redirect',
    `http://127.0.0.1:${(await httpServer((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end())).port}/`,
    answered,
    /answered with the status 302/,
  ],
]

const contact = await world.create('contact', { firstname: 'Jim' })

async function register(name: string, url: string, mode: 'synchronous' | 'asynchronous') {
  const { endpointId, steps } = await world.webhooks.register(systemCaller, {
    ...{ name, url, authentication: { kind: 'WebhookKey', key: 'planted-key' } as const },
    steps: [{ message: 'Update', table: 'contact', filteringAttributes: ['jobtitle'], mode }],
  })
  return { endpointId, stepId: steps[0]?.id ?? '' }
}

const write = () =>
  world.send(`contacts(${contact})`, { method: 'PATCH', body: { jobtitle: 'Clerk' } })

async function jobOf(stepId: string) {
  const path = `asyncoperations?$filter=_owningextensionid_value eq ${stepId}&$select=statuscode,errorcode,friendlymessage,message,retrycount`
  const { json } = await world.send(path)
  return json.value[0]
}

const steps = new Map<string, string>()
const endpoints: string[] = []
let toldAfterMs = 0

before(async () => {
  for (const [what, url] of receivers) {
    const { endpointId, stepId } = await register(`A receiver that ${what}`, url, 'asynchronous')
    steps.set(what, stepId)
    endpoints.push(endpointId)
  }
  const { endpointId } = await register('A receiver that works', sink.url, 'asynchronous')
  endpoints.push(endpointId)
  await world.webhooks.refresh()
  const began = performance.now()
  assert.equal((await write()).status, 204)
  const allTried = world.worker.runUntilIdle()
  await sink.waitFor(1)
  toldAfterMs = performance.now() - began
  await allTried
  for (const id of endpoints) await world.remove('serviceendpoint', id)
  await world.webhooks.refresh()
})

test('a receiver that works is told while all others are still being tried', () => {
  assert.ok(toldAfterMs < answerTimeMs - 300, `${toldAfterMs} ms`)
})

for (const [what, url, code, sentence] of receivers) {
  test(`a receiver that ${what} is named in the system job`, async () => {
    const job = await jobOf(steps.get(what) ?? '')
    assert.deepEqual([job.statuscode, job.errorcode, job.retrycount], [31, code, 0])
    assert.match(job.friendlymessage, sentence)
    assert.ok(job.friendlymessage.includes(`the webhook "A receiver that ${what}"`))
    assert.notEqual(job.message, null)
    assert.doesNotMatch(JSON.stringify(job), /planted/)
  })

  test(`whoever waits for a receiver that ${what} reads the same`, async () => {
    const { endpointId } = await register(`A receiver that ${what}`, url, 'synchronous')
    const began = performance.now()
    const { status, json } = await write()
    assert.equal(status, 400)
    assert.equal(json.error.code, `0x${(code >>> 0).toString(16).padStart(8, '0')}`)
    assert.match(json.error.message, /^Endpoint unavailable: /)
    assert.match(json.error.message, sentence)
    assert.doesNotMatch(json.error.message, /planted/)
    assert.ok(performance.now() - began < answerTimeMs + 2_000)
    await world.remove('serviceendpoint', endpointId)
    await world.webhooks.refresh()
  })
}

test('a name that leads inside after its registration is called no more', async () => {
  sink.clear()
  sink.answer((response) => response.writeHead(200, { connection: 'close' }).end())
  const url = `http://moving.example:${sink.port}/`
  const { endpointId, stepId } = await register('Moving', url, 'asynchronous')
  await write()
  await world.worker.runUntilIdle()
  assert.equal((await jobOf(stepId)).statuscode, 30)
  names['moving.example'] = '192.168.0.7'
  await world.query('delete from asyncoperation')
  await write()
  await world.worker.runUntilIdle()
  const job = await jobOf(stepId)
  assert.deepEqual([job.statuscode, job.errorcode], [31, notReached])
  assert.match(job.friendlymessage, /may not call moving\.example/)
  assert.equal(sink.received.length, 1)
  await world.remove('serviceendpoint', endpointId)
})
