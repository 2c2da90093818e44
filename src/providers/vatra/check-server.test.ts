import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServiceCheck } from '../contract.ts'
import { inWorld } from './test-server.ts'
import { newKeys } from './twin/index.ts'

const resultsOf = ({ steps = [] }: ServiceCheck) =>
  Object.fromEntries(steps.map(({ name, result }) => [name, result]))

test('every step is told with its result, and nothing is changed', () =>
  inWorld(undefined, async ({ provider, twin }) => {
    const check = await provider.check()
    assert.equal(check.status, 'healthy')
    assert.equal(check.accountName, 'Garden Academy')
    assert.deepEqual(resultsOf(check), {
      keys: 'passed',
      account: 'passed',
      find: 'passed',
      create: 'skipped',
      read: 'passed',
      update: 'skipped',
      delete: 'skipped',
      participants: 'passed',
      recordings: 'passed',
    })
    for (const name of ['account', 'participants', 'create'])
      assert.ok(check.message.includes(name))
    assert.ok(twin.control.calls().every((call) => call.startsWith('GET ')))
    assert.deepEqual(twin.control.webinars(), [])
  }))

test('a call that the server does not have is named, with its address and what to do', () =>
  inWorld(undefined, async ({ provider, twin }) => {
    twin.control.change({ missing: ['GET /webinars/:id/participants'] })
    const check = await provider.check()
    assert.equal(check.status, 'unhealthy')
    assert.equal(resultsOf(check).participants, 'failed')
    assert.equal(resultsOf(check).recordings, 'passed')
    assert.match(
      check.message,
      /^Step "participants" failed: .*\(404\) to GET \/api\/v1\/webinars\/greenroom-check\/participants.*remove the call with null/,
    )
  }))

test('a list that is elsewhere in the answer is told with the field', () =>
  inWorld({ calls: { find: { list: 'items' } } }, async ({ provider }) => {
    const check = await provider.check()
    assert.equal(resultsOf(check).find, 'failed')
    assert.match(check.message, /Step "find" failed: .* no list at "items"/)
  }))

test('errors that are spelled otherwise are told, with the field where they were looked for', () =>
  inWorld({ errors: { message: 'reason' } }, async ({ provider }) => {
    const check = await provider.check()
    assert.equal(resultsOf(check).read, 'failed')
    assert.match(check.message, /without a message at "reason"/)
  }))

test('a wrong API token fails the first call and is told as "not authenticated"', () =>
  inWorld(
    undefined,
    async ({ provider }) => {
      const check = await provider.check()
      assert.equal(check.status, 'not-authenticated')
      assert.deepEqual([resultsOf(check).keys, resultsOf(check).account], ['passed', 'failed'])
      assert.match(check.message, /\(401\): The API token is not valid\./)
      assert.ok(!check.message.includes('planted-token'))
    },
    { gr_apitoken: 'planted-token' },
  ))

test('keys that are no pair fail their own step, and the calls are tried all the same', () =>
  inWorld(
    undefined,
    async ({ provider }) => {
      const check = await provider.check()
      assert.equal(check.status, 'not-authenticated')
      assert.deepEqual([resultsOf(check).keys, resultsOf(check).account], ['failed', 'passed'])
    },
    { gr_jwtprivatekey: newKeys().privateKey },
  ))

test('a server that is down is asked once, and the rest is told as not tried', () =>
  inWorld(undefined, async ({ provider, twin }) => {
    twin.control.misbehave({ kind: 'failing' })
    const check = await provider.check()
    assert.equal(check.status, 'unhealthy')
    assert.equal(resultsOf(check).account, 'failed')
    assert.equal(resultsOf(check).participants, 'skipped')
  }))
