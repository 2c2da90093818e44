import assert from 'node:assert/strict'
import { ability, type ConformanceCase, claiming } from './case.ts'

/** The check of an account, and the kinds of webinar it offers. */
export const serviceCases: readonly ConformanceCase[] = [
  {
    id: 'healthy',
    name: 'the check of a healthy service says so',
    async run(bench) {
      const check = await bench.provider.check()
      assert.equal(check.status, 'healthy', check.message)
      bench.assertSentence(check.message)
    },
  },
  {
    id: 'unhealthy',
    name: 'the check of a failing service says "unhealthy"',
    async run(bench) {
      ability(bench, 'misbehave')('failing')
      const check = await bench.provider.check()
      assert.equal(check.status, 'unhealthy')
      bench.assertSentence(check.message)
    },
  },
  {
    id: 'forbidden',
    name: 'the check says "forbidden" when the account lacks a right',
    async run(bench) {
      ability(bench, 'misbehave')('forbidden')
      const check = await bench.provider.check()
      assert.equal(check.status, 'forbidden')
      bench.assertSentence(check.message)
    },
  },
  {
    id: 'unreachable',
    name: 'the check of a service that is not there says "unhealthy"',
    async run(bench) {
      await bench.peer.close()
      const check = await bench.provider.check()
      assert.equal(check.status, 'unhealthy')
      bench.assertSentence(check.message)
    },
  },
  {
    id: 'webinar-types',
    name: 'the webinar types have names for people and values of their own',
    notFor: claiming('webinarTypes'),
    async run(bench) {
      const types = await bench.provider.webinarTypes()
      assert.ok(types.length > 0)
      assert.ok(types.every(({ name, value }) => name !== '' && value !== ''))
      assert.equal(new Set(types.map(({ value }) => value)).size, types.length)
    },
  },
]
