import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '../contract.ts'
import { on24 } from './index.ts'
import { withOn24 } from './on24-peer.ts'
import { apiAddress } from './settings.ts'
import { allRights } from './twin/settings.ts'

test('all is well is said with the name of the client, by five calls that change nothing', () =>
  withOn24(async ({ provider }, { control }) => {
    const check = await provider.check()
    assert.equal(check.status, 'healthy')
    assert.equal(check.accountName, 'Garden Webinars')
    assert.equal(check.maxDurationMinutes, 480)
    const calls = control.received()
    assert.equal(calls.length, 5)
    assert.ok(calls.every(({ method }) => method === 'GET'))
  }))

for (const { what, changed, status, message } of [
  {
    what: 'an access token key that is wrong',
    changed: ({ secret }: Account) => ({ secret: withWrong(secret, 'msevtmgt_accesstokenkey') }),
    status: 'not-authenticated',
    message: /wrong or invalid.*Enter access token key and secret of an active API token/,
  },
  {
    what: 'an access token secret that is wrong',
    changed: ({ secret }: Account) => ({ secret: withWrong(secret, 'msevtmgt_accesstokensecret') }),
    status: 'not-authenticated',
    message: /wrong or invalid/,
  },
  {
    what: 'a client ID that ON24 does not know',
    changed: () => ({ clientId: '999' }),
    status: 'unhealthy',
    message: /The client 999 doesn't exist/,
  },
  {
    what: 'a client ID that is no number',
    changed: () => ({ clientId: 'garden' }),
    status: 'not-authenticated',
    message: /no client ID that is a number/,
  },
  {
    what: 'an access token secret that was not entered',
    changed: () => ({ secret: async (name: string) => (name.endsWith('key') ? 'key' : undefined) }),
    status: 'not-authenticated',
    message: /no access token secret. Enter it/,
  },
  {
    what: 'another server, which answers with pages',
    changed: ({ baseUrl }: Account) => ({ baseUrl: baseUrl.replace('/v2', '/pages/style.css') }),
    status: 'unhealthy',
    message: /answered \(404\)/,
  },
  {
    what: 'a join address that leaves out who comes',
    changed: ({ settings }: Account) => ({
      settings: { ...settings, joinAddress: 'https://event.on24.example/?eventid={eventid}' },
    }),
    status: 'unhealthy',
    message: /\{email\} is missing in it/,
  },
  {
    what: 'a join address with a field that nobody knows',
    changed: ({ settings }: Account) => ({
      settings: { ...settings, joinAddress: 'https://x.example/{eventid}/{email}/{phone}' },
    }),
    status: 'unhealthy',
    message: /\{phone\} is unknown; known are \{eventid\}/,
  },
  {
    what: 'a join address of another scheme',
    changed: ({ settings }: Account) => ({
      settings: { ...settings, joinAddress: 'javascript:go({eventid},{email})' },
    }),
    status: 'unhealthy',
    message: /no complete address/,
  },
] as const) {
  test(`${what} is told apart by the check`, () =>
    withOn24(async (bench) => {
      const changes: Partial<Account> = changed(bench.account)
      const check = await on24.connect({ ...bench.account, ...changes }).check()
      assert.equal(check.status, status, check.message)
      assert.match(check.message, message)
      bench.assertSentence(check.message)
    }))
}

const withWrong = (secret: Account['secret'], wrong: string) => async (name: string) =>
  name === wrong ? 'ANOTHER' : await secret(name)

test('all rights that are missing are named at once', () =>
  withOn24(async (bench, { control }) => {
    const missing = ['events', 'attendees']
    control.change({ rights: allRights.filter((right) => !missing.includes(right)) })
    const check = await bench.provider.check()
    assert.equal(check.status, 'forbidden')
    assert.match(
      check.message,
      /"Client Level Analytics: Events", "Client Level Analytics: Attendees"/,
    )
    bench.assertSentence(check.message)
  }))

test('a token that may not read the client is known by its number', () =>
  withOn24(async ({ provider }, { control, clientId }) => {
    control.change({ rights: allRights.filter((right) => right !== 'clients') })
    const check = await provider.check()
    assert.equal(check.status, 'healthy')
    assert.equal(check.accountName, `Client ${clientId}`)
  }))

test('a token that was switched off, a client whose contract ended and too many calls are told apart', () =>
  withOn24(async ({ provider }, { control }) => {
    control.change({ tokenIsActive: false })
    const off = await provider.check()
    assert.equal(off.status, 'not-authenticated')
    assert.match(off.message, /deactivated.*not used for 60 days/)
    control.change({ tokenIsActive: true, clientIsActive: false })
    const ended = await provider.check()
    assert.equal(ended.status, 'forbidden')
    assert.match(ended.message, /inactive.*contract of this client/)
    control.change({ clientIsActive: true })
    control.misbehave({ kind: 'rate-limited' })
    const busy = await provider.check()
    assert.equal(busy.status, 'unhealthy')
    assert.match(busy.message, /maximum number of calls/)
  }))

for (const [baseUrl, dataCentre, address] of [
  ['', undefined, 'https://api.on24.com/v2'],
  ['', 'European Union', 'https://api.eu.on24.com/v2'],
  ['https://gateway.example/on24/', 'European Union', 'https://gateway.example/on24/v2'],
  ['https://gateway.example/on24/v2', undefined, 'https://gateway.example/on24/v2'],
] as const) {
  test(`"${baseUrl}" in ${dataCentre ?? 'no data centre'} is called at ${address}`, () => {
    const settings = dataCentre === undefined ? {} : { dataCentre }
    assert.equal(apiAddress({ baseUrl, settings } as unknown as Account), address)
  })
}
