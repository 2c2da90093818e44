import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from '../../test/hub.ts'
import { startSmtpPeer } from '../../test/smtp-peer.ts'
import { makeEvent, passTime, register } from '../../test/story.ts'

const apiKey = 'k'.repeat(32)
const smtp = await startSmtpPeer()
const hub = await testHub({ environment: { GREENROOM_API_KEY: apiKey, SMTP_URL: smtp.url } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })

async function ask(method: string, path: string, body?: object) {
  const answer = await fetch(`${hub.url}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const json = answer.headers.get('content-type')?.includes('json') === true
  return { status: answer.status, body: json ? JSON.parse(text) : text, headers: answer.headers }
}

async function mailTo(email: string) {
  const filter = encodeURIComponent(`recipient eq '${email}'`)
  const { body } = await ask('GET', `/data/v9.2/gr_mails?$filter=${filter}`)
  return body.value[0]
}

const { id: eventId } = await makeEvent(hub, undefined, { msevtmgt_name: 'Open day' })

test('a mail that the server refused is failed, says why, and goes out when it is sent again', async () => {
  smtp.refusals.push({ code: 550, message: '5.1.1 No such user here' })
  await register(hub, eventId, 'typo@example.org')
  await hub.worker.runUntilIdle()
  const stored = await mailTo('typo@example.org')
  assert.equal(stored.state, 100000003)
  const { body: failed } = await ask('GET', `/v1/mails/${stored.gr_mailid}`)
  assert.equal(failed.state, 'failed')
  assert.equal(failed.reason, 'address')
  assert.match(failed.problem, /No such user here/)
  assert.equal(failed.event.name, 'Open day')
  assert.equal(failed.calendarMethod, 'REQUEST')

  const calendar = await ask('GET', `/v1/mails/${stored.gr_mailid}/calendar`)
  assert.match(calendar.headers.get('content-type') ?? '', /text\/calendar/)
  assert.match(calendar.body, /BEGIN:VCALENDAR/)

  const again = await ask('POST', `/v1/mails/${stored.gr_mailid}/send-again`, {})
  assert.deepEqual(again.body, { mailId: stored.gr_mailid })
  await hub.worker.runUntilIdle()
  const { body: sent } = await ask('GET', `/v1/mails/${stored.gr_mailid}`)
  assert.equal(sent.state, 'sent')
  assert.equal(sent.problem, null)
  assert.equal(smtp.mailsTo('typo@example.org').length, 1)
})

test('a mail that was sent goes to another address as a copy, and to two addresses never', async () => {
  const original = await mailTo('typo@example.org')
  const path = `/v1/mails/${original.gr_mailid}/send-again`
  const copied = await ask('POST', path, { to: 'right@example.org' })
  assert.notEqual(copied.body.mailId, original.gr_mailid)
  await hub.worker.runUntilIdle()
  assert.equal(smtp.mailsTo('right@example.org').length, 1)
  const { body: copy } = await ask('GET', `/v1/mails/${copied.body.mailId}`)
  assert.equal(copy.state, 'sent')
  assert.equal(
    copy.registration.id,
    (await ask('GET', `/v1/mails/${original.gr_mailid}`)).body.registration.id,
  )
  const refused = await ask('POST', path, { to: 'a@example.org, b@example.org' })
  assert.equal(refused.status, 400)
})

test('while the server is away a mail waits with the reason and the next try', async () => {
  smtp.refusals.push({ code: 421, message: '4.3.2 Come back later' })
  await register(hub, eventId, 'patient@example.org')
  await hub.worker.runUntilIdle()
  const stored = await mailTo('patient@example.org')
  const { body: waiting } = await ask('GET', `/v1/mails/${stored.gr_mailid}`)
  assert.equal(waiting.state, 'waiting')
  assert.match(waiting.problem, /Come back later/)
  assert.ok(waiting.delivery.nextTryOn > hub.clock.now().toISOString())
  await passTime(hub, 2)
  assert.equal((await ask('GET', `/v1/mails/${stored.gr_mailid}`)).body.state, 'sent')
})
