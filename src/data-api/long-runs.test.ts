/** Requests made to keep the hub busy: long runs of one character, bodies that never come. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld()
const headers = { 'content-type': 'multipart/mixed;boundary=b' }

/** Each of these took 10 s or more where it is answered in milliseconds now. */
async function takesNoTime(ask: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  await ask()
  const took = performance.now() - began
  assert.ok(took < 5_000, `${took} ms`)
}

test('an address with thousands of slashes is answered at once, to strangers too', async () => {
  await takesNoTime(async () => {
    const path = `contacts${'/'.repeat(60_000)}x`
    const { status } = await world.send(path, { headers: { authorization: 'Bearer nobody' } })
    assert.equal(status, 401)
  })
})

test('a batch with long runs of blanks or slashes is answered at once', async () => {
  const run = 300_000
  const part = (text: string) => `--b\nContent-Type: application/http\n\n${text}\n--b--`
  for (const [text, expected] of [
    [`GET /contacts${' '.repeat(run)}x\n`, 400],
    [`GET /contacts${'/'.repeat(run)}x HTTP/1.1\n`, 200],
    [`GET /contacts HTTP/1.1\nAccept:${' '.repeat(run)}\rx\n`, 200],
  ] as const) {
    await takesNoTime(async () => {
      const body = part(text)
      const { status } = await world.send('$batch', {
        ...{ method: 'POST', body },
        headers: { ...headers, prefer: 'odata.continue-on-error' },
      })
      assert.equal(status, expected, text.slice(0, 40))
    })
  }
})

test('blanks in an address of a batch stay as they are', async () => {
  const account = await world.create('account', { name: 'Two  blanks' })
  const line = "GET accounts?$select=accountid&$filter=name eq 'Two  blanks'  HTTP/1.1"
  const body = `--b\r\nContent-Type: application/http\r\n\r\n${line}\r\n\r\n--b--`
  const { text } = await world.send('$batch', { method: 'POST', body, headers })
  assert.match(text, new RegExp(account))
})

test('strangers are refused before a large body of theirs is read', async () => {
  const { hostname, port, pathname } = new URL(`${world.root}contacts`)
  for (const length of ['Content-Length: 16000000', 'Transfer-Encoding: chunked']) {
    const socket = connect(Number(port), hostname)
    const lines = [`POST ${pathname} HTTP/1.1`, `Host: ${hostname}`, length, '', '']
    socket.write(lines.join('\r\n'))
    // Nothing more is sent: whoever waited for the body would wait for ever.
    const [answer] = (await once(socket, 'data')) as [Buffer]
    assert.match(answer.toString(), /^HTTP\/1\.1 401 /)
    socket.destroy()
  }
})
