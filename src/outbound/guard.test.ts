import assert from 'node:assert/strict'
import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { after, test } from 'node:test'
import { silentLog } from '#log'
import { createOutbound, isOutboundFailure, type Outbound } from './index.ts'
import { httpServer, type TestServer } from './test-servers.ts'

const names: Readonly<Record<string, readonly string[]>> = {
  'inside.test': ['127.0.0.1'],
  'mixed.test': ['93.184.215.14', '127.0.0.1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'metadata.test': ['169.254.169.254'],
  'sub.inside.test': ['127.0.0.1'],
  'empty.test': [],
}

function addressesOf(host: string): LookupAddress[] {
  const found = names[host]
  if (found === undefined) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
  return found.map((address) => ({ address, family: isIP(address) }))
}

function outboundWith(allow: readonly string[]): Outbound {
  const resolve = async (host: string) => addressesOf(host)
  const outbound = createOutbound({ allow, log: silentLog, resolve })
  after(() => outbound.close())
  return outbound
}

function sink(): Promise<TestServer> {
  return httpServer((_request, response) => response.end('reached'))
}

const attacks = [
  'http://127.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://127.0.0.1.:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f000001:PORT/',
  'http://0x7f.0.0.0x1:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://0:PORT/',
  'http://0.0.0.0:PORT/',
  'http://[::1]:PORT/',
  'http://[::]:PORT/',
  'http://[0:0:0:0:0:0:0:1]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[::127.0.0.1]:PORT/',
  'http://[64:ff9b::127.0.0.1]:PORT/',
  'http://[64:ff9b:1::7f00:1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://[2001:0:7f00:1::]:PORT/',
  'http://①②⑦.⓪.⓪.①:PORT/',
  'http://169.254.169.254/latest/meta-data/',
  'http://168.63.129.16/metadata',
  'http://100.100.100.200/latest/meta-data/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://[fe80::1]:PORT/',
  'http://[fc00::1]:PORT/',
  'http://10.0.0.1:PORT/',
  'http://172.16.0.1:PORT/',
  'http://192.168.0.1:PORT/',
  'http://100.64.0.1:PORT/',
  'http://198.18.0.1:PORT/',
  'http://224.0.0.1:PORT/',
  'http://240.0.0.1:PORT/',
  'http://255.255.255.255:PORT/',
  'http://inside.test:PORT/',
  'http://INSIDE.test.:PORT/',
  'http://mixed.test:PORT/',
  'http://mapped.test:PORT/',
  'http://metadata.test/',
  'https://127.0.0.1:PORT/',
  'https://inside.test:PORT/',
]

test('no address of this machine or its network is reached, however it is written', async () => {
  const server = await sink()
  const outbound = outboundWith([])
  for (const attack of attacks) {
    const url = attack.replace('PORT', String(server.port))
    const failed = await outbound.request({ method: 'GET', url }).catch((error: unknown) => error)
    assert.ok(isOutboundFailure(failed, 'refused-address'), `${attack} gave ${failed}`)
  }
  assert.equal(server.connections(), 0)
})

test('the refusal says what is wrong with the target, and keeps inner addresses to the log', async () => {
  const outbound = outboundWith([])
  const byName = await outbound
    .request({ method: 'GET', url: 'http://inside.test:81/?key=hidden' })
    .catch((error: unknown) => error)
  assert.ok(isOutboundFailure(byName))
  assert.equal(
    byName.sentence,
    'The hub may not call inside.test:81: its name leads to a loopback address.',
  )
  assert.match(String(byName.cause), /127\.0\.0\.1/)
  const literal = await outbound
    .request({ method: 'GET', url: 'http://[fd00::1]/' })
    .catch((error: unknown) => error)
  assert.ok(isOutboundFailure(literal))
  assert.equal(literal.sentence, 'The hub may not call [fd00::1]:80: it is a private address.')
})

test('the real localhost is refused, too', async () => {
  const server = await sink()
  const outbound = createOutbound({ allow: [], log: silentLog })
  const url = `http://localhost:${server.port}/`
  const failed = await outbound.request({ method: 'GET', url }).catch((error: unknown) => error)
  assert.ok(isOutboundFailure(failed, 'refused-address'))
  assert.equal(server.connections(), 0)
  await outbound.close()
})

for (const [allow, url, permitted] of [
  ['127.0.0.1', 'http://127.0.0.1:PORT/', true],
  ['127.0.0.0/8', 'http://127.0.0.1:PORT/', true],
  ['127.0.0.0/8', 'http://inside.test:PORT/', true],
  ['127.0.0.1:PORT', 'http://127.0.0.1:PORT/', true],
  ['127.0.0.1:PORT', 'http://inside.test:PORT/', true],
  ['127.0.0.1:1', 'http://127.0.0.1:PORT/', false],
  ['127.0.0.1:1', 'http://inside.test:PORT/', false],
  ['127.0.0.2', 'http://127.0.0.1:PORT/', false],
  ['inside.test', 'http://inside.test:PORT/', true],
  ['Inside.Test', 'http://inside.test.:PORT/', true],
  ['inside.test:PORT', 'http://inside.test:PORT/', true],
  ['inside.test:1', 'http://inside.test:PORT/', false],
  ['inside.test', 'http://127.0.0.1:PORT/', false],
  ['inside.test', 'http://sub.inside.test:PORT/', false],
  ['*.inside.test', 'http://sub.inside.test:PORT/', true],
  ['*.inside.test', 'http://inside.test:PORT/', false],
  ['*.inside.test:PORT', 'http://sub.inside.test:PORT/', true],
] as const) {
  test(`with ${allow} allowed, ${url} is ${permitted ? 'called' : 'refused'}`, async () => {
    const server = await sink()
    const withPort = (text: string) => text.replace('PORT', String(server.port))
    const outbound = outboundWith([withPort(allow)])
    const call = outbound.request({ method: 'GET', url: withPort(url) })
    if (permitted) {
      assert.equal((await call).text(), 'reached')
    } else {
      await assert.rejects(call, (error) => isOutboundFailure(error, 'refused-address'))
      assert.equal(server.connections(), 0)
    }
  })
}

test('a name whose answer changes after the check gains nothing: each connection asks once', {
  skip: process.platform === 'darwin' && 'needs 127.0.0.2',
}, async () => {
  const permitted = await httpServer((_request, response) => {
    response.setHeader('connection', 'close').end('permitted')
  }, '127.0.0.2')
  const forbidden = await httpServer(
    (_request, response) => response.end('forbidden'),
    '127.0.0.1',
    permitted.port,
  )
  let questions = 0
  const resolve = async () => {
    questions += 1
    return [{ address: questions % 2 === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }]
  }
  const outbound = createOutbound({ allow: ['127.0.0.2'], log: silentLog, resolve })
  const call = () =>
    outbound.request({ method: 'GET', url: `http://rebind.test:${permitted.port}/` })
  for (let round = 1; round <= 3; round += 1) {
    assert.equal((await call()).text(), 'permitted')
    assert.equal(questions, 2 * round - 1)
    await assert.rejects(call(), (error) => isOutboundFailure(error, 'refused-address'))
    assert.equal(questions, 2 * round)
  }
  assert.equal(forbidden.connections(), 0)
  await outbound.close()
})

test('calls that start together ask for a name once', async () => {
  const server = await sink()
  let questions = 0
  const resolve = async () => {
    questions += 1
    return [{ address: '127.0.0.1', family: 4 }]
  }
  const outbound = createOutbound({ allow: ['inside.test'], log: silentLog, resolve })
  const url = `http://inside.test:${server.port}/`
  await Promise.all(Array.from({ length: 20 }, () => outbound.request({ method: 'GET', url })))
  assert.equal(questions, 1)
  await outbound.close()
})

test('a name without an address is a failure of its own kind', async () => {
  const outbound = outboundWith([])
  for (const [host, sentence] of [
    ['nowhere.test', 'The address of nowhere.test:80 could not be found: the name does not exist.'],
    ['empty.test', 'The address of empty.test:80 could not be found: the name has no address.'],
  ] as const) {
    const failed = await outbound
      .request({ method: 'GET', url: `http://${host}/` })
      .catch((error: unknown) => error)
    assert.ok(isOutboundFailure(failed, 'dns'))
    assert.equal(failed.sentence, sentence)
  }
})

test('a name server that never answers is given up in time', async () => {
  const resolve = () => new Promise<never>(() => undefined)
  const outbound = createOutbound({ allow: [], log: silentLog, resolve })
  const call = outbound.request({ method: 'GET', url: 'http://slow.test/', timeoutMs: 100 })
  await assert.rejects(call, (error) => isOutboundFailure(error, 'timeout'))
  await outbound.close()
})
