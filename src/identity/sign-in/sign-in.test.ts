import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { openBrowser, signedInBrowser } from '../../../test/console-visit.ts'
import { testHub } from '../../../test/hub.ts'
import { update } from '../../../test/story.ts'
import { createIdentity } from '../identity.ts'

const hub = await testHub()
const { identity } = hub
const password = 'correct horse battery'
await identity.ensureFirstAdministrator({
  email: 'admin@example.org',
  password,
  apiKey: 'k'.repeat(32),
})
const administratorId = await identity.ensureAdministrator('admin@example.org')

test('after signing in, people come to the page that they asked for', async () => {
  const browser = openBrowser(hub)
  const page = await browser.visit('/admin/sign-in?return=%2Fcheckin%2Fsummer%3Fsession%3D1')
  assert.match(page.text, /name="return" value="\/checkin\/summer\?session=1"/)
  assert.ok(!page.text.includes('<script'))
  const form = { email: 'admin@example.org', password, return: '/checkin/summer?session=1' }
  const entered = await browser.submit('/admin/sign-in', form)
  assert.equal(entered.status, 303)
  assert.equal(entered.headers.get('location'), '/checkin/summer?session=1')
})

test('the pages speak the language of the browser, and every language says everything', async () => {
  const folder = new URL('../../../web/sign-in/texts/', import.meta.url)
  const keysOf = async (name: string) =>
    Object.keys(JSON.parse(await readFile(new URL(name, folder), 'utf8')))
  const names = await readdir(folder)
  assert.equal(names.length, 7)
  for (const name of names) assert.deepEqual(await keysOf(name), await keysOf('en.json'), name)
  const german = openBrowser(hub, { 'accept-language': 'de-AT,de;q=0.9' })
  assert.match((await german.visit('/admin/sign-in')).text, /lang="de"[\s\S]*Passwort vergessen\?/)
  const used = await german.submit('/admin/set-password', { token: 'x', password })
  assert.match(used.text, /Dieser Link wurde schon benutzt/)
})

test('nobody is sent to another site after signing in', async () => {
  const foreign = ['https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example']
  for (const wanted of [...foreign, 'javascript:alert(1)', 'admin', '']) {
    const page = await openBrowser(hub).visit(`/admin/sign-in?return=${encodeURIComponent(wanted)}`)
    assert.ok(!page.text.includes('name="return"'), wanted)
  }
  const form = { email: 'admin@example.org', password, return: '//evil.example' }
  const entered = await openBrowser(hub).submit('/admin/sign-in', form)
  assert.equal(entered.headers.get('location'), '/admin')
})

const failures = async () =>
  Number((await hub.testDatabase.pool.query('select count(*) from gr_signinfailure')).rows[0].count)

test('of many guesses sent at once only the first five are looked at', async () => {
  const guesses = Array.from({ length: 12 }, (_, at) =>
    openBrowser(hub).submit('/admin/sign-in', {
      email: 'victim@example.org',
      password: `guess ${at}`,
    }),
  )
  const answers = await Promise.all(guesses)
  const statuses = answers.map(({ status }) => status).sort()
  assert.deepEqual(statuses, [...Array(5).fill(401), ...Array(7).fill(429)])
  const late = answers.find(({ status }) => status === 429)
  const seconds = Number(late?.headers.get('retry-after'))
  assert.ok(seconds >= 25 && seconds <= 31, `${seconds}`)
  assert.match(late?.text ?? '', /Try again in \d+ seconds/)
})

test('processes count together', async () => {
  const { database, pipeline, clock } = hub
  const other = createIdentity({ db: database.db, pipeline, clock })
  const guesses = [identity, other, identity, other, identity, other].map((each) =>
    each
      .signInWithPassword('both@example.org', 'a guess')
      .catch((error: { code: string }) => error.code),
  )
  const codes = (await Promise.all(guesses)).sort()
  assert.deepEqual(codes, [...Array(5).fill('sign-in-failed'), 'sign-in-later'])
})

test('who waits as long as the hub said may try again, and then waits twice as long', async () => {
  const form = { email: 'Victim@example.org ', password: 'another guess' }
  hub.clock.advance(32_000)
  assert.equal((await openBrowser(hub).submit('/admin/sign-in', form)).status, 401)
  const refused = await openBrowser(hub).submit('/admin/sign-in', form)
  assert.equal(refused.status, 429)
  const seconds = Number(refused.headers.get('retry-after'))
  assert.ok(seconds > 55 && seconds <= 60, `${seconds}`)
})

test('the right password forgets the failures of its account', async () => {
  const wrong = { email: 'admin@example.org', password: 'wrong password' }
  for (let time = 0; time < 4; time += 1) await openBrowser(hub).submit('/admin/sign-in', wrong)
  const right = { email: 'admin@example.org', password }
  assert.equal((await openBrowser(hub).submit('/admin/sign-in', right)).status, 303)
  for (let time = 0; time < 4; time += 1) await openBrowser(hub).submit('/admin/sign-in', wrong)
  assert.equal((await openBrowser(hub).submit('/admin/sign-in', right)).status, 303)
})

test('one address cannot ask about many accounts; its neighbours are not held up', async () => {
  const from = (address: string) => openBrowser(hub, { 'x-forwarded-for': address })
  const before = await failures()
  const ask = (address: string, email: string) =>
    from(address).submit('/admin/forgot-password', { email })
  const tries = Array.from({ length: 12 }, (_, at) => ask('203.0.113.7', `user${at}@example.org`))
  const statuses = (await Promise.all(tries)).map(({ status }) => status).sort()
  assert.deepEqual(statuses, [...Array(10).fill(200), 429, 429])
  // Refused attempts count nowhere: ten accounts and one address.
  assert.equal((await failures()) - before, 11)
  assert.equal((await ask('203.0.113.7', 'somebody@example.org')).status, 429)
  assert.equal((await ask('203.0.113.8', 'somebody@example.org')).status, 200)
  assert.equal((await ask('2001:db8:1:2::1', 'somebody@example.org')).status, 200)
})

test('people see where they are signed in, and end what they do not know', async () => {
  const here = await signedInBrowser(hub, administratorId, { 'user-agent': 'Here/1' })
  const there = await signedInBrowser(hub, administratorId, {
    ...{ 'user-agent': 'There/2', 'x-forwarded-for': '198.51.100.4' },
  })
  hub.clock.advance(61_000)
  const used = await there.visit('/api/v1/me')
  assert.equal(used.status, 200)
  const { value } = (await here.visit('/api/v1/sessions')).json
  const [newest, second] = ['There/2', 'Here/1'].map((name) =>
    value.find(({ userAgent }: { userAgent: string }) => userAgent === name),
  )
  assert.deepEqual(
    [newest.userAgent, newest.address, newest.method, newest.current],
    ['There/2', '198.51.100.4', 'link', false],
  )
  assert.deepEqual([second.userAgent, second.current], ['Here/1', true])
  assert.ok(new Date(newest.lastUsedOn).getTime() - new Date(newest.createdOn).getTime() >= 60_000)
  assert.ok(!JSON.stringify(value).includes([...there.cookies.values()][0] as string))

  assert.equal((await here.call('POST', `/api/v1/sessions/${newest.id}/end`)).status, 200)
  assert.equal((await there.visit('/api/v1/me')).status, 401)
  await here.call('POST', '/api/v1/sessions/end-others', {})
  const left = (await here.visit('/api/v1/sessions')).json.value
  assert.deepEqual(
    left.map(({ current }: { current: boolean }) => current),
    [true],
  )
})

test('only administrators see and end the sessions of others', async () => {
  const admin = await signedInBrowser(hub, administratorId)
  const { json } = await admin.call('POST', '/api/v1/users', {
    ...{ email: 'plain@example.org', lastName: 'Plain', roleIds: [] },
  })
  const plain = await signedInBrowser(hub, json.id)
  assert.equal((await plain.visit(`/api/v1/sessions?userId=${administratorId}`)).status, 403)
  const [adminsOwn] = (await admin.visit('/api/v1/sessions')).json.value
  assert.equal((await plain.call('POST', `/api/v1/sessions/${adminsOwn.id}/end`)).status, 403)
  const others = (await admin.visit(`/api/v1/sessions?userId=${json.id}`)).json.value
  assert.equal(others.length, 1)
  assert.equal((await admin.call('POST', `/api/v1/sessions/${others[0].id}/end`)).status, 200)
  assert.equal((await plain.visit('/api/v1/me')).status, 401)
})

test('a new password ends the other sessions and needs the old one', async () => {
  const enter = async () => {
    const browser = openBrowser(hub)
    await browser.submit('/admin/sign-in', { email: 'admin@example.org', password })
    return browser
  }
  const [here, there] = [await enter(), await enter()]
  const change = (body: object) => here.call('POST', '/api/v1/me/password', body)
  const wrong = await change({ current: 'no', password: 'a new long password' })
  assert.deepEqual([wrong.status, wrong.json.code], [403, 'password-wrong'])
  for (const weak of ['short', 'aaaaaaaaaaaaaaaa', 'admin@example.org']) {
    const refused = await change({ current: password, password: weak })
    assert.deepEqual([refused.status, refused.json.code], [400, 'password-not-usable'], weak)
  }
  assert.equal((await there.visit('/api/v1/me')).status, 200)
  const link = await identity.newSignInLink(administratorId)
  assert.equal((await change({ current: password, password: 'a new long password' })).status, 200)
  await assert.rejects(identity.signInWithLink(link), /used already/)
  assert.equal((await here.visit('/api/v1/me')).status, 200)
  assert.equal((await there.visit('/api/v1/me')).status, 401)
  const old = await openBrowser(hub).submit('/admin/sign-in', {
    email: 'admin@example.org',
    password,
  })
  assert.equal(old.status, 401)
  const first = { email: 'admin@example.org', password, apiKey: undefined }
  await identity.ensureFirstAdministrator(first)
  await assert.rejects(identity.signInWithPassword(first.email, password), /do not belong together/)
  await here.call('POST', '/api/v1/me/password', { current: 'a new long password', password })
})

test('pages of other sites cannot change anything with the session of a browser', async () => {
  const browser = await signedInBrowser(hub, administratorId)
  const body = { timeZone: 'Europe/Kyiv' }
  const contact = { lastname: 'Forged' }
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: hub.url, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: hub.url.replace('http', 'https') },
  ] as Record<string, string>[]
  for (const headers of foreign) {
    const said = JSON.stringify(headers)
    const me = await browser.call('PATCH', '/api/v1/me', body, headers)
    assert.deepEqual([me.status, me.json.code], [403, 'foreign-page'], said)
    const row = await browser.call('POST', '/api/data/v9.2/contacts', contact, headers)
    assert.equal(row.status, 403, said)
    assert.equal((await browser.submit('/admin/sign-out', {}, headers)).status, 403, said)
    const form = { email: 'admin@example.org', password }
    assert.equal((await openBrowser(hub).submit('/admin/sign-in', form, headers)).status, 403, said)
  }
  const own = { origin: hub.url, 'sec-fetch-site': 'same-origin' }
  const changed = await browser.call('PATCH', '/api/v1/me', body, own)
  assert.deepEqual([changed.status, changed.json.timeZone], [200, 'Europe/Kyiv'])
  assert.equal((await browser.call('POST', '/api/data/v9.2/contacts', contact, own)).status, 204)
})

test('a header that holds no key does not let the cookie in without a look at the origin', async () => {
  const browser = await signedInBrowser(hub, administratorId)
  const headers = { origin: 'https://evil.example', authorization: 'Digest x' }
  assert.equal((await browser.call('PATCH', '/api/v1/me', {}, headers)).status, 401)
})

test('a disabled user comes in no more, neither by password nor by session', async () => {
  const admin = await signedInBrowser(hub, administratorId)
  const { json } = await admin.call('POST', '/api/v1/users', {
    ...{ email: 'leaves@example.org', lastName: 'Leaves', roleIds: [] },
  })
  const leaving = openBrowser(hub)
  const token = new URL(json.link.url).searchParams.get('token') ?? ''
  assert.equal((await leaving.submit('/admin/set-password', { token, password })).status, 303)
  assert.equal((await leaving.visit('/api/v1/me')).status, 200)
  await update(hub, 'systemuser', json.id, { isdisabled: true })
  assert.equal((await leaving.visit('/api/v1/me')).status, 401)
  const again = await leaving.submit('/admin/sign-in', { email: 'leaves@example.org', password })
  assert.equal(again.status, 401)
  const link = await identity.newSignInLink(json.id)
  await update(hub, 'systemuser', json.id, { isdisabled: true })
  await update(hub, 'systemuser', json.id, { isdisabled: false })
  assert.equal((await leaving.visit('/api/v1/me')).status, 401, 'the old session is over')
  await assert.rejects(identity.signInWithLink(link), /used already/)
})
