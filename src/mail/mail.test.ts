import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { testHub } from '../../test/hub.ts'
import { calendarOf } from '../../test/read-calendar.ts'
import { startSmtpPeer } from '../../test/smtp-peer.ts'
import { makeEvent, passTime, register, update } from '../../test/story.ts'
import { parseAddress } from './mail.ts'

const { url, refusals, mailsTo } = await startSmtpPeer()

const hub = await testHub({
  environment: {
    SMTP_URL: url,
    GREENROOM_MAIL_FROM: 'The Greenroom <events@greenroom.example>',
  },
})

async function jobOf(
  registrationId: string,
): Promise<{ statuscode: number; friendlymessage: string }> {
  const { rows } = await hub.testDatabase.pool.query(
    `select statuscode, friendlymessage from asyncoperation
     where regardingobjectid = $1 and gr_kind = 'mail.letter' order by sequence`,
    [registrationId],
  )
  return rows[0]
}

test('the confirmation arrives once, from the organizer, with join link and an invitation that calendars accept', async () => {
  const event = await makeEvent(hub, undefined, { msevtmgt_name: 'Ünïcode & <b>markup</b>' })
  const id = await register(hub, event.id, 'once@example.org')
  await hub.worker.runUntilIdle()
  const [mail, ...others] = mailsTo('once@example.org')
  assert.ok(mail !== undefined)
  assert.equal(others.length, 0)
  assert.equal(mail.from?.address, 'events@greenroom.example')
  assert.match(String(mail.subject), /Ünïcode & <b>markup<\/b>/)
  assert.ok(mail.html?.includes('&#60;b&#62;markup'), 'markup in a title is shown, not obeyed')
  const { method, event: entry } = calendarOf(mail)
  assert.equal(method, 'REQUEST')
  assert.equal(entry.summary, 'Ünïcode & <b>markup</b>')
  assert.equal(entry.startDate.toJSDate().getTime(), event.start.getTime())
  assert.equal(entry.uid.split('@')[0], id)
  assert.equal(entry.attendees.length, 1)
})

test('cancelling sends one cancellation for the same entry with a higher sequence', async () => {
  const event = await makeEvent(hub, undefined)
  const id = await register(hub, event.id, 'leaves@example.org')
  await hub.worker.runUntilIdle()
  await hub.registrations.cancel(systemCaller, id, { by: 'attendee' })
  await hub.registrations.cancel(systemCaller, id, { by: 'attendee' })
  await hub.worker.runUntilIdle()
  const [confirmation, cancellation, ...others] = mailsTo('leaves@example.org').map(calendarOf)
  assert.equal(others.length, 0)
  assert.equal(cancellation?.method, 'CANCEL')
  assert.equal(cancellation?.event.uid, confirmation?.event.uid)
  assert.ok(Number(cancellation?.event.sequence) > Number(confirmation?.event.sequence))
})

test('who cancels before the confirmation went out hears nothing of either', async () => {
  const event = await makeEvent(hub, undefined)
  const id = await register(hub, event.id, 'quick@example.org')
  await hub.registrations.cancel(systemCaller, id, { by: 'attendee' })
  await hub.worker.runUntilIdle()
  assert.deepEqual(mailsTo('quick@example.org'), [])
})

test('a moved event is told to everybody once, however often it was moved within the minute', async () => {
  const event = await makeEvent(hub, undefined)
  await register(hub, event.id, 'first@example.org')
  await register(hub, event.id, 'second@example.org')
  await hub.worker.runUntilIdle()
  for (const end of ['2099-01-01T12:00:00', '2099-01-01T13:00:00']) {
    await update(hub, 'msevtmgt_event', event.id, {
      msevtmgt_eventstartdate: '2099-01-01T11:00:00',
      msevtmgt_eventenddate: end,
    })
  }
  await passTime(hub, 2)
  for (const email of ['first@example.org', 'second@example.org']) {
    const [, change, ...others] = mailsTo(email).map(calendarOf)
    assert.equal(others.length, 0)
    assert.equal(change?.method, 'REQUEST')
    assert.equal(change?.event.startDate.toString(), '2099-01-01T11:00:00')
    assert.equal(change?.event.endDate.toString(), '2099-01-01T13:00:00')
    assert.equal(change?.event.sequence, 1)
  }
})

test('a server that is away for a moment gets the mail a minute later, one that refuses it for good does not', async () => {
  const event = await makeEvent(hub, undefined)
  refusals.push({ code: 451, message: 'Try again later' })
  const patient = await register(hub, event.id, 'patient@example.org')
  await hub.worker.runUntilIdle()
  assert.deepEqual(mailsTo('patient@example.org'), [])
  await passTime(hub, 2)
  assert.equal(mailsTo('patient@example.org').length, 1)
  assert.equal((await jobOf(patient)).statuscode, 30)

  refusals.push({ code: 550, message: 'No such mailbox' })
  const hopeless = await register(hub, event.id, 'hopeless@example.org')
  await hub.worker.runUntilIdle()
  const job = await jobOf(hopeless)
  assert.equal(job.statuscode, 31)
  assert.match(job.friendlymessage, /No such mailbox/)
})

test('addresses are read with and without a name', () => {
  assert.deepEqual(parseAddress('Ada <ada@example.org>'), { email: 'ada@example.org', name: 'Ada' })
  assert.deepEqual(parseAddress('"Love, Ada" <ada@example.org>'), {
    email: 'ada@example.org',
    name: 'Love, Ada',
  })
  assert.deepEqual(parseAddress('ada@example.org'), { email: 'ada@example.org', name: undefined })
})
