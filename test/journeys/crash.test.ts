import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { startChildHub } from '../child-hub.ts'
import { testHub, unusedPort } from '../hub.ts'
import { create, makeEvent, row, settleWebinar, signedInAccount } from '../story.ts'

const hub = await testHub()
const { control } = hub.twins.webinarExtension
const origin = 'https://visitors.example'

async function environment(): Promise<Record<string, string>> {
  return {
    PORT: String(await unusedPort()),
    DATABASE_URL: hub.testDatabase.url,
    GREENROOM_DATA_DIR: hub.settings.dataDirectory,
    GREENROOM_OUTBOUND_ALLOW: '127.0.0.1',
  }
}

test('a hub killed during a burst of 200 registrations loses none that it answered and doubles none', async () => {
  const account = await signedInAccount(hub)
  const event = await makeEvent(hub, account.configurationId, {
    msevtmgt_enablecaptcha: false,
  })
  await settleWebinar(hub)
  const applicationId = await create(hub, 'msevtmgt_webapplication', {
    msevtmgt_name: 'Visitors',
    msevtmgt_origin: origin,
  })
  const { msevtmgt_token: token } = await row(hub, 'msevtmgt_webapplication', applicationId)
  const { msevtmgt_readableeventid: readableId } = await row(hub, 'msevtmgt_event', event.id)

  const first = await startChildHub(await environment())
  const answered = new Set<string>()
  const address = `/EvtMgmt/api/v2.0/events/${readableId}/registrations?emApplicationtoken=${token}`
  const registerAt = async (url: string, number: number) => {
    const email = `burst${number}@example.org`
    const answer = await fetch(url + address, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({
        attendees: [{ firstName: 'Burst', lastName: `Number ${number}`, email }],
      }),
    })
    const result = (await answer.json()) as { status: string }
    if (result.status === 'Success') answered.add(email)
  }
  const burst = Array.from({ length: 200 }, async (_, number) => {
    await wait(number * 4)
    await registerAt(first.url, number).catch(() => undefined)
  })
  while (answered.size < 60) await wait(5)
  await first.kill()
  await Promise.all(burst)
  assert.ok(
    answered.size >= 60 && answered.size < 200,
    `${answered.size} were answered before the kill`,
  )

  const second = await startChildHub(await environment())
  try {
    await untilQuiet()
    await assertEachOnce(event.id, answered)
  } finally {
    assert.equal(await second.stop(), 0)
  }
})

/** Until no job of a registration is open any more. */
async function untilQuiet(): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const { rows } = await hub.testDatabase.pool.query<{ open: number }>(
      `select count(*)::integer as open from asyncoperation
       where statecode < 3 and gr_kind in ('webinars.reconcile-registrant', 'mail.letter')`,
    )
    if (rows[0]?.open === 0) return
    await wait(100)
  }
  throw new Error('Jobs are still open after a minute.')
}

async function assertEachOnce(eventId: string, answered: ReadonlySet<string>): Promise<void> {
  const { rows } = await hub.testDatabase.pool.query<{ id: string; email: string; mails: number }>(
    `select r.msevtmgt_eventregistrationid as id, c.emailaddress1 as email,
       (select count(*)::integer from gr_mail m where m.registrationid = r.msevtmgt_eventregistrationid) as mails
     from msevtmgt_eventregistration r join contact c on c.contactid = r.msevtmgt_contactid
     where r.msevtmgt_eventid = $1`,
    [eventId],
  )
  const emails = rows.map((each) => each.email)
  assert.equal(new Set(emails).size, emails.length, 'nobody is registered twice')
  for (const email of answered)
    assert.ok(emails.includes(email), `${email} was answered and is lost`)
  for (const { id, email, mails } of rows) {
    assert.equal(control.countsFor(id).created, 1, `${email} reached the provider`)
    assert.equal(mails, 1, `${email} got a mail`)
  }
}
