import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consoleProvider } from '../../../test/console-provider.ts'
import { type Browser, openBrowser, signedInBrowser } from '../../../test/console-visit.ts'
import { testHub, unusedPort } from '../../../test/hub.ts'
import { update } from '../../../test/story.ts'

const port = await unusedPort()
const provider = await consoleProvider(`http://127.0.0.1:${port}/admin/sign-in/callback`, {
  ada: { email: 'Ada@example.org', email_verified: true, name: 'Ada Lovelace' },
  ben: { email: 'ben@example.org', email_verified: true, given_name: 'Ben', family_name: 'Bit' },
  eve: { email: 'ada@example.org', email_verified: false },
  max: {},
})
const hub = await testHub({
  environment: {
    PORT: String(port),
    GREENROOM_OIDC_ISSUER: provider.issuer,
    GREENROOM_OIDC_CLIENT_ID: provider.clientId,
    GREENROOM_OIDC_CLIENT_SECRET: provider.clientSecret,
    GREENROOM_OIDC_NAME: 'Example AG',
    GREENROOM_OIDC_ROLE: 'Reader',
  },
})
const adaId = await hub.identity.ensureAdministrator('ada@example.org')

/** Goes to the provider, signs in there and comes back with its answer. */
async function come(browser: Browser, person: string, wanted = '/admin'): Promise<string> {
  const started = await browser.visit(
    `/admin/sign-in/with-provider?return=${encodeURIComponent(wanted)}`,
  )
  assert.equal(started.status, 303, started.text)
  const back = new URL(await provider.signIn(String(started.headers.get('location')), person))
  return back.pathname + back.search
}

test('the sign-in page offers the provider, and who signs in there comes to the page asked for', async () => {
  const browser = openBrowser(hub)
  const page = await browser.visit('/admin/sign-in?return=%2Fcheckin')
  assert.match(
    page.text,
    /href="\/admin\/sign-in\/with-provider\?return=%2Fcheckin">Sign in with Example AG/,
  )
  const back = await come(browser, 'ada', '/checkin')
  const entered = await browser.visit(back)
  assert.deepEqual([entered.status, entered.headers.get('location')], [303, '/checkin'])
  const me = (await browser.visit('/api/v1/me')).json
  assert.deepEqual([me.id, me.administrator], [adaId, true])
})

test('the request to the provider carries state, nonce and a code challenge', async () => {
  const started = await openBrowser(hub).visit('/admin/sign-in/with-provider')
  const asked = new URL(String(started.headers.get('location'))).searchParams
  assert.equal(asked.get('code_challenge_method'), 'S256')
  for (const name of ['state', 'nonce', 'code_challenge']) {
    assert.ok((asked.get(name) ?? '').length >= 32, name)
  }
})

test('somebody new gets a user with the role of the settings', async () => {
  const browser = openBrowser(hub)
  await browser.visit(await come(browser, 'ben'))
  const me = (await browser.visit('/api/v1/me')).json
  assert.deepEqual(
    [me.name, me.email, me.roles, me.hasPassword],
    ['Ben Bit', 'ben@example.org', ['Reader'], false],
  )
})

test('an account stays linked when its e-mail changes at the provider', async () => {
  provider.people.ben = { email: 'benjamin@example.org', email_verified: true }
  const browser = openBrowser(hub)
  await browser.visit(await come(browser, 'ben'))
  assert.equal((await browser.visit('/api/v1/me')).json.email, 'ben@example.org')
})

test('an e-mail that the provider does not confirm leads to nobody', async () => {
  for (const [person, problem] of [
    ['eve', /does not confirm the e-mail/],
    ['max', /gave no e-mail/],
  ] as const) {
    const browser = openBrowser(hub)
    const refused = await browser.visit(await come(browser, person))
    assert.equal(refused.status, 401)
    assert.match(refused.text, problem)
    assert.equal((await browser.visit('/api/v1/me')).status, 401)
  }
})

test('an answer is good once, and only in the browser that began', async () => {
  const [mine, other] = [openBrowser(hub), openBrowser(hub)]
  const back = await come(mine, 'ada')
  await other.visit('/admin/sign-in/with-provider')
  const stolen = await other.visit(back)
  assert.equal(stolen.status, 401)
  assert.match(stolen.text, /begun in another browser/)
  const state = mine.cookies.get('greenroom_sign_in_state') ?? ''
  assert.equal((await mine.visit(back)).status, 303)
  mine.cookies.set('greenroom_sign_in_state', state)
  assert.equal((await mine.visit(back)).status, 401)
})

test('an answer that comes after ten minutes, or that says no, signs nobody in', async () => {
  const browser = openBrowser(hub)
  const started = await browser.visit('/admin/sign-in/with-provider')
  const state = new URL(String(started.headers.get('location'))).searchParams.get('state')
  const denied = await browser.visit(
    `/admin/sign-in/callback?state=${state}&error=access_denied&error_description=No%20<b>`,
  )
  assert.equal(denied.status, 401)
  assert.match(denied.text, /says &#34;No &#60;b&#62;&#34;/)
  const late = openBrowser(hub)
  const back = await come(late, 'ada')
  hub.clock.advance(10 * 60_000 + 1000)
  assert.equal((await late.visit(back)).status, 401)
})

test('an id token for another sign-in is refused', async () => {
  const browser = openBrowser(hub)
  const back = await come(browser, 'ada')
  await hub.testDatabase.pool.query(`update gr_singlesignon set nonce = 'another'`)
  const refused = await browser.visit(back)
  assert.equal(refused.status, 401)
  assert.match(refused.text, /made for another sign-in/)
})

test('a code without its verifier is refused by the provider', async () => {
  const browser = openBrowser(hub)
  const back = await come(browser, 'ada')
  await hub.testDatabase.pool.query(`update gr_singlesignon set verifier = repeat('x', 48)`)
  const refused = await browser.visit(back)
  assert.equal(refused.status, 401)
  assert.match(refused.text, /did not take the code \(invalid_grant\)/)
})

test('a disabled user does not come in by the provider', async () => {
  const admin = await signedInBrowser(hub, adaId)
  const { value } = (await admin.visit('/api/v1/users?text=ben@')).json
  await update(hub, 'systemuser', value[0].id, { isdisabled: true })
  const browser = openBrowser(hub)
  const refused = await browser.visit(await come(browser, 'ben'))
  assert.equal(refused.status, 403)
  assert.equal((await browser.visit('/api/v1/me')).status, 401)
})

test('while the provider is away people can still sign in with a password', async () => {
  hub.clock.advance(11 * 60_000)
  provider.fail()
  const browser = openBrowser(hub)
  const away = await browser.visit('/admin/sign-in/with-provider')
  assert.equal(away.status, 503)
  assert.match(away.text, /does not answer as it should[\s\S]*type="password"/)
})
