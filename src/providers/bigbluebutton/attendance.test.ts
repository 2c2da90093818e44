import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AttendanceItem } from '../contract.ts'
import { at, comeIn, failureOfCall, inWorld, opened, plan, type World } from './test-world.ts'
import type { TwinSettings } from './twin/index.ts'

const webhooks = { attendanceBy: 'webhooks' }

/** What the hub makes of the pieces: one stay per name, from the join to the leave or the next end. */
function staysIn({ happenings }: World): readonly (readonly (string | undefined)[])[] {
  const heard = happenings()
  const ends = heard.flatMap(({ kind, at: when }) => (kind === 'ended' ? [when] : []))
  const pieces = heard.flatMap((each) => (each.kind === 'stay' ? [each.item] : []))
  const byName = Map.groupBy(pieces, ({ stayId }) => stayId)
  return [...byName.values()].map((items) => {
    const time = (which: 'joinedAt' | 'leftAt') => items.find((item) => item[which])?.[which]
    const joined = time('joinedAt')
    const left = time('leftAt') ?? ends.find((end) => end > (joined ?? end))
    return [items[0]?.externalId, joined?.toISOString(), left?.toISOString()]
  })
}

const iso = (minutes: number) => at(minutes).toISOString()

/** Two people; one comes twice, the other one stays until the host ends the meeting. */
async function playMeeting(world: World): Promise<string> {
  const { clock, twin } = world
  const { control } = twin
  clock.moveTo(at(-2))
  const { webinar } = await opened(world)
  clock.moveTo(at(0))
  await comeIn(world, webinar, 'registration-1', at(0))
  await comeIn(world, webinar, 'registration-2', at(0))
  clock.moveTo(at(20))
  control.leave(webinar.webinarId, 'registration-1', at(20))
  clock.moveTo(at(30))
  await comeIn(world, webinar, 'registration-1', at(30))
  clock.moveTo(at(50))
  control.leave(webinar.webinarId, 'registration-1', at(50))
  clock.moveTo(at(60))
  control.endRoom(webinar.webinarId)
  await control.settled()
  return webinar.webinarId
}

const played = [
  ['registration-1', iso(0), iso(20)],
  ['registration-1', iso(30), iso(50)],
  ['registration-2', iso(0), iso(60)],
]

const variants: readonly [string, Partial<TwinSettings>][] = [
  ['with SHA-1 checksums', {}],
  ['with SHA-256 checksums', { hookSignature: 'sha256' }],
  ['with SHA-384 checksums', { hookSignature: 'sha384' }],
  ['with SHA-512 checksums', { hookSignature: 'sha512' }],
  ['with the secret as bearer', { hookSignature: 'auth2_0' }],
  ['one event at a time, from an old version', { eventShape: 'single' }],
  ['from a version that tells no leave at the end', { leavesAtEnd: false }],
  ['from a version that knows SHA-1 only', { hookAlgorithms: ['sha1'] }],
]

for (const [what, twin] of variants) {
  test(`webhooks ${what} tell who came when`, () =>
    inWorld({ settings: webhooks, twin }, async (world) => {
      await playMeeting(world)
      assert.deepEqual(staysIn(world).toSorted(), played)
      assert.ok(world.happenings().some(({ kind }) => kind === 'ended'))
    }))
}

test('a webhook that the hub could not take is sent again, and nothing is lost or doubled', () =>
  inWorld({ settings: webhooks }, async (world) => {
    world.refuseNext(500, 503)
    await playMeeting(world)
    assert.deepEqual(staysIn(world).toSorted(), played)
    const dispatches = world.twin.control.dispatches()
    assert.deepEqual(dispatches[0]?.statuses, [500, 503, 200])
    assert.ok(dispatches.every(({ state }) => state === 'delivered'))
  }))

test('a webhook that the server has dropped is made again by the next look into the room', () =>
  inWorld({ settings: webhooks }, async (world) => {
    const { webinar } = await opened(world)
    world.refuseNext(500, 500, 500, 500)
    await comeIn(world, webinar, 'registration-2', at(-10))
    await world.twin.control.settled()
    assert.deepEqual(world.twin.control.hooks(), [])
    await world.provider.attendance(webinar.webinarId, undefined)
    assert.equal(world.twin.control.hooks().length, 1)
    await world.provider.attendance(webinar.webinarId, undefined)
    assert.equal(world.twin.control.hooks().length, 1)
    world.clock.moveTo(at(0))
    await comeIn(world, webinar, 'registration-3', at(0))
    await world.twin.control.settled()
    assert.equal(world.happenings().filter(({ kind }) => kind === 'stay').length, 1)
  }))

test('the webhook of a room that is over is kept for a day, then removed', () =>
  inWorld({ settings: webhooks }, async (world) => {
    const webinarId = await playMeeting(world)
    world.clock.moveTo(at(120))
    await world.provider.attendance(webinarId, undefined)
    assert.equal(world.twin.control.hooks().length, 1)
    world.clock.moveTo(at(25 * 60))
    await world.provider.attendance(webinarId, undefined)
    assert.deepEqual(world.twin.control.hooks(), [])
  }))

test('the analytics list after the end tells the same as webhooks would have', () =>
  inWorld({ settings: { attendanceBy: 'analytics' } }, async (world) => {
    const webinarId = await playMeeting(world)
    assert.deepEqual(world.twin.control.hooks(), [])
    assert.deepEqual(staysIn(world), [], 'the list comes a moment after the end')
    world.clock.advance(31_000)
    await world.twin.control.settled()
    assert.deepEqual(staysIn(world).toSorted(), played)
    assert.ok(world.happenings().every((each) => each.webinarId === webinarId))
  }))

const names = (items: readonly AttendanceItem[]) => items.map(({ externalId }) => externalId)

for (const userIds of ['passed', 'own'] as const) {
  test(`looking into the room shows who is there now, whichever ids the server shows: ${userIds}`, () =>
    inWorld({ twin: { userIds } }, async (world) => {
      const { webinar } = await opened(world)
      const { clock, provider, twin } = world
      const look = () => provider.attendance(webinar.webinarId, undefined)
      assert.deepEqual((await look()).items, [])
      clock.moveTo(at(0))
      await comeIn(world, webinar, 'registration-1', at(0))
      const first = await look()
      assert.deepEqual(names(first.items), ['registration-1'])
      assert.deepEqual(first.items[0]?.joinedAt, first.updatedAt)
      clock.moveTo(at(5))
      await comeIn(world, webinar, 'registration-2', at(5))
      const second = await look()
      assert.deepEqual(names(second.items), ['registration-1', 'registration-2'])
      assert.equal(second.items[0]?.stayId, first.items[0]?.stayId)
      twin.control.leave(webinar.webinarId, 'registration-1', at(5))
      assert.deepEqual(names((await look()).items), ['registration-2'])
      twin.control.endRoom(webinar.webinarId)
      clock.moveTo(at(7))
      assert.deepEqual((await look()).items, [])
    }))
}

test('a room that is emptied and opened again is listened to all the time', () =>
  inWorld({ settings: webhooks }, async (world) => {
    const { webinar } = await opened(world)
    world.clock.moveTo(at(0))
    await comeIn(world, webinar, 'registration-1', at(0))
    world.clock.moveTo(at(60))
    world.twin.control.endRoom(webinar.webinarId)
    await world.twin.control.settled()
    assert.equal(world.twin.control.hooks().length, 1)
    assert.deepEqual(
      world.happenings().map(({ kind, at: when }) => [kind, when.toISOString()]),
      [
        ['ended', iso(-5)],
        ['started', iso(0)],
        ['stay', iso(0)],
        ['stay', iso(60)],
        ['ended', iso(60)],
      ],
    )
  }))

test('the end is told without webhooks too, and a forged one is not believed', () =>
  inWorld({}, async (world) => {
    await playMeeting(world)
    assert.deepEqual(
      world.happenings().map(({ kind }) => kind),
      ['ended'],
    )
    const told = world.twin.control.dispatches()[0]
    assert.equal(told?.method, 'GET')
    assert.match(told?.url ?? '', /recordingmarks=false$/)
    const forged = (told?.url ?? '').replace(/key=[^&]+/, 'key=guess')
    assert.equal((await fetch(forged)).status, 401)
  }))

test('a recording is told when it is ready, and then it is listed', () =>
  inWorld({ settings: { ...webhooks, recording: 'automatic' } }, async (world) => {
    const webinarId = await playMeeting(world)
    assert.deepEqual(await world.provider.recordings(webinarId), [])
    world.refuseNext(500)
    world.clock.advance(121_000)
    await world.twin.control.settled()
    const ready = world.happenings().filter(({ kind }) => kind === 'recording-ready')
    assert.equal(ready.length, 1, 'the callback and the webhook tell one recording')
    const [recording] = await world.provider.recordings(webinarId)
    assert.equal(recording?.title, plan.title)
    assert.match(recording?.playUrl ?? '', /^http.+\/playback\/presentation/)
  }))

test('a callback with the secret of another server is refused', () =>
  inWorld({ settings: webhooks }, async (world) => {
    await playMeeting(world)
    const { dispatches } = world.twin.control
    const signed = dispatches().find(({ url }) => url.includes('checksum='))
    const answer = await fetch(`${signed?.url}0`, { method: 'POST', body: signed?.body ?? '' })
    assert.equal(answer.status, 401)
  }))

test('an attendance poll fails like every call when the server is down', () =>
  inWorld({}, async (world) => {
    const { webinar } = await opened(world)
    world.twin.control.misbehave({ kind: 'failing' })
    const failure = await failureOfCall(() =>
      world.provider.attendance(webinar.webinarId, undefined),
    )
    assert.equal(failure.kind, 'unavailable')
  }))
