import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roleIds, systemCaller } from '#identity'
import { signedInBrowser } from '../../test/console-visit.ts'
import { testHub } from '../../test/hub.ts'
import {
  create,
  makeEvent,
  passTime,
  register,
  row,
  settleWebinar,
  signedInAccount,
  update,
} from '../../test/story.ts'

const apiKey = 'k'.repeat(32)
const hub = await testHub({ environment: { GREENROOM_API_KEY: apiKey } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })

async function call(path: string, body?: object) {
  return await fetch(`${hub.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
}

async function ask(path: string, body?: object) {
  const answer = await call(path, body)
  return { status: answer.status, answer: JSON.parse(await answer.text()) }
}

const draft = { msevtmgt_publishstatus: 100000000 }
const nowhere = '00000000-0000-4000-8000-0000000000ff'

test('an overview names all that is missing at once, and what most events have', async () => {
  const { configurationId } = await signedInAccount(hub)
  const { id } = await makeEvent(hub, configurationId, {
    ...draft,
    msevtmgt_setregistrationsenddate: true,
  })
  await update(hub, 'msevtmgt_webinarconfiguration', configurationId, {
    msevtmgt_authorized: 100000002,
  })
  const { answer } = await ask(`/events/${id}/overview`)
  const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code)
  assert.deepEqual(codes(answer.missing), ['closing-date-missing', 'webinar-account-signed-out'])
  assert.deepEqual(codes(answer.advice), [
    'no-description',
    'no-capacity',
    'no-speakers',
    'no-picture',
  ])
  assert.equal(answer.registration.open, false)
  assert.equal(answer.zone, 'Europe/Berlin')
  assert.equal(answer.webinar.wanted, true)
  assert.equal((await ask(`/events/${nowhere}/overview`)).status, 404)
})

test('an overview counts people by what is known of them, and a failed webinar is published again', async () => {
  const { configurationId } = await signedInAccount(hub)
  const { id } = await makeEvent(hub, configurationId)
  const first = await register(hub, id, 'ada@example.org')
  const second = await register(hub, id, 'grace@example.org')
  await settleWebinar(hub)
  await ask(`/registrations/${first}/check-in`, { reason: 'Was there' })
  await ask(`/registrations/${second}/cancel`, {})
  const { answer } = await ask(`/events/${id}/overview`)
  assert.equal(answer.webinar.status, 'Created')
  assert.equal(answer.registration.open, true)
  const { registered, canceled, present, unpublished } = answer.counts
  assert.deepEqual(
    { registered, canceled, present, unpublished },
    { registered: 1, canceled: 1, present: 1, unpublished: 0 },
  )
  assert.deepEqual((await ask(`/events/${id}/retry-failed-jobs`, {})).answer, { jobs: 0 })
})

test('the link of the host is given to nobody but those who may change this event', async () => {
  const { configurationId } = await signedInAccount(hub)
  const [{ id }, other] = [
    await makeEvent(hub, configurationId),
    await makeEvent(hub, configurationId),
  ]
  await settleWebinar(hub)
  const own = await hub.identity.roles.create(systemCaller, {
    name: 'Host of their own',
    privileges: { msevtmgt_event: { Read: 'all', Update: 'own' } },
  })
  const seenBy = async (email: string, roleId: string) => {
    const person = { email, lastName: 'Host', roleIds: [roleId] }
    const user = await hub.identity.users.invite(systemCaller, person)
    const browser = await signedInBrowser(hub, user.id)
    const hostUrl = async (eventId: string) =>
      (await browser.visit(`/api/v1/events/${eventId}/overview`)).json.webinar.hostUrl
    return { userId: user.id, hostUrl }
  }
  const reader = await seenBy('reader@example.org', roleIds.Reader)
  assert.equal(await reader.hostUrl(id), null)
  const curator = await seenBy('curator@example.org', roleIds['Webinar Curator'])
  assert.match(String(await curator.hostUrl(id)), /^http/)

  const organiser = await seenBy('organiser@example.org', own.id)
  await hub.pipeline.execute(systemCaller, {
    ...{ message: 'Assign', table: 'msevtmgt_event', id },
    input: { Assignee: { table: 'systemuser', id: organiser.userId } },
  })
  assert.match(String(await organiser.hostUrl(id)), /^http/)
  assert.equal(await organiser.hostUrl(other.id), null)
})

test('staff register by the rules of the public page, get the links, and have letters written again', async () => {
  const { id } = await makeEvent(hub, undefined, {
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
    msevtmgt_waitlistthisevent: 100000002,
  })
  const person = { email: 'ada@example.org', firstName: 'Ada', lastName: '=1+1', company: 'A, B' }
  const made = await ask(`/events/${id}/registrations`, person)
  const registrationId = made.answer.registrationId
  assert.equal(made.status, 200)
  const full = await ask(`/events/${id}/registrations`, {
    email: 'b@example.org',
    firstName: 'B',
    lastName: 'B',
  })
  assert.equal(full.answer.code, 'event-full')
  const waits = await ask(`/events/${id}/registrations`, {
    email: 'b@example.org',
    firstName: 'B',
    lastName: 'B',
    waitlisted: true,
  })
  assert.equal(waits.answer.registrationId, null)
  assert.ok(waits.answer.waitlistItemId)

  const links = await ask(`/registrations/${registrationId}/links`)
  assert.match(links.answer.joinLink, /\/j\/[\w-]+$/)
  assert.equal((await fetch(links.answer.personalLink)).status, 200)
  assert.deepEqual((await ask(`/registrations/${registrationId}/resend-confirmation`, {})).answer, {
    sent: true,
  })
  await hub.worker.runUntilIdle()
  const { rows } = await hub.testDatabase.pool.query(
    "select 1 from gr_mail where registrationid = $1 and kind = 'confirmation'",
    [registrationId],
  )
  assert.equal(rows.length, 2)

  const csv = await (await call(`/events/${id}/registrations.csv`)).text()
  assert.match(csv, /^registration,fullName,email,company,canceled,/)
  assert.match(csv, /Ada =1\+1,ada@example\.org,"A, B",false,/)
  assert.equal(csv.trimEnd().split('\r\n').length, 2)

  await ask(`/registrations/${registrationId}/cancel`, {})
  const again = await ask(`/registrations/${registrationId}/resend-confirmation`, {})
  assert.equal(again.status, 404)
  const promoted = await ask(`/events/${id}/promote-waitlist`, {})
  assert.equal(promoted.status, 200)
  await hub.worker.runUntilIdle()
  assert.equal((await ask(`/events/${id}/overview`)).answer.counts.registered, 1)
})

test('a purchase is marked as paid once, and its people are registered', async () => {
  const { id } = await makeEvent(hub, undefined)
  const passId = await create(hub, 'msevtmgt_pass', {
    msevtmgt_name: 'Full pass',
    msevtmgt_eventid: id,
    msevtmgt_passprice: '120',
    msevtmgt_noofpassesallocated: 20,
  })
  const person = { email: 'k@example.org', firstName: 'Katherine', lastName: 'J', passId }
  const { purchaseId } = (await ask(`/events/${id}/registrations`, person)).answer
  const paid = await ask(`/purchases/${purchaseId}/settle`, { settlement: 'paid' })
  assert.equal(paid.answer.state, 'finalized')
  assert.equal(paid.answer.registrationIds.length, 1)
  const again = await ask(`/purchases/${purchaseId}/settle`, { settlement: 'paid' })
  assert.deepEqual(again.answer.registrationIds, paid.answer.registrationIds)
  assert.equal((await row(hub, 'msevtmgt_eventpurchase', purchaseId)).gr_settledby, 'staff')
  const unknown = await ask(`/purchases/${nowhere}/settle`, { settlement: 'paid' })
  assert.equal(unknown.status, 404)
  await passTime(hub, 1)
})

test('a file of registrations holds nothing that its reader may not read elsewhere', async () => {
  const { id } = await makeEvent(hub, undefined)
  const field = await create(hub, 'msevtmgt_customregistrationfield', { msevtmgt_text: 'Diet?' })
  await create(hub, 'msevtmgt_eventcustomregistrationfield', {
    msevtmgt_event: id,
    msevtmgt_customregistrationfield: field,
  })
  await register(hub, id, 'secret@example.org')
  const role = await hub.identity.roles.create(systemCaller, {
    name: 'Counts heads',
    privileges: { msevtmgt_eventregistration: { Read: 'all' } },
  })
  const { id: userId } = await hub.identity.users.invite(systemCaller, {
    ...{ email: 'counts@example.org', lastName: 'Counts', roleIds: [role.id] },
  })
  const { key } = await hub.identity.apiKeys.create(systemCaller, { name: 'Counts', userId })
  const answer = await fetch(`${hub.url}/api/v1/events/${id}/registrations.csv`, {
    headers: { authorization: `Bearer ${key}` },
  })
  assert.equal(answer.status, 200)
  const csv = await answer.text()
  assert.match(csv, /registration,company,canceled,/)
  assert.doesNotMatch(csv, /Diet|Lovelace|secret@/)
})

test('nobody who is not signed in reads or changes any of it', async () => {
  const { id } = await makeEvent(hub, undefined)
  const registrationId = await register(hub, id, 'ada@example.org')
  for (const [path, body] of [
    [`/events/${id}/overview`, undefined],
    [`/events/${id}/retry-failed-jobs`, {}],
    [`/registrations/${registrationId}/links`, undefined],
    [`/registrations/${registrationId}/resend-confirmation`, {}],
    [`/events/${id}/registrations.csv`, undefined],
  ] as const) {
    const answer = await fetch(`${hub.url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    assert.equal(answer.status, 401, path)
  }
})
