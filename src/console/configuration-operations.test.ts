import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { silentLog } from '#log'
import { startTwins, type Twins } from '#twins'
import { testHub } from '../../test/hub.ts'

const apiKey = 'k'.repeat(32)
const hub = await testHub({ environment: { GREENROOM_API_KEY: apiKey } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })

let twins: Twins
before(async () => {
  twins = await startTwins({ clock: hub.clock, host: '127.0.0.1', log: silentLog, firstPort: 0 })
})
after(() => twins.close())

async function ask(method: string, path: string, body?: object) {
  const answer = await fetch(`${hub.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : undefined }
}

const accountsNow = async () => (await ask('GET', '/configurations')).body.value.length

interface Choice {
  readonly id: string
  readonly logo: string
  readonly guide: string
  readonly settings: readonly { readonly name: string; readonly kind: string }[]
  readonly records: readonly { readonly id: string; readonly kept: readonly string[] }[]
}

const choices = async () =>
  new Map<string, Choice>(
    (await ask('GET', '/provider-choices')).body.value.map((each: Choice) => [each.id, each]),
  )

test('each provider is told with its picture and what is done there, the hub’s own addresses filled in', async () => {
  const all = await choices()
  assert.equal(all.size, 10)
  for (const { logo } of all.values()) {
    assert.match((await ask('GET', logo.replace('/api/v1', ''))).text, /^<svg/)
  }
  const { guide } = all.get('webex') ?? assert.fail('There is no Webex.')
  assert.match(guide, /^1\. Sign in at/)
  assert.ok(guide.includes(`${hub.settings.publicUrl}/WebResources/msevtmgt_AuthorizationResult`))
  assert.doesNotMatch(guide, /## What it can do/)
  assert.equal((await ask('GET', '/provider-choices/..%2Fvault/logo.svg')).status, 404)
})

test('an account of every provider is entered in one call, and no answer holds its secrets', async () => {
  const all = await choices()
  for (const { adapter, name, url, values } of twins.all) {
    const settings = all.get(adapter)?.settings ?? assert.fail(adapter)
    const given: Record<string, string | null> = { ...values }
    if (settings.some((each) => each.name === 'msevtmgt_base_service_url'))
      given.msevtmgt_base_service_url = url
    const made = await ask('POST', '/configurations', {
      adapter,
      name,
      consent: true,
      values: given,
    })
    assert.equal(made.status, 201, made.text)
    const path = `/configurations/${made.body.id}`
    const { service } = (await ask('GET', `${path}/sign-ins`)).body
    if (service === null) {
      const { body } = await ask('POST', `${path}/verify`)
      assert.equal(body.status, 'healthy', `${adapter}: ${body.message}`)
    }
    const account = await ask('GET', path)
    assert.equal(account.body.serviceStatus, service === null ? 'healthy' : null, adapter)
    const texts = [made.text, account.text, (await ask('GET', `${path}/settings`)).text]
    texts.push((await ask('GET', '/provider-choices')).text)
    for (const { name: column, kind } of settings) {
      const secret = given[column]
      if (kind !== 'secret' || secret === null || secret === undefined) continue
      for (const text of texts) {
        assert.ok(!text.includes(JSON.stringify(secret).slice(1, -1)), `${adapter} ${column}`)
      }
    }
  }
})

test('what cannot be saved is told with its field, and nothing of the account was made', async () => {
  const before = await accountsNow()
  const wrong = { adapter: 'zoom', name: 'Wrong', consent: true }
  const kind = await ask('POST', '/configurations', { ...wrong, values: { kind: 'Parties' } })
  assert.deepEqual(
    [kind.status, kind.body.code, kind.body.input],
    [400, 'setting-not-valid', 'kind'],
  )
  const stranger = await ask('POST', '/configurations', { ...wrong, values: { colour: 'red' } })
  assert.equal(stranger.body.code, 'unknown-setting')
  const unknown = await ask('POST', '/configurations', { ...wrong, adapter: 'nobody' })
  assert.equal(unknown.body.code, 'unknown-adapter')
  const records = (await choices()).get('manual-link')?.records.length
  const refused = await ask('POST', '/configurations', { adapter: 'manual-link', name: 'Room' })
  assert.equal(refused.body.code, 'consent-missing')
  assert.equal((await choices()).get('manual-link')?.records.length, records)
  assert.equal(await accountsNow(), before)
})

test('accounts share a provider record unless one of its own is asked for', async () => {
  const server = { adapter: 'bigbluebutton', consent: true }
  const [record] = (await choices()).get('bigbluebutton')?.records ?? []
  const joined = await ask('POST', '/configurations', { ...server, name: 'Second' })
  assert.equal(joined.body.providerId, record?.id)
  const own = await ask('POST', '/configurations', {
    ...server,
    name: 'Other server',
    providerId: 'new',
    values: { msevtmgt_base_service_url: 'https://bbb.example.org' },
  })
  assert.notEqual(own.body.providerId, record?.id)
  const { body } = await ask('GET', `/configurations/${own.body.id}`)
  assert.equal(body.providerName, 'BigBlueButton: Other server')
})

test('an account is deactivated, activated, its credentials deleted, and it is deleted', async () => {
  const { value } = (await ask('GET', '/configurations')).body
  const { id } = value.find(({ adapter }: { adapter: string }) => adapter === 'zoom')
  await ask('POST', `/configurations/${id}/deactivate`)
  assert.equal((await ask('GET', `/configurations/${id}`)).body.active, false)
  assert.equal((await ask('POST', `/configurations/${id}/verify`)).body.code, 'account-inactive')
  await ask('POST', `/configurations/${id}/activate`)
  const { body } = await ask('POST', `/configurations/${id}/verify`)
  assert.equal(body.status, 'healthy')
  const form = (await ask('GET', `/configurations/${id}/settings`)).body
  assert.deepEqual([form.lists, form.forgets], [['people', 'meetings'], false])
  await ask('POST', `/configurations/${id}/delete-credentials`)
  const off = (await ask('GET', `/configurations/${id}`)).body
  assert.deepEqual([off.authorized, off.serviceStatus], ['no', 'not-authenticated'])
})
