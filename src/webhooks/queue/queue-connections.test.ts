import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { type AmqpPeer, accept, amqpPeer } from '../../../test/amqp-peer.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'

const world = await webhookWorld({
  outcomeTimeMs: 1_000,
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
})
const context = JSON.stringify({ MessageName: 'Update', PrimaryEntityName: 'contact' })

async function endpointAt(peer: AmqpPeer, more: object = {}): Promise<string> {
  const id = await world.create('serviceendpoint', {
    name: 'Peer',
    contract: 6,
    authtype: 2,
    namespaceaddress: `amqp://127.0.0.1:${peer.port}`,
    path: 'changes',
    saskeyname: 'hub',
    saskey: 'word',
    ...more,
  })
  await world.webhooks.refresh()
  return id
}

const send = (endpoint: string, text = context) =>
  world.webhooks.sendContext(systemCaller, endpoint, text)

async function refusalOf(sent: Promise<unknown>): Promise<{ code: string; sentence: string }> {
  try {
    await sent
  } catch (error) {
    assert.ok(isRefusal(error), String(error))
    return error
  }
  throw new assert.AssertionError({ message: 'It was sent.' })
}

test('one connection serves all deliveries of an endpoint, and a changed endpoint gets another', async () => {
  const peer = await amqpPeer({ user: 'hub', password: 'word' })
  const endpoint = await endpointAt(peer)
  await Promise.all(Array.from({ length: 50 }, () => send(endpoint)))
  await send(endpoint)
  assert.equal(peer.received.length, 51)
  assert.equal(peer.opened(), 1)
  await world.update('serviceendpoint', endpoint, { description: 'moved' })
  await world.webhooks.refresh()
  await send(endpoint)
  assert.equal(peer.opened(), 2)
})

test('a message counts as told only when the broker has accepted it', async () => {
  const peer = await amqpPeer({ user: 'hub', password: 'word' })
  const endpoint = await endpointAt(peer)
  const outcomes = {
    rejected: (delivery) =>
      delivery.reject({
        condition: 'amqp:resource-limit-exceeded',
        description: 'the queue is full',
      }),
    released: (delivery) => delivery.release(),
    modified: (delivery) => delivery.modified({ delivery_failed: true }),
  } satisfies Record<string, Parameters<AmqpPeer['answer']>[0]>
  for (const [outcome, act] of Object.entries(outcomes)) {
    peer.answer(act)
    const { code, sentence } = await refusalOf(send(endpoint))
    assert.equal(code, 'queue-not-taken')
    assert.match(sentence, new RegExp(outcome))
    if (outcome === 'rejected') assert.match(sentence, /the queue is full/)
  }
  peer.answer(accept)
  assert.equal((await send(endpoint)).status, 202)
  assert.equal(peer.opened(), 1, 'an outcome is no reason to leave')
})

test('a connection that breaks off fails what was under way, and the next message opens another', async () => {
  const peer = await amqpPeer({ user: 'hub', password: 'word' })
  const endpoint = await endpointAt(peer)
  peer.answer((_, connection) =>
    (connection as unknown as { socket: { destroy(): void } }).socket.destroy(),
  )
  const refusals = await Promise.all([refusalOf(send(endpoint)), refusalOf(send(endpoint))])
  for (const { code } of refusals) assert.equal(code, 'queue-not-reached')
  peer.answer(accept)
  await wait(300)
  await send(endpoint)
  assert.equal(peer.opened(), 2)
})

test('a broker that never settles is given up after its time and left', async () => {
  const peer = await amqpPeer({ user: 'hub', password: 'word' })
  const endpoint = await endpointAt(peer)
  peer.answer(() => undefined)
  assert.equal((await refusalOf(send(endpoint))).code, 'queue-timed-out')
  peer.answer(accept)
  await wait(300)
  await send(endpoint)
  assert.equal(peer.opened(), 2)
})

test('without credit messages wait; they are not pushed upon the broker', async () => {
  const peer = await amqpPeer({ user: 'hub', password: 'word', credit: 3 })
  const endpoint = await endpointAt(peer)
  const sent = await Promise.allSettled(Array.from({ length: 5 }, () => send(endpoint)))
  assert.equal(sent.filter(({ status }) => status === 'fulfilled').length, 3)
  assert.equal(peer.received.length, 3)
})

test('a wrong password, an unknown queue and a closed port are told apart, without the secret', async () => {
  const peer = await amqpPeer({ user: 'hub', password: 'word' })
  const wrong = await refusalOf(send(await endpointAt(peer, { saskey: 'planted' })))
  assert.equal(wrong.code, 'queue-login')
  assert.doesNotMatch(wrong.sentence, /planted/)
  const unknown = await refusalOf(send(await endpointAt(peer, { path: 'nowhere' })))
  assert.equal(unknown.code, 'queue-not-reached')
  assert.match(unknown.sentence, /no queue nowhere/)
  const closed = await endpointAt(peer)
  await peer.stop()
  const away = await refusalOf(send(closed))
  assert.equal(away.code, 'queue-not-reached')
  assert.match(away.sentence, /127\.0\.0\.1/)
})

test('while a broker is away, it is asked again with growing waits and not for every message', async () => {
  const peer = await amqpPeer({ user: 'hub', password: 'word' })
  const endpoint = await endpointAt(peer)
  await peer.stop()
  await refusalOf(send(endpoint))
  const began = performance.now()
  for (let index = 0; index < 20; index += 1) await refusalOf(send(endpoint))
  assert.ok(performance.now() - began < 200)
  const back = await amqpPeer({ user: 'hub', password: 'word', port: peer.port })
  await wait(300)
  await send(endpoint)
  assert.equal(back.received.length, 1)
})

test('a shared access signature is put into $cbs before anything is sent', async () => {
  const token = 'SharedAccessSignature sr=x&sig=planted&se=99999999999&skn=hub'
  const peer = await amqpPeer({ token })
  const more = { authtype: 3, sastoken: token, saskey: null, saskeyname: null }
  await send(await endpointAt(peer, more))
  assert.equal(peer.received.length, 1)
  const other = await amqpPeer({ token })
  const wrong = await refusalOf(send(await endpointAt(other, { ...more, sastoken: 'another' })))
  assert.equal(wrong.code, 'queue-login')
  assert.match(wrong.sentence, /the signature is wrong/)
  assert.equal(other.received.length, 0)
  const ended = await refusalOf(
    send(await endpointAt(other, { ...more, sastoken: token.replace('99999999999', '1000') })),
  )
  assert.equal(ended.code, 'queue-login')
  assert.match(ended.sentence, /signature ended on 1970/)
})

test('amqps asks for a certificate that it trusts', async () => {
  const read = (name: string) =>
    readFile(new URL(`../../outbound/fixtures/${name}`, import.meta.url))
  const tls = { key: await read('key.pem'), cert: await read('certificate.pem') }
  const peer = await amqpPeer({ user: 'hub', password: 'word', tls })
  const more = { namespaceaddress: `amqps://secure.test:${peer.port}` }
  const untrusted = await refusalOf(send(await endpointAt(peer, more)))
  assert.equal(untrusted.code, 'queue-not-reached')
  assert.match(untrusted.sentence, /certificate/)
  setDefaultCACertificates([...getCACertificates('default'), String(tls.cert)])
  await send(await endpointAt(peer, more))
  assert.equal(peer.received.length, 1)
})

test('a connection string has address, credentials and queue in one secret', async () => {
  const peer = await amqpPeer({ user: 'hub', password: 'word=' })
  const more = {
    authtype: 7,
    contract: 7,
    namespaceaddress: null,
    path: null,
    saskey: null,
    saskeyname: null,
    authvalue: `Endpoint=amqp://127.0.0.1:${peer.port}/;SharedAccessKeyName=hub;SharedAccessKey=word=;EntityPath=hub1`,
  }
  await send(await endpointAt(peer, more))
  assert.equal(peer.received.length, 1)
})

test('above 192 KB four properties are left out and the receiver is told; far above nothing is sent', async () => {
  const peer = await amqpPeer({ user: 'hub', password: 'word' })
  const endpoint = await endpointAt(peer)
  const big = {
    MessageName: 'Update',
    InputParameters: 'x'.repeat(200_000),
    PrimaryEntityId: 'a/b',
  }
  await send(endpoint, JSON.stringify(big))
  const [message] = peer.received
  assert.equal(message?.application_properties?.MessageMaxSizeExceeded, true)
  assert.equal(String(message?.body.content), '{"MessageName":"Update","PrimaryEntityId":"a\\/b"}')
  const huge = { ...big, SharedVariables: 'y'.repeat(200_000) }
  assert.equal((await refusalOf(send(endpoint, JSON.stringify(huge)))).code, 'queue-too-large')
  assert.equal(peer.received.length, 1)
})

test('messageformat 3 sends the context as XML', async () => {
  const peer = await amqpPeer({ user: 'hub', password: 'word' })
  const endpoint = await endpointAt(peer, { messageformat: 3 })
  await send(endpoint, JSON.stringify({ MessageName: 'Update', ParentContext: null, Depth: 1 }))
  const [message] = peer.received
  assert.equal(message?.content_type, 'application/xml')
  assert.match(
    String(message?.body.content),
    /^<RemoteExecutionContext xmlns="[^"]+2011\/Contracts".*<MessageName>Update<\/MessageName><ParentContext i:nil="true"\/><Depth>1<\/Depth><\/RemoteExecutionContext>$/,
  )
})
