import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { testHub } from '../../test/hub.ts'
import { startSmtpPeer } from '../../test/smtp-peer.ts'
import { create, makeEvent, passTime, signedInAccount, update } from '../../test/story.ts'

const { url, mailsTo, raw } = await startSmtpPeer()
const apiKey = 'letters-are-tested-with-this-key'
const hub = await testHub({ environment: { SMTP_URL: url } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })

const person = (email: string, more: object = {}) => ({
  email,
  firstName: 'Ada',
  lastName: email,
  ...more,
})

const linesTo = (email: string) => mailsTo(email).map(({ subject }) => subject)

async function register(eventId: string, attendees: readonly object[], more: object = {}) {
  return await hub.registrations.register(systemCaller, {
    eventId,
    attendees: attendees as never,
    ...more,
  })
}

const onWaitlist = { msevtmgt_maximumeventcapacity: 1, msevtmgt_showwaitlist: true }

test('who waits is told so, is invited when a seat is free, and takes it by the link in time', async () => {
  const event = await makeEvent(
    hub,
    undefined,
    { ...onWaitlist, msevtmgt_name: 'Full', msevtmgt_autoregisterwaitlistitems: false },
    5 * 1440,
  )
  const first = await register(event.id, [person('first@example.org')])
  await register(event.id, [person('waits@example.org', { waitlisted: true, language: 'fr' })])
  await hub.worker.runUntilIdle()
  assert.deepEqual(linesTo('waits@example.org'), ['Sur liste d’attente\u00a0: Full'])
  const seat = first.registrations[0]?.registrationId as string
  await hub.registrations.cancel(systemCaller, seat, { by: 'attendee' })
  await hub.worker.runUntilIdle()
  const [, invitation, ...others] = mailsTo('waits@example.org')
  assert.equal(others.length, 0)
  assert.equal(invitation?.subject, 'Une place s’est libérée\u00a0: Full')
  const link = /https?:\/\/[^\s"]+\/w\/[\w-]+/.exec(String(invitation?.text))?.[0]
  assert.ok(link !== undefined, 'the letter has the link that takes the seat')
  const page = await fetch(link.replace(hub.settings.publicUrl, hub.url))
  assert.equal(page.status, 200)
})

test('who is registered from the waitlist gets one letter that says so, with the entry for the calendar', async () => {
  const event = await makeEvent(hub, undefined, {
    ...onWaitlist,
    msevtmgt_autoregisterwaitlistitems: true,
  })
  const first = await register(event.id, [person('leaves@example.org')])
  await register(event.id, [person('lucky@example.org', { waitlisted: true })])
  await hub.worker.runUntilIdle()
  const seat = first.registrations[0]?.registrationId as string
  await hub.registrations.cancel(systemCaller, seat, { by: 'attendee' })
  await hub.worker.runUntilIdle()
  assert.deepEqual(linesTo('lucky@example.org'), [
    'On the waitlist: A webinar',
    'You have a seat: A webinar',
  ])
  const [, seated] = mailsTo('lucky@example.org')
  assert.ok(seated?.attachments.some(({ mimeType }) => mimeType === 'text/calendar'))
})

async function paidEvent() {
  const event = await makeEvent(hub, undefined, { msevtmgt_name: 'Paid' })
  const currency = await create(hub, 'transactioncurrency', {
    currencyname: 'Euro',
    isocurrencycode: 'EUR',
    currencysymbol: '€',
    currencyprecision: 2,
    exchangerate: '1',
  })
  const pass = await create(hub, 'msevtmgt_pass', {
    msevtmgt_name: 'Standard',
    msevtmgt_eventid: event.id,
    msevtmgt_passprice: '1234.5000',
    msevtmgt_noofpassesallocated: 10,
    transactioncurrencyid: currency,
  })
  return { event, pass }
}

test('a purchase asks for its payment once, and tells when it is paid or given back', async () => {
  const { event, pass } = await paidEvent()
  const buy = async (email: string) =>
    (await register(event.id, [person(email, { passId: pass })])).purchase?.purchaseId as string
  const quick = await buy('quick@example.org')
  await hub.registrations.settlePurchase(systemCaller, quick, 'paid', 'bank')
  await buy('slow@example.org')
  await passTime(hub, 6)
  assert.deepEqual(linesTo('quick@example.org').toSorted(), [
    'Paid: Paid',
    'You are registered: Paid',
  ])
  assert.deepEqual(linesTo('slow@example.org'), ['Waiting for your payment: Paid'])
  assert.match(String(mailsTo('slow@example.org')[0]?.text), /€1,234\.50/)
  await passTime(hub, 30)
  assert.deepEqual(linesTo('slow@example.org').slice(1), ['Not paid in time: Paid'])
})

test('who registers others gets one letter with all of them; each of them gets their own', async () => {
  const event = await makeEvent(hub, undefined, { msevtmgt_name: 'Outing' })
  const purchaser = { email: 'boss@example.org', firstName: 'Bo', lastName: 'Ss' }
  const people = ['one@example.org', 'two@example.org']
  await register(
    event.id,
    people.map((email) => person(email)),
    { purchaser },
  )
  await hub.worker.runUntilIdle()
  assert.deepEqual(linesTo('boss@example.org'), ['Registered: Outing'])
  const text = String(mailsTo('boss@example.org')[0]?.text)
  for (const email of people) {
    assert.match(text, new RegExp(email))
    assert.deepEqual(linesTo(email), ['You are registered: Outing'])
  }
})

test('a presenter gets the own link once, when the event is live', async () => {
  const { configurationId } = await signedInAccount(hub)
  const event = await makeEvent(hub, configurationId, { msevtmgt_name: 'Show' })
  const speaker = await create(hub, 'msevtmgt_speaker', {
    msevtmgt_name: 'Sina',
    msevtmgt_email: 'sina@example.org',
  })
  await create(hub, 'msevtmgt_speakerengagement', {
    msevtmgt_name: 'Sina speaks',
    msevtmgt_event: event.id,
    msevtmgt_speaker: speaker,
  })
  await passTime(hub, 1)
  await update(hub, 'msevtmgt_event', event.id, { msevtmgt_publishstatus: 100000000 })
  await update(hub, 'msevtmgt_event', event.id, { msevtmgt_publishstatus: 100000003 })
  await passTime(hub, 1)
  assert.deepEqual(linesTo('sina@example.org'), ['Your presenter link: Show'])
  const [link] = await hub.webinars.presenterLinks('msevtmgt_event', event.id)
  assert.ok(String(mailsTo('sina@example.org')[0]?.text).includes(String(link?.link)))
})

test('a name with a line break adds no header and no recipient', async () => {
  const event = await makeEvent(hub, undefined, {
    msevtmgt_name: 'Title\r\nBcc: everybody@example.org',
  })
  const before = raw.length
  await register(event.id, [person('inject@example.org', { firstName: 'A\r\nBcc: x@example.org' })])
  await hub.worker.runUntilIdle()
  const mine = raw.slice(before)
  assert.equal(mine.length, 1)
  const head = String(mine[0]).split('\r\n\r\n')[0] as string
  assert.doesNotMatch(head, /^bcc:/im)
  assert.equal(mailsTo('inject@example.org')[0]?.to?.length, 1)
})

test('the event administration switches letters to attendees and purchasers off, each by itself', async () => {
  const administration = await create(hub, 'msevtmgt_eventadministration', {
    msevtmgt_name: 'Rules',
    msevtmgt_sendmailtoeventattendee: 100000001,
  })
  const purchaser = { email: 'pays@example.org', firstName: 'Pa', lastName: 'Ys' }
  const event = await makeEvent(hub, undefined)
  const answer = await register(event.id, [person('silent@example.org')], { purchaser })
  await hub.worker.runUntilIdle()
  assert.deepEqual(linesTo('silent@example.org'), [])
  assert.equal(linesTo('pays@example.org').length, 1)
  const id = answer.registrations[0]?.registrationId as string
  await hub.registrations.cancel(systemCaller, id, { by: 'staff' })
  await hub.worker.runUntilIdle()
  assert.deepEqual(
    linesTo('silent@example.org'),
    [],
    'nothing was announced, so nothing is taken back',
  )

  await update(hub, 'msevtmgt_eventadministration', administration, {
    msevtmgt_sendmailtoeventattendee: 100000002,
    msevtmgt_sendmailtopurchaser: 100000001,
  })
  await register(event.id, [person('loud@example.org')], {
    purchaser: { ...purchaser, email: 'quiet@example.org' },
  })
  await hub.worker.runUntilIdle()
  assert.equal(linesTo('loud@example.org').length, 1)
  assert.deepEqual(linesTo('quiet@example.org'), [])
  await update(hub, 'msevtmgt_eventadministration', administration, { statecode: 1 })
})

test('items that wait for a decision stand on the page of their event and are settled over HTTP', async () => {
  const event = await makeEvent(hub, undefined)
  const id = await hub.recovery.keep({
    kind: 100000000,
    name: 'Registration of <late@example.org>',
    eventId: event.id,
    payload: { eventId: event.id, attendees: [person('late@example.org')] },
    problem: 'The machine was away.',
  })
  const ask = async (path: string, method = 'GET', body?: unknown) =>
    await fetch(`${hub.url}/api/v1/recovery-items${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const { value } = (await (await ask(`?eventId=${event.id}`)).json()) as {
    value: { id: string }[]
  }
  assert.deepEqual(
    value.map((each) => each.id),
    [id],
  )
  assert.equal((await ask(`/${id}/replay`, 'POST', {})).status, 200)
  assert.equal((await ask(`/${id}/replay`, 'POST', {})).status, 200)
  assert.equal((await ask(`/${id}/discard`, 'POST', { reason: 'late' })).status, 409)
  await hub.worker.runUntilIdle()
  assert.equal(linesTo('late@example.org').length, 1)
})

test('a check-in of a code that nobody knew is done when the registration has come', async () => {
  const event = await makeEvent(hub, undefined)
  const keep = (code: string) =>
    hub.recovery.keep({
      kind: 100000002,
      name: `Check-in of ${code}`,
      eventId: event.id,
      payload: { code, scannedOn: hub.clock.now().toISOString() },
      problem: 'The code is unknown.',
      reference: `check-in:${event.id}:${code}`,
    })
  const answer = await register(event.id, [person('scanned@example.org')])
  const number = answer.registrations[0]?.number as string
  const id = await keep(number)
  assert.equal(await keep(number), id, 'the same code is one item')
  await hub.recovery.replay(systemCaller, id)
  const { rows } = await hub.testDatabase.pool.query(
    'select 1 from msevtmgt_checkin where gr_reference = $1',
    [`recovery:${id}`],
  )
  assert.equal(rows.length, 1)
  const unknown = await keep('ER-00000000')
  await assert.rejects(hub.recovery.replay(systemCaller, unknown))
})
