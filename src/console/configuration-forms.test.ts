import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startZoomTwin } from '#providers'
import { cleanUpAfterwards } from '../../test/database.ts'
import { testHub } from '../../test/hub.ts'

const hub = await testHub()
const administrator = await hub.identity.ensureAdministrator('admin@example.org')
const zoom = await startZoomTwin({ clock: hub.clock })
cleanUpAfterwards(zoom.close)

async function signedIn(): Promise<string> {
  const token = await hub.identity.newSignInLink(administrator)
  const answer = await fetch(`${hub.url}/admin/sign-in/link`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ token }),
  })
  return String(answer.headers.get('set-cookie')).split(';')[0] as string
}

const cookie = await signedIn()

const open = async (path: string) =>
  await (await fetch(hub.url + path, { headers: { cookie } })).text()

const send = (path: string, form: Record<string, string>) =>
  fetch(hub.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams(form),
  })

async function newAccount(adapter: string): Promise<string> {
  const answer = await send('/admin/configurations/new', {
    adapter,
    name: `Ours at ${adapter}`,
    consent: 'true',
  })
  assert.equal(answer.status, 303, await answer.text())
  return String(answer.headers.get('location'))
}

test('an administrator enters an account by forms alone, from the choice of the provider to Verify', async () => {
  assert.match(await open('/admin/configurations/new'), /value="zoom"/)
  const settings = await newAccount('zoom')
  const page = settings.replace('/settings', '')
  assert.match(await open(settings), /Address of callbacks/)
  const values = {
    accountId: zoom.accountId,
    msevtmgt_clientid: zoom.clientId,
    gr_clientsecret: zoom.clientSecret,
    host: zoom.hostEmail,
    oauthUrl: zoom.url,
    msevtmgt_base_service_url: `${zoom.url}/v2`,
    gr_requestlog: 'true',
  }
  assert.equal((await send(settings, values)).status, 303)
  assert.equal((await send(`${page}/verify`, {})).status, 303)
  const shown = await open(page)
  assert.match(shown, /Zoom lets the hub in/)
  assert.match(shown, /Keep no request log/)
  assert.match(shown, /POST 127\.0\.0\.1/)
})

test('a stored secret is never shown, stays when its field is empty, and other fields can be emptied', async () => {
  const settings = await newAccount('zoom')
  const form = {
    accountId: 'one',
    host: 'host@example.org',
    kind: 'Webinars',
    gr_clientsecret: 'a-planted-secret',
  }
  await send(settings, form)
  const first = await open(settings)
  assert.ok(!first.includes('a-planted-secret'))
  assert.match(first, /stored; leave empty to keep it/)
  await send(settings, { ...form, kind: '', gr_clientsecret: '' })
  const second = await open(settings)
  assert.match(second, /stored; leave empty to keep it/)
  assert.doesNotMatch(second, /value="Webinars" selected/)
})

test('what cannot be is said on the page, with what was typed still there but for secrets', async () => {
  const settings = await newAccount('zoom')
  const answer = await send(settings, {
    accountId: 'typed-before',
    gr_requestsperminute: 'many',
    gr_clientsecret: 'a-planted-secret',
  })
  assert.equal(answer.status, 400)
  const text = await answer.text()
  assert.match(text, /role="alert">[^<]*Requests per minute[^<]*a whole number/)
  assert.match(text, /value="typed-before"/)
  assert.ok(!text.includes('a-planted-secret'))
  const withoutConsent = await send('/admin/configurations/new', {
    adapter: 'webex',
    name: 'Webex',
  })
  assert.equal(withoutConsent.status >= 400, true)
  assert.match(await withoutConsent.text(), /role="alert"/)
})

test('what has to be entered at the vendor stands above the form: redirects of both apps', async () => {
  const text = await open(await newAccount('webex'))
  assert.match(text, /msevtmgt_AuthorizationResult\.html/)
  assert.match(text, /\/oauth\/action\/callback/)
  assert.doesNotMatch(text, /Address of callbacks/, 'the hub asks Webex for them itself')
})
