import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createdWebinar,
  order,
  plainCaller,
  redirectUri,
  registered,
  registrant,
  withTwin,
} from './test-hub.ts'

test('A twin in another process is steered over HTTP: modes and settings', () =>
  withTwin(async ({ twin, hub }) => {
    const steer = plainCaller(twin.url)
    const modes = [{ kind: 'forbidden', path: '/status', times: 1 }]
    const set = await steer('PUT', '/_twin/modes', { body: { modes } })
    assert.deepEqual(set.body, { modes })
    assert.equal((await hub('GET', '/status')).status, 403)
    assert.deepEqual((await steer('GET', '/_twin/modes')).body, { modes: [] })
    const body = { creationDelaySeconds: 0, attendanceLagSeconds: 60 }
    const changed = await steer('PATCH', '/_twin/settings', { body })
    assert.equal(changed.body.attendanceLagSeconds, 60)
    assert.equal((await hub('POST', '/webinars', { body: order })).body.status, 'created')
    assert.deepEqual((await steer('GET', '/_twin/settings')).body, twin.control.settings())
  }))

test('Steering over HTTP: signing in, failing, revoking', () =>
  withTwin(async (scene) => {
    const { twin, hub } = scene
    const steer = plainCaller(twin.url)
    const approved = await steer('POST', '/_twin/approve', { body: { redirectUri, state: 'x' } })
    assert.match(approved.body.location, /^https:\/\/hub\.example\/.*code=.*state=x$/)
    const body = { reason: 'No host.' }
    assert.equal((await steer('POST', '/_twin/fail-creation', { body })).status, 204)
    const failed = await hub('GET', `/webinars/${await createdWebinar(scene)}`)
    assert.equal(failed.body.statusReason, 'No host.')
    assert.equal((await steer('POST', '/_twin/revoke-tokens', { body: {} })).status, 204)
    assert.equal((await hub('GET', '/status')).status, 401)
  }))

test('Steering over HTTP: people who register at the vendor, attend and are corrected', () =>
  withTwin(async (scene) => {
    const steer = plainCaller(scene.twin.url)
    const webinarId = await createdWebinar(scene)
    const path = `/_twin/webinars/${webinarId}`
    const direct = await steer('POST', `${path}/registrations`, { body: registrant('Fred') })
    const { registrationId } = direct.body
    const times = { join: '2026-03-03T10:00:00Z', leave: '2026-03-03T10:20:00Z' }
    const played = await steer('POST', '/_twin/attend', { body: { registrationId, ...times } })
    assert.equal(played.status, 201)
    const { stayId } = played.body
    scene.clock.moveTo(new Date('2026-03-03T11:00:00Z'))
    const correction = { stayId, leave: '2026-03-03T10:25:00Z' }
    assert.equal(
      (await steer('POST', '/_twin/correct-attendance', { body: correction })).status,
      204,
    )
    const report = await scene.hub('GET', `/webinars/${webinarId}/attendance`)
    assert.equal(report.body.items[0].viewingMinutes, 25)
    const seen = await steer('GET', `/_twin/stays?webinarId=${webinarId}`)
    assert.deepEqual(seen.body.stays, JSON.parse(JSON.stringify(scene.twin.control.stays())))
    assert.equal((await steer('POST', `${path}/end`)).status, 204)
    assert.equal((await steer('DELETE', path)).status, 204)
    assert.equal((await scene.hub('GET', `/webinars/${webinarId}`)).status, 404)
  }))

test('Reading over HTTP what the twin holds and what it was asked', () =>
  withTwin(async (scene) => {
    const steer = plainCaller(scene.twin.url)
    const webinarId = await createdWebinar(scene)
    const anna = await registered(scene, webinarId, 'Anna')
    const webinars = await steer('GET', '/_twin/webinars')
    assert.equal(webinars.body.webinars[0].order.title, order.title)
    const people = await steer('GET', `/_twin/registrations?webinarId=${webinarId}`)
    assert.equal(people.body.registrations[0].joinUrl, anna.joinUrl)
    assert.equal((await steer('GET', '/_twin/registrations')).body.registrations.length, 1)
    const counts = await steer('GET', '/_twin/registrants/registration-Anna/counts')
    assert.deepEqual(counts.body, { posts: 1, created: 1, puts: 0, deletes: 0 })
    const received = await steer('GET', '/_twin/received')
    assert.equal(received.body.requests.at(-1).externalId, 'registration-Anna')
    assert.equal((await steer('DELETE', '/_twin/received')).status, 204)
    assert.deepEqual((await steer('GET', '/_twin/received')).body, { requests: [] })
  }))

test('A typing error in a mode or a setting is refused and changes nothing', () =>
  withTwin(async ({ twin }) => {
    const steer = plainCaller(twin.url)
    const before = twin.control.settings()
    const mode = await steer('PUT', '/_twin/modes', { body: { modes: [{ kind: 'slowly' }] } })
    assert.deepEqual([mode.status, mode.body.code], [400, 'invalid-input'])
    const setting = await steer('PATCH', '/_twin/settings', { body: { pageSise: 3 } })
    assert.equal(setting.status, 400)
    assert.deepEqual([twin.control.modes(), twin.control.settings()], [[], before])
  }))

test('What does not exist cannot be steered', () =>
  withTwin(async (scene) => {
    const { twin } = scene
    const join = new Date('2026-03-03T10:00:00Z')
    assert.throws(() => twin.control.attend('reg_none', { join }), /no registration "reg_none"/)
    assert.throws(() => twin.control.correctAttendance('stay_none', {}), /no stay "stay_none"/)
    const anna = await registered(scene, await createdWebinar(scene), 'Anna')
    const stayId = twin.control.attend(anna.registrationId, { join })
    assert.throws(() => twin.control.correctAttendance(stayId, {}), /give a leave/)
    const answer = await plainCaller(twin.url)('DELETE', '/_twin/webinars/none')
    assert.equal(answer.status, 404)
  }))

test('A page of another site cannot steer a twin on this machine', () =>
  withTwin(async ({ twin }) => {
    const steer = plainCaller(twin.url)
    const headers = { origin: 'https://evil.example' }
    const answer = await steer('PUT', '/_twin/modes', { body: { modes: [] }, headers })
    assert.equal(answer.status, 403)
    const own = { origin: twin.url }
    assert.equal((await steer('GET', '/_twin/modes', { headers: own })).status, 200)
    assert.equal((await steer('GET', '/_twin/modes', { headers: { origin: 'null' } })).status, 403)
  }))
