import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { verdict } from '#registrations'
import { startBigBlueButtonTwin } from '../../src/providers/bigbluebutton/twin/index.ts'
import { cleanUpAfterwards } from '../database.ts'
import { testHub } from '../hub.ts'
import { create, makeEvent, minute, passTime, register, row } from '../story.ts'

const hub = await testHub()
const server = await startBigBlueButtonTwin({ clock: hub.clock })
cleanUpAfterwards(() => server.close())

async function account(attendanceBy: string): Promise<string> {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: `Our BigBlueButton, ${attendanceBy}`,
    msevtmgt_base_service_url: server.url,
    msevtmgt_maxdurationinminutes: 480,
    gr_adapter: 'bigbluebutton',
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: attendanceBy,
    msevtmgt_webinarproviderid: providerId,
    msevtmgt_accesstoken: server.secret,
  })
  await hub.providers.saveSettings(systemCaller, { configurationId, values: { attendanceBy } })
  return configurationId
}

async function click(registrationId: string): Promise<string> {
  const link = hub.registrations.joinLink(registrationId).replace(hub.settings.publicUrl, hub.url)
  const answer = await fetch(link, { redirect: 'manual' })
  assert.equal(
    answer.status,
    302,
    (await answer.clone().text()).replace(/<[^>]+>|\s+/g, ' ').slice(0, 600),
  )
  const location = String(answer.headers.get('location'))
  await fetch(location, { redirect: 'manual' })
  return location
}

for (const attendanceBy of ['polling', 'webhooks']) {
  test(`a room that opens at the first click, attendance by ${attendanceBy}, a verdict after the end`, async () => {
    const configurationId = await account(attendanceBy)
    const event = await makeEvent(hub, configurationId, { gr_attendanceminutes: 20 })
    await hub.worker.runUntilIdle()
    const stayed = await register(hub, event.id, `stayed.${attendanceBy}@example.org`)
    const absent = await register(hub, event.id, `absent.${attendanceBy}@example.org`)
    await hub.worker.runUntilIdle()
    assert.equal(server.control.rooms().length, 0, 'nobody came yet, so no room is open')

    hub.clock.moveTo(event.start)
    await click(stayed)
    const [room] = server.control.rooms()
    assert.ok(room !== undefined)
    server.control.come(room.meetingId, stayed)
    for (let minutes = 0; minutes < 30; minutes += 1) await passTime(hub, 1)
    server.control.leave(room.meetingId, stayed)
    server.control.endRoom(room.meetingId)
    await server.control.settled()
    hub.clock.moveTo(new Date(event.end.getTime() + minute))
    for (let minutes = 0; minutes < 70; minutes += 10) await passTime(hub, 10)

    const there = await row(hub, 'msevtmgt_eventregistration', stayed)
    assert.equal(there.gr_verdict, verdict.completed.value)
    assert.ok(
      Number(there.gr_attendedminutes) >= 28,
      `${there.gr_attendedminutes} minutes were seen`,
    )
    const missing = await row(hub, 'msevtmgt_eventregistration', absent)
    assert.equal(missing.gr_verdict, verdict.failed.value)
    const { rows } = await hub.testDatabase.pool.query(
      `select 1 from msevtmgt_checkin where msevtmgt_registrationid = $1 and gr_reference like 'sample:%'`,
      [stayed],
    )
    assert.equal(rows.length, 1, 'half an hour of looking is one check-in')
  })
}

test('a callback without the right signature is refused and changes nothing', async () => {
  const configurationId = await account('webhooks')
  const answer = await fetch(`${hub.url}/hooks/bigbluebutton/${configurationId}?meetingID=x`, {
    method: 'POST',
    body: 'event=[]',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  assert.equal(answer.status, 401)
  const wrong = await fetch(`${hub.url}/hooks/zoom/${configurationId}`, {
    method: 'POST',
    body: '{}',
  })
  assert.equal(wrong.status, 404)
})
