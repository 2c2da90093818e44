import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { after, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { silentLog } from '#log'
import { createOutbound, isOutboundFailure, type OutboundFailureKind } from './index.ts'
import { freePort, httpServer, tcpServer } from './test-servers.ts'

const loopback = createOutbound({ allow: ['127.0.0.1'], log: silentLog })
after(() => loopback.close())

async function failsWith(kind: OutboundFailureKind, act: Promise<unknown>, sentence?: RegExp) {
  await assert.rejects(act, (error) => {
    assert.ok(isOutboundFailure(error, kind), `expected ${kind}, got ${error}`)
    if (sentence !== undefined) assert.match(error.sentence, sentence)
    return true
  })
}

function echo(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    response.writeHead(201, {
      'X-Method': request.method,
      'X-Url': request.url,
      'X-Many': ['a', 'b'],
    })
    response.end(Buffer.concat(chunks))
  })
}

test('a call brings back status, headers and the whole body', async () => {
  const server = await httpServer(echo)
  const url = `http://127.0.0.1:${server.port}/path?q=1#fragment`
  const response = await loopback.request({ method: 'POST', url, body: 'Grüße' })
  assert.equal(response.status, 201)
  assert.equal(response.text(), 'Grüße')
  assert.equal(response.headers['x-method'], 'POST')
  assert.equal(response.headers['x-url'], '/path?q=1')
  assert.equal(response.headers['x-many'], 'a, b')
  assert.ok(response.durationMs >= 0)
})

test('bytes are sent and received unchanged', async () => {
  const server = await httpServer(echo)
  const body = Uint8Array.from({ length: 256 }, (_, index) => index)
  const url = new URL(`http://127.0.0.1:${server.port}/`)
  const response = await loopback.request({ method: 'PUT', url, body })
  assert.deepEqual(response.body, body)
})

test('header names reach the server in the spelling that was given', async () => {
  let head = ''
  const server = await tcpServer((socket) => {
    socket.on('data', (chunk: Buffer) => {
      head += chunk.toString('latin1')
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
    })
  })
  const headers = {
    'X-MS-DynamicsCrm-Msg-Size-Exceeded': 'true',
    'x-lower': '1',
    'Content-TYPE': 'a/b',
  }
  await loopback.request({ method: 'GET', url: `http://127.0.0.1:${server.port}`, headers })
  for (const [name, value] of Object.entries(headers))
    assert.ok(head.includes(`\r\n${name}: ${value}\r\n`))
})

test('a redirect is returned, never followed', async () => {
  const elsewhere = await httpServer((_request, response) => response.end('followed'))
  const server = await httpServer((_request, response) => {
    response.writeHead(307, { location: `http://127.0.0.1:${elsewhere.port}/` }).end()
  })
  const url = `http://127.0.0.1:${server.port}/`
  const response = await loopback.request({ method: 'POST', url, body: 'x' })
  assert.equal(response.status, 307)
  assert.equal(response.headers.location, `http://127.0.0.1:${elsewhere.port}/`)
  assert.equal(elsewhere.connections(), 0)
})

test('answers to HEAD and interim answers do not confuse a call', async () => {
  const server = await httpServer((request, response) => {
    response.writeProcessing()
    response.writeEarlyHints({ link: '</style.css>; rel=preload' })
    response.writeHead(200, { 'content-length': 1_000_000 })
    response.end(request.method === 'HEAD' ? undefined : Buffer.alloc(1_000_000))
  })
  const url = `http://127.0.0.1:${server.port}/`
  const head = await loopback.request({ method: 'HEAD', url, maxBytes: 10 })
  assert.equal(head.headers['content-length'], '1000000')
  assert.equal(head.body.byteLength, 0)
  const got = await loopback.request({ method: 'GET', url })
  assert.equal(got.body.byteLength, 1_000_000)
  assert.equal(got.headers.link, undefined)
})

test('connections are kept and shared, and many calls at once all come back', async () => {
  const server = await httpServer(echo)
  const url = `http://127.0.0.1:${server.port}/`
  const calls = Array.from({ length: 1000 }, (_, index) =>
    loopback.request({ method: 'POST', url, body: `call ${index}` }),
  )
  const responses = await Promise.all(calls)
  for (const [index, response] of responses.entries())
    assert.equal(response.text(), `call ${index}`)
  assert.ok(server.connections() <= 128, `${server.connections()} connections`)
})

test('a server that never answers ends the call in time, and leaves the others alone', async () => {
  const silent = await httpServer((request, response) => {
    if (request.url === '/quick') response.end('quick')
  })
  const base = `http://127.0.0.1:${silent.port}`
  const startedAt = performance.now()
  const slow = failsWith(
    'timeout',
    loopback.request({ method: 'GET', url: `${base}/slow?key=hidden`, timeoutMs: 200 }),
    new RegExp(
      `^The exchange with 127\\.0\\.0\\.1:${silent.port} was not finished after 200 ms\\.$`,
    ),
  )
  const quick = await loopback.request({ method: 'GET', url: `${base}/quick` })
  assert.equal(quick.text(), 'quick')
  await slow
  assert.ok(performance.now() - startedAt < 2000)
})

test('a server that drips a byte at a time does not stretch the call beyond its time', async () => {
  const server = await httpServer((_request, response) => {
    const drip = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(drip))
  })
  const url = `http://127.0.0.1:${server.port}/`
  await failsWith('timeout', loopback.request({ method: 'GET', url, timeoutMs: 250 }))
})

test('a server that accepts and never finishes the TLS handshake is given up in time', async () => {
  const server = await tcpServer(() => undefined)
  const url = `https://127.0.0.1:${server.port}/`
  await failsWith('timeout', loopback.request({ method: 'GET', url, timeoutMs: 200 }))
})

test('calls that wait for a free connection are given up in time, too', async () => {
  const server = await httpServer(() => undefined)
  const url = `http://127.0.0.1:${server.port}/`
  const outbound = createOutbound({ allow: ['127.0.0.1'], log: silentLog })
  const calls = Array.from({ length: 200 }, () =>
    failsWith('timeout', outbound.request({ method: 'POST', url, body: 'x', timeoutMs: 300 })),
  )
  await Promise.all(calls)
  await outbound.close()
})

test('an endless answer is cut off at its limit', async () => {
  let written = 0
  const server = await httpServer((_request, response) => {
    const pour = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536
    }
    response.on('drain', pour)
    pour()
  })
  const url = `http://127.0.0.1:${server.port}/`
  const endless = loopback.request({ method: 'GET', url, maxBytes: 100_000 })
  await failsWith('too-large', endless, /more than 100000 bytes/)
  assert.ok(written < 50_000_000, `${written} bytes were written`)
})

test('an answer of exactly the limit is taken', async () => {
  const server = await httpServer((_request, response) => response.end(Buffer.alloc(1000)))
  const url = `http://127.0.0.1:${server.port}/`
  const response = await loopback.request({ method: 'GET', url, maxBytes: 1000 })
  assert.equal(response.body.byteLength, 1000)
  await failsWith('too-large', loopback.request({ method: 'GET', url, maxBytes: 999 }))
})

test('endless headers are cut off', async () => {
  const server = await tcpServer((socket) => {
    socket.on('data', () => socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(100_000)}`))
  })
  const url = `http://127.0.0.1:${server.port}/`
  await failsWith('too-large', loopback.request({ method: 'GET', url }), /headers/)
})

test('a refused connection, a broken answer and an answer that is no HTTP are told apart', async () => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/secret?code=hidden`
  await failsWith('connect', loopback.request({ method: 'GET', url }), /nothing listens there/)

  const broken = await tcpServer((socket) => {
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'))
  })
  const brokenUrl = `http://127.0.0.1:${broken.port}/`
  await failsWith(
    'closed',
    loopback.request({ method: 'POST', url: brokenUrl, body: 'x' }),
    /broke off/,
  )

  const babble = await tcpServer((socket) => {
    socket.on('data', () => socket.end('220 mail ready\r\n'))
  })
  const babbleUrl = `http://127.0.0.1:${babble.port}/`
  await failsWith('closed', loopback.request({ method: 'GET', url: babbleUrl }), /not HTTP/)
})

test('failures keep their cause and never show path, query or credentials', async () => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/hook/s3cr3t?code=s3cr3t`
  const failed = await loopback
    .request({ method: 'POST', url, headers: { 'X-Key': 's3cr3t' }, body: 's3cr3t' })
    .catch((error: unknown) => error)
  assert.ok(isOutboundFailure(failed, 'connect'))
  assert.equal((failed.cause as NodeJS.ErrnoException).code, 'ECONNREFUSED')
  assert.equal(failed.code, 'outbound-connect')
  assert.ok(
    !JSON.stringify([failed.sentence, failed.advice, failed.stack, failed.values]).includes(
      's3cr3t',
    ),
  )
})

test('a caller can give a call up, before and while it runs', async () => {
  const server = await httpServer(() => undefined)
  const url = `http://127.0.0.1:${server.port}/`
  const early = AbortSignal.abort(new Error('not wanted'))
  await failsWith('aborted', loopback.request({ method: 'GET', url, signal: early }))
  assert.equal(server.connections(), 0)

  const controller = new AbortController()
  const running = loopback.request({ method: 'GET', url, signal: controller.signal })
  while (server.connections() === 0) await turn()
  controller.abort(new Error('job cancelled'))
  const failed = await running.catch((error: unknown) => error)
  assert.ok(isOutboundFailure(failed, 'aborted'))
  assert.equal((failed.cause as Error).message, 'job cancelled')
})

for (const [what, url] of [
  ['no URL at all', 'hooks'],
  ['a relative URL', '/hooks/1'],
  ['another scheme', 'ftp://files.example.com/'],
  ['a file', 'file:///etc/passwd'],
  ['a user name and password', 'https://user:hidden@example.com/'],
] as const) {
  test(`a URL with ${what} is refused without repeating it`, async () => {
    const failed = await loopback.request({ method: 'GET', url }).catch((error: unknown) => error)
    assert.ok(isOutboundFailure(failed, 'bad-url'))
    assert.ok(!failed.message.includes('hidden') && !failed.message.includes('passwd'))
    assert.equal(failed.cause, undefined)
  })
}

test('a request that cannot be written is refused and says why', async () => {
  const server = await httpServer(echo)
  const url = `http://127.0.0.1:${server.port}/`
  const get = { method: 'GET', url }
  const split = { 'X-Key': 'hidden\r\nX-Injected: 1' }
  await failsWith(
    'bad-request',
    loopback.request({ ...get, headers: split }),
    /invalid X-Key header\.$/,
  )
  await failsWith('bad-request', loopback.request({ ...get, headers: { 'bad name': '1' } }))
  await failsWith(
    'bad-request',
    loopback.request({ ...get, headers: { HOST: 'bank.example' } }),
    /HOST/,
  )
  await failsWith('bad-request', loopback.request({ ...get, method: 'CONNECT' }))
  await failsWith('bad-request', loopback.request({ ...get, method: 'GET / HTTP/1.1\r\n' }))
  assert.equal(server.connections(), 0)
})

test('closing waits for calls under way and refuses new ones', async () => {
  const server = await httpServer((_request, response) => {
    setTimeout(() => response.end('late but here'), 100)
  })
  const outbound = createOutbound({ allow: ['127.0.0.1'], log: silentLog })
  const url = `http://127.0.0.1:${server.port}/`
  const running = outbound.request({ method: 'GET', url })
  const closed = outbound.close()
  await failsWith('closed', outbound.request({ method: 'GET', url }), /the hub is stopping/)
  assert.equal((await running).text(), 'late but here')
  await closed
})
