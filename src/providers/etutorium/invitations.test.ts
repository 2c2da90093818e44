import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eTutorium } from './index.ts'
import { at, enterAsBrowser, failureOfCall, inWorld, person, plan } from './test-cabinet.ts'

const firstWebinar = '4711'

test('presenters and producer are invited when the webinar is made, each with the right of the role', () =>
  inWorld({}, async ({ provider, twin }) => {
    const { webinarId } = await provider.createWebinar(plan)
    const team = twin.control.participants(webinarId).map(({ email, role, first_name }) => ({
      email,
      role,
      first_name,
    }))
    assert.deepEqual(team, [
      { email: 'pia@example.com', role: 'moderator', first_name: 'Pia' },
      { email: 'ola@example.com', role: 'presenter', first_name: 'Ola' },
    ])
  }))

test('times are told in the zone of the event, which is spelled as the vendor knows it', () =>
  inWorld({}, async ({ provider, twin }) => {
    await provider.createWebinar(plan)
    const [webinar] = twin.control.webinars()
    assert.equal(webinar?.timezone, 'Europe/Kiev')
    assert.equal(webinar?.start_time, '2031-05-05 13:00:00')
    assert.equal(webinar?.finish_time, '2031-05-05 14:00:00')
  }))

test('a webinar whose team could not be invited is made once, and the host is invited at the click', () =>
  inWorld({}, async ({ provider, twin }) => {
    twin.control.misbehave({ kind: 'failing', path: '/api/invite' })
    const webinar = await provider.createWebinar(plan)
    assert.equal(twin.control.webinars().length, 1)
    assert.deepEqual(twin.control.participants(webinar.webinarId), [])
    twin.control.misbehave()
    const host = person({ role: 'host', email: 'pia@example.com' })
    const page = await enterAsBrowser(await provider.joinUrl(webinar, host))
    assert.match(page ?? '', /\(moderator\)/)
  }))

test('the vendor writes to nobody: letters are the hub’s', () =>
  inWorld({}, async ({ account, provider }) => {
    const sent: unknown[] = []
    const { webinarId } = await provider.createWebinar(plan)
    const watched = eTutorium.connect({
      ...account,
      request: (request) => {
        if (String(request.url).endsWith('/api/invite/register')) {
          sent.push(JSON.parse(String(request.body)).send_notification)
        }
        return account.request(request)
      },
    })
    await watched.register(webinarId, person())
    assert.deepEqual(sent, [0])
  }))

for (const secondInvitations of ['kept', 'refused'] as const) {
  test(`somebody who is registered again has the same link, where second invitations are ${secondInvitations}`, () =>
    inWorld({}, async ({ provider, twin }) => {
      twin.control.change({ secondInvitations })
      const { webinarId } = await provider.createWebinar(plan)
      const first = await provider.register(webinarId, person())
      assert.deepEqual(await provider.register(webinarId, person()), first)
      assert.match(
        (await enterAsBrowser(first.joinUrl ?? '')) ?? '',
        /Zoë O&#39;Brien \(listener\)/,
      )
    }))
}

test('an invitation after the start that the vendor ignores is told, and becomes no dead link', () =>
  inWorld({}, async ({ provider, clock }) => {
    const { webinarId } = await provider.createWebinar(plan)
    clock.moveTo(at(5))
    const failure = await failureOfCall(() => provider.register(webinarId, person()))
    assert.equal(failure.kind, 'rejected')
    assert.match(failure.message, /after the webinar has started/)
    assert.ok(!failure.message.toLowerCase().includes('zoe@'))
  }))

test('with the key of the Moodle module there is a second way to a personal link', () =>
  inWorld(
    {},
    async ({ provider, twin }) => {
      twin.control.change({ answersParticipants: false })
      const { webinarId } = await provider.createWebinar(plan)
      const { joinUrl } = await provider.register(webinarId, person())
      assert.match((await enterAsBrowser(joinUrl ?? '')) ?? '', /Zoë O&#39;Brien/)
    },
    { gr_clientsecret: 'a_simulators_moodle_key_4711' },
  ))

test('a wrong key of the Moodle module is told as not accepted, without the key', () =>
  inWorld(
    {},
    async ({ provider, twin }) => {
      twin.control.change({ answersParticipants: false })
      const { webinarId } = await provider.createWebinar(plan)
      const failure = await failureOfCall(() => provider.register(webinarId, person()))
      assert.equal(failure.kind, 'auth')
      assert.ok(!failure.message.includes('planted'))
    },
    { gr_clientsecret: 'planted_key' },
  ))

test('a hundred people through a storm of 429: each is registered once, none is lost', () =>
  inWorld({}, async ({ provider, twin, clock }) => {
    twin.control.change({ requestsPerMinute: 60 })
    clock.moveTo(at(-100))
    const { webinarId } = await provider.createWebinar({
      ...plan,
      presenters: [],
      producer: undefined,
    })
    const links = new Set<string | undefined>()
    let storms = 0
    for (let each = 0; each < 100; ) {
      const someone = person({ email: `person.${each}@example.com` })
      try {
        links.add((await provider.register(webinarId, someone)).joinUrl)
        each += 1
      } catch (error) {
        storms += 1
        assert.ok(storms < 20, String(error))
        const failure = await failureOfCall(() => Promise.reject(error))
        assert.equal(failure.kind, 'rate-limited')
        clock.advance((failure.retryAfterSeconds ?? 0) * 1000)
      }
    }
    assert.ok(storms > 0)
    assert.equal(links.size, 100)
    assert.equal(twin.control.participants(firstWebinar).length, 100)
  }))
