import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectedHub, createdWebinar, order, withTwin } from './test-hub.ts'

test('A new webinar is pending and is created after the delay', () =>
  withTwin(async ({ hub, clock }) => {
    const made = await hub('POST', '/webinars', { body: order })
    assert.equal(made.status, 201)
    assert.equal(made.body.status, 'pending')
    const path = `/webinars/${made.body.webinarId}`
    clock.advance(2999)
    assert.equal((await hub('GET', path)).body.status, 'pending')
    clock.advance(1)
    assert.deepEqual((await hub('GET', path)).body, { ...made.body, status: 'created' })
  }))

test('Without a delay a new webinar is created at once', () =>
  withTwin(async ({ hub, twin }) => {
    twin.control.change({ creationDelaySeconds: 0 })
    assert.equal((await hub('POST', '/webinars', { body: order })).body.status, 'created')
  }))

test('The same Idempotency-Key never makes a second webinar, also when asked at once', () =>
  withTwin(async ({ hub, twin }) => {
    const ask = () => hub('POST', '/webinars', { body: order })
    const answers = [...(await Promise.all([ask(), ask(), ask()])), await ask()]
    const ids = new Set(answers.map((answer) => answer.body.webinarId))
    assert.equal(ids.size, 1)
    assert.equal(twin.control.webinars().length, 1)
  }))

test('A repeated creation changes nothing of the webinar', () =>
  withTwin(async ({ hub, twin }) => {
    await hub('POST', '/webinars', { body: order })
    const again = await hub('POST', '/webinars', { body: { ...order, title: 'Another title' } })
    assert.equal(again.status, 201)
    assert.equal(twin.control.webinars()[0]?.order.title, order.title)
  }))

test('Two accounts can use the same key and do not see each other', () =>
  withTwin(async ({ hub, twin }) => {
    const other = await connectedHub(twin, 'bert@webinars.example')
    const mine = await hub('POST', '/webinars', { body: order })
    const theirs = await other('POST', '/webinars', { body: order })
    assert.notEqual(mine.body.webinarId, theirs.body.webinarId)
    const peek = await other('GET', `/webinars/${mine.body.webinarId}`)
    assert.equal(peek.status, 404)
    assert.equal(peek.body.code, 'webinar-not-found')
  }))

test('A creation without an Idempotency-Key is refused', () =>
  withTwin(async ({ hub }) => {
    const options = { body: order, headers: { 'idempotency-key': '' } }
    const answer = await hub('POST', '/webinars', options)
    assert.equal(answer.status, 400)
    assert.equal(answer.body.code, 'missing-idempotency-key')
  }))

test('A creation told to fail says why, and its key is free for another try', () =>
  withTwin(async (scene) => {
    const { hub, twin } = scene
    twin.control.failCreation('The account has no licence left.')
    const failedId = await createdWebinar(scene)
    const failed = await hub('GET', `/webinars/${failedId}`)
    assert.equal(failed.body.status, 'failed')
    assert.equal(failed.body.statusReason, 'The account has no licence left.')
    const nextId = await createdWebinar(scene)
    assert.notEqual(nextId, failedId)
    assert.equal((await hub('GET', `/webinars/${nextId}`)).body.status, 'created')
  }))

test('Updating a failed webinar tries its creation again', () =>
  withTwin(async (scene) => {
    const { hub, twin, clock } = scene
    twin.control.failCreation('No host is free.')
    const path = `/webinars/${await createdWebinar(scene)}`
    const again = await hub('PUT', path, { body: order })
    assert.equal(again.body.status, 'pending')
    assert.equal(again.body.statusReason, undefined)
    clock.advance(3000)
    assert.equal((await hub('GET', path)).body.status, 'created')
  }))

test('An update replaces the webinar and keeps its addresses', () =>
  withTwin(async (scene) => {
    const { hub, twin } = scene
    const path = `/webinars/${await createdWebinar(scene)}`
    const before = await hub('GET', path)
    const { description: _, ...rest } = order
    const after = await hub('PUT', path, { body: { ...rest, title: 'New title' } })
    assert.deepEqual(after.body, before.body)
    assert.equal(twin.control.webinars()[0]?.order.title, 'New title')
    assert.equal(twin.control.webinars()[0]?.order.description, undefined)
  }))

test('An update cannot give a webinar to another event', () =>
  withTwin(async (scene) => {
    const path = `/webinars/${await createdWebinar(scene)}`
    const answer = await scene.hub('PUT', path, { body: { ...order, externalId: 'event-2' } })
    assert.equal(answer.status, 400)
    assert.match(answer.body.message, /externalId/)
  }))

test('A deleted webinar is gone, and its key is free again', () =>
  withTwin(async (scene) => {
    const { hub } = scene
    const id = await createdWebinar(scene)
    assert.equal((await hub('DELETE', `/webinars/${id}`)).status, 204)
    assert.equal((await hub('GET', `/webinars/${id}`)).status, 404)
    assert.equal((await hub('DELETE', `/webinars/${id}`)).status, 404)
    assert.notEqual(await createdWebinar(scene), id)
  }))

test('A webinar removed at the vendor is gone for the hub', () =>
  withTwin(async (scene) => {
    const id = await createdWebinar(scene)
    scene.twin.control.removeWebinar(id)
    assert.equal((await scene.hub('GET', `/webinars/${id}`)).status, 404)
  }))

const refusals: readonly [string, object, number, string][] = [
  ['ends before it starts', { end: '2026-03-03T09:00:00Z' }, 400, 'invalid-input'],
  ['has a time that is not UTC', { start: '2026-03-03T10:00:00+01:00' }, 400, 'invalid-input'],
  ['has a time that is no time', { start: 'tomorrow' }, 400, 'invalid-input'],
  ['is in an unknown time zone', { timeZone: 'W. Europe Standard Time' }, 400, 'invalid-input'],
  ['has no title', { title: '' }, 400, 'invalid-input'],
  ['has null instead of nothing', { description: null }, 400, 'invalid-input'],
  ['has a number as text', { maxAttendees: '12' }, 400, 'invalid-input'],
  ['is longer than allowed', { end: '2026-03-03T18:00:01Z' }, 422, 'duration-too-long'],
  ['is for too many people', { maxAttendees: 3001 }, 422, 'too-many-attendees'],
  ['is of an unknown type', { webinarType: 'circus' }, 422, 'unknown-webinar-type'],
]

for (const [what, change, status, code] of refusals)
  test(`A webinar that ${what} is refused in the form of the API`, () =>
    withTwin(async ({ hub, twin }) => {
      const answer = await hub('POST', '/webinars', { body: { ...order, ...change } })
      assert.equal(answer.status, status, answer.text)
      assert.equal(answer.body.code, code)
      assert.equal(answer.body.retryable, false)
      assert.equal(twin.control.webinars().length, 0)
    }))

test('Time zones with an old or short name are accepted', () =>
  withTwin(async ({ hub }) => {
    for (const [index, timeZone] of ['UTC', 'Asia/Calcutta', 'Europe/Kyiv'].entries()) {
      const body = { ...order, externalId: `event-${index}`, timeZone }
      assert.equal((await hub('POST', '/webinars', { body })).status, 201, timeZone)
    }
  }))
