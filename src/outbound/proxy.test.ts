import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import { after, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { silentLog } from '#log'
import { createOutbound, isOutboundFailure, type Outbound } from './index.ts'
import {
  certificate,
  freePort,
  httpServer,
  proxyServer,
  secureServer,
  tcpServer,
} from './test-servers.ts'

const addresses: Readonly<Record<string, string>> = {
  'secure.test': '93.184.215.14',
  'public.test': '93.184.215.14',
  'private.test': '10.0.0.5',
}

function outboundWith(options: { egressProxy?: string; allow?: readonly string[] }): Outbound {
  const resolve = async (host: string) => {
    const address = addresses[host]
    if (address === undefined) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
    return [{ address, family: isIP(address) }]
  }
  const outbound = createOutbound({ allow: [], log: silentLog, resolve, ...options })
  after(() => outbound.close())
  return outbound
}

function trustTestAuthority(): void {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, certificate.toString()])
  after(() => setDefaultCACertificates(before))
}

async function failureOf(call: Promise<unknown>) {
  const failed = await call.catch((error: unknown) => error)
  assert.ok(isOutboundFailure(failed), `expected a failure, got ${failed}`)
  return failed
}

test('a certificate from an unknown authority ends the call before anything is sent', async () => {
  let requests = 0
  const server = await secureServer((_request, response) => {
    requests += 1
    response.end()
  })
  const outbound = outboundWith({ allow: ['127.0.0.1'] })
  const failed = await failureOf(
    outbound.request({ method: 'GET', url: `https://127.0.0.1:${server.port}/` }),
  )
  assert.equal(failed.kind, 'tls')
  assert.match(failed.sentence, /its certificate is self-signed/)
  assert.equal(requests, 0)
})

test('a server that speaks plain HTTP on an https URL is a failure of TLS', async () => {
  const server = await httpServer((_request, response) => response.end())
  const outbound = outboundWith({ allow: ['127.0.0.1'] })
  const call = outbound.request({ method: 'GET', url: `https://127.0.0.1:${server.port}/` })
  assert.equal((await failureOf(call)).kind, 'tls')
})

test('a trusted certificate is accepted for its own host and for no other', async () => {
  trustTestAuthority()
  const server = await secureServer((_request, response) => response.end('secure'))
  const outbound = createOutbound({
    allow: ['127.0.0.1'],
    log: silentLog,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  })
  const own = await outbound.request({ method: 'GET', url: `https://secure.test:${server.port}/` })
  assert.equal(own.text(), 'secure')
  const other = outbound.request({ method: 'GET', url: `https://other.test:${server.port}/` })
  assert.match((await failureOf(other)).sentence, /its certificate is for another host/)
  await outbound.close()
})

test('https goes through a tunnel of the proxy, with its credentials and unchanged headers', async () => {
  trustTestAuthority()
  const seen: string[][] = []
  const server = await secureServer((request, response) => {
    seen.push(request.rawHeaders)
    response.end('through the tunnel')
  })
  const proxy = await proxyServer('user:p@ss')
  const outbound = outboundWith({ egressProxy: `http://user:p%40ss@127.0.0.1:${proxy.port}` })
  const url = `https://secure.test:${server.port}/path`
  for (let round = 0; round < 10; round += 1) {
    const response = await outbound.request({
      method: 'GET',
      url,
      headers: { 'X-Kept-Case': 'yes' },
    })
    assert.equal(response.text(), 'through the tunnel')
  }
  assert.ok(proxy.seen.length <= 2, `${proxy.seen.length} tunnels for 10 calls`)
  for (const line of proxy.seen) assert.equal(line, `CONNECT secure.test:${server.port}`)
  for (const given of proxy.credentials) assert.equal(given, `Basic ${btoa('user:p@ss')}`)
  for (const headers of seen) {
    assert.ok(headers.includes('X-Kept-Case'))
    assert.ok(!headers.some((name) => name.toLowerCase() === 'proxy-authorization'))
  }
})

test('http is handed to the proxy with its complete address', async () => {
  const server = await httpServer((_request, response) => response.end('forwarded'))
  const proxy = await proxyServer()
  const outbound = outboundWith({})
  const response = await outbound.request({
    method: 'POST',
    url: `http://public.test:${server.port}/path`,
    body: 'x',
    proxy: `http://127.0.0.1:${proxy.port}`,
  })
  assert.equal(response.text(), 'forwarded')
  assert.deepEqual(proxy.seen, [`POST http://public.test:${server.port}/path`])
})

test('private targets are not handed to a proxy, unless they are allowed', async () => {
  const proxy = await proxyServer()
  const server = await httpServer((_request, response) => response.end('forwarded'))
  const through = `http://127.0.0.1:${proxy.port}`
  const strict = outboundWith({ egressProxy: through })
  for (const host of ['private.test', '10.0.0.5', '169.254.169.254', '[::1]', '0x7f.1']) {
    const call = strict.request({
      method: 'GET',
      url: `http://${host}:${server.port}/`,
      proxy: through,
    })
    assert.equal((await failureOf(call)).kind, 'refused-address', host)
  }
  const unknown = strict.request({ method: 'GET', url: 'https://unknown.test/' })
  assert.equal((await failureOf(unknown)).kind, 'dns')
  assert.equal(proxy.connections(), 0)

  const lenient = outboundWith({ egressProxy: through, allow: ['10.0.0.0/8', 'unknown.test'] })
  for (const host of ['private.test', 'unknown.test']) {
    const response = await lenient.request({ method: 'GET', url: `http://${host}:${server.port}/` })
    assert.equal(response.text(), 'forwarded', host)
  }
})

test("the hub's own default proxy is not asked for loopback targets", async () => {
  const proxy = await proxyServer()
  const server = await httpServer((_request, response) => response.end('straight'))
  const egressProxy = `http://127.0.0.1:${proxy.port}`
  const outbound = outboundWith({ egressProxy, allow: ['127.0.0.1'] })
  const url = `http://127.0.0.1:${server.port}/`
  assert.equal((await outbound.request({ method: 'GET', url })).text(), 'straight')
  assert.equal(proxy.connections(), 0)
})

test('a wrong password, a dead proxy and a useless address are failures of the proxy', async () => {
  const proxy = await proxyServer('user:right')
  const dead = `http://user:hidden@127.0.0.1:${await freePort()}`
  const cases = [
    [
      `http://user:hidden@127.0.0.1:${proxy.port}`,
      /it does not accept its user and password \(407\)/,
    ],
    [dead, /nothing listens there/],
    ['hidden:hidden@nowhere', /its address starts with hidden:|not a complete URL/],
    ['socks5://user:hidden@127.0.0.1:1080', /starts with socks5:/],
  ] as const
  for (const [through, sentence] of cases) {
    for (const url of ['http://public.test/', 'https://secure.test/']) {
      const call = outboundWith({}).request({ method: 'GET', url, proxy: through })
      const failed = await failureOf(call)
      assert.equal(failed.kind, 'proxy', `${through} ${url}`)
      assert.match(failed.sentence, sentence)
      assert.ok(!failed.sentence.includes(':hidden'))
    }
  }
})

test('a target with an untrusted certificate is blamed itself, not its proxy', async () => {
  const server = await secureServer((_request, response) => response.end())
  const proxy = await proxyServer()
  const outbound = outboundWith({ egressProxy: `http://127.0.0.1:${proxy.port}` })
  const call = outbound.request({ method: 'GET', url: `https://public.test:${server.port}/` })
  assert.equal((await failureOf(call)).kind, 'tls')
})

test('a secure proxy with an untrusted certificate is blamed, not its target', async () => {
  const proxy = await secureServer((_request, response) => response.end())
  const outbound = outboundWith({ egressProxy: `https://127.0.0.1:${proxy.port}` })
  for (const url of ['http://public.test/', 'https://secure.test/']) {
    const failed = await failureOf(outbound.request({ method: 'GET', url }))
    assert.equal(failed.kind, 'proxy', url)
  }
})

test('a proxy that never answers ends the call in time', async () => {
  const silent = await tcpServer(() => undefined)
  const outbound = outboundWith({ egressProxy: `http://127.0.0.1:${silent.port}` })
  for (const url of ['http://public.test/', 'https://secure.test/']) {
    const call = outbound.request({ method: 'GET', url, timeoutMs: 200 })
    assert.equal((await failureOf(call)).kind, 'timeout', url)
  }
})
