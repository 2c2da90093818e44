import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { systemCaller } from '#identity'
import { startZoomTwin } from '#providers'
import { publishingState } from '#registrations'
import { startChildHub } from '../child-hub.ts'
import { cleanUpAfterwards } from '../database.ts'
import { testHub, unusedPort } from '../hub.ts'
import {
  create,
  makeEvent,
  passTime,
  register,
  row,
  settleWebinar,
  signedInAccount,
} from '../story.ts'

const hub = await testHub()
const { control } = hub.twins.webinarExtension
const zoom = await startZoomTwin({ clock: hub.clock })
cleanUpAfterwards(() => zoom.close())

const people = 500

async function registerAll(eventId: string, name: string): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < people; from += 50) {
    const numbers = Array.from({ length: 50 }, (_, at) => from + at)
    ids.push(
      ...(await Promise.all(
        numbers.map((number) => register(hub, eventId, `${name}${number}@example.org`)),
      )),
    )
  }
  return ids
}

async function countPublished(eventId: string): Promise<number> {
  const { rows } = await hub.testDatabase.pool.query<{ count: number }>(
    `select count(*)::integer as count from msevtmgt_eventregistration
     where msevtmgt_eventid = $1 and msevtmgt_publishingstate = $2`,
    [eventId, publishingState.published.value],
  )
  return rows[0]?.count ?? 0
}

async function zoomAccount(): Promise<string> {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: 'Zoom',
    msevtmgt_base_service_url: `${zoom.url}/v2`,
    msevtmgt_maxdurationinminutes: 480,
    gr_adapter: 'zoom',
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Our Zoom',
    msevtmgt_webinarproviderid: providerId,
    gr_requestsperminute: 6000,
  })
  await hub.providers.saveSettings(systemCaller, {
    configurationId,
    values: {
      msevtmgt_clientid: zoom.clientId,
      accountId: zoom.accountId,
      host: zoom.hostEmail,
      oauthUrl: zoom.url,
      gr_clientsecret: zoom.clientSecret,
    },
  })
  return configurationId
}

/** What waits says since when, why and until when. */
async function assertHonest(eventId: string, why: RegExp): Promise<void> {
  assert.equal(await countPublished(eventId), 0, 'nobody is shown as published who is not')
  const { rows } = await hub.testDatabase.pool.query<{ message: string; until: Date | null }>(
    `select j.friendlymessage as message, j.postponeuntil as until from asyncoperation j
     join msevtmgt_eventregistration r on r.msevtmgt_eventregistrationid = j.regardingobjectid
     where r.msevtmgt_eventid = $1 and j.gr_kind = 'webinars.reconcile-registrant'`,
    [eventId],
  )
  assert.equal(rows.length, people)
  for (const { message, until } of rows) {
    assert.match(message, why)
    assert.ok(until !== null && until > new Date(0), 'when it is tried again is shown')
  }
}

test('500 registrations through ten minutes of outage, a revoked token and a storm of 429 are pushed once each', async () => {
  zoom.control.change({ perSecond: { LIGHT: 1000, MEDIUM: 1000, HEAVY: 1000 } })
  const event = await makeEvent(hub, await zoomAccount())
  await settleWebinar(hub)
  zoom.control.setFault({ kind: 'failing' })
  await registerAll(event.id, 'storm')
  await hub.worker.runUntilIdle()
  await assertHonest(event.id, /The provider could not be reached/)
  for (let minutes = 0; minutes < 10; minutes += 5) await passTime(hub, 5)
  await assertHonest(event.id, /The provider could not be reached/)
  zoom.control.revokeTokens()
  zoom.control.setFault({ kind: 'rate-limited', times: 700 })
  for (let minutes = 0; minutes < 60 && (await countPublished(event.id)) < people; minutes += 5) {
    await passTime(hub, 5)
  }
  assert.equal(await countPublished(event.id), people)
  const { msevtmgt_webinarid: webinarId } = await row(hub, 'msevtmgt_event', event.id)
  const known = zoom.control.registrants(String(webinarId).split('/')[1] ?? '')
  assert.equal(known.length, people)
  assert.equal(new Set(known.map(({ email }) => email)).size, people)
})

test('a worker that is killed while it pushes 500 registrations leaves none out and doubles none', async () => {
  const account = await signedInAccount(hub)
  const event = await makeEvent(hub, account.configurationId)
  await settleWebinar(hub)
  const ids = await registerAll(event.id, 'killed')
  const environment = async () => ({
    PORT: String(await unusedPort()),
    DATABASE_URL: hub.testDatabase.url,
    GREENROOM_DATA_DIR: hub.settings.dataDirectory,
    GREENROOM_OUTBOUND_ALLOW: '127.0.0.1',
  })
  const first = await startChildHub(await environment())
  await untilPublished(event.id, 60)
  await first.kill()
  const between = await countPublished(event.id)
  assert.ok(between >= 60 && between < people, `${between} were pushed before the kill`)
  const second = await startChildHub(await environment())
  try {
    await untilPublished(event.id, people)
  } finally {
    assert.equal(await second.stop(), 0)
  }
  for (const id of ids) assert.equal(control.countsFor(id).created, 1)
})

async function untilPublished(eventId: string, count: number): Promise<void> {
  for (let attempt = 0; attempt < 900; attempt += 1) {
    if ((await countPublished(eventId)) >= count) return
    await wait(50)
  }
  throw new Error(`${await countPublished(eventId)} of ${count} are published after 45 seconds.`)
}
