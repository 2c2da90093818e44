import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startWebinarExtensionTwin } from './server.ts'
import { createdWebinar, plainCaller, registered, type Scene, withTwin } from './test-hub.ts'

const start = new Date('2026-03-03T10:00:00.000Z')
const minute = 60_000

/** Anna's personal page at the start of the webinar, as her browser uses it. */
async function atStart(scene: Scene, more: object = {}) {
  const webinarId = await createdWebinar(scene, more)
  const registration = await registered(scene, webinarId, 'Anna')
  scene.clock.moveTo(start)
  const page = new URL(registration.joinUrl).pathname
  const send = plainCaller(scene.twin.url)
  const enter = async () => {
    const { status, body } = await send('POST', `${page}/stays`)
    assert.equal(status, 201)
    return `${page}/stays/${body.stayId}`
  }
  return { webinarId, registration, page, send, enter }
}

test('The join page greets the person; opening it alone counts for nothing', () =>
  withTwin(async (scene) => {
    const { page, send } = await atStart(scene, { title: 'Cats & <dogs>' })
    const answer = await send('GET', page)
    assert.equal(answer.status, 200)
    assert.match(answer.text, /<h1>You are in Cats &amp; &lt;dogs&gt;<\/h1>/)
    assert.match(answer.text, /Anna Example/)
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer')
    assert.equal(scene.twin.control.stays().length, 0)
    const script = await send('GET', '/pages/room.js')
    assert.match(script.headers.get('content-type') ?? '', /^text\/javascript/)
    assert.equal((await send('GET', '/pages/style.css')).status, 200)
  }))

test('Entering and leaving measures how long the person was there', () =>
  withTwin(async (scene) => {
    const { webinarId, registration, send, enter } = await atStart(scene)
    const stay = await enter()
    scene.clock.advance(42 * minute)
    assert.equal((await send('POST', `${stay}/leave`)).status, 204)
    scene.clock.advance(5 * minute)
    const { body } = await scene.hub('GET', `/webinars/${webinarId}/attendance`)
    assert.equal(body.items.length, 1)
    assert.equal(body.items[0].registrationId, registration.registrationId)
    assert.equal(body.items[0].viewingMinutes, 42)
  }))

test('A closing page may tell of the leave with a plain text beacon, and twice', () =>
  withTwin(async (scene) => {
    const { enter } = await atStart(scene)
    const stay = await enter()
    const beacon = () =>
      fetch(`${scene.twin.url}${stay}/leave`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain;charset=UTF-8' },
        body: '',
      })
    assert.equal((await beacon()).status, 204)
    assert.equal((await beacon()).status, 410)
    assert.equal(scene.twin.control.stays().length, 1)
  }))

test('A page that falls silent has left when it was last heard', () =>
  withTwin(async (scene) => {
    const { webinarId, send, enter } = await atStart(scene)
    const stay = await enter()
    scene.clock.advance(10 * minute)
    assert.equal((await send('POST', `${stay}/heartbeats`)).status, 204)
    scene.twin.control.change({ heartbeatTimeoutSeconds: 0.02 })
    await sleep(40)
    scene.clock.advance(20 * minute)
    assert.equal((await send('POST', `${stay}/heartbeats`)).status, 410)
    const [seen] = scene.twin.control.stays(webinarId)
    assert.equal(seen?.leftAt, new Date(start.getTime() + 10 * minute).toISOString())
  }))

test('Moving the clock of a demo throws nobody out of the room', () =>
  withTwin(async (scene) => {
    const { webinarId, send, enter } = await atStart(scene)
    const stay = await enter()
    scene.clock.advance(50 * minute)
    assert.equal(scene.twin.control.stays(webinarId)[0]?.leftAt, undefined)
    assert.equal((await send('POST', `${stay}/heartbeats`)).status, 204)
    await send('POST', `${stay}/leave`)
    const [seen] = scene.twin.control.stays(webinarId)
    assert.equal(seen?.leftAt, new Date(start.getTime() + 50 * minute).toISOString())
  }))

test('Questions are counted in the report and shown to the presenter', () =>
  withTwin(async (scene) => {
    const { webinarId, send, enter } = await atStart(scene)
    const stay = await enter()
    const body = { question: 'Why <so>?' }
    assert.equal((await send('POST', `${stay}/questions`, { body })).status, 204)
    const { body: webinar } = await scene.hub('GET', `/webinars/${webinarId}`)
    const page = await send('GET', new URL(webinar.presentationManagerUrl).pathname)
    assert.match(page.text, /In the room now: 1/)
    assert.match(page.text, /Anna Example: Why &lt;so&gt;\?/)
    await send('POST', `${stay}/leave`)
    scene.clock.advance(5 * minute)
    const report = await scene.hub('GET', `/webinars/${webinarId}/attendance`)
    assert.equal(report.body.items[0].questionsAsked, 1)
  }))

test('One link cannot end the stay of another', () =>
  withTwin(async (scene) => {
    const { webinarId, send, enter } = await atStart(scene)
    const stay = await enter()
    const bert = await registered(scene, webinarId, 'Bert')
    const foreign = `${new URL(bert.joinUrl).pathname}/stays/${stay.split('/').at(-1)}/leave`
    assert.equal((await send('POST', foreign)).status, 404)
    assert.equal(scene.twin.control.stays()[0]?.leftAt, undefined)
  }))

test('The presenter ends the webinar: nobody enters any more and everybody has left', () =>
  withTwin(async (scene) => {
    const { webinarId, page, send, enter } = await atStart(scene)
    const stay = await enter()
    const { body: webinar } = await scene.hub('GET', `/webinars/${webinarId}`)
    const presenting = new URL(webinar.presentationManagerUrl).pathname
    scene.clock.advance(30 * minute)
    const ended = await send('POST', `${presenting}/end`)
    assert.equal(ended.status, 303)
    assert.match((await send('GET', presenting)).text, /The webinar has ended/)
    assert.equal((await send('POST', `${stay}/heartbeats`)).status, 410)
    assert.equal((await send('POST', `${page}/stays`)).status, 410)
    assert.match((await send('GET', page)).text, /The webinar has ended/)
  }))

test('The link of a cancelled registration or a deleted webinar opens no room', () =>
  withTwin(async (scene) => {
    const { webinarId, registration, page, send } = await atStart(scene)
    const bert = new URL((await registered(scene, webinarId, 'Bert')).joinUrl).pathname
    await scene.hub('DELETE', `/webinars/${webinarId}/registrations/${registration.registrationId}`)
    assert.match((await send('GET', page)).text, /cancelled/)
    assert.equal((await send('POST', `${page}/stays`)).status, 410)
    assert.match((await send('GET', bert)).text, /You are in/)
    await scene.hub('DELETE', `/webinars/${webinarId}`)
    assert.match((await send('GET', bert)).text, /cancelled/)
    assert.equal((await send('POST', `${bert}/stays`)).status, 410)
    assert.equal((await send('GET', '/join/unknown')).status, 404)
  }))

test('Who walks in by the audience address attends without being registered', () =>
  withTwin(async (scene) => {
    const { webinarId, send } = await atStart(scene)
    const room = `/room/${webinarId}`
    assert.match((await send('GET', room)).text, /use the personal link/)
    const submit = (fields: Record<string, string>) =>
      fetch(scene.twin.url + room, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(fields),
      })
    assert.equal((await submit({ name: 'Wanda', email: 'nowhere' })).status, 422)
    const entered = await submit({ name: 'Wanda', email: 'wanda@people.example' })
    assert.equal(entered.status, 303)
    const page = new URL(entered.headers.get('location') ?? '').pathname
    const { body } = await send('POST', `${page}/stays`)
    scene.clock.advance(20 * minute)
    await send('POST', `${page}/stays/${body.stayId}/leave`)
    scene.clock.advance(5 * minute)
    const report = await scene.hub('GET', `/webinars/${webinarId}/attendance`)
    assert.equal(report.body.items[0].email, 'wanda@people.example')
    assert.equal(report.body.items[0].registrationId, undefined)
    const list = await scene.hub('GET', `/webinars/${webinarId}/registrations`)
    assert.equal(list.body.items.length, 1)
  }))

test('A webinar that is still pending shows that it is being prepared', () =>
  withTwin(async (scene) => {
    const webinarId = await createdWebinar(scene)
    scene.twin.control.change({ creationDelaySeconds: 60 })
    const other = await createdWebinar(scene, { externalId: 'event-2' })
    const send = plainCaller(scene.twin.url)
    assert.match((await send('GET', `/room/${webinarId}`)).text, /Enter/)
    assert.match((await send('GET', `/room/${other}`)).text, /Enter/)
    const { body } = await scene.hub('POST', '/webinars', {
      body: { ...scene.twin.control.webinars()[0]?.order, externalId: 'event-3' },
    })
    assert.match((await send('GET', `/room/${body.webinarId}`)).text, /being prepared/)
  }))

test('The base address tells a person what it is', () =>
  withTwin(async ({ twin }) => {
    const answer = await plainCaller(twin.url)('GET', '/')
    assert.match(answer.text, /Webinar Extension\s+API/)
  }))

test('A start on a port that is taken fails and says so', () =>
  withTwin(async ({ twin, clock }) => {
    const port = Number(new URL(twin.url).port)
    await assert.rejects(startWebinarExtensionTwin({ clock, port }), { code: 'EADDRINUSE' })
  }))
