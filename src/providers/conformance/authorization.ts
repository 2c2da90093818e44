import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import { ability, type ConformanceCase, failsAs, withAuthorization } from './case.ts'

/** Signing in: page, code, token, renewal, and what happens when each of them is refused. */
export const authorizationCases: readonly ConformanceCase[] = [
  {
    id: 'sign-in',
    name: 'a person who signs in and agrees gives the hub a token that works',
    notFor: withAuthorization,
    async run(bench) {
      const tokens = await bench.signIn()
      assert.notEqual(tokens.accessToken, '')
      assert.equal((await bench.provider.check()).status, 'healthy')
    },
  },
  {
    id: 'code-once',
    name: 'a code is worth one token: the second exchange fails as "auth"',
    notFor: withAuthorization,
    async run(bench) {
      const code = await codeOf(bench)
      await bench.authorization().exchangeCode(code, bench.redirectUri)
      await failsAs(bench, 'auth', () =>
        bench.authorization().exchangeCode(code, bench.redirectUri),
      )
    },
  },
  {
    id: 'wrong-code',
    name: 'a code that the provider never gave fails as "auth"',
    notFor: withAuthorization,
    async run(bench) {
      await failsAs(bench, 'auth', () =>
        bench.authorization().exchangeCode('never-given', bench.redirectUri),
      )
    },
  },
  {
    id: 'renewal',
    name: 'a refresh token gives a new token that works',
    notFor: withAuthorization,
    async run(bench) {
      const first = await bench.signIn()
      const renewed = await bench.authorization().refresh(first.refreshToken ?? '')
      assert.notEqual(renewed.accessToken, first.accessToken)
    },
  },
  {
    id: 'wrong-refresh-token',
    name: 'a refresh token that the provider never gave fails as "auth"',
    notFor: withAuthorization,
    async run(bench) {
      await failsAs(bench, 'auth', () => bench.authorization().refresh('never-given'))
    },
  },
  {
    id: 'revoked-token',
    name: 'a token that was revoked is renewed once, and the call succeeds',
    notFor: withAuthorization,
    async run(bench) {
      ability(bench, 'revoke')('access')
      const before = ability(bench, 'tokenRequests')()
      assert.equal((await bench.provider.check()).status, 'healthy')
      assert.equal(ability(bench, 'tokenRequests')() - before, 1)
    },
  },
  {
    id: 'withdrawn-sign-in',
    name: 'when the whole sign-in was withdrawn, calls fail as "auth" and the check says so',
    notFor: withAuthorization,
    async run(bench) {
      ability(bench, 'revoke')('all')
      await failsAs(bench, 'auth', () => bench.provider.createWebinar(bench.plan()))
      const check = await bench.provider.check()
      assert.equal(check.status, 'not-authenticated')
      bench.assertSentence(check.message)
    },
  },
]

async function codeOf(bench: Bench): Promise<string> {
  const url = bench.authorization().authorizeUrl('some-state', bench.redirectUri)
  const back = await ability(bench, 'signIn')(url)
  return back.searchParams.get('code') ?? ''
}
