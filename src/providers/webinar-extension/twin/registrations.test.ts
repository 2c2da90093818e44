import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createdWebinar, order, registered, registrant, withTwin } from './test-hub.ts'

test('A person who is pushed once has one registration and a personal link', () =>
  withTwin(async (scene) => {
    const webinarId = await createdWebinar(scene)
    const anna = await registered(scene, webinarId, 'Anna')
    const bert = await registered(scene, webinarId, 'Bert')
    assert.notEqual(anna.joinUrl, bert.joinUrl)
    assert.ok(anna.joinUrl.startsWith(`${scene.twin.url}/join/`))
    const list = await scene.hub('GET', `/webinars/${webinarId}/registrations`)
    assert.deepEqual(
      list.body.items.map((item: { externalId: string }) => item.externalId),
      ['registration-Anna', 'registration-Bert'],
    )
    assert.equal(list.body.nextCursor, undefined)
  }))

test('The same Idempotency-Key never registers a person twice, and the twin counts the tries', () =>
  withTwin(async (scene) => {
    const webinarId = await createdWebinar(scene)
    const first = await registered(scene, webinarId, 'Anna')
    const second = await registered(scene, webinarId, 'Anna')
    assert.deepEqual(first, second)
    assert.deepEqual(scene.twin.control.countsFor('registration-Anna'), {
      posts: 2,
      created: 1,
      puts: 0,
      deletes: 0,
    })
  }))

test('The same key in another webinar is another registration', () =>
  withTwin(async (scene) => {
    const one = await createdWebinar(scene)
    const other = await createdWebinar(scene, { externalId: 'event-2' })
    const first = await registered(scene, one, 'Anna')
    const second = await registered(scene, other, 'Anna')
    assert.notEqual(first.registrationId, second.registrationId)
  }))

test('Two people may share an e-mail address', () =>
  withTwin(async (scene) => {
    const webinarId = await createdWebinar(scene)
    const anna = await registered(scene, webinarId, 'Anna')
    const body = { ...registrant('Arno'), email: registrant('Anna').email }
    const arno = await scene.hub('POST', `/webinars/${webinarId}/registrations`, { body })
    assert.equal(arno.status, 201)
    assert.notEqual(arno.body.registrationId, anna.registrationId)
  }))

test('A cancelled registration is listed as cancelled, and the same key brings it back', () =>
  withTwin(async (scene) => {
    const { hub } = scene
    const list = `/webinars/${await createdWebinar(scene)}/registrations`
    const { body: anna } = await hub('POST', list, { body: registrant('Anna') })
    const one = `${list}/${anna.registrationId}`
    assert.equal((await hub('DELETE', one)).status, 204)
    assert.equal((await hub('DELETE', one)).status, 204)
    assert.equal((await hub('GET', list)).body.items[0].status, 'cancelled')
    const update = await hub('PUT', one, { body: registrant('Anna') })
    assert.equal(update.body.code, 'registration-cancelled')
    const back = await hub('POST', list, { body: registrant('Anna') })
    assert.deepEqual(back.body, anna)
  }))

test('An update changes the person and keeps the link', () =>
  withTwin(async (scene) => {
    const { hub } = scene
    const list = `/webinars/${await createdWebinar(scene)}/registrations`
    const { body: anna } = await hub('POST', list, { body: registrant('Anna') })
    const body = { ...registrant('Anna'), lastName: 'Married' }
    const after = await hub('PUT', `${list}/${anna.registrationId}`, { body })
    assert.deepEqual(after.body, anna)
    assert.equal((await hub('GET', list)).body.items[0].lastName, 'Married')
    const stolen = await hub('PUT', `${list}/${anna.registrationId}`, { body: registrant('Bert') })
    assert.equal(stolen.status, 400)
  }))

test('A full webinar takes no more attendees, but presenters, and again after a cancellation', () =>
  withTwin(async (scene) => {
    const { hub } = scene
    const list = `/webinars/${await createdWebinar(scene, { maxAttendees: 1 })}/registrations`
    const { body: anna } = await hub('POST', list, { body: registrant('Anna') })
    const full = await hub('POST', list, { body: registrant('Bert') })
    assert.equal(full.status, 409)
    assert.equal(full.body.code, 'webinar-full')
    const presenter = { ...registrant('Sara'), role: 'presenter' }
    assert.equal((await hub('POST', list, { body: presenter })).status, 201)
    await hub('DELETE', `${list}/${anna.registrationId}`)
    assert.equal((await hub('POST', list, { body: registrant('Bert') })).status, 201)
  }))

test('Registering for a pending webinar can be retried, for a failed one not', () =>
  withTwin(async ({ hub, twin, clock }) => {
    twin.control.failCreation('No host is free.')
    const { body } = await hub('POST', '/webinars', { body: order })
    const list = `/webinars/${body.webinarId}/registrations`
    const early = await hub('POST', list, { body: registrant('Anna') })
    assert.deepEqual([early.status, early.body.code], [409, 'webinar-pending'])
    assert.equal(early.body.retryable, true)
    clock.advance(3000)
    const never = await hub('POST', list, { body: registrant('Anna') })
    assert.deepEqual([never.status, never.body.code], [409, 'webinar-failed'])
    assert.equal(never.body.retryable, false)
    assert.match(never.body.message, /No host is free/)
  }))

test('Pages of any size show everybody once, also people who registered at the vendor', () =>
  withTwin(async (scene) => {
    const { hub, twin } = scene
    const webinarId = await createdWebinar(scene)
    const names = ['Anna', 'Bert', 'Cleo', 'Dora', 'Emil']
    for (const name of names) await registered(scene, webinarId, name)
    const { externalId: _, ...direct } = registrant('Fred')
    twin.control.registerAtVendor(webinarId, direct)
    for (const pageSize of [1, 2, 3, 6, 7]) {
      twin.control.change({ pageSize })
      const seen = await readAll(hub, `/webinars/${webinarId}/registrations`)
      assert.deepEqual(seen, [...names, 'Fred'])
    }
  }))

async function readAll(hub: Parameters<Parameters<typeof withTwin>[0]>[0]['hub'], path: string) {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const { body } = await hub('GET', cursor === undefined ? path : `${path}?cursor=${cursor}`)
    seen.push(...body.items.map((item: { firstName: string }) => item.firstName))
    cursor = body.nextCursor
  } while (cursor !== undefined)
  return seen
}

test('A cursor that no list gave is refused', () =>
  withTwin(async (scene) => {
    const list = `/webinars/${await createdWebinar(scene)}/registrations`
    for (const cursor of ['nonsense', 'e30', 'WyJhIl0']) {
      const answer = await scene.hub('GET', `${list}?cursor=${cursor}`)
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid-cursor'], cursor)
    }
  }))
