import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcome } from '#events'
import { verdict } from '#registrations'
import { testHub } from '../hub.ts'
import {
  type MadeEvent,
  makeEvent,
  minute,
  passTime,
  register,
  row,
  settleWebinar,
  signedInAccount,
} from '../story.ts'

const hub = await testHub()
const { control } = hub.twins.webinarExtension

/** An event that is just over, with two people registered. */
async function justOver(name: string) {
  const account = await signedInAccount(hub)
  const event = await makeEvent(hub, account.configurationId, { gr_attendanceminutes: 10 })
  await settleWebinar(hub)
  const there = await register(hub, event.id, `there.${name}@example.org`)
  const absent = await register(hub, event.id, `absent.${name}@example.org`)
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(event.end)
  await hub.worker.runUntilIdle()
  return { event, there, absent }
}

const asked = () => control.received().filter(({ path }) => /attendance/.test(path)).length
const endedOf = async ({ id }: MadeEvent) => (await row(hub, 'msevtmgt_event', id)).gr_ended
const verdictOf = async (id: string) =>
  (await row(hub, 'msevtmgt_eventregistration', id)).gr_verdict

test('if nobody started it, the list is asked for every 5 minutes of one hour, then the webinar ends', async () => {
  const { event, there, absent } = await justOver('nobody')
  for (let minutes = 5; minutes < 60; minutes += 5) {
    const before = asked()
    await passTime(hub, 5)
    assert.ok(asked() > before, `not asked ${minutes} minutes after the end`)
    assert.equal(await endedOf(event), outcome.notEnded.value, 'within the hour it may still come')
  }
  await passTime(hub, 6)
  assert.equal(await endedOf(event), outcome.notHeld.value)
  for (const id of [there, absent]) assert.notEqual(await verdictOf(id), verdict.completed.value)
  const before = asked()
  await passTime(hub, 30)
  assert.equal(asked(), before, 'after the hour it is not asked for every five minutes any more')
})

test('when the list comes, those who attended are completed and the others failed', async () => {
  const { event, there, absent } = await justOver('list')
  await passTime(hub, 20)
  assert.equal(await verdictOf(there), verdict.pending.value)
  const registrantId = String(
    (await row(hub, 'msevtmgt_eventregistration', there)).msevtmgt_webinarregistrationid,
  )
  control.attend(registrantId, {
    join: event.start,
    leave: new Date(event.start.getTime() + 30 * minute),
  })
  for (let minutes = 20; minutes < 60; minutes += 5) await passTime(hub, 5)
  assert.equal(await verdictOf(there), verdict.completed.value)
  assert.equal(await verdictOf(absent), verdict.failed.value)
  assert.equal(await endedOf(event), outcome.held.value)
})
