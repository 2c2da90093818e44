import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { systemCaller } from '#identity'
import { attendee, eventWorld } from '../../test/event-world.ts'
import { openEventsApi, openWebsite } from '../../test/open-events-api.ts'

const world = await eventWorld()
const origin = 'https://www.company.example'
const api = await openEventsApi(world, { difficulty: 8 })
const { call: send } = await openWebsite(world, api, origin)

type Verify = (callback: (solution: string, token: string) => void, parameter: string) => void
type Described = Record<string, never> & Record<string, unknown>

async function call(path: string, body?: unknown): Promise<{ status: number; body: Described }> {
  const { status, json } = await send(path, { body })
  return { status, body: json }
}

async function published(target: object = {}): Promise<{ id: string; readableId: string }> {
  const id = await world.createEvent({ msevtmgt_enablecaptcha: false, ...target })
  const row = await world.read('msevtmgt_event', id)
  return { id, readableId: String(row.msevtmgt_readableeventid) }
}

const euro = await world.create('transactioncurrency', {
  currencyname: 'Euro',
  currencysymbol: '€',
  isocurrencycode: 'EUR',
  exchangerate: '1',
})
const createPass = (event: string, name: string, price: string) =>
  world.create('msevtmgt_pass', {
    msevtmgt_name: name,
    msevtmgt_eventid: event,
    msevtmgt_passprice: price,
    msevtmgt_noofpassesallocated: 10,
    transactioncurrencyid: euro,
  })

test('A paid registration as the sample website does it: passes, register, pay, registered.', async () => {
  const { id, readableId } = await published()
  const passId = await createPass(id, 'Regular', '120.50')
  const passes = (await call(`events/${readableId}/passes`)).body as unknown as Described[]
  assert.deepEqual(passes, [
    {
      passId,
      passName: 'Regular',
      price: 120.5,
      currencySymbol: '€',
      numberOfPassesLeft: 10,
      numberOfPassesSold: 0,
      sessions: [],
    },
  ])
  const { body } = await call(`events/${readableId}/registrations`, {
    attendees: [{ ...attendee('payer'), passId, responses: [], attendeeSessions: null }],
  })
  assert.equal(body.status, 'Initiated')
  assert.equal(body.redirectUrl, null)

  const finalize = (purchaseId: unknown) =>
    call(`events/${readableId}/registrations/finalize`, { purchaseId })
  const off = await finalize(body.purchaseId)
  assert.deepEqual([off.status, off.body.Code], [403, 'demo-payment-off'])
  await world.create('msevtmgt_eventadministration', {
    msevtmgt_name: 'Demo',
    msevtmgt_enablefinalizationendpoints: 100000002,
  })
  const forged = await finalize('00000000-0000-4000-8000-0000000000aa')
  assert.equal(forged.body.errorCode, 'purchase-unknown')
  assert.equal((await finalize(body.purchaseId)).body.status, 'Success')
  assert.equal((await finalize(body.purchaseId)).body.status, 'Success')
  assert.equal((await call(`events/${readableId}/registrations/count`)).body, 1)
  const purchase = await world.read('msevtmgt_eventpurchase', String(body.purchaseId))
  assert.equal(purchase.gr_settledby, `demo payment at ${origin}`)
  assert.ok(purchase.gr_settledon instanceof Date, 'who used it, when and for what is on record')
})

test('A payment provider gets the visitor with the purchase and the way back.', async () => {
  const provider = await world.create('msevtmgt_paymentprovider', {
    msevtmgt_name: 'Bank',
    msevtmgt_paymentpageurl: 'https://pay.example/?shop=1',
    msevtmgt_timeoutminutes: 20,
  })
  const { id, readableId } = await published({ gr_paymentprovider: provider })
  const passId = await createPass(id, 'Regular', '5')
  const { body } = await call(`events/${readableId}/registrations`, {
    attendees: [{ ...attendee('redirected'), passId }],
    returnUrl: 'https://www.company.example/thanks',
  })
  assert.equal(body.status, 'Redirect')
  const url = new URL(String(body.redirectUrl))
  assert.equal(url.searchParams.get('purchaseId'), body.purchaseId)
  assert.equal(url.searchParams.get('returnUrl'), 'https://www.company.example/thanks')
})

test('The captcha is solved by the script that clients load, once; without it nobody registers.', async () => {
  const { readableId } = await published({ msevtmgt_enablecaptcha: true })
  const register = (hipObject?: object) =>
    call(`events/${readableId}/registrations`, { attendees: [attendee('human')], hipObject })
  assert.equal((await register()).body.errorCode, 'captcha-unsolved')

  const start = (await call(`events/${readableId}/captcha`)).body
  const script = new URL(String(start.HipUrl))
  const source = await (
    await fetch(`${new URL(api.base).origin}${script.pathname}${script.search}`)
  ).text()
  const page = { crypto, TextEncoder } as unknown as Record<string, Record<string, Verify>>
  runInNewContext(source, page)
  const [solution, answer] = await new Promise<[string, string]>((resolve) => {
    page[String(start.ObjectName)]?.[String(start.FunctionName)]?.(
      (found, given) => resolve([found, given]),
      '',
    )
  })
  assert.equal(createHash('sha256').update(`${start.FlowId}${solution}`).digest()[0], 0)
  const hip = { Solution: solution, Token: answer, Type: 'work', FlowId: start.FlowId }
  assert.equal((await register({ ...hip, FlowId: '0'.repeat(32) })).body.status, 'Error')
  assert.equal((await register(hip)).body.status, 'Success')
  assert.match(String((await register(hip)).body.errorMessage), /used before/)
})

test('Questions, tracks, speakers and sponsors are listed with every property.', async () => {
  const { id, readableId } = await published()
  const session = await world.createSession(id)
  const speaker = await world.create('msevtmgt_speaker', { msevtmgt_name: 'Grace Hopper' })
  await world.create('msevtmgt_speakerengagement', {
    msevtmgt_name: 'Talk',
    msevtmgt_event: id,
    msevtmgt_session: session,
    msevtmgt_speaker: speaker,
  })
  const track = await world.create('msevtmgt_sessiontrack', {
    msevtmgt_name: 'Systems',
    msevtmgt_eventid: id,
    msevtmgt_publishstatus: 100000003,
    msevtmgt_tracktype: 100000001,
  })
  await world.pipeline.execute(systemCaller, {
    message: 'Associate',
    table: 'msevtmgt_sessiontrack',
    id: track,
    input: {
      Relationship: 'msevtmgt_msevtmgt_sessiontrack_msevtmgt_session',
      RelatedEntities: [{ table: 'msevtmgt_session', id: session }],
    },
  })
  const sponsor = await world.create('account', { name: 'Acme' })
  await world.create('msevtmgt_sponsorship', {
    msevtmgt_name: 'Coffee',
    msevtmgt_event: id,
    msevtmgt_sponsor: sponsor,
  })
  const list = async (path: string) => (await call(path)).body as unknown as Described[]
  assert.deepEqual(await list(`events/${readableId}/tracks`), [
    { id: track, name: 'Systems', description: null },
  ])
  assert.deepEqual(
    (await list(`tracks/${track}/sessions`)).map((each) => each.id),
    [session],
  )
  const [grace] = await list(`events/${readableId}/speakers`)
  assert.equal(grace?.name, 'Grace Hopper')
  const spoken = (grace?.sessions ?? []) as unknown as Described[]
  assert.equal(spoken[0]?.id, session)
  const [acme] = await list(`events/${readableId}/sponsorships`)
  assert.deepEqual([acme?.sponsorName, acme?.sponsorshipTopic], ['Acme', 'Coffee'])
  assert.equal((await call(`sessions/${session}`)).body.id, session)
  assert.deepEqual(await list(`events/${readableId}/custom-registration-fields`), [])
})

test('Somebody waits for a full event and is told Success, as the sample website expects.', async () => {
  const { readableId } = await published({
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  assert.equal((await call(`events/${readableId}`)).body.showWaitlist, true)
  await call(`events/${readableId}/registrations`, { attendees: [attendee('first')] })
  const waiting = { ...attendee('second'), waitlisted: true, autoRegister: true }
  const { body } = await call(`events/${readableId}/registrations`, { attendees: [waiting] })
  assert.equal(body.status, 'Success')
  assert.equal((await call(`events/${readableId}/registrations/count`)).body, 1)
})
