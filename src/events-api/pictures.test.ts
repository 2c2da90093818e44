import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import { createHttpServer } from '#http'
import { systemCaller } from '#identity'
import { silentLog } from '#log'
import { cleanUpAfterwards } from '../../test/database.ts'
import { eventWorld, publicUrl } from '../../test/event-world.ts'
import { openEventsApi, openWebsite } from '../../test/open-events-api.ts'
import { registerPictureOperations } from './index.ts'

const world = await eventWorld()
const api = await openEventsApi(world)
const site = await openWebsite(world, api, 'https://www.company.example')
const server = await createHttpServer({ log: silentLog, publicUrl })
let caller = systemCaller
await registerPictureOperations(server, { ...world, callerOf: async () => caller })
const operations = `${await server.listen({ port: 0, host: '127.0.0.1' })}/api/v1`
cleanUpAfterwards(() => server.close())

/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const gif = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64')
const webp = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64')
const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1, 3]),
  Buffer.alloc(40),
])
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

const event = await world.createEvent({ msevtmgt_name: 'With Pictures' })
const session = await world.createSession(event, {})
const speaker = await world.create('msevtmgt_speaker', { msevtmgt_name: 'Grace Hopper' })
await world.create('msevtmgt_speakerengagement', {
  msevtmgt_name: 'Keynote',
  msevtmgt_event: event,
  msevtmgt_session: session,
  msevtmgt_speaker: speaker,
})
const sponsorship = await world.create('msevtmgt_sponsorship', {
  msevtmgt_name: 'Gold',
  msevtmgt_event: event,
  msevtmgt_sponsor: await world.create('account', { name: 'Engines Ltd' }),
})

async function put(path: string, body: Uint8Array, type = 'image/png') {
  const headers = { 'content-type': type }
  const response = await fetch(`${operations}/${path}`, { method: 'PUT', headers, body })
  return { status: response.status, json: (await response.json()) as Record<string, unknown> }
}

/** What the address in an answer gives; the hub's public name leads to this test's server. */
const show = (address: string, headers: Record<string, string> = {}) =>
  fetch(address.replace(publicUrl, new URL(api.base).origin), { headers })

test('Photos, logos and event pictures are set as files and appear as addresses.', async () => {
  assert.equal((await site.call(`events/${event}`)).json.image, null)
  assert.equal((await put(`events/${event}/picture`, png)).status, 200)
  assert.equal((await put(`speakers/${speaker}/picture`, jpeg, 'image/jpeg')).status, 200)
  assert.equal((await put(`sponsorships/${sponsorship}/picture`, webp, 'image/webp')).status, 200)
  const image = (await site.call(`events/${event}`)).json.image
  const [person] = (await site.call(`events/${event}/speakers`)).json
  const [spoken] = (await site.call(`events/${event}/sessions`)).json
  const [sponsor] = (await site.call(`events/${event}/sponsorships`)).json
  assert.equal(person.imageUrl, person.image)
  assert.equal(spoken.speakers[0].image, person.image)
  for (const [address, type, content] of [
    [image, 'image/png', png],
    [person.image, 'image/jpeg', jpeg],
    [sponsor.image, 'image/webp', webp],
  ]) {
    const response = await show(address)
    assert.equal(response.status, 200, address)
    assert.equal(response.headers.get('content-type'), type)
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), content)
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    assert.match(response.headers.get('content-security-policy') ?? '', /sandbox/)
  }
})

test('Browsers keep a picture for a year and see a new one at once.', async () => {
  await put(`events/${event}/picture`, png)
  const { image } = (await site.call(`events/${event}`)).json
  const first = await show(image)
  assert.match(first.headers.get('cache-control') ?? '', /immutable/)
  const etag = String(first.headers.get('etag'))
  assert.equal((await show(image, { 'if-none-match': `"other", W/${etag}` })).status, 304)
  const plain = await show(image.replace(/\?.*/, ''))
  assert.match(plain.headers.get('cache-control') ?? '', /max-age=300/)

  await put(`events/${event}/picture`, gif)
  const changed = (await site.call(`events/${event}`)).json.image
  assert.notEqual(changed, image)
  assert.equal((await show(changed)).headers.get('content-type'), 'image/gif')
  assert.equal((await show(image, { 'if-none-match': etag })).status, 200)
  const removed = await fetch(`${operations}/events/${event}/picture`, { method: 'DELETE' })
  assert.equal(removed.status, 200)
  assert.equal((await site.call(`events/${event}`)).json.image, null)
  assert.equal((await show(changed)).status, 404)
})

test('The bytes decide what is a picture: no SVG, no page, nothing too large.', async () => {
  const bad = [
    [svg, 'picture-unreadable'],
    [Buffer.from('<html><script>alert(1)</script>'), 'picture-unreadable'],
    [Buffer.from('GIF88a'), 'picture-unreadable'],
    [Buffer.alloc(0), 'picture-missing'],
  ] as const
  for (const [body, code] of bad) {
    const { status, json } = await put(`events/${event}/picture`, body)
    assert.equal(status, 400, code)
    if (body.length > 0) assert.equal(json.code, code)
  }
  const large = await put(`events/${event}/picture`, Buffer.concat([png, Buffer.alloc(700 * 1024)]))
  assert.deepEqual([large.status, large.json.code], [400, 'picture-too-large'])
  assert.match(String(large.json.advice ?? large.json.detail), /1600 by 480/)
  const wide = Buffer.from(png)
  wide.writeUInt32BE(30_000, 16)
  const bomb = await put(`events/${event}/picture`, wide)
  assert.deepEqual([bomb.status, bomb.json.code], [400, 'picture-too-wide'])
  assert.equal((await put(`events/${event}/picture`, Buffer.alloc(17 * 1024 * 1024))).status, 413)
  const json = await put(`events/${event}/picture`, Buffer.from('{}'), 'application/json')
  assert.equal(json.json.code, 'picture-missing')
})

test('Base64 that ends in thousands of signs of its end is refused at once.', async () => {
  const own = await world.create('msevtmgt_speaker', { msevtmgt_name: 'Grace' })
  const began = performance.now()
  const content = `${'='.repeat(600_000)}a`
  await assert.rejects(
    world.create('gr_picture', { gr_speaker: own, gr_content: content }),
    (error) => isRefusal(error, 'picture-unreadable'),
  )
  const took = performance.now() - began
  assert.ok(took < 5_000, `${took} ms`)
})

test('Rows of the Data API hold the same: Base64 in, type, size and fingerprint out.', async () => {
  const own = await world.create('msevtmgt_speaker', { msevtmgt_name: 'Ada' })
  const id = await world.create('gr_picture', {
    gr_speaker: own,
    gr_content: png.toString('base64').replace(/(.{20})/g, '$1\n'),
  })
  const row = await world.read('gr_picture', id)
  assert.deepEqual(
    [row.gr_name, row.gr_contenttype, row.gr_size, row.gr_fingerprint],
    ['Picture', 'image/png', png.length, createHash('sha256').update(png).digest('hex')],
  )
  assert.deepEqual([row.gr_width, row.gr_height], [1, 1])
  const refused = (values: object, reason: RegExp) =>
    assert.rejects(world.create('gr_picture', { ...values }), reason)
  const content = png.toString('base64')
  await refused({ gr_content: content }, /belongs to one .* this one to 0/)
  await refused({ gr_content: content, gr_speaker: own, gr_event: event }, /this one to 2/)
  await refused({ gr_speaker: own, gr_content: content }, /gr_speaker/)
  await refused({ gr_event: event, gr_content: `${content}!` }, /no PNG/)
  await refused({ gr_event: event, gr_content: svg.toString('base64') }, /no PNG/)
  const large = Buffer.concat([png, Buffer.alloc(700 * 1024)]).toString('base64')
  await refused({ gr_event: event, gr_content: large }, /at most 700/)
  await refused({ gr_event: event }, /gr_content/)
  await world.update('gr_picture', id, { gr_content: gif.toString('base64') })
  assert.equal((await world.read('gr_picture', id)).gr_contenttype, 'image/gif')
})

test('Pictures of drafts and of speakers who speak nowhere are nobody’s to see.', async () => {
  const draft = await world.createEvent({ msevtmgt_publishstatus: 100000000 })
  await put(`events/${draft}/picture`, png)
  const idle = await world.create('msevtmgt_speaker', { msevtmgt_name: 'Idle' })
  await put(`speakers/${idle}/picture`, png)
  assert.equal((await show(`${publicUrl}/EvtMgmt/api/v2.0/events/${draft}/image`)).status, 404)
  assert.equal((await show(`${publicUrl}/EvtMgmt/api/v2.0/speakers/${idle}/image`)).status, 404)
})

test('Readers set no pictures, and unknown rows have none.', async () => {
  caller = { ...systemCaller, roles: ['Reader'] }
  assert.equal((await put(`events/${event}/picture`, png)).status, 403)
  const removed = await fetch(`${operations}/events/${event}/picture`, { method: 'DELETE' })
  assert.equal(removed.status, 403)
  caller = systemCaller
  const nowhere = '00000000-0000-4000-8000-00000000dead'
  assert.equal((await put(`events/${nowhere}/picture`, png)).status, 400)
})

test('Whatever the bytes are, they are refused or served as the picture they are.', async () => {
  const known = /^image\/(png|jpeg|gif|webp)$/
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }), async (bytes) => {
      const { status } = await put(`events/${event}/picture`, bytes, 'application/octet-stream')
      if (status !== 200) return assert.equal(status, 400)
      const { image } = (await site.call(`events/${event}`)).json
      assert.match((await show(image)).headers.get('content-type') ?? '', known)
    }),
    { numRuns: 25 },
  )
})
