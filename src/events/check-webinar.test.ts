import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantOf } from '#calendar'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { eventWorld } from '../../test/event-world.ts'
import { format } from './choices.ts'
import { proposeSessions } from './propose-sessions.ts'

const world = await eventWorld()
const { create, createAccount, createEvent, createSession, update } = world
const account = await createAccount(240)
const webinar = { msevtmgt_eventformat: format.webinar.value }

test('a capacity is 1 to 50 000, or none', async () => {
  await createEvent({ msevtmgt_maximumeventcapacity: 50_000 })
  await createEvent({ msevtmgt_maximumeventcapacity: null })
  for (const capacity of [0, -1]) {
    await assert.rejects(createEvent({ msevtmgt_maximumeventcapacity: capacity }), (error) =>
      isRefusal(error, 'capacity-out-of-range'),
    )
  }
  await assert.rejects(createEvent({ msevtmgt_maximumeventcapacity: 50_001 }), (error) =>
    isRefusal(error),
  )
  const id = await createEvent()
  await assert.rejects(createSession(id, { msevtmgt_sessionmaxcapacity: 0 }), (error) =>
    isRefusal(error, 'capacity-out-of-range'),
  )
})

test('an online event needs an account or a pasted URL; on site it needs neither', async () => {
  for (const value of [format.webinar.value, format.hybrid.value]) {
    await assert.rejects(createEvent({ msevtmgt_eventformat: value }), (error) =>
      isRefusal(error, 'webinar-configuration-missing'),
    )
  }
  await createEvent({ msevtmgt_eventformat: format.onSite.value })
  await createEvent({ ...webinar, msevtmgt_webinarurl: 'https://stream.example/live' })
  await createEvent({
    ...webinar,
    msevtmgt_webinarconfigurationid: account,
    msevtmgt_eventenddate: '2027-04-20T12:00:00',
  })
})

test('a template may leave the account open', async () => {
  await createEvent({
    ...webinar,
    msevtmgt_istemplate: 100000001,
    msevtmgt_publishstatus: 100000000,
  })
})

test('an event cannot lose its account while it is online', async () => {
  const id = await createEvent({ ...webinar, msevtmgt_webinarurl: 'https://stream.example/live' })
  await assert.rejects(update('msevtmgt_event', id, { msevtmgt_webinarurl: null }), (error) =>
    isRefusal(error, 'webinar-configuration-missing'),
  )
})

test('an inactive account is refused', async () => {
  const old = await createAccount()
  await update('msevtmgt_webinarconfiguration', old, { statecode: 1 })
  await assert.rejects(createEvent({ ...webinar, msevtmgt_webinarconfigurationid: old }), (error) =>
    isRefusal(error, 'webinar-configuration-unknown'),
  )
})

test('an event whose account was deactivated can still be moved, and the hub can note what it did', async () => {
  const old = await createAccount()
  const id = await createEvent({
    ...webinar,
    msevtmgt_webinarconfigurationid: old,
    msevtmgt_eventenddate: '2027-04-20T10:00:00',
  })
  await update('msevtmgt_webinarconfiguration', old, { statecode: 1 })
  await update('msevtmgt_event', id, { msevtmgt_eventenddate: '2027-04-20T11:00:00' })
  await world.pipeline.execute(systemCaller, {
    message: 'Update',
    table: 'msevtmgt_event',
    id,
    target: { msevtmgt_webinarurl: null, msevtmgt_webinarconfigurationid: null },
    internal: true,
  })
})

test('a webinar type of another account is refused', async () => {
  const other = await createAccount()
  const type = await create('msevtmgt_webinartype', {
    msevtmgt_name: 'Town hall',
    msevtmgt_value: 'townhall',
    msevtmgt_webinarconfiguration: other,
  })
  const target = {
    ...webinar,
    msevtmgt_eventenddate: '2027-04-20T10:00:00',
    msevtmgt_webinartype: type,
  }
  await assert.rejects(
    createEvent({ ...target, msevtmgt_webinarconfigurationid: account }),
    (error) => isRefusal(error, 'webinar-type-of-another-account'),
  )
  await createEvent({ ...target, msevtmgt_webinarconfigurationid: other })
})

test('a webinar longer than the provider allows is refused with a plan of sessions', async () => {
  const long = {
    ...webinar,
    msevtmgt_webinarconfigurationid: account,
    msevtmgt_eventstartdate: '2027-04-20T09:00:00',
    msevtmgt_eventenddate: '2027-04-20T18:00:00',
  }
  await assert.rejects(createEvent(long), (error) => {
    assert.ok(isRefusal(error, 'webinar-too-long'))
    assert.match(error.sentence, /lasts 540 minutes, but Webcasts Ltd allows 240/)
    assert.equal(
      error.advice,
      'Split it into 3 sessions: 2027-04-20 09:00–12:00, 12:00–15:00, 15:00–18:00.',
    )
    return true
  })
  await createEvent({ ...long, msevtmgt_eventenddate: '2027-04-20T13:00:00' })
})

test('a session is held to the limit as well, by real minutes over a change of clocks', async () => {
  const id = await createEvent({
    msevtmgt_eventstartdate: '2027-10-31T00:00:00',
    msevtmgt_eventenddate: '2027-10-31T12:00:00',
  })
  const session = {
    msevtmgt_sessionformat: format.webinar.value,
    msevtmgt_webinarconfigurationid: account,
    msevtmgt_starttime: '2027-10-31T01:00:00',
  }
  // Clocks are set back: four hours by the clock are five.
  await assert.rejects(
    createSession(id, { ...session, msevtmgt_endtime: '2027-10-31T05:00:00' }),
    (error) => isRefusal(error, 'webinar-too-long') && error.values.minutes === 300,
  )
  await createSession(id, { ...session, msevtmgt_endtime: '2027-10-31T04:00:00' })
})

test('a provider without limit takes any length', async () => {
  const endless = await createAccount(0)
  await createEvent({
    ...webinar,
    msevtmgt_webinarconfigurationid: endless,
    msevtmgt_eventenddate: '2027-04-25T18:00:00',
  })
})

test('a plan of sessions covers the whole time without gap, in as few parts as the limit allows', () => {
  const start = fc.date({
    min: new Date('2026-01-01T00:00:00Z'),
    max: new Date('2030-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  const zone = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/Lima')
  fc.assert(
    fc.property(
      start,
      fc.integer({ min: 1, max: 6000 }),
      fc.integer({ min: 1, max: 600 }),
      zone,
      (from, minutes, most, zone) => {
        from.setUTCSeconds(0, 0)
        const window = { start: from, end: new Date(from.getTime() + minutes * 60_000) }
        const parts = proposeSessions(window, most, zone)
        assert.equal(parts.length, Math.ceil(minutes / most))
        let at = window.start.getTime()
        for (const part of parts) {
          const [begin, end] = [
            instantOf(part.start, zone).getTime(),
            instantOf(part.end, zone).getTime(),
          ]
          assert.equal(begin, at)
          assert.ok(end > begin && end - begin <= most * 60_000)
          at = end
        }
        assert.equal(at, window.end.getTime())
      },
    ),
  )
})
