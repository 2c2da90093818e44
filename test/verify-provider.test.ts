import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { systemClock } from '#clock'
import { startWebinarExtensionTwin } from '#providers'
import { reportText, verifyProvider } from '../src/verify-provider.ts'

const twin = await startWebinarExtensionTwin({ clock: systemClock })
after(() => twin.close())
const token = await signIn()

async function signIn(): Promise<string> {
  const redirectUri = 'https://hub.example/WebResources/msevtmgt_AuthorizationResult.html'
  const back = new URL(twin.control.approve({ redirectUri, state: 's' }))
  const answer = await fetch(`${twin.url}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code'),
      client_id: twin.clientId,
      client_secret: twin.clientSecret,
      refresh_token: null,
      redirect_uri: redirectUri,
    }),
  })
  return String(((await answer.json()) as { access_token: string }).access_token)
}

test('the twin keeps every promise', async () => {
  const report = await verifyProvider({ url: twin.url, token })
  assert.deepEqual(
    report.findings.filter(({ outcome }) => outcome !== 'kept'),
    [],
  )
  assert.equal(report.grade, 'A')
  assert.match(reportText(report), /Grade A \(100 %/)
})

test('without a token only what is open is graded', async () => {
  const report = await verifyProvider({ url: twin.url, token: undefined })
  assert.equal(report.findings.filter(({ outcome }) => outcome === 'kept').length, 3)
  assert.ok(report.findings.some(({ outcome }) => outcome === 'not checked'))
})

for (const [what, mode, broken] of [
  ['answers HTML', { kind: 'html', path: '/webinars' }, 'create'],
  ['is unhealthy', { kind: 'unhealthy', path: '/status' }, 'status'],
  ['invents attendance', { kind: 'garbageAttendance' }, 'attendance'],
] as const) {
  test(`a service that ${what} is found out`, async () => {
    twin.control.setModes(mode)
    const report = await verifyProvider({ url: twin.url, token })
    twin.control.setModes()
    const finding = report.findings.find(({ id }) => id === broken)
    assert.equal(finding?.outcome, 'broken', reportText(report))
    assert.notEqual(report.grade, 'A')
  })
}
