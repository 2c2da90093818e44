import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { eventWorld, worldNow } from '../../test/event-world.ts'
import { cancelEvent } from './cancel-event.ts'
import { format, publishStatus } from './choices.ts'
import { publishTransitions } from './event.ts'
import { goLive, goLiveShortcomings } from './go-live.ts'

const world = await eventWorld()
const { createAccount, createEvent, createSession, update, read, pipeline, db } = world
const draft = { msevtmgt_publishstatus: publishStatus.draft.value }

async function statusOf(table: string, id: string): Promise<unknown> {
  return (await read(table, id)).msevtmgt_publishstatus
}

test('an event and a session begin as drafts', async () => {
  const id = await createEvent({ msevtmgt_publishstatus: undefined })
  const session = await createSession(id, { msevtmgt_publishstatus: undefined })
  assert.equal(await statusOf('msevtmgt_event', id), publishStatus.draft.value)
  assert.equal(await statusOf('msevtmgt_session', session), publishStatus.draft.value)
})

test('going live publishes an event, whoever writes the status', async () => {
  const [one, other] = [await createEvent(draft), await createEvent(draft)]
  await goLive(pipeline.execute, systemCaller, 'msevtmgt_event', one)
  await update('msevtmgt_event', other, { msevtmgt_publishstatus: 100000003 })
  assert.equal(await statusOf('msevtmgt_event', one), publishStatus.live.value)
  assert.equal(await statusOf('msevtmgt_event', other), publishStatus.live.value)
})

test('what keeps an event from going live is told all at once', async () => {
  const account = await createAccount()
  const id = await createEvent({
    ...draft,
    msevtmgt_name: 'Yesterday',
    msevtmgt_eventformat: format.webinar.value,
    msevtmgt_webinarconfigurationid: account,
    msevtmgt_eventstartdate: '2026-08-01T09:00:00',
    msevtmgt_eventenddate: '2026-08-01T10:00:00',
    msevtmgt_setregistrationsenddate: true,
  })
  await update('msevtmgt_webinarconfiguration', account, { msevtmgt_authorized: 100000002 })
  await assert.rejects(goLive(pipeline.execute, systemCaller, 'msevtmgt_event', id), (error) => {
    assert.ok(isRefusal(error, 'not-ready-to-go-live'))
    assert.equal(
      error.values.codes,
      'already-over, closing-date-missing, webinar-account-signed-out',
    )
    assert.match(error.sentence, /"Yesterday".*\(1\).*\(2\).*\(3\)/)
    return true
  })
  assert.equal(await statusOf('msevtmgt_event', id), publishStatus.draft.value)
})

test('the checklist names each kind of shortcoming', async () => {
  const [account, retired] = [await createAccount(), await createAccount()]
  await update('msevtmgt_webinarconfiguration', retired, { statecode: 1 })
  const id = await createEvent(draft)
  const event = await read('msevtmgt_event', id)
  const online = { msevtmgt_eventformat: format.hybrid.value }
  const cases: readonly (readonly [object, string[]])[] = [
    [{}, []],
    [{ statecode: 1 }, ['inactive']],
    [{ msevtmgt_istemplate: 100000001 }, ['template']],
    [online, ['webinar-missing']],
    [{ ...online, gr_webinarurl: 'https://stream.example' }, []],
    [{ ...online, msevtmgt_webinarconfigurationid: account }, []],
    [
      { ...online, msevtmgt_webinarconfigurationid: '00000000-0000-4000-8000-00000000dead' },
      ['webinar-account-inactive'],
    ],
    [{ ...online, msevtmgt_webinarconfigurationid: retired }, ['webinar-account-inactive']],
  ]
  for (const [change, codes] of cases) {
    const found = await goLiveShortcomings(db, 'msevtmgt_event', { ...event, ...change }, worldNow)
    assert.deepEqual(
      found.map(({ code }) => code),
      codes,
      JSON.stringify(change),
    )
  }
})

test('a session of a cancelled event cannot go live, nor one that is over', async () => {
  const id = await createEvent()
  const session = await createSession(id, draft)
  await cancelEvent(pipeline.execute, systemCaller, 'msevtmgt_event', id)
  await update('msevtmgt_session', session, draft)
  await assert.rejects(
    goLive(pipeline.execute, systemCaller, 'msevtmgt_session', session),
    (error) => isRefusal(error, 'not-ready-to-go-live') && error.values.codes === 'event-cancelled',
  )
  const past = await createEvent({
    ...draft,
    msevtmgt_eventstartdate: '2026-08-01T09:00:00',
    msevtmgt_eventenddate: '2026-08-01T18:00:00',
  })
  const over = await createSession(past, {
    ...draft,
    msevtmgt_starttime: '2026-08-01T09:00:00',
    msevtmgt_endtime: '2026-08-01T10:00:00',
  })
  await assert.rejects(
    goLive(pipeline.execute, systemCaller, 'msevtmgt_session', over),
    (error) => isRefusal(error, 'not-ready-to-go-live') && error.values.codes === 'already-over',
  )
})

test('cancelling an event cancels its sessions, and is final until it is a draft again', async () => {
  const id = await createEvent()
  const sessions = [await createSession(id), await createSession(id, draft)]
  await cancelEvent(pipeline.execute, systemCaller, 'msevtmgt_event', id)
  for (const session of sessions) {
    assert.equal(await statusOf('msevtmgt_session', session), publishStatus.cancelled.value)
  }
  await assert.rejects(
    goLive(pipeline.execute, systemCaller, 'msevtmgt_event', id),
    (error) => isRefusal(error, 'publish-status-unreachable') && error.values.allowed === 'Draft',
  )
  await update('msevtmgt_event', id, draft)
  await goLive(pipeline.execute, systemCaller, 'msevtmgt_event', id)
  assert.equal(await statusOf('msevtmgt_event', id), publishStatus.live.value)
})

test('a status cannot be emptied', async () => {
  const id = await createEvent()
  await assert.rejects(update('msevtmgt_event', id, { msevtmgt_publishstatus: null }), (error) =>
    isRefusal(error, 'publish-status-unreachable'),
  )
})

test('a finished event is moved over from another system as it was', async () => {
  const id = await createEvent({
    msevtmgt_eventstartdate: '2024-08-01T09:00:00',
    msevtmgt_eventenddate: '2024-08-01T10:00:00',
  })
  assert.equal(await statusOf('msevtmgt_event', id), publishStatus.live.value)
})

test('every publish status leads to another one, and Live is reached only from what is not cancelled', () => {
  for (const { value } of Object.values(publishStatus)) {
    assert.ok(publishTransitions[value].length > 0)
    assert.ok(!publishTransitions[value].includes(value))
    assert.equal(
      publishTransitions[value].includes(publishStatus.live.value),
      value !== publishStatus.cancelled.value && value !== publishStatus.live.value,
    )
  }
})
