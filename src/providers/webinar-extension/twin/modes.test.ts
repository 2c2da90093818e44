import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectedHub, createdWebinar, order, registered, withTwin } from './test-hub.ts'

test('Unhealthy: the status says so in words and everything else answers 503', () =>
  withTwin(async ({ hub, twin }) => {
    twin.control.setModes({ kind: 'unhealthy', message: 'Maintenance until six.' })
    const status = await hub('GET', '/status')
    assert.equal(status.status, 200)
    assert.equal(status.body.status, 'unhealthy')
    assert.equal(status.body.message, 'Maintenance until six.')
    const types = await hub('GET', '/webinar-types')
    assert.equal(types.status, 503)
    assert.equal(types.body.retryable, true)
    twin.control.setModes()
    assert.equal((await hub('GET', '/webinar-types')).status, 200)
    assert.equal((await hub('GET', '/status')).body.message, undefined)
  }))

test('Slow: answers come late, but right', () =>
  withTwin(async ({ hub, twin }) => {
    twin.control.setModes({ kind: 'slow', delayMs: 80 })
    const started = performance.now()
    assert.equal((await hub('GET', '/status')).body.status, 'healthy')
    assert.ok(performance.now() - started >= 79)
  }))

test('Forbidden: every call with a valid token is refused, and without one not authenticated', () =>
  withTwin(async ({ hub, twin }) => {
    twin.control.setModes({ kind: 'forbidden', message: 'The plan has no API.' })
    const answer = await hub('GET', '/status')
    assert.deepEqual([answer.status, answer.body.code], [403, 'forbidden'])
    assert.equal(answer.body.message, 'The plan has no API.')
    const anonymous = await hub('GET', '/status', { headers: { authorization: '' } })
    assert.equal(anonymous.status, 401)
  }))

test('Rate limited: after so many requests in a minute 429 says when to come back', () =>
  withTwin(async ({ hub, twin, clock }) => {
    twin.control.setModes({ kind: 'rateLimited', perMinute: 2 })
    const statuses = async () => (await hub('GET', '/status')).status
    assert.deepEqual([await statuses(), await statuses(), await statuses()], [200, 200, 429])
    clock.advance(20_500)
    const refused = await hub('GET', '/status')
    assert.equal(refused.headers.get('retry-after'), '40')
    assert.equal(refused.body.retryable, true)
    clock.advance(40_000)
    assert.equal(await statuses(), 200)
  }))

test('HTML: a page with status 200 comes instead of JSON', () =>
  withTwin(async ({ hub, twin }) => {
    twin.control.setModes({ kind: 'html' })
    const answer = await hub('POST', '/webinars', { body: order })
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
    assert.match(answer.text, /^<!doctype html>/)
    assert.equal(twin.control.webinars().length, 0)
  }))

test('Empty: the body is empty, or the connection is cut and the request is in the ledger', () =>
  withTwin(async ({ hub, twin }) => {
    twin.control.setModes({ kind: 'empty', how: 'body' })
    const answer = await hub('GET', '/status')
    assert.deepEqual([answer.status, answer.text], [200, ''])
    twin.control.forgetReceived()
    twin.control.setModes({ kind: 'empty', how: 'close' })
    await assert.rejects(hub('PUT', '/webinars/x', { body: order }), TypeError)
    const received = twin.control.received()
    assert.deepEqual(
      received.map(({ method, path, status }) => [method, path, status]),
      [['PUT', '/webinars/x', 0]],
    )
  }))

test('Redirect: the answer leads to a private address', () =>
  withTwin(async ({ hub, twin }) => {
    twin.control.setModes({ kind: 'redirect' })
    const answer = await hub('GET', '/status')
    assert.equal(answer.status, 302)
    assert.equal(new URL(answer.headers.get('location') ?? '').hostname, '169.254.169.254')
    twin.control.setModes({ kind: 'redirect', location: 'http://127.0.0.1:1/' })
    const other = await hub('GET', '/status')
    assert.equal(other.headers.get('location'), 'http://127.0.0.1:1/')
  }))

test('Garbage attendance: impossible records come among the true ones', () =>
  withTwin(async (scene) => {
    const { hub, twin, clock } = scene
    const webinarId = await createdWebinar(scene)
    const { registrationId } = await registered(scene, webinarId, 'Anna')
    const join = new Date('2026-03-03T10:00:00Z')
    twin.control.attend(registrationId, { join, leave: new Date('2026-03-03T10:30:00Z') })
    clock.moveTo(new Date('2026-03-03T12:00:00Z'))
    twin.control.setModes({ kind: 'garbageAttendance' })
    const { body } = await hub('GET', `/webinars/${webinarId}/attendance`)
    const items = body.items.filter((item: unknown) => item !== null)
    const honest = items.filter((item: { viewingMinutes: unknown; joinTime: string }) => {
      return item.joinTime === join.toISOString() && item.viewingMinutes === 30
    })
    assert.ok(honest.length >= 3, 'the true record is there, and repeated')
    const has = (test: (item: Record<string, unknown>) => boolean) => assert.ok(items.some(test))
    assert.ok(body.items.includes(null))
    has((item) => Number(item.viewingMinutes) < 0)
    has((item) => item.registrationId === 'reg_unknown')
    has((item) => String(item.leaveTime) < String(item.joinTime))
    has((item) => String(item.joinTime).startsWith('0001'))
    has((item) => String(item.leaveTime).startsWith('9999'))
    has((item) => item.viewingMinutes === 'many')
    twin.control.setModes()
    const clean = await hub('GET', `/webinars/${webinarId}/attendance`)
    assert.equal(clean.body.items.length, 1)
  }))

test('A mode can be for one part of the API and over after so many requests', () =>
  withTwin(async ({ hub, twin }) => {
    twin.control.setModes({ kind: 'unhealthy', path: '/webinars', times: 2 })
    const ask = async () => (await hub('POST', '/webinars', { body: order })).status
    assert.equal((await hub('GET', '/webinar-types')).status, 200)
    assert.deepEqual([await ask(), await ask(), await ask()], [503, 503, 201])
    assert.deepEqual(twin.control.modes(), [])
  }))

test('Several modes can be on together', () =>
  withTwin(async ({ hub, twin }) => {
    twin.control.setModes(
      { kind: 'forbidden', path: '/webinar-types' },
      { kind: 'html', path: '/webinars' },
    )
    assert.equal((await hub('GET', '/webinar-types')).status, 403)
    assert.match((await hub('GET', '/webinars/x')).text, /html/)
    assert.equal((await hub('GET', '/status')).status, 200)
  }))

test('A token cannot be had from a service that is out of order', () =>
  withTwin(async ({ twin }) => {
    twin.control.setModes({ kind: 'unhealthy', path: '/auth/token', times: 1 })
    const broken = await connectedHub(twin)
    assert.equal((await broken('GET', '/status')).status, 401)
    const working = await connectedHub(twin)
    assert.equal((await working('GET', '/status')).status, 200)
  }))

test('The ledger tells what was asked, with keys but without secrets', () =>
  withTwin(async ({ hub, twin, clock }) => {
    twin.control.forgetReceived()
    await hub('POST', '/webinars', { body: order })
    await hub('GET', '/status?code=secret')
    const at = clock.now().toISOString()
    assert.deepEqual(twin.control.received(), [
      {
        at,
        method: 'POST',
        path: '/webinars',
        status: 201,
        idempotencyKey: 'event-1',
        externalId: 'event-1',
      },
      { at, method: 'GET', path: '/status', status: 200 },
    ])
  }))
