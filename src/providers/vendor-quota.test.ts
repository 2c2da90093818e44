import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboundResponse } from '#outbound'
import { testDatabase } from '../../test/database.ts'
import { newAccount, openHub } from './account-fixture.ts'
import type { Configuration } from './configuration.ts'
import type { Needs } from './needs.ts'
import { createRateLimits, realPacingTime } from './rate-limits.ts'
import { heedQuota, quotaIn } from './vendor-quota.ts'

const now = new Date('2031-05-05T10:00:00.000Z')
const answer = (headers: Record<string, string>) => ({ headers }) as unknown as OutboundResponse

test('what is left is read from the headers of Zoom and of Graph; the reset in seconds, as an instant or a date', () => {
  const zoom = { 'x-ratelimit-limit': '30', 'x-ratelimit-remaining': '29' }
  assert.deepEqual(quotaIn(answer(zoom), now), { most: 30, left: 29, resetsOn: undefined })
  const resets = ['30', String(now.getTime() / 1000 + 30), '2031-05-05T10:00:30Z']
  for (const reset of resets) {
    const found = quotaIn(answer({ 'ratelimit-remaining': '0', 'ratelimit-reset': reset }), now)
    assert.equal(found?.resetsOn?.toISOString(), '2031-05-05T10:00:30.000Z', reset)
  }
  for (const text of ['', 'many', '-1', '1.5']) {
    assert.equal(quotaIn(answer({ 'x-ratelimit-remaining': text }), now), undefined)
  }
})

test('an account with nothing left pauses until the vendor counts anew, and the forecast tells what is left', async () => {
  const { db } = await testDatabase()
  const hub = openHub(db)
  const { configurationId, twin } = await newAccount(hub)
  const rateLimits = createRateLimits({ db, clock: hub.clock, pacingTime: realPacingTime })
  const needs = { db, clock: hub.clock, rateLimits } as unknown as Needs
  const configuration = { id: configurationId } as Configuration
  const told = (remaining: string, reset: string) =>
    heedQuota(
      needs,
      configuration,
      answer({
        'x-ratelimit-limit': '30',
        'x-ratelimit-remaining': remaining,
        'x-ratelimit-reset': reset,
      }),
    )
  await told('12', '30')
  assert.equal(await rateLimits.silence(configurationId), 0)
  const { sentence } = await hub.providers.forecast({ configurationId, registrants: 5 })
  assert.match(sentence, /The provider itself says: 12 of 30 calls left until/)
  await told('0', '7200')
  assert.equal(await rateLimits.silence(configurationId), 0, 'a quota of the day is of some calls')
  await told('0', '30')
  assert.ok((await rateLimits.silence(configurationId)) > 29_000)
  await hub.close()
  await twin.close()
})
