import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventWorld } from '../../test/event-world.ts'
import { ada, formKeyOf, openSite, type TestSite, visitorOf } from '../../test/open-site.ts'

const world = await eventWorld()
let site: TestSite
let visitor: ReturnType<typeof visitorOf>

before(async () => {
  site = await openSite(world)
  visitor = visitorOf(world, site)
})
after(() => site.server.close())

const grace = {
  'p2-firstName': 'Grace',
  'p2-lastName': 'Hopper',
  'p2-email': 'grace@navy.example',
  people: '2',
}

async function ask(
  eventId: string,
  text: string,
  type: number,
  more: Record<string, unknown> = {},
): Promise<string> {
  const { order = 1, ...columns } = more
  const field = await world.create('msevtmgt_customregistrationfield', {
    msevtmgt_text: text,
    msevtmgt_type: type,
    ...columns,
  })
  await world.create('msevtmgt_eventcustomregistrationfield', {
    msevtmgt_event: eventId,
    msevtmgt_customregistrationfield: field,
    msevtmgt_order: order,
  })
  return field
}

async function sell(eventId: string, name: string, price: number, more = {}): Promise<string> {
  const euro = await world.pool.query(
    `select transactioncurrencyid as id from transactioncurrency where isocurrencycode = 'EUR'`,
  )
  const currency =
    euro.rows[0]?.id ??
    (await world.create('transactioncurrency', {
      currencyname: 'Euro',
      isocurrencycode: 'EUR',
      currencysymbol: '€',
      exchangerate: 1,
    }))
  return await world.create('msevtmgt_pass', {
    msevtmgt_name: name,
    msevtmgt_eventid: eventId,
    msevtmgt_passprice: price,
    msevtmgt_noofpassesallocated: 10,
    transactioncurrencyid: currency,
    ...more,
  })
}

async function allowDemoPayment(): Promise<void> {
  await world.pool.query(`update msevtmgt_eventadministration set statecode = 1`)
  await world.create('msevtmgt_eventadministration', {
    msevtmgt_name: 'Demo',
    msevtmgt_enablefinalizationendpoints: 100000002,
  })
}

test('People are added and taken out by buttons, and nothing typed is lost.', async () => {
  const { id, path } = await visitor.published('Team Day')
  const key = await visitor.openForm(path)
  const two = await visitor.post(path, { ...ada, key, do: 'add' })
  assert.equal(two.status, 200)
  assert.match(two.text, /Person 2/)
  assert.match(two.text, /name="people" value="2"/)
  assert.match(two.text, /value="ada@engines\.example"/)
  assert.match(two.text, /id="p2-firstName"[^>]*autofocus/)
  const one = await visitor.post(path, { ...ada, ...grace, key, do: 'remove-1' })
  assert.match(one.text, /id="firstName"[^>]*value="Grace"/)
  assert.doesNotMatch(one.text, /Person 2/)
  const answer = await visitor.post(path, { ...ada, ...grace, key: formKeyOf(two.text) })
  assert.equal(answer.status, 303)
  assert.match(answer.headers.get('location') ?? '', /^\/thanks\//)
  const thanks = await visitor.get(String(answer.headers.get('location')))
  assert.match(thanks.text, /2 people are registered/)
  assert.match(thanks.text, /Ada Lovelace[\s\S]*Grace Hopper/)
  assert.equal(thanks.text.match(/class="qr"/g)?.length, 2)
  assert.equal(await visitor.countOf(id), 2)
  const tampered = await visitor.get(`${answer.headers.get('location')}A`)
  assert.equal(tampered.status, 404)
})

test('Mistakes of the second person lead to the fields of the second person.', async () => {
  const { path } = await visitor.published('Second Row')
  const key = await visitor.openForm(path)
  const answer = await visitor.post(path, { ...ada, ...grace, 'p2-email': 'grace', key })
  assert.equal(answer.status, 422)
  assert.match(answer.text, /<a href="#p2-email">/)
  assert.match(answer.text, /id="p2-email-problem"/)
})

test('The questions of the organiser come in order, are checked at once, and their answers kept.', async () => {
  const { id, path } = await visitor.published('Curious')
  const diet = await ask(id, 'Anything we should cook?', 100000002, {
    msevtmgt_choices: 'Vegan\nNo nuts',
    order: 3,
  })
  const born = await ask(id, 'Day of birth', 100000004, { order: 2, msevtmgt_isrequired: true })
  const size = await ask(id, 'Shirt size', 100000003, {
    msevtmgt_choices: 'S\nM',
    order: 1,
    msevtmgt_isrequired: true,
  })
  const { text } = await visitor.get(path)
  assert.match(text, /Shirt size[\s\S]*Day of birth[\s\S]*Anything we should cook/)
  assert.match(text, /type="date"/)
  const key = await visitor.openForm(path)
  const wrong = await visitor.post(path, { ...ada, key, [`q-${born}`]: '2001-02-30' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, new RegExp(`href="#q-${size}"`))
  assert.match(wrong.text, new RegExp(`href="#q-${born}"`))
  assert.match(wrong.text, /value="2001-02-30"/)
  const answers = { [`q-${born}`]: '2001-02-03', [`q-${size}`]: 'M' }
  const done = await visitor.post(path, {
    ...ada,
    ...answers,
    [`q-${diet}`]: ['Vegan', 'No nuts'],
    key,
  })
  assert.equal(done.status, 303)
  const page = String(done.headers.get('location'))
  assert.match((await visitor.get(page)).text, /Anything we should cook\?<\/dt><dd>Vegan, No nuts/)
  const form = await visitor.get(`${page}/change`)
  assert.match(form.text, /value="No nuts" checked/)
  assert.match(form.text, /value="2001-02-03"/)
  const missing = await visitor.post(`${page}/change`, { [`q-${size}`]: 'S' })
  assert.equal(missing.status, 422)
  const changed = await visitor.post(`${page}/change`, { ...answers, [`q-${size}`]: 'S' })
  assert.equal(changed.status, 303)
  const { text: after } = await visitor.get(page)
  assert.match(after, /Shirt size<\/dt><dd>S</)
  assert.doesNotMatch(after, /Vegan/)
})

test('A full event offers its waitlist; whoever waits has a page and can leave.', async () => {
  const { id, path } = await visitor.published('Tiny Room', {
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
    msevtmgt_autoregisterwaitlistitems: false,
    msevtmgt_showautomaticregistrationcheckbox: true,
  })
  const seat = await visitor.registered(path)
  const { text } = await visitor.get(path)
  assert.match(text, /Join the waitlist/)
  assert.match(text, /name="wait" value="1"/)
  assert.match(text, /name="auto"/)
  const waiting = { ...ada, email: 'late@people.example', wait: '1' }
  const place = await visitor.registered(path, waiting)
  assert.match(place, /^\/w\//)
  assert.match((await visitor.get(place)).text, /You are in the waitlist/)
  const mine = await visitor.get(`${visitor.mailed(seat)}/all`)
  assert.match(mine.text, /Tiny Room/)

  await visitor.post(`${seat}/cancel`, {})
  await world.pipeline.execute(
    {
      userId: '00000000-0000-4000-8000-000000000003',
      businessUnitId: '00000000-0000-4000-8000-000000000002',
      roles: ['System Administrator'],
    },
    { message: 'gr_PromoteWaitlist', table: 'msevtmgt_event', id, internal: true },
  )
  assert.match((await visitor.get(place)).text, /A seat is free for you/)
  assert.match((await visitor.get(path)).text, /Fully booked/)
  const form = await visitor.get(`${place}/register`)
  assert.match(form.text, /value="late@people\.example"[^>]* readonly/)
  world.clock.advance(4_000)
  const taken = await visitor.post(path, {
    ...ada,
    email: 'somebody@else.example',
    invitation: place.slice(3),
    key: formKeyOf(form.text),
  })
  assert.equal(taken.status, 303)
  assert.match(String(taken.headers.get('location')), /^\/r\//)
  assert.equal(await visitor.countOf(id), 1)
  assert.match((await visitor.get(place)).text, /no longer needed/)
  const other = await visitor.registered(path, { ...waiting, email: 'later@people.example' })
  assert.equal((await visitor.post(`${other}/leave`, {})).status, 303)
  assert.match((await visitor.get(other)).text, /no longer needed/)
})

test('Passes are bought: the hub holds the seats, the demo pays, and everybody has a ticket.', async () => {
  await allowDemoPayment()
  const { id, path } = await visitor.published('Paid Conference')
  const pass = await sell(id, 'Standard', 12.5)
  const sold = await sell(id, 'Early bird', 5, { msevtmgt_noofpassesallocated: 1 })
  const { text } = await visitor.get(path)
  assert.match(text, /Standard[\s\S]*€12\.50/)
  const german = await visitor.get(path, { 'accept-language': 'de-AT' })
  assert.match(german.text, /€\s12,50|12,50\s€/)
  const key = await visitor.openForm(path)
  const none = await visitor.post(path, { ...ada, key })
  assert.equal(none.status, 422)
  assert.match(none.text, /<a href="#pass">Choose a pass/)
  const fields = { ...ada, ...grace, pass, 'p2-pass': sold, key }
  const [first, second] = await Promise.all([
    visitor.post(path, fields),
    visitor.post(path, fields),
  ])
  const page = String(first.headers.get('location'))
  assert.match(page, /^\/pay\//)
  assert.equal(second.headers.get('location'), page)
  const purchase = await visitor.get(page)
  assert.match(purchase.text, /€17\.50/)
  assert.match(purchase.text, /15 minutes left/)
  assert.match(purchase.text, /Demo payment is on/)
  assert.match((await visitor.get(path)).text, /Sold out/)
  const late = await visitor.post(path, { ...ada, email: 'l@people.example', pass: sold, key })
  assert.equal(late.status, 409)
  assert.match(late.text, /“Early bird” was sold out/)
  assert.equal((await visitor.post(`${page}/pay`, {})).status, 303)
  assert.equal((await visitor.post(`${page}/pay`, {})).status, 303)
  const { rows } = await world.pool.query(
    'select gr_settledby as by from msevtmgt_eventpurchase where msevtmgt_eventid = $1',
    [id],
  )
  assert.deepEqual(rows, [{ by: 'demo payment at https://events.example' }])
  const thanks = await visitor.get(page)
  assert.match(thanks.text, /Thank you, it is paid/)
  assert.equal(thanks.text.match(/class="qr"/g)?.length, 2)
  assert.equal(await visitor.countOf(id), 2)
  assert.equal((await visitor.post(`${page}/give-up`, {})).status, 303)
  assert.equal(await visitor.countOf(id), 2)
})

test('A purchase can be given up, ends with its time, and neither can be paid afterwards.', async () => {
  await allowDemoPayment()
  const { id, path } = await visitor.published('Hesitation')
  const pass = await sell(id, 'Standard', 12.5)
  const up = await visitor.registered(path, { ...ada, pass })
  await visitor.post(`${up}/give-up`, {})
  await visitor.post(`${up}/pay`, {})
  assert.match((await visitor.get(up)).text, /You gave up this purchase/)
  const slow = await visitor.registered(path, { ...ada, pass })
  world.clock.advance(16 * 60_000)
  await visitor.post(`${slow}/pay`, {})
  assert.match((await visitor.get(slow)).text, /The time for paying is over/)
  assert.equal(await visitor.countOf(id), 0)
})

test('Where a payment provider is set, the purchaser is led there and may come back.', async () => {
  const provider = await world.create('msevtmgt_paymentprovider', {
    msevtmgt_name: 'Bank',
    msevtmgt_paymentpageurl: 'https://pay.example/start?shop=7',
    msevtmgt_timeoutminutes: 30,
  })
  const { id, path } = await visitor.published('By Card', { gr_paymentprovider: provider })
  const pass = await sell(id, 'Standard', 12.5)
  const page = await visitor.registered(path, { ...ada, pass })
  assert.match(page, /\?go=1$/)
  const { text } = await visitor.get(page)
  const target = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(text)?.[1] ?? ''
  const url = new URL(target.replaceAll('&#38;', '&'))
  assert.equal(url.origin, 'https://pay.example')
  assert.equal(url.searchParams.get('shop'), '7')
  assert.match(url.searchParams.get('purchaseId') ?? '', /^[0-9a-f-]{36}$/)
  const back = new URL(url.searchParams.get('returnUrl') ?? '').pathname
  const waiting = await visitor.get(back)
  assert.doesNotMatch(waiting.text, /content="0; url/)
  assert.match(waiting.text, /Pay at pay\.example/)
  assert.equal((await visitor.post(`${back}/pay`, {})).status, 409)
})

test('Without demo payment and provider the page says honestly how to pay.', async () => {
  await world.pool.query(`update msevtmgt_eventadministration set statecode = 1`)
  const { id, path } = await visitor.published('By Invoice')
  const pass = await sell(id, 'Standard', 12.5)
  const { text } = await visitor.get(await visitor.registered(path, { ...ada, pass }))
  assert.match(text, /Ask the organiser how to pay and name your purchase <span class="number">PU-/)
  assert.doesNotMatch(text, /Pay \(demo\)/)
})

test('Sessions are changed, waited for and given up; sending it twice changes nothing more.', async () => {
  const { id, path } = await visitor.published('Own Agenda', { msevtmgt_allowcustomagenda: true })
  const full = await world.createSession(id, {
    msevtmgt_name: 'Cosy',
    msevtmgt_sessionmaxcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  const open = await world.createSession(id, { msevtmgt_name: 'Roomy' })
  await visitor.registered(path, { ...ada, session: [full] })
  const grown = { ...ada, email: 'g@people.example' }
  const page = await visitor.registered(path, { ...grown, session: [open], waitSession: [full] })
  const { text } = await visitor.get(page)
  assert.match(text, /Your sessions[\s\S]*Roomy[\s\S]*Sessions you wait for[\s\S]*Cosy/)
  const wanted = { shown: [full, open], waitSession: [full] }
  assert.equal((await visitor.post(`${page}/change`, wanted)).status, 303)
  assert.equal((await visitor.post(`${page}/change`, wanted)).status, 303)
  const changed = await visitor.get(page)
  assert.doesNotMatch(changed.text, /Your sessions/)
  assert.match(changed.text, /Sessions you wait for/)
  await visitor.post(`${page}/change`, { shown: [full, open], session: [open] })
  const back = await visitor.get(page)
  assert.doesNotMatch(back.text, /Sessions you wait for/)
  const cancel = /action="(\/r\/[^"]+\/sessions\/[^"]+\/cancel)"/.exec(back.text)?.[1] as string
  assert.equal((await visitor.post(cancel, {})).status, 303)
  assert.doesNotMatch((await visitor.get(page)).text, /Your sessions/)
  const refused = await visitor.post(`${page}/change`, { shown: [full, open], session: [full] })
  assert.equal(refused.status, 409)
  assert.match(refused.text, /“Cosy” is fully booked/)
})

test('Before registration opens, the page says when it does.', async () => {
  const { path } = await visitor.published('Soon', {
    gr_registrationsstarton: '2027-01-10T09:00:00',
    gr_notyetopenmessage: '<p>Members first.</p>',
  })
  const { text } = await visitor.get(path)
  assert.match(text, /Registration opens on Sunday,? 10 January 2027 at 09:00 CET/)
  assert.match(text, /Members first/)
  assert.doesNotMatch(text, /<form/)
})

test('Tracks for the public, sponsors by level and a map stand on the page; inner tracks do not.', async () => {
  const building = await world.create('msevtmgt_building', {
    msevtmgt_name: 'Trade Hall',
    msevtmgt_addressline1: 'Main Street 1',
    msevtmgt_city: 'Graz',
  })
  const { id, path } = await visitor.published('Programme', { msevtmgt_building: building })
  const live = { msevtmgt_publishstatus: 100000003, msevtmgt_eventid: id }
  await world.create('msevtmgt_sessiontrack', {
    ...live,
    msevtmgt_name: 'Open Track',
    msevtmgt_description: 'For everybody',
    msevtmgt_tracktype: 100000001,
  })
  await world.create('msevtmgt_sessiontrack', {
    ...live,
    msevtmgt_name: 'Crew Only',
    msevtmgt_tracktype: 100000000,
  })
  await world.createSession(id)
  for (const [name, level] of [
    ['Bronze Ltd', 100000003],
    ['Gold Ltd', 100000001],
  ] as const) {
    const account = await world.create('account', { name })
    await world.create('msevtmgt_sponsorship', {
      msevtmgt_name: 'Coffee',
      msevtmgt_event: id,
      msevtmgt_sponsor: account,
      msevtmgt_sponsorshipcategory: level,
    })
  }
  const { text } = await visitor.get(path)
  assert.match(text, /Open Track[\s\S]*For everybody/)
  assert.doesNotMatch(text, /Crew Only/)
  assert.match(text, /Gold<\/h3>[\s\S]*Gold Ltd[\s\S]*Bronze<\/h3>[\s\S]*Bronze Ltd/)
  assert.match(text, /openstreetmap\.org\/search\?query=Main%20Street%201/)
})

test('Photos and pictures that organisers uploaded stand on the page, initials where there are none.', async () => {
  const { id, path } = await visitor.published('Gallery')
  const photographed = await world.create('msevtmgt_speaker', { msevtmgt_name: 'Grace Hopper' })
  const shy = await world.create('msevtmgt_speaker', { msevtmgt_name: 'Ada Lovelace' })
  await world.createSession(id, { msevtmgt_eventspeakerid: photographed })
  await world.createSession(id, { msevtmgt_eventspeakerid: shy })
  const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
  for (const subject of [{ gr_speaker: photographed }, { gr_event: id }]) {
    await world.create('gr_picture', { ...subject, gr_content: gif })
  }
  const { text } = await visitor.get(path)
  assert.match(
    text,
    new RegExp(`/EvtMgmt/api/v2.0/speakers/${photographed}/image\\?v=[0-9a-f]{16}"`),
  )
  assert.match(text, new RegExp(`class="cover" src="/EvtMgmt/api/v2.0/events/${id}/image`))
  assert.match(text, /class="initials" aria-hidden="true">AL</)
  assert.doesNotMatch(text, />GH</)
})
