import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import type { Step } from '#pipeline'
import { attendee, eventWorld } from '../../test/event-world.ts'
import { createRecovery } from './create-recovery.ts'
import { listRecoveryItems } from './recovery-rows.ts'

let breaks: Error | undefined
/** Stands for a bug or a machine that fails in the middle of a registration. */
const failing: Step = {
  name: 'Test: fails',
  message: 'Create',
  table: 'msevtmgt_eventregistration',
  stage: 40,
  run: async () => {
    if (breaks !== undefined) throw breaks
  },
}
const world = await eventWorld([failing])
const { registrations, pipeline, create, createEvent, update, read, db } = world
const recovery = createRecovery({ ...world, system: systemCaller })
for (const message of recovery.messages) pipeline.defineMessage(message)

async function failToRegister(eventId: string, name: string, idempotencyKey?: string) {
  breaks = new Error('no route to postgres://admin:hunter2@db.internal/x?token=abc123')
  await assert.rejects(
    registrations.register(systemCaller, {
      eventId,
      attendees: [attendee(name)],
      idempotencyKey: idempotencyKey ?? null,
    }),
    (error) =>
      isRefusal(error, 'kept-for-recovery') &&
      error.status === 503 &&
      /is kept/.test(error.sentence),
  )
  breaks = undefined
  return (await listRecoveryItems(db, eventId))[0] ?? assert.fail('an item was kept')
}

const countOf = async (eventId: string) =>
  (await read('msevtmgt_event', eventId)).msevtmgt_registrationcount ?? 0

test('a registration that fails unexpectedly is kept without secrets, and its person is told so', async () => {
  const event = await createEvent()
  const item = await failToRegister(event, 'kept')
  assert.equal(await countOf(event), 0)
  assert.match(item.name, /guest\.kept@people\.example/)
  assert.match(String(item.problem), /no route to postgres/)
  assert.doesNotMatch(String(item.problem), /hunter2|abc123/)
})

test('a replay registers once, however often it is asked for, also where people tried again', async () => {
  const event = await createEvent()
  const item = await failToRegister(event, 'twice')
  const outputs = await Promise.all([1, 2, 3].map(() => recovery.replay(systemCaller, item.id)))
  assert.equal(await countOf(event), 1)
  const [first, ...others] = outputs.map((output) => JSON.stringify(output))
  for (const other of others) assert.equal(other, first)
  assert.deepEqual(await listRecoveryItems(db, event), [])

  const again = await failToRegister(event, 'self')
  await registrations.register(systemCaller, { eventId: event, attendees: [attendee('self')] })
  await recovery.replay(systemCaller, again.id)
  assert.equal(await countOf(event), 2)
})

test('the same request that fails again is the same item', async () => {
  const event = await createEvent()
  await failToRegister(event, 'repeated', 'key-1')
  const item = await failToRegister(event, 'repeated', 'key-1')
  assert.equal((await listRecoveryItems(db, event)).length, 1)
  assert.equal(item.attempts, 2)
})

test('an item is repaired before it is replayed; a replay that fails says why and stays open', async () => {
  const event = await createEvent()
  const item = await failToRegister(event, 'typo')
  const wrong = { ...(item.payload as object), attendees: [{ email: 'no address' }] }
  await assert.rejects(recovery.replay(systemCaller, item.id, wrong), (error) => isRefusal(error))
  const [open] = await listRecoveryItems(db, event)
  assert.equal(open?.attempts, 2)
  assert.match(String(open?.problem), /no address|e-mail/i)
  const right = { ...(item.payload as object), attendees: [attendee('right')] }
  await recovery.replay(systemCaller, item.id, right)
  assert.equal(await countOf(event), 1)
  await assert.rejects(update('gr_recoveryitem', item.id, { gr_payload: '{}' }), (error) =>
    isRefusal(error, 'recovery-item-settled'),
  )
  await assert.rejects(
    create('gr_recoveryitem', { gr_name: 'x', gr_kind: 100000000, gr_payload: 'no' }),
    (error) => isRefusal(error, 'recovery-payload-invalid'),
  )
})

test('what is discarded keeps its reason and is not replayed', async () => {
  const event = await createEvent()
  const item = await failToRegister(event, 'spam')
  await assert.rejects(recovery.discard(systemCaller, item.id, ' '), (error) => isRefusal(error))
  await recovery.discard(systemCaller, item.id, 'A test of ours')
  await recovery.discard(systemCaller, item.id, 'Again')
  const row = await read('gr_recoveryitem', item.id)
  assert.equal(row.gr_reason, 'A test of ours')
  assert.equal(row.gr_settledby, systemCaller.userId)
  await assert.rejects(recovery.replay(systemCaller, item.id), (error) =>
    isRefusal(error, 'recovery-item-discarded'),
  )
  await assert.rejects(update('gr_recoveryitem', item.id, { gr_outcome: 100000001 }), (error) =>
    isRefusal(error),
  )
  assert.equal(await countOf(event), 0)
})

test('who may not write registrations may neither replay nor discard', async () => {
  const event = await createEvent()
  const item = await failToRegister(event, 'rights')
  const reader = { ...systemCaller, roles: ['Reader'] }
  for (const act of [
    () => recovery.replay(reader, item.id),
    () => recovery.discard(reader, item.id, 'no'),
  ]) {
    await assert.rejects(act(), (error) => isRefusal(error, 'not-allowed'))
  }
  assert.equal((await listRecoveryItems(db, event)).length, 1)
})

test('a purchase that was paid without a seat is finished when there is one', async () => {
  const event = await createEvent({ msevtmgt_maximumeventcapacity: 1 })
  const pass = await create('msevtmgt_pass', {
    msevtmgt_name: 'Pass',
    msevtmgt_eventid: event,
    msevtmgt_passprice: '10.0000',
    msevtmgt_noofpassesallocated: 10,
  })
  const buy = (name: string) =>
    registrations.register(systemCaller, {
      eventId: event,
      attendees: [{ ...attendee(name), passId: pass }],
    })
  const late = (await buy('late')).purchase ?? assert.fail()
  world.clock.advance(60 * 60_000)
  await pipeline.execute(systemCaller, {
    message: 'gr_SettlePurchase',
    table: 'msevtmgt_eventpurchase',
    id: late.purchaseId,
    input: { settlement: 'expired', by: 'test' },
  })
  const quick = (await buy('quick')).purchase ?? assert.fail()
  await registrations.settlePurchase(systemCaller, quick.purchaseId, 'paid', 'bank')
  const kept = await registrations.settlePurchase(systemCaller, late.purchaseId, 'paid', 'bank')
  assert.equal(kept.state, 'paidAfterExpiry')
  const [item] = await listRecoveryItems(db, event)
  const id = item?.id as string
  await assert.rejects(recovery.replay(systemCaller, id), (error) =>
    isRefusal(error, 'recovery-still-without-seat'),
  )
  await update('msevtmgt_event', event, { msevtmgt_maximumeventcapacity: 2 })
  assert.equal((await recovery.replay(systemCaller, id)).state, 'finalized')
  assert.equal(await countOf(event), 2)
})

test('money whose notice fails unexpectedly is one item, however often the notice comes', async () => {
  const event = await createEvent()
  const pass = await create('msevtmgt_pass', {
    msevtmgt_name: 'Pass',
    msevtmgt_eventid: event,
    msevtmgt_passprice: '10.0000',
    msevtmgt_noofpassesallocated: 10,
  })
  const { purchase } = await registrations.register(systemCaller, {
    eventId: event,
    attendees: [{ ...attendee('payer'), passId: pass }],
  })
  const id = purchase?.purchaseId as string
  breaks = new Error('a bug')
  for (const _ of [1, 2]) {
    await assert.rejects(registrations.settlePurchase(systemCaller, id, 'paid', 'bank'), (error) =>
      isRefusal(error, 'kept-for-recovery'),
    )
  }
  breaks = undefined
  const [item, ...others] = await listRecoveryItems(db, event)
  assert.equal(others.length, 0)
  assert.equal((await recovery.replay(systemCaller, item?.id as string)).state, 'finalized')
})
