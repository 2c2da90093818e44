import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeProvider } from '../conformance.ts'
import { vatra } from './index.ts'
import { at, failureOfCall, inWorld, plan, start, startPeer } from './test-server.ts'

describeProvider({
  definition: vatra,
  startPeer,
  skip: {
    'attendance-since':
      'nothing tells what has changed since: late and corrected rows would be missed, so all are told each time',
  },
})

test('a row that the vendor corrects afterwards is told as it is now', () =>
  inWorld(undefined, async ({ provider, twin, clock }) => {
    const { webinarId } = await provider.createWebinar(plan)
    clock.moveTo(at(40))
    const stay = { externalId: 'registration-1', join: start, leave: at(20) }
    const stayId = twin.control.attend(webinarId, stay)
    const told = async () => (await provider.attendance(webinarId, undefined)).items[0]
    assert.equal((await told())?.leftAt?.toISOString(), at(20).toISOString())
    twin.control.correct(stayId, { leave: at(35) })
    assert.equal((await told())?.leftAt?.toISOString(), at(35).toISOString())
  }))

test('a storm of requests is refused with the time to come again', () =>
  inWorld(undefined, async ({ provider, twin, clock }) => {
    twin.control.change({ requestsPerMinute: 2 })
    await provider.createWebinar(plan)
    const storm = await failureOfCall(() => provider.createWebinar(plan))
    assert.equal(storm.kind, 'rate-limited')
    clock.advance((storm.retryAfterSeconds ?? 0) * 1000)
    await provider.createWebinar(plan)
    assert.equal(twin.control.webinars().length, 1)
  }))

test('a webinar of another event is never taken for ours, though the server ignores the filter', () =>
  inWorld(
    { calls: { find: { path: '/api/v1/webinars?unheard={key}&cursor={cursor}' } } },
    async ({ provider, twin }) => {
      const other = await provider.createWebinar({ ...plan, idempotencyKey: 'other' })
      const ours = await provider.createWebinar(plan)
      assert.notEqual(ours.webinarId, other.webinarId)
      assert.equal(twin.control.webinars().length, 2)
    },
  ))

test('of many webinars at the server the one with our key is found again, on whatever page', () =>
  inWorld(undefined, async ({ provider, twin }) => {
    twin.control.change({ pageSize: 1 })
    const made = await provider.createWebinar({ ...plan, idempotencyKey: 'one' })
    const other = await provider.createWebinar({ ...plan, idempotencyKey: 'two' })
    assert.notEqual(made.webinarId, other.webinarId)
    assert.deepEqual(await provider.createWebinar({ ...plan, idempotencyKey: 'two' }), other)
    assert.equal(twin.control.webinars().length, 2)
  }))

const otherServer = {
  errors: { message: 'error.text' },
  calls: {
    account: { path: '/rest/2/account' },
    find: {
      path: '/rest/2/webinars?externalId={key}&cursor={cursor}',
      list: 'rows',
      item: { id: 'uuid', key: 'ref' },
    },
    create: {
      path: '/rest/2/webinars',
      body: {
        startsAt: null,
        endsAt: null,
        from: '{start}',
        till: '{end}',
        externalId: null,
        ref: '{key}',
      },
      answer: { id: 'uuid' },
    },
    read: { path: '/rest/2/webinars/{id}' },
    update: {
      path: '/rest/2/webinars/{id}',
      body: { startsAt: null, endsAt: null, from: '{start}', till: '{end}' },
    },
    delete: { path: '/rest/2/webinars/{id}' },
    participants: {
      path: '/rest/2/webinars/{id}/participants?cursor={cursor}',
      list: 'rows',
      item: { person: 'ref', joined: 'entered' },
    },
    recordings: null,
  },
}

test('a server that spells everything otherwise is used by its description alone', () =>
  inWorld(otherServer, async ({ provider, twin, clock }) => {
    twin.control.change({
      root: '/rest/2',
      spelling: {
        id: 'uuid',
        externalId: 'ref',
        startsAt: 'from',
        endsAt: 'till',
        data: 'rows',
        joinedAt: 'entered',
        message: 'text',
      },
    })
    assert.equal((await provider.check()).status, 'healthy')
    const webinar = await provider.createWebinar(plan)
    assert.deepEqual(await provider.createWebinar(plan), webinar)
    await provider.updateWebinar(webinar.webinarId, { ...plan, title: 'Chillies' })
    assert.equal(twin.control.webinars()[0]?.title, 'Chillies')
    clock.moveTo(at(40))
    const stay = { externalId: 'registration-1', join: start, leave: at(20) }
    twin.control.attend(webinar.webinarId, stay)
    const [item] = (await provider.attendance(webinar.webinarId, undefined)).items
    assert.equal(item?.externalId, 'registration-1')
    await provider.deleteWebinar(webinar.webinarId)
    assert.equal((await failureOfCall(() => provider.readWebinar('gone'))).kind, 'not-found')
    assert.equal((await failureOfCall(() => provider.recordings('gone'))).kind, 'rejected')
  }))

test('what the description leaves out is no capability of the account', () => {
  const of = (description: unknown) =>
    vatra.adjustable?.of({ surface: JSON.stringify(description) }, {})
  assert.deepEqual(vatra.adjustable?.of({}, {}), {
    attendance: 'query',
    recordings: true,
    update: true,
    delete: true,
  })
  const without = { participants: null, recordings: null, update: null, delete: null }
  assert.deepEqual(of({ calls: without }), {
    attendance: 'none',
    recordings: false,
    update: false,
    delete: false,
  })
})
