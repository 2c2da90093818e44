import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventWorld } from '../../test/event-world.ts'
import { format } from './choices.ts'
import { readOccasion } from './occasion.ts'

const world = await eventWorld()
const { createEvent, createSession, update, read } = world

const short = 'https://stream.example/live'
const long = `https://teams.microsoft.com/l/meetup-join/${'x'.repeat(300)}`
const online = { msevtmgt_eventformat: format.webinar.value }

const addressesOf = async (table: string, id: string) => {
  const row = await read(table, id)
  return [row.msevtmgt_webinarurl, row.gr_webinarurl]
}

test('an address longer than the Dataverse column is kept whole, and people are sent to it', async () => {
  const id = await createEvent({ ...online, gr_webinarurl: long })
  assert.deepEqual(await addressesOf('msevtmgt_event', id), [null, long])
  const occasion = await readOccasion(world.db, 'msevtmgt_event', id)
  assert.equal(occasion?.webinarUrl, long)
})

test('clients that know the Dataverse column only read and change the address there', async () => {
  const id = await createEvent({ ...online, msevtmgt_webinarurl: short })
  assert.deepEqual(await addressesOf('msevtmgt_event', id), [short, short])
  await update('msevtmgt_event', id, { gr_webinarurl: `${short}/2` })
  assert.deepEqual(await addressesOf('msevtmgt_event', id), [`${short}/2`, `${short}/2`])
  await update('msevtmgt_event', id, { gr_webinarurl: long })
  await update('msevtmgt_event', id, {
    msevtmgt_webinarurl: null,
    msevtmgt_name: 'Read and written',
  })
  assert.deepEqual(await addressesOf('msevtmgt_event', id), [null, long])
  await update('msevtmgt_event', id, { msevtmgt_webinarurl: short })
  assert.deepEqual(await addressesOf('msevtmgt_event', id), [short, short])
})

test('sessions take 100 characters in the Dataverse column, and any address in the other', async () => {
  const event = await createEvent({ ...online, msevtmgt_webinarurl: short })
  const address = `https://stream.example/${'y'.repeat(100)}`
  const id = await createSession(event, { gr_webinarurl: address })
  assert.deepEqual(await addressesOf('msevtmgt_session', id), [null, address])
})
