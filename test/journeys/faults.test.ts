import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withTransaction } from '#database'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { retry } from '#jobs'
import { createLog } from '#log'
import { publishingState } from '#registrations'
import { testHub } from '../hub.ts'
import {
  create,
  makeEvent,
  minute,
  passTime,
  register,
  row,
  settleWebinar,
  signedInAccount,
  signIn,
  update,
} from '../story.ts'

const logged: string[] = []
const log = createLog({
  level: 'trace',
  destination: { write: (line: string) => logged.push(line) },
})
const hub = await testHub({ log })
const { control } = hub.twins.webinarExtension
const account = await signedInAccount(hub)

async function join(registrationId: string): Promise<Response> {
  const link = hub.registrations.joinLink(registrationId).replace(hub.settings.publicUrl, hub.url)
  return await fetch(link, { redirect: 'manual' })
}

for (const [what, mode] of [
  ['answers with an HTML page', { kind: 'html' }],
  ['answers 503', { kind: 'unhealthy' }],
  ['answers with nothing', { kind: 'empty', how: 'body' }],
  ['cuts the connection', { kind: 'empty', how: 'close' }],
  [
    'redirects to a private address',
    { kind: 'redirect', location: 'http://169.254.169.254/latest' },
  ],
] as const) {
  test(`a provider that ${what} loses no registration: it is pushed once when the provider is back`, async () => {
    const event = await makeEvent(hub, account.configurationId)
    await settleWebinar(hub)
    control.setModes(mode)
    const id = await register(
      hub,
      event.id,
      `${mode.kind}${'how' in mode ? mode.how : ''}@example.org`,
    )
    await hub.worker.runUntilIdle()
    assert.equal(control.countsFor(id).created, 0)
    const waiting = await row(hub, 'msevtmgt_eventregistration', id)
    assert.notEqual(waiting.msevtmgt_publishingstate, publishingState.published.value)
    control.setModes()
    for (let tries = 0; tries < 4; tries += 1) await passTime(hub, 5)
    const pushed = await row(hub, 'msevtmgt_eventregistration', id)
    assert.equal(pushed.msevtmgt_publishingstate, publishingState.published.value)
    assert.equal(control.countsFor(id).created, 1)
  })
}

test('a provider that refuses is shown as such, and a retry by hand pushes the registration', async () => {
  const event = await makeEvent(hub, account.configurationId)
  await settleWebinar(hub)
  control.setModes({ kind: 'forbidden' })
  const id = await register(hub, event.id, 'forbidden@example.org')
  await hub.worker.runUntilIdle()
  const failed = await row(hub, 'msevtmgt_eventregistration', id)
  assert.equal(failed.msevtmgt_publishingstate, publishingState.webinarProviderError.value)
  assert.notEqual(failed.gr_publishmessage, null)
  control.setModes()
  const { rows } = await hub.testDatabase.pool.query<{ id: string }>(
    `select asyncoperationid as id from asyncoperation where regardingobjectid = $1 and statuscode = 31`,
    [id],
  )
  const answer = await fetch(`${hub.url}/api/v1/jobs/${rows[0]?.id}/retry`, {
    method: 'POST',
    headers: { authorization: 'Bearer nobody' },
  })
  assert.equal(answer.status, 401, 'nobody retries without a key')
  await withTransaction(hub.testDatabase.db, (tx) =>
    retry(tx, String(rows[0]?.id), hub.clock.now()),
  )
  await hub.worker.runUntilIdle()
  assert.equal(
    (await row(hub, 'msevtmgt_eventregistration', id)).msevtmgt_publishingstate,
    publishingState.published.value,
  )
})

test('a token that was revoked ends the sign-in with a sentence, and nothing secret is in it', async () => {
  const own = await signedInAccount(hub)
  const event = await makeEvent(hub, own.configurationId)
  await settleWebinar(hub)
  control.revokeTokens()
  await register(hub, event.id, 'revoked@example.org')
  await hub.worker.runUntilIdle()
  const configuration = await row(hub, 'msevtmgt_webinarconfiguration', own.configurationId)
  assert.equal(configuration.msevtmgt_authorized, 100000002)
  assert.match(String(configuration.msevtmgt_message), /\w+/)
  await signIn(hub, own.configurationId)
  await signIn(hub, account.configurationId)
})

test('a join link while the provider is away or the webinar not ready shows a page, not an error', async () => {
  const event = await makeEvent(hub, account.configurationId)
  const id = await register(hub, event.id, 'door@example.org')
  hub.clock.moveTo(new Date(event.start.getTime() - 5 * minute))
  const early = await join(id)
  assert.equal(early.status, 200)
  assert.match(await early.text(), /prepar|moment|ready/i)
  await settleWebinar(hub)
  await hub.worker.runUntilIdle()
  const inside = await join(id)
  assert.equal(inside.status, 302)
  const { rows } = await hub.testDatabase.pool.query(
    'select gr_source from msevtmgt_checkin where msevtmgt_registrationid = $1',
    [id],
  )
  assert.ok(rows.length >= 1, 'the click is evidence')
})

test('a join link of somebody who cancelled, of another hub, and of nobody', async () => {
  const event = await makeEvent(hub, account.configurationId)
  const id = await register(hub, event.id, 'gone@example.org')
  await hub.registrations.cancel(systemCaller, id, { by: 'staff' })
  const gone = await join(id)
  assert.ok(gone.status === 200 || gone.status === 410)
  assert.match(await gone.text(), /cancel/i)
  const token = hub.registrations.joinToken(id)
  const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`
  assert.equal((await fetch(`${hub.url}/j/${forged}`)).status, 404)
  assert.equal((await fetch(`${hub.url}/j/nonsense`)).status, 404)
})

test('a webinar longer than the provider allows is refused with a proposal of sessions', async () => {
  const short = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: 'Short webinars',
    msevtmgt_base_service_url: hub.twins.webinarExtension.url,
    msevtmgt_maxdurationinminutes: 30,
    gr_adapter: 'webinar-extension',
  })
  await hub.providers.recordConsent(systemCaller, { providerId: short })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Short',
    msevtmgt_webinarproviderid: short,
  })
  await assert.rejects(makeEvent(hub, configurationId), (error) => {
    assert.ok(isRefusal(error))
    assert.match(`${error.sentence} ${error.advice}`, /30 minutes|session/)
    return true
  })
})

test('two people take the last seat: one gets it, the other is told', async () => {
  const event = await makeEvent(hub, undefined, { msevtmgt_maximumeventcapacity: 1 })
  const results = await Promise.allSettled([
    register(hub, event.id, 'one@example.org'),
    register(hub, event.id, 'two@example.org'),
  ])
  assert.equal(results.filter((each) => each.status === 'fulfilled').length, 1)
  const refused = results.find((each) => each.status === 'rejected')
  assert.ok(isRefusal(refused?.reason, 'event-full'))
})

test('unknown columns, wrong types and unknown ids are refused by name', async () => {
  const event = await makeEvent(hub, undefined)
  const refusalOf = async (target: Record<string, unknown>) => {
    try {
      await update(hub, 'msevtmgt_event', event.id, target)
    } catch (error) {
      if (isRefusal(error)) return `${error.sentence} ${error.advice}`
      throw error
    }
    return 'accepted'
  }
  assert.match(await refusalOf({ msevtmgt_nam: 'x' }), /msevtmgt_nam[\s\S]*msevtmgt_name/)
  assert.match(
    await refusalOf({ msevtmgt_maximumeventcapacity: 'many' }),
    /msevtmgt_maximumeventcapacity/,
  )
  assert.match(await refusalOf({ msevtmgt_name: 'x'.repeat(101) }), /100/)
  assert.match(
    await refusalOf({ msevtmgt_building: '11111111-1111-4111-8111-111111111111' }),
    /msevtmgt_building/,
  )
})

test('secrets are in no log line, no row that an API shows and no kept mail', async () => {
  const { clientSecret } = hub.twins.webinarExtension
  const text = logged.join('\n')
  assert.ok(!text.includes(clientSecret), 'the client secret is not logged')
  const { rows } = await hub.testDatabase.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  for (const { name } of rows) {
    const found = await hub.testDatabase.pool.query(
      `select 1 from ${name} as t where t::text like '%' || $1 || '%' limit 1`,
      [clientSecret],
    )
    assert.equal(found.rowCount, 0, `${name} holds the client secret in the clear`)
  }
})
