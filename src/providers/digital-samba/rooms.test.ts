import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digitalSamba } from './index.ts'
import { roomAddress } from './mapping.ts'
import {
  at,
  enterAsBrowser,
  failureOfCall,
  inWorld,
  person,
  plan,
  start,
  type World,
} from './test-team.ts'

const roomOf = ({ twin }: World) => twin.control.rooms()[0] ?? assert.fail('There is no room.')

test('a room is private, has the three roles and holds the audience and its presenters', () =>
  inWorld({}, async (world) => {
    await world.provider.createWebinar(plan)
    const { settings } = roomOf(world)
    assert.equal(settings.privacy, 'private')
    assert.deepEqual(settings.roles, ['attendee', 'speaker', 'moderator'])
    assert.equal(settings.default_role, 'attendee')
    assert.equal(settings.max_participants, 102)
    assert.equal(settings.external_id, 'event-1')
    assert.equal(settings.session_length, 300)
    assert.equal(settings.expires_at, '2031-08-03 11:00:00')
    assert.equal(settings.recordings_enabled, false)
  }))

test('a creation whose answer was lost finds its room again', () =>
  inWorld({}, async (world) => {
    const first = await world.provider.createWebinar(plan)
    const other = await world.provider.createWebinar({ ...plan, idempotencyKey: 'event-1:1' })
    assert.notEqual(other.webinarId, first.webinarId)
    assert.deepEqual(await world.provider.createWebinar(plan), first)
    assert.equal(world.twin.control.rooms().length, 2)
  }))

test('an address that another room has taken is told as the vendor tells it', () =>
  inWorld({}, async ({ provider, twin, team }) => {
    const body = { friendly_url: roomAddress(plan.idempotencyKey), external_id: 'not ours' }
    const authorization = `Bearer ${team.key}`
    const headers = { authorization, 'content-type': 'application/json' }
    const options = { method: 'POST', headers, body: JSON.stringify(body) }
    assert.equal((await fetch(`${twin.url}/api/v1/rooms`, options)).status, 200)
    const failure = await failureOfCall(() => provider.createWebinar(plan))
    assert.equal(failure.kind, 'rejected')
    assert.match(failure.message, /friendly url has already been taken/)
  }))

for (const [capacity, places] of [
  [undefined, 50],
  [1, 3],
  [1998, 2000],
] as const) {
  test(`a capacity of ${capacity} becomes ${places} places`, () =>
    inWorld({}, async (world) => {
      await world.provider.createWebinar({ ...plan, maxAttendees: capacity })
      assert.equal(roomOf(world).settings.max_participants, places)
    }))
}

test('more people than a room holds are refused before the vendor is asked', () =>
  inWorld({}, async ({ provider, twin }) => {
    const failure = await failureOfCall(() =>
      provider.createWebinar({ ...plan, maxAttendees: 1999 }),
    )
    assert.equal(failure.kind, 'rejected')
    assert.match(failure.message, /holds 2000 people; this webinar needs 2001 places/)
    assert.deepEqual(twin.control.rooms(), [])
  }))

test('a webinar that moves takes its room with it', () =>
  inWorld({}, async (world) => {
    const { webinarId, webinarUrl } = await world.provider.createWebinar(plan)
    const moved = { ...plan, start: at(60), end: at(300), title: 'X' }
    const changed = await world.provider.updateWebinar(webinarId, moved)
    assert.equal(changed.webinarUrl, webinarUrl)
    const { settings } = roomOf(world)
    assert.equal(settings.description, 'X..')
    assert.equal(settings.expires_at, '2031-08-03 15:00:00')
    assert.equal(settings.session_length, 480)
  }))

for (const [recording, expected] of [
  ['off', [false, false]],
  ['on demand', [true, false]],
  ['automatic', [true, true]],
] as const) {
  test(`recording "${recording}" is what the room is made with`, () =>
    inWorld({ recording }, async (world) => {
      await world.provider.createWebinar(plan)
      const { recordings_enabled, recording_autostart_enabled } = roomOf(world).settings
      assert.deepEqual([recordings_enabled, recording_autostart_enabled], expected)
    }))
}

test('who is in a room that is deleted is sent out, and the stay is told', () =>
  inWorld({}, async ({ clock, provider, twin }) => {
    const { webinarId } = await provider.createWebinar(plan)
    clock.moveTo(start)
    twin.control.attend(webinarId, { externalId: 'registration-1', join: start })
    clock.moveTo(at(30))
    await provider.deleteWebinar(webinarId)
    const { items } = await provider.attendance(webinarId, undefined)
    assert.equal(items[0]?.leftAt?.toISOString(), at(30).toISOString())
    await provider.deleteWebinar(webinarId)
  }))

test('a token lets in for a quarter of an hour, then the hub has to be asked again', () =>
  inWorld({}, async ({ clock, provider, twin }) => {
    const webinar = await provider.createWebinar(plan)
    const url = await provider.joinUrl(webinar, person('registration-1'))
    assert.equal((await enterAsBrowser(twin, url))?.externalId, 'registration-1')
    clock.advance(14 * 60_000)
    assert.equal((await enterAsBrowser(twin, url))?.externalId, 'registration-1')
    clock.advance(2 * 60_000)
    assert.equal(await enterAsBrowser(twin, url), undefined)
    const again = await provider.joinUrl(webinar, person('registration-1'))
    assert.equal((await enterAsBrowser(twin, again))?.externalId, 'registration-1')
  }))

test('the address of the room alone lets nobody in, nor does a token for another room', () =>
  inWorld({}, async ({ provider, twin }) => {
    const one = await provider.createWebinar(plan)
    const other = await provider.createWebinar({ ...plan, idempotencyKey: 'event-2' })
    assert.equal(await enterAsBrowser(twin, one.webinarUrl ?? ''), undefined)
    const token = new URL(await provider.joinUrl(one, person('registration-1'))).search
    assert.equal(await enterAsBrowser(twin, `${other.webinarUrl}${token}`), undefined)
  }))

test('a link is made without asking the vendor, so a crowd costs its limit nothing', () =>
  inWorld({}, async ({ provider, twin }) => {
    const webinar = await provider.createWebinar(plan)
    const before = twin.control.calls().length
    const people = Array.from({ length: 200 }, (_, index) => person(`registration-${index}`))
    const urls = await Promise.all(people.map((each) => provider.joinUrl(webinar, each)))
    assert.equal(new Set(urls).size, 200)
    assert.equal(twin.control.calls().length, before)
    const forgotten = { ...webinar, webinarUrl: undefined }
    const asked = await provider.joinUrl(forgotten, person('registration-0'))
    assert.equal(asked, urls[0])
  }))

test('presenters are speakers, hosts moderators, and whoever may not start waits for them', () =>
  inWorld({}, async ({ provider, twin }) => {
    twin.control.change({ startingRoles: ['moderator'] })
    const webinar = await provider.createWebinar(plan)
    const enter = async (role: 'attendee' | 'presenter' | 'host') =>
      (await enterAsBrowser(twin, await provider.joinUrl(webinar, person(role, { role }))))?.role
    assert.equal(await enter('attendee'), undefined)
    assert.equal(await enter('host'), 'moderator')
    assert.equal(await enter('presenter'), 'speaker')
    assert.equal(await enter('attendee'), 'attendee')
  }))

test('a person without a name is a guest: the e-mail address is not shown to the room', () =>
  inWorld({}, async ({ provider, twin }) => {
    const webinar = await provider.createWebinar(plan)
    const nameless = person('registration-1', { firstName: '', lastName: ' ' })
    const url = await provider.joinUrl(webinar, nameless)
    assert.equal((await enterAsBrowser(twin, url))?.name, 'Guest')
  }))

test('the check tells a wrong key, a wrong team and a missing one', () =>
  inWorld({}, async ({ account, provider }) => {
    assert.equal((await provider.check()).accountName, 'garden')
    const wrongKey = digitalSamba.connect({ ...account, secret: async () => 'another-key' })
    assert.equal((await wrongKey.check()).status, 'not-authenticated')
    const another = { ...account, settings: { teamId: 'another' } }
    assert.equal((await digitalSamba.connect(another).check()).status, 'not-authenticated')
    const nobody = await digitalSamba.connect({ ...account, settings: {} }).check()
    assert.equal(nobody.status, 'not-authenticated')
    assert.match(nobody.message, /no team ID/)
  }))

test('a key that is good for another team is told apart', () =>
  inWorld({}, async ({ account }) => {
    const body = JSON.stringify({ id: 'team-of-somebody', domain: 'else' })
    const response = {
      status: 200,
      headers: {},
      body: Buffer.from(body),
      text: () => body,
      durationMs: 1,
    }
    const provider = digitalSamba.connect({ ...account, request: async () => response })
    const check = await provider.check()
    assert.equal(check.status, 'not-authenticated')
    assert.match(check.message, /belongs to another team: team-of-somebody/)
  }))

test('the thousand-and-first request of a minute is refused, and says for how long', () =>
  inWorld({}, async ({ clock, provider, twin }) => {
    twin.control.change({ requestsPerMinute: 3 })
    for (let request = 0; request < 3; request += 1) {
      assert.equal((await provider.check()).status, 'healthy')
    }
    clock.advance(20_000)
    const failure = await failureOfCall(() => provider.readWebinar('room'))
    assert.equal(failure.kind, 'rate-limited')
    assert.equal(failure.retryAfterSeconds, 40)
    assert.equal(failure.vendorCode, 'rate-limit')
    clock.advance(40_000)
    assert.equal((await provider.check()).status, 'healthy')
    assert.equal(digitalSamba.requestsPerMinute, 1000)
  }))
