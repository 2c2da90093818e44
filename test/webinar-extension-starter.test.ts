import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { reportText, verifyProvider } from '#verify-provider'
import { createService } from '../examples/webinar-extension-starter/service.ts'
import { createVendor } from '../examples/webinar-extension-starter/vendor.ts'

const redirectUri = 'https://hub.example/WebResources/msevtmgt_AuthorizationResult.html'
const client = { id: 'greenroom', secret: 'change-me', redirectUri }

test('the starter for vendors has full marks in everything that can be checked', async () => {
  const service = createService({ vendor: createVendor(), client, pageSize: 2 })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  after(() => {
    service.closeAllConnections()
    service.close()
  })
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  const form = { client_id: client.id, redirect_uri: redirectUri, state: 's', decision: 'allow' }
  const body = new URLSearchParams({ ...form, name: 'demo', password: 'demo' })
  const answer = await fetch(`${url}/auth/authorize`, { method: 'POST', body, redirect: 'manual' })
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const signIn = { code, clientId: client.id, clientSecret: client.secret, redirectUri }
  const report = await verifyProvider({ url, signIn, attended: 'demo-webinar', registrations: 7 })
  const notKept = report.findings.filter(({ outcome }) => outcome !== 'kept').map(({ id }) => id)
  assert.deepEqual(notKept, ['retry-after'], reportText(report))
  assert.equal(report.grade, 'A')
})
