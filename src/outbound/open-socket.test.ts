import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { after, test } from 'node:test'
import { silentLog } from '#log'
import { isOutboundFailure } from './failure.ts'
import { createOutbound } from './outbound.ts'

const server = createServer((socket) => socket.end('hello'))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo
after(() => server.close())

const names = async (host: string) => [
  { address: host === 'inside.example' ? '127.0.0.1' : '169.254.169.254', family: 4 },
]
const strict = createOutbound({ allow: [], log: silentLog, resolve: names })
const open = createOutbound({ allow: ['127.0.0.1'], log: silentLog, resolve: names })

test('a socket to a permitted address carries what both ends say', async () => {
  for (const host of ['127.0.0.1', 'inside.example']) {
    const socket = await open.connect({ host, port, tls: false })
    const [said] = await once(socket, 'data')
    assert.equal(String(said), 'hello')
    socket.destroy()
  }
})

test('private and metadata addresses are refused for every protocol, also behind a name', async () => {
  for (const host of ['127.0.0.1', '::1', 'inside.example', 'metadata.example']) {
    await assert.rejects(strict.connect({ host, port, tls: false }), (error) =>
      isOutboundFailure(error, 'refused-address'),
    )
  }
})

test('a closed port and a server without TLS are named as what they are', async () => {
  await assert.rejects(open.connect({ host: '127.0.0.1', port: 1, tls: false }), (error) =>
    isOutboundFailure(error, 'connect'),
  )
  await assert.rejects(open.connect({ host: '127.0.0.1', port, tls: true }), (error) =>
    isOutboundFailure(error),
  )
})
