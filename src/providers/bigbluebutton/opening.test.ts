import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as client from './client.ts'
import { enterAsBrowser } from './test-server.ts'
import { at, failureOfCall, inWorld, opened, person, plan } from './test-world.ts'
import { textOf } from './xml.ts'

test('publishing opens no room; the first click does, and the second finds it', () =>
  inWorld({}, async (world) => {
    const { provider, twin } = world
    const webinar = await provider.createWebinar(plan)
    assert.deepEqual(await provider.createWebinar(plan), webinar)
    assert.deepEqual(twin.control.rooms(), [])
    await provider.joinUrl(webinar, person('registration-1'), plan)
    const [room] = twin.control.rooms()
    await provider.joinUrl(webinar, person('registration-2'), plan)
    assert.deepEqual(twin.control.rooms(), [room])
    assert.equal(room?.meetingId, webinar.webinarId)
    assert.equal(room?.name, plan.title)
  }))

test('a hundred people who click at once are in one room', () =>
  inWorld({}, async ({ provider, twin }) => {
    const webinar = await provider.createWebinar(plan)
    const people = Array.from({ length: 100 }, (_, index) => person(`registration-${index}`))
    const urls = await Promise.all(people.map((each) => provider.joinUrl(webinar, each, plan)))
    assert.equal(new Set(urls).size, 100)
    assert.equal(twin.control.rooms().length, 1)
  }))

test('what changed before the first click is what the room is like', () =>
  inWorld({}, async ({ provider, twin }) => {
    const webinar = await provider.createWebinar(plan)
    const changed = { ...plan, title: 'Growing chillies', end: at(90), maxAttendees: 10 }
    const updated = await provider.updateWebinar(webinar.webinarId, changed)
    assert.deepEqual(updated, webinar)
    await provider.joinUrl(webinar, person('registration-1'), changed)
    const [room] = twin.control.rooms()
    assert.equal(room?.name, 'Growing chillies')
    // Ten minutes to the start, ninety planned, thirty for whoever overruns.
    assert.equal(room?.durationMinutes, 130)
    // Presenter and producer have a place beside the audience.
    assert.equal(room?.maxParticipants, 12)
  }))

test('a room that is open is not changed, and people are told', () =>
  inWorld({}, async (world) => {
    const { webinar, url } = await opened(world)
    await enterAsBrowser(world.twin, url)
    const changed = { ...plan, title: 'Growing chillies' }
    const updated = await world.provider.updateWebinar(webinar.webinarId, changed)
    assert.match(updated.stateReason ?? '', /changes show when it is opened the next time/)
    assert.equal(world.twin.control.rooms()[0]?.name, plan.title)
  }))

test('the server was started anew: the next click opens the room again', () =>
  inWorld({}, async (world) => {
    const { webinar, url } = await opened(world)
    world.twin.control.restart()
    assert.equal(await enterAsBrowser(world.twin, url), undefined)
    world.clock.advance(1000)
    const again = await world.provider.joinUrl(webinar, person('registration-1'), plan)
    assert.equal((await enterAsBrowser(world.twin, again))?.externalId, 'registration-1')
  }))

test('a link of an earlier opening lets nobody into a later one', () =>
  inWorld({}, async (world) => {
    const { webinar, url } = await opened(world)
    world.clock.advance(6 * 60_000)
    assert.deepEqual(world.twin.control.rooms(), [], 'nobody came, so the room was closed')
    await world.provider.joinUrl(webinar, person('registration-2'), plan)
    const refused = await fetch(url, { redirect: 'manual' })
    assert.match(
      decodeURIComponent(refused.headers.get('location') ?? ''),
      /mismatchCreateTimeParam/,
    )
  }))

test('a room that the host has ended can be entered again after a minute', () =>
  inWorld({}, async (world) => {
    const { webinar } = await opened(world)
    world.twin.control.endRoom(webinar.webinarId)
    const click = () => world.provider.joinUrl(webinar, person('registration-1'), plan)
    const failure = await failureOfCall(click)
    assert.equal(failure.kind, 'unavailable')
    assert.match(failure.message, /has just ended this room/)
    world.clock.advance(61_000)
    const entered = await enterAsBrowser(world.twin, await click())
    assert.equal(entered?.externalId, 'registration-1')
  }))

test('deleting ends the room with everybody in it, and once more does no harm', () =>
  inWorld({ settings: { attendanceBy: 'webhooks' } }, async (world) => {
    const { webinar, url } = await opened(world)
    await enterAsBrowser(world.twin, url)
    assert.equal(world.twin.control.hooks().length, 1)
    await world.provider.deleteWebinar(webinar.webinarId)
    assert.equal(await enterAsBrowser(world.twin, url), undefined)
    assert.deepEqual(world.twin.control.hooks(), [])
    await world.provider.deleteWebinar(webinar.webinarId)
  }))

test('presenters and hosts are moderators, everybody else is a viewer', () =>
  inWorld({}, async (world) => {
    const { webinar } = await opened(world)
    for (const [role, expected] of [
      [undefined, 'VIEWER'],
      ['attendee', 'VIEWER'],
      ['presenter', 'MODERATOR'],
      ['host', 'MODERATOR'],
    ] as const) {
      const who = person(`registration-${role}`, role === undefined ? {} : { role })
      const url = await world.provider.joinUrl(webinar, who, plan)
      assert.equal((await enterAsBrowser(world.twin, url))?.role, expected)
    }
  }))

test('a server that knows no roles gives them by the password', () =>
  inWorld({}, async (world) => {
    const { webinar } = await opened(world)
    const host = person('registration-9', { role: 'host' })
    const url = new URL(await world.provider.joinUrl(webinar, host, plan))
    const parameters = Object.fromEntries(url.searchParams)
    const { role: _role, checksum: _checksum, ...old } = parameters
    const entered = await enterAsBrowser(world.twin, client.joinAddress(world.server, old))
    assert.equal(entered?.role, 'MODERATOR')
  }))

test('a person without a name is a guest: the e-mail address is not shown to the room', () =>
  inWorld({}, async (world) => {
    const { webinar } = await opened(world)
    const nameless = person('registration-5', { firstName: ' ', lastName: '' })
    const url = await world.provider.joinUrl(webinar, nameless, plan)
    assert.ok(!url.includes('zoe'))
    assert.equal((await enterAsBrowser(world.twin, url))?.name, 'Guest')
  }))

for (const [what, title, shown] of [
  ['of one sign', 'X', 'X.'],
  ['that is too long', 'T'.repeat(80), `${'T'.repeat(63)}…`],
  ['with line breaks', 'Two\nlines\t', 'Two lines'],
] as const) {
  test(`a title ${what} becomes a name that the server takes`, () =>
    inWorld({}, async (world) => {
      await opened(world, { title })
      assert.equal(world.twin.control.rooms()[0]?.name, shown)
    }))
}

test('a click without a plan is refused in a sentence', () =>
  inWorld({}, async ({ provider }) => {
    const webinar = await provider.createWebinar(plan)
    const failure = await failureOfCall(() => provider.joinUrl(webinar, person('registration-1')))
    assert.equal(failure.kind, 'rejected')
  }))

test('an id that is none of ours is not known, and reaches no server', () =>
  inWorld({}, async ({ provider, twin }) => {
    const webinarId = 'gr-../../admin'
    const before = twin.control.calls().length
    for (const call of [
      () => provider.readWebinar(webinarId),
      () => provider.updateWebinar(webinarId, plan),
      () => provider.deleteWebinar(webinarId),
      () => provider.attendance(webinarId, undefined),
      () => provider.recordings(webinarId),
    ]) {
      assert.equal((await failureOfCall(call)).kind, 'not-found')
    }
    assert.equal(twin.control.calls().length, before)
  }))

test('people get in although the webhooks of the server are out of order', () =>
  inWorld({ settings: { attendanceBy: 'webhooks' } }, async (world) => {
    world.twin.control.change({ hooksInstalled: false })
    const { url } = await opened(world)
    assert.equal((await enterAsBrowser(world.twin, url))?.externalId, 'registration-1')
  }))

for (const [recording, expected] of [
  ['off', [false, false]],
  ['on demand', [false, true]],
  ['automatic', [true, true]],
] as const) {
  test(`recording "${recording}" is what the room is opened with`, () =>
    inWorld({ settings: { recording } }, async (world) => {
      const { webinar, url } = await opened(world)
      await enterAsBrowser(world.twin, url)
      const startsByItself = await isRecording(world, webinar.webinarId)
      world.twin.control.record(webinar.webinarId, true)
      assert.deepEqual([startsByItself, await isRecording(world, webinar.webinarId)], expected)
    }))
}

async function isRecording({ server }: Parameters<typeof opened>[0], meetingId: string) {
  const meeting = client.readAnswer(await client.askMeeting(server, meetingId))
  return textOf(meeting, 'recording') === 'true'
}
