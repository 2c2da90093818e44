import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { attendee, attendees, eventWorld } from '../../test/event-world.ts'
import { sumOf } from './amount.ts'

const world = await eventWorld()
const { create, createEvent, createSession, read, pool, registrations, clock, pipeline } = world

const register = (eventId: string, people: readonly object[], more: object = {}) =>
  registrations.register(systemCaller, { eventId, attendees: people as never, ...more })
const settle = (id: string, how: 'paid' | 'cancelled') =>
  registrations.settlePurchase(systemCaller, id, how, 'test')
const expire = (purchaseId: string) =>
  registrations.jobs
    .find(({ kind }) => kind === 'registrations.expire-purchase')
    ?.run({ payload: { purchaseId } } as never)

const euro = await create('transactioncurrency', {
  currencyname: 'Euro',
  currencysymbol: '€',
  isocurrencycode: 'EUR',
  exchangerate: '1',
})

const createPass = (eventId: string, target: object = {}) =>
  create('msevtmgt_pass', {
    msevtmgt_name: 'Regular',
    msevtmgt_eventid: eventId,
    msevtmgt_passprice: '199.99',
    msevtmgt_noofpassesallocated: 5,
    transactioncurrencyid: euro,
    ...target,
  })

const passCounts = async (id: string) => {
  const pass = await read('msevtmgt_pass', id)
  return [pass.msevtmgt_noofpassessold ?? 0, pass.gr_noofpassesreserved ?? 0]
}
const seatCounts = async (id: string) => {
  const event = await read('msevtmgt_event', id)
  return [event.msevtmgt_registrationcount ?? 0, event.gr_seatsreserved ?? 0]
}

test('seats and passes are held until the purchase is paid; then there are registrations', async () => {
  const eventId = await createEvent({ msevtmgt_maximumeventcapacity: 3 })
  const passId = await createPass(eventId)
  const answer = await register(eventId, [
    { ...attendee('buyer'), passId },
    { ...attendee('friend'), passId },
  ])
  assert.equal(answer.registrations.length, 0)
  const purchaseId = String(answer.purchase?.purchaseId)
  assert.equal(answer.purchase?.total, '399.9800')
  assert.equal(answer.purchase?.currencyCode, 'EUR')
  assert.deepEqual(await seatCounts(eventId), [0, 2])
  assert.deepEqual(await passCounts(passId), [0, 2])
  await assert.rejects(
    register(
      eventId,
      attendees(2).map((each) => ({ ...each, passId })),
    ),
    (error) => isRefusal(error, 'event-full'),
  )

  const settled = await settle(purchaseId, 'paid')
  assert.equal(settled.state, 'finalized')
  assert.equal(settled.registrationIds.length, 2)
  assert.deepEqual(await seatCounts(eventId), [2, 0])
  assert.deepEqual(await passCounts(passId), [2, 0])
  const { rows } = await pool.query(
    'select msevtmgt_name as code from msevtmgt_attendeepass where msevtmgt_pass = $1',
    [passId],
  )
  assert.equal(new Set(rows.map(({ code }) => code)).size, 2)
  assert.match(rows[0].code, /^AP-[0-9A-Z]{8}$/)

  const again = await settle(purchaseId, 'paid')
  assert.deepEqual(again, settled)
  assert.deepEqual(await seatCounts(eventId), [2, 0])
  await assert.rejects(settle(purchaseId, 'cancelled'), (e) => isRefusal(e, 'purchase-is-over'))
})

test('what is not paid in time comes back, and paying late gets a seat only while there is one', async () => {
  const eventId = await createEvent({ msevtmgt_maximumeventcapacity: 1 })
  const passId = await createPass(eventId)
  const buy = async (name: string) =>
    String((await register(eventId, [{ ...attendee(name), passId }])).purchase?.purchaseId)
  const first = await buy('slow')
  await expire(first)
  assert.deepEqual(await seatCounts(eventId), [0, 1])
  clock.advance(15 * 60_000)
  await expire(first)
  assert.deepEqual(
    [await seatCounts(eventId), await passCounts(passId)],
    [
      [0, 0],
      [0, 0],
    ],
  )

  const second = await buy('quick')
  await settle(second, 'paid')
  assert.equal((await settle(first, 'paid')).state, 'paidAfterExpiry')
  assert.equal((await settle(first, 'paid')).state, 'paidAfterExpiry')
  assert.deepEqual(await seatCounts(eventId), [1, 0])
  const { rows } = await pool.query('select * from gr_recoveryitem where gr_event = $1', [eventId])
  assert.equal(rows.length, 1)
  assert.match(rows[0].gr_error, /too few free seats: \d+ wanted, 0 left/)

  await pipeline.execute(systemCaller, {
    message: 'Update',
    table: 'msevtmgt_event',
    id: eventId,
    target: { msevtmgt_maximumeventcapacity: 2 },
  })
  assert.equal((await settle(first, 'paid')).state, 'finalized')
  assert.deepEqual(await seatCounts(eventId), [2, 0])
})

test('a free pass registers at once; a cancelled registration gives its pass back', async () => {
  const eventId = await createEvent()
  const sessionId = await createSession(eventId)
  const other = await createSession(eventId, { msevtmgt_name: 'Closing' })
  const passId = await createPass(eventId, { msevtmgt_passprice: '0' })
  await pipeline.execute(systemCaller, {
    message: 'Associate',
    table: 'msevtmgt_pass',
    id: passId,
    input: {
      Relationship: 'msevtmgt_msevtmgt_pass_msevtmgt_session',
      RelatedEntities: [{ table: 'msevtmgt_session', id: sessionId }],
    },
  })
  await assert.rejects(
    register(eventId, [{ ...attendee('x'), passId, sessions: [other] }]),
    (error) => isRefusal(error, 'session-not-in-pass'),
  )
  const answer = await register(eventId, [{ ...attendee('x'), passId, sessions: [sessionId] }])
  assert.equal(answer.purchase, null)
  assert.deepEqual(await passCounts(passId), [1, 0])
  const opened = await pool.query(
    `select count(*)::int as count from msevtmgt_session_attendeepass s
     join msevtmgt_attendeepass a using (msevtmgt_attendeepassid) where a.msevtmgt_pass = $1`,
    [passId],
  )
  assert.equal(opened.rows[0].count, 1)
  await assert.rejects(
    pipeline.execute(systemCaller, { message: 'Delete', table: 'msevtmgt_pass', id: passId }),
    (error) => isRefusal(error, 'pass-is-sold'),
  )
  const id = String(answer.registrations[0]?.registrationId)
  await registrations.cancel(systemCaller, id, { by: 'attendee' })
  assert.deepEqual(await passCounts(passId), [0, 0])
  await pipeline.execute(systemCaller, { message: 'Delete', table: 'msevtmgt_event', id: eventId })
})

test('an event that sells passes wants one of everybody, of its own and in one currency', async () => {
  const eventId = await createEvent()
  const passId = await createPass(eventId, { msevtmgt_noofpassesallocated: 1 })
  const foreign = await createPass(await createEvent())
  const dollars = await createPass(eventId, { transactioncurrencyid: null })
  const refused = async (people: readonly object[], code: string) =>
    await assert.rejects(register(eventId, people), (error) => isRefusal(error, code as never))
  await refused([attendee('none')], 'pass-required')
  await refused([{ ...attendee('foreign'), passId: foreign }], 'unknown-pass')
  await refused(
    [
      { ...attendee('a'), passId },
      { ...attendee('b'), passId: dollars },
    ],
    'currencies-differ',
  )
  await refused(
    attendees(2).map((each) => ({ ...each, passId })),
    'pass-sold-out',
  )
})

test('a payment provider has its page and its time', async () => {
  const provider = await create('msevtmgt_paymentprovider', {
    msevtmgt_name: 'Bank',
    msevtmgt_paymentpageurl: 'https://pay.example/start?shop=7',
    msevtmgt_timeoutminutes: 30,
  })
  const eventId = await createEvent({ gr_paymentprovider: provider })
  const passId = await createPass(eventId)
  const { purchase } = await register(eventId, [{ ...attendee('p'), passId }], {
    returnUrl: 'https://events.example/thanks',
  })
  assert.equal(
    purchase?.redirectUrl,
    `https://pay.example/start?shop=7&purchaseId=${purchase?.purchaseId}&returnUrl=https%3A%2F%2Fevents.example%2Fthanks`,
  )
  const heldMs = Date.parse(String(purchase?.expiresOn)) - clock.now().getTime()
  assert.ok(Math.abs(heldMs - 30 * 60_000) < 10_000)
  const details = await registrations.describePurchase(String(purchase?.purchaseId))
  assert.deepEqual([details?.total, details?.state], ['199.9900', 'waitingForPayment'])
})

test('sums are exact', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000_000 })
  fc.assert(
    fc.property(fc.array(amount), (cents) => {
      const total = cents.reduce((sum, each) => sum + each, 0)
      const text = (value: number) =>
        `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`
      assert.equal(sumOf(cents.map(text)), `${text(total)}00`)
    }),
  )
})

test('twenty people for five passes: five purchases, however they come', async () => {
  const eventId = await createEvent()
  const passId = await createPass(eventId)
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) => register(eventId, [{ ...attendee(`r${at}`), passId }])),
  )
  const bought = results.filter(({ status }) => status === 'fulfilled')
  assert.equal(bought.length, 5)
  assert.deepEqual(await passCounts(passId), [0, 5])
})

test('payment back ends of Dynamics 365 find their actions, and an event guards its purchases', async () => {
  const eventId = await createEvent()
  const passId = await createPass(eventId)
  const { purchase } = await register(eventId, [{ ...attendee('backend'), passId }])
  const act = async (message: string, input: object) =>
    (
      await pipeline.execute(systemCaller, {
        message,
        table: 'msevtmgt_eventpurchase',
        input: { ...input },
      })
    ).output
  const PurchaseId = purchase?.purchaseId
  assert.deepEqual(await act('msevtmgt_GetPurchaseDetailsAction', { PurchaseId }), {
    EventName: 'Spring Conference',
    PurchaseAmount: '199.9900',
    CurrencyName: 'Euro',
    ISOCurrencyCode: 'EUR',
    CurrencySymbol: '€',
  })
  const finalize = 'msevtmgt_FinalizeExternalRegistrationRequest'
  await assert.rejects(act(finalize, { PurchaseId, ReadableEventId: 'Another' }), (error) =>
    isRefusal(error, 'purchase-is-anothers'),
  )
  assert.deepEqual(await act(finalize, { PurchaseId }), { status: 'Success' })
  const status = { msevtmgt_purchaseid: PurchaseId, msevtmgt_paymentstatus: 7 }
  await assert.rejects(act('msevtmgt_finalizeregistrationpayment', status), (error) =>
    isRefusal(error, 'request-invalid'),
  )
})
