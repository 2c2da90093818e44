import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import { eventWorld, publicUrl } from '../../test/event-world.ts'
import { firstFree, readableIdBase } from './name-event.ts'

const world = await eventWorld()
const { createEvent, update, read } = world

async function readableId(id: string): Promise<unknown> {
  return (await read('msevtmgt_event', id)).msevtmgt_readableeventid
}

test('a readable id is the name in plain letters', () => {
  for (const [name, expected] of [
    ['Contoso Ltd: Conference', 'Contoso_Ltd_Conference'],
    ['Conférence d’été à Besançon', 'Conference_dete_a_Besancon'],
    ['Größe & Łódź', 'Grosse_and_Lodz'],
    ['  Paid Event #1479011247  ', 'Paid_Event_1479011247'],
    ['ＦＵＬＬ　ｗｉｄｔｈ', 'FULL_width'],
    ['春の会議', 'Event'],
    ['../../etc', 'etc'],
  ] as const) {
    assert.equal(readableIdBase(name), expected)
  }
})

test('a readable id of any name fits an address as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (name) => {
      const base = readableIdBase(name)
      assert.match(base, /^[A-Za-z0-9]([A-Za-z0-9_]*[A-Za-z0-9])?$/)
      assert.ok(base.length <= 80)
      assert.equal(encodeURIComponent(base), base)
      assert.equal(readableIdBase(base), base)
    }),
  )
})

test('the first free number is never one that is taken', () => {
  const ids = fc.constantFrom('Talk', 'talk', 'TALK_2', 'Talk_3', 'Talk_02', 'Talks', 'Talk_10')
  fc.assert(
    fc.property(fc.uniqueArray(ids), (taken) => {
      const free = firstFree('Talk', taken)
      assert.ok(!taken.some((id) => id.toLowerCase() === free.toLowerCase()))
    }),
  )
})

test('events of one name get numbers, and an address on the public site', async () => {
  const name = { msevtmgt_name: 'Contoso Ltd Conference' }
  const first = await createEvent(name)
  const second = await createEvent({ msevtmgt_name: 'CONTOSO ltd conference' })
  assert.equal(await readableId(first), 'Contoso_Ltd_Conference')
  assert.equal(await readableId(second), 'CONTOSO_ltd_conference_2')
  const row = await read('msevtmgt_event', first)
  assert.equal(row.msevtmgt_publiceventurl, `${publicUrl}/e/Contoso_Ltd_Conference`)
})

test('events of one name that are created at the same moment get different ids', async () => {
  const ids = await Promise.all(
    Array.from({ length: 12 }, () => createEvent({ msevtmgt_name: 'Rush' })),
  )
  const readable = await Promise.all(ids.map(readableId))
  assert.equal(new Set(readable).size, 12)
  assert.ok(readable.includes('Rush') && readable.includes('Rush_12'))
})

test('a new name keeps the readable id, so that links stay good', async () => {
  const id = await createEvent({ msevtmgt_name: 'Old name' })
  await update('msevtmgt_event', id, { msevtmgt_name: 'New name' })
  assert.equal(await readableId(id), 'Old_name')
})

test('an id of one’s own is taken when it is free and fits an address', async () => {
  await createEvent({ msevtmgt_readableeventid: 'summer-2027' })
  const create = (readableeventid: string) =>
    createEvent({ msevtmgt_readableeventid: readableeventid })
  await assert.rejects(create('SUMMER-2027'), (error) => isRefusal(error, 'readable-id-taken'))
  await assert.rejects(create('a/b'), (error) => isRefusal(error, 'readable-id-invalid'))
})

test('a draft can get another id, a live event cannot', async () => {
  const id = await createEvent({ msevtmgt_name: 'Workshop', msevtmgt_publishstatus: 100000000 })
  await update('msevtmgt_event', id, { msevtmgt_readableeventid: 'workshop-day' })
  const row = await read('msevtmgt_event', id)
  assert.equal(row.msevtmgt_publiceventurl, `${publicUrl}/e/workshop-day`)
  await update('msevtmgt_event', id, { msevtmgt_publishstatus: 100000003 })
  await assert.rejects(
    update('msevtmgt_event', id, { msevtmgt_readableeventid: 'other' }),
    (error) => isRefusal(error, 'readable-id-in-use'),
  )
  await update('msevtmgt_event', id, { msevtmgt_readableeventid: null })
  assert.equal(await readableId(id), 'workshop-day')
})

test('an address of one’s own is not overwritten', async () => {
  const id = await createEvent({
    msevtmgt_customeventurl: true,
    msevtmgt_publiceventurl: 'https://company.example/spring',
  })
  assert.equal(
    (await read('msevtmgt_event', id)).msevtmgt_publiceventurl,
    'https://company.example/spring',
  )
})
