import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HTTP, type CloudEvent as ReadEvent } from 'cloudevents'
import fc from 'fast-check'
import { type CloudEvent, envelop } from './envelop.ts'

const event: CloudEvent = {
  id: '5f0c9c1e-0d5c-4f3d-9c55-6a1f1f7a3c11',
  host: 'events.example',
  message: 'Update',
  table: 'contact',
  row: '1b1f7cf6-6ab5-4d2c-8a2c-3d8a4f0b5a00',
  time: new Date('2026-09-01T12:00:00.123Z'),
  correlationId: '0aa0a5f4-0e8f-4c43-9b0c-9a6a5b2f5a10',
  sequence: 42,
}

const read = (message: { headers: Readonly<Record<string, string>>; body: string }) => {
  return HTTP.toEvent({ headers: message.headers, body: message.body }) as ReadEvent<unknown>
}

for (const mode of ['structured', 'binary'] as const) {
  test(`the CNCF's SDK reads a ${mode} event, and its data is the context`, () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (context) => {
        const found = read(envelop(mode, event, JSON.stringify(context)))
        assert.ok(found.validate())
        assert.deepEqual(found.data, JSON.parse(JSON.stringify(context)))
        assert.equal(found.id, event.id)
        assert.equal(found.type, 'greenroom.contact.Update')
        assert.equal(found.source, 'https://events.example/')
        assert.equal(found.subject, `contact/${event.row}`)
        assert.equal(found.time, '2026-09-01T12:00:00.123Z')
        assert.equal(found.correlationid, event.correlationId)
        assert.equal(found.sequence, '000000000042')
      }),
      { numRuns: 30 },
    )
  })
}

test('characters that headers cannot carry are percent-encoded', () => {
  const { headers } = envelop('binary', { ...event, id: 'a b"é%€' }, '{}')
  assert.equal(headers['ce-id'], 'a%20b%22%C3%A9%25%E2%82%AC')
})
