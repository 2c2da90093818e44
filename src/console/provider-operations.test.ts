import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from '../../test/hub.ts'
import { create, makeAccount, makeEvent, settleWebinar, signIn } from '../../test/story.ts'

const apiKey = 'k'.repeat(32)
const hub = await testHub({ environment: { GREENROOM_API_KEY: apiKey } })
await hub.identity.ensureFirstAdministrator({
  email: undefined,
  password: undefined,
  apiKey,
})

async function ask(path: string, body?: object, key = apiKey) {
  const answer = await fetch(`${hub.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  return { status: answer.status, answer: JSON.parse(await answer.text()) }
}

test('a script reads who is signed in, with the alert that people see, and nobody without a key does', async () => {
  const { configurationId } = await makeAccount(hub)
  const path = `/configurations/${configurationId}/sign-ins`
  assert.equal((await ask(path, undefined, 'wrong')).status, 401)
  const before = await ask(path)
  assert.equal(before.answer.service.state, 'not-authorized')
  assert.match(before.answer.service.alert, /^The superuser is not authorized\. Click the button/)
  assert.equal(before.answer.action, null)
  await signIn(hub, configurationId)
  const { service } = (await ask(path)).answer
  assert.deepEqual([service.state, service.alert ?? null], ['authorized', null])
  const refused = await ask(`/configurations/${configurationId}/authorize-actions`, {})
  assert.equal(refused.answer.code, 'actions-not-set-up')
})

test('the request log is switched on by a setting and searched', async () => {
  const { configurationId } = await makeAccount(hub)
  await signIn(hub, configurationId)
  const path = `/configurations/${configurationId}/requests`
  assert.deepEqual((await ask(path)).answer, { value: [] })
  await ask(`/configurations/${configurationId}/settings`, { values: { gr_requestlog: 'true' } })
  await ask(`/configurations/${configurationId}/verify`, {})
  const { answer } = await ask(`${path}?text=status&method=GET`)
  assert.ok(answer.value.length > 0)
  assert.equal(answer.value[0].status, 200)
  assert.deepEqual((await ask(`${path}?failed=true`)).answer, { value: [] })
  assert.equal((await ask(`${path}?status=7`)).status, 400)
})

test('publishing answers with a forecast; an event tells it before, with the links of its presenters', async () => {
  const { configurationId } = await makeAccount(hub)
  await signIn(hub, configurationId)
  const event = await makeEvent(hub, configurationId, {
    msevtmgt_publishstatus: 100000000,
    msevtmgt_maximumeventcapacity: 5000,
  })
  const before = await ask(`/events/${event.id}/forecast`)
  assert.match(before.answer.forecast.sentence, /^5,000 registrants on this account: about/)
  const speaker = await create(hub, 'msevtmgt_speaker', {
    msevtmgt_name: 'Sina Speaker',
    msevtmgt_email: 'sina@example.org',
  })
  await create(hub, 'msevtmgt_speakerengagement', {
    msevtmgt_name: 'Sina speaks',
    msevtmgt_event: event.id,
    msevtmgt_speaker: speaker,
  })
  const published = await ask(`/events/${event.id}/go-live`, {})
  assert.equal(published.answer.live, true)
  assert.equal(published.answer.forecast.registrants, 5000)
  await settleWebinar(hub)
  const { answer } = await ask(`/events/${event.id}/presenter-links`)
  assert.equal(answer.value[0].name, 'Sina Speaker')
  assert.match(answer.value[0].link, /\/p\/[\w-]+$/)
  const other = await ask(`/configurations/${configurationId}/forecast?registrants=1`)
  assert.match(other.answer.sentence, /^1 registrant on this account/)
})

test('a load of an account that lists nothing fails with a sentence in its system job', async () => {
  const { configurationId } = await makeAccount(hub)
  await signIn(hub, configurationId)
  const { answer } = await ask(`/configurations/${configurationId}/load`, { entity: 'people' })
  await hub.worker.runUntilIdle()
  const { rows } = await hub.testDatabase.pool.query<{ message: string }>(
    'select friendlymessage as message from asyncoperation where asyncoperationid = $1',
    [answer.jobId],
  )
  assert.match(rows[0]?.message ?? '', /does not list people/)
})
