import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { systemCaller } from '#identity'
import { startZoomTwin } from '#providers'
import { startBigBlueButtonTwin } from '../../src/providers/bigbluebutton/twin/index.ts'
import { cleanUpAfterwards } from '../database.ts'
import { testHub } from '../hub.ts'
import { create, makeEvent, minute, register, row, settleWebinar } from '../story.ts'

const hub = await testHub()
const zoom = await startZoomTwin({ clock: hub.clock })
const server = await startBigBlueButtonTwin({ clock: hub.clock })
cleanUpAfterwards(async () => {
  await zoom.close()
  await server.close()
})

async function account(adapter: string, url: string, values: Record<string, string>) {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: adapter,
    msevtmgt_base_service_url: url,
    msevtmgt_maxdurationinminutes: 480,
    gr_adapter: adapter,
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: `Our ${adapter}`,
    msevtmgt_webinarproviderid: providerId,
    gr_requestsperminute: 6000,
  })
  await hub.providers.saveSettings(systemCaller, { configurationId, values })
  return configurationId
}

const zoomAccount = (more: Record<string, string> = {}) =>
  account('zoom', `${zoom.url}/v2`, {
    msevtmgt_clientid: zoom.clientId,
    gr_clientsecret: zoom.clientSecret,
    gr_callbacksecret: zoom.callbackSecret,
    accountId: zoom.accountId,
    host: zoom.hostEmail,
    oauthUrl: zoom.url,
    ...more,
  })

async function engage(eventId: string): Promise<void> {
  const speakerId = await create(hub, 'msevtmgt_speaker', {
    msevtmgt_name: 'Sina Speaker',
    msevtmgt_email: 'sina@example.org',
  })
  await create(hub, 'msevtmgt_speakerengagement', {
    msevtmgt_name: 'Sina speaks',
    msevtmgt_event: eventId,
    msevtmgt_speaker: speakerId,
  })
}

const follow = (link: string) =>
  fetch(link.replace(hub.settings.publicUrl, hub.url), { redirect: 'manual' })

const zoomMeetingOf = async (eventId: string) =>
  String((await row(hub, 'msevtmgt_event', eventId)).msevtmgt_webinarid).split('/')[1] ?? ''

test('a speaker has an own link that leads in as moderator an hour early, and nobody else has it', async () => {
  const values = { msevtmgt_accesstoken: server.secret }
  const event = await makeEvent(hub, await account('bigbluebutton', server.url, values))
  await engage(event.id)
  await hub.worker.runUntilIdle()
  const links = await hub.webinars.presenterLinks('msevtmgt_event', event.id)
  assert.deepEqual(
    links.map(({ name, as }) => [name, as]),
    [['Sina Speaker', 'speaker']],
  )
  const link = links[0]?.link ?? ''
  const early = await follow(link)
  assert.equal(early.status, 200)
  assert.match(await early.text(), /You are early/)
  hub.clock.moveTo(new Date(event.start.getTime() - 30 * minute))
  const inside = await follow(link)
  assert.equal(inside.status, 302)
  assert.match(inside.headers.get('location') ?? '', /role=MODERATOR/)
  assert.equal((await follow(`${link.slice(0, -2)}AA`)).status, 404)
})

test('at Zoom a speaker has a link of their own, and only the producer the one that starts the meeting', async () => {
  const producerId = await create(hub, 'msevtmgt_eventteammember', {
    msevtmgt_name: 'Petra Producer',
    msevtmgt_email: 'petra@example.org',
  })
  const event = await makeEvent(hub, await zoomAccount(), { msevtmgt_producer: producerId })
  await engage(event.id)
  await settleWebinar(hub)
  hub.clock.moveTo(event.start)
  const links = await hub.webinars.presenterLinks('msevtmgt_event', event.id)
  const placeOf = async (name: string) => {
    const inside = await follow(links.find((each) => each.name === name)?.link ?? '')
    assert.equal(inside.status, 302)
    return inside.headers.get('location') ?? ''
  }
  assert.match(await placeOf('Petra Producer'), /\/s\//)
  const speaker = await placeOf('Sina Speaker')
  assert.match(speaker, /\/w\/\d+\?tk=/)
})

test('who still has to be approved reads that, not that the provider is down', async () => {
  const event = await makeEvent(hub, await zoomAccount({ approval: 'Manual' }))
  await settleWebinar(hub)
  const id = await register(hub, event.id, 'pending@example.org')
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(event.start)
  const page = await follow(hub.registrations.joinLink(id))
  assert.equal(page.status, 200)
  const text = await page.text()
  assert.match(text, /The host has to approve this registration at Zoom first\./)
  assert.doesNotMatch(text, /does not answer/)
})

test('what the provider is told of a webinar: its password and its recurrence', async () => {
  const event = await makeEvent(hub, await zoomAccount(), {
    gr_webinarpassword: 'Tomato7',
    msevtmgt_recurrencepattern: 'FREQ=WEEKLY;COUNT=3',
  })
  await settleWebinar(hub)
  const id = await zoomMeetingOf(event.id)
  assert.equal(zoom.control.occurrences(id).length, 3)
  const meeting = zoom.control.meetings().find((each) => each.id === id)
  assert.match(JSON.stringify(meeting), /Tomato7/)
})

test('a webinar that somebody deleted at the vendor is shown as gone and made anew, with its people', async () => {
  const configurationId = await zoomAccount()
  const event = await makeEvent(hub, configurationId)
  await settleWebinar(hub)
  await register(hub, event.id, 'stays@example.org')
  await hub.worker.runUntilIdle()
  const before = await zoomMeetingOf(event.id)
  zoom.control.remove(before)
  const taken = await hub.webinars.takeHappening(configurationId, {
    id: 'gone',
    webinarId: `meetings/${before}`,
    at: hub.clock.now(),
    kind: 'deleted',
  })
  assert.equal(taken, true)
  await settleWebinar(hub)
  await hub.worker.runUntilIdle()
  const after = await zoomMeetingOf(event.id)
  assert.notEqual(after, before)
  assert.deepEqual(
    zoom.control.registrants(after).map(({ email }) => email),
    ['stays@example.org'],
  )
  const { rows } = await hub.testDatabase.pool.query<{ gonereason: string }>(
    'select gonereason from gr_webinar where occasionid = $1 and deletedon is not null',
    [event.id],
  )
  assert.match(rows[0]?.gonereason ?? '', /Somebody deleted webinar/)
})

test('a recording that the vendor tells of is found on the event, told twice once', async () => {
  const configurationId = await zoomAccount()
  zoom.control.setCallbackUrl(`${hub.url}/hooks/zoom/${configurationId}`)
  const event = await makeEvent(hub, configurationId)
  await settleWebinar(hub)
  hub.clock.moveTo(event.end)
  const recordings = async () =>
    (
      await hub.testDatabase.pool.query<{ minutes: number; url: string | null }>(
        'select gr_minutes as minutes, gr_playurl as url from gr_webinarrecording where gr_event = $1',
        [event.id],
      )
    ).rows
  zoom.control.record(await zoomMeetingOf(event.id), event.start, 50)
  for (let tries = 0; tries < 40 && (await recordings()).length === 0; tries += 1) {
    await wait(50)
    await hub.worker.runUntilIdle()
  }
  const happening = {
    id: 'again',
    webinarId: `meetings/${await zoomMeetingOf(event.id)}`,
    at: hub.clock.now(),
    kind: 'recording-ready',
  } as const
  await hub.webinars.takeHappening(configurationId, happening)
  await hub.worker.runUntilIdle()
  const [recording, ...more] = await recordings()
  assert.equal(more.length, 0)
  assert.equal(recording?.minutes, 50)
  assert.match(recording?.url ?? '', /^http/)
})
