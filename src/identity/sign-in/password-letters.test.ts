import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBrowser, signedInBrowser } from '../../../test/console-visit.ts'
import { testHub } from '../../../test/hub.ts'
import { startSmtpPeer } from '../../../test/smtp-peer.ts'

const peer = await startSmtpPeer()
const hub = await testHub({ environment: { SMTP_URL: peer.url } })
const administratorId = await hub.identity.ensureAdministrator('admin@example.org')
const admin = await signedInBrowser(hub, administratorId)
const password = 'correct horse battery'

async function linkIn(email: string): Promise<URL> {
  await hub.worker.runUntilIdle()
  const mail = peer.mailsTo(email).at(-1)
  const [link = ''] = /http:\S+\/admin\/set-password\?token=[\w-]+/.exec(mail?.text ?? '') ?? []
  return new URL(link)
}

const open = (link: URL) => openBrowser(hub).visit(link.pathname + link.search)
const set = (link: URL, chosen = password) =>
  openBrowser(hub).submit('/admin/set-password', {
    ...{ token: link.searchParams.get('token') ?? '', password: chosen },
  })

test('an invited person gets a letter in their language, sets a password and is in', async () => {
  const { status, json } = await admin.call('POST', '/api/v1/users', {
    ...{ email: 'eva@example.org', firstName: 'Eva', lastName: 'Muster', roleIds: [] },
    ...{ language: 'de-at', timeZone: 'Europe/Vienna' },
  })
  assert.deepEqual([status, json.mailed, json.link], [201, true, null])
  const link = await linkIn('eva@example.org')
  const mail = peer.mailsTo('eva@example.org').at(-1)
  assert.equal(mail?.subject, 'Einladung zu Greenroom')
  assert.ok(mail?.html?.includes(link.href))
  assert.equal(link.origin, hub.url)
  for (let time = 0; time < 2; time += 1) assert.equal((await open(link)).status, 200)

  const eva = openBrowser(hub)
  const token = link.searchParams.get('token') ?? ''
  assert.equal((await eva.submit('/admin/set-password', { token, password })).status, 303)
  const me = (await eva.visit('/api/v1/me')).json
  assert.deepEqual(
    [me.name, me.language, me.timeZone, me.hasPassword, me.roles],
    ['Eva Muster', 'de-AT', 'Europe/Vienna', true, []],
  )
})

test('a forgotten password is set anew by a link that works once, and other sessions end', async () => {
  const other = await signedInBrowser(
    hub,
    await hub.identity.ensureAdministrator('eva@example.org'),
  )
  const asked = await openBrowser(hub).submit('/admin/forgot-password', {
    email: 'EVA@example.org',
  })
  assert.equal(asked.status, 200)
  const link = await linkIn('eva@example.org')
  const short = await set(link, 'short')
  assert.equal(short.status, 400)
  assert.match(short.text, /fewer than 12 characters/)
  assert.equal((await set(link, 'another long password')).status, 303)
  assert.equal((await other.visit('/api/v1/me')).status, 401)
  const again = await set(link, 'yet another password')
  assert.equal(again.status, 401)
  assert.match(again.text, /used already or is too old/)
  const form = { email: 'eva@example.org', password: 'another long password' }
  assert.equal((await openBrowser(hub).submit('/admin/sign-in', form)).status, 303)
})

test('the answer does not tell whether somebody has the address', async () => {
  const known = await openBrowser(hub).submit('/admin/forgot-password', {
    email: 'eva@example.org',
  })
  const unknown = await openBrowser(hub).submit('/admin/forgot-password', {
    ...{ email: 'nobody@example.org' },
  })
  assert.deepEqual([known.status, known.text], [unknown.status, unknown.text])
  await hub.worker.runUntilIdle()
  assert.equal(peer.mailsTo('nobody@example.org').length, 0)
})

test('a link is good for an hour, and only the newest one', async () => {
  const first = await linkIn('eva@example.org')
  hub.clock.advance(10 * 60_000)
  await openBrowser(hub).submit('/admin/forgot-password', { email: 'eva@example.org' })
  const second = await linkIn('eva@example.org')
  assert.notEqual(first.href, second.href)
  assert.equal((await set(first)).status, 401)
  hub.clock.advance(61 * 60_000)
  assert.equal((await set(second)).status, 401)
})

test('nothing in the database shows a link', async () => {
  await openBrowser(hub).submit('/admin/forgot-password', { email: 'eva@example.org' })
  const token = (await linkIn('eva@example.org')).searchParams.get('token') ?? ''
  assert.ok(token.length > 20)
  const { rows } = await hub.testDatabase.pool.query(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  for (const { name } of rows) {
    const found = await hub.testDatabase.pool.query(
      `select 1 from ${name} t where strpos(t::text, $1) > 0`,
      [token],
    )
    assert.equal(found.rowCount, 0, name)
  }
})

test('a letter that the mail server does not take is sent later, with a link that works', async () => {
  peer.refusals.push({ code: 451, message: 'later' })
  hub.clock.advance(3600_000)
  await openBrowser(hub).submit('/admin/forgot-password', { email: 'admin@example.org' })
  await hub.worker.runUntilIdle()
  assert.equal(peer.mailsTo('admin@example.org').length, 0)
  hub.clock.advance(61_000)
  const link = await linkIn('admin@example.org')
  assert.equal((await set(link)).status, 303)
})

test('a disabled user gets no letter', async () => {
  const { json } = await admin.call('POST', '/api/v1/users', {
    ...{ email: 'gone@example.org', lastName: 'Gone', roleIds: [] },
  })
  const gone = await signedInBrowser(hub, administratorId)
  await gone.call('PATCH', `/api/v1/users/${json.id}`, { enabled: false })
  await openBrowser(hub).submit('/admin/forgot-password', { email: 'gone@example.org' })
  await hub.worker.runUntilIdle()
  assert.equal(peer.mailsTo('gone@example.org').length, 0)
})
