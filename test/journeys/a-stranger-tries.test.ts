/** Bad input through the public doors of a whole hub: a clear answer, nothing lost, nothing twice. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from '../hub.ts'
import { formKeyOf } from '../open-site.ts'
import { create, makeEvent, passTime, row } from '../story.ts'

const apiKey = 'a-stranger-does-not-have-this-key'
const hub = await testHub({ environment: { GREENROOM_DEMO_PAYMENT: 'allowed' } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })
await create(hub, 'msevtmgt_eventadministration', {
  msevtmgt_name: 'Demo',
  msevtmgt_enablefinalizationendpoints: 100000002,
})
const origin = 'https://www.company.example'
const application = await create(hub, 'msevtmgt_webapplication', {
  msevtmgt_name: 'Site',
  msevtmgt_origin: origin,
})
const token = String((await row(hub, 'msevtmgt_webapplication', application)).msevtmgt_token)

interface Answer {
  readonly status: number
  readonly location: string
  readonly text: string
}

type Fields = Record<string, string>

/** A browser of its own: with an origin, following no redirect. */
async function browse(path: string, fields?: Fields): Promise<Answer> {
  const response = await fetch(hub.url + path, {
    redirect: 'manual',
    ...(fields === undefined
      ? {}
      : {
          method: 'POST',
          headers: { origin: hub.settings.publicUrl },
          body: new URLSearchParams(fields),
        }),
  })
  const location = String(response.headers.get('location'))
  return { status: response.status, location, text: await response.text() }
}

/** Opens the form and takes the time that a person takes. */
async function formAt(path: string): Promise<string> {
  const { text } = await browse(path)
  hub.clock.advance(4_000)
  return formKeyOf(text)
}

async function callApi(path: string, body: unknown, more: object = {}) {
  const response = await fetch(`${hub.url}/EvtMgmt/api/v2.0/${path}?emApplicationtoken=${token}`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', ...more },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: JSON.parse(text === '' ? '{}' : text) }
}

const person = (name: string): Fields => ({
  firstName: name,
  lastName: 'Stranger',
  email: `${name.toLowerCase()}@people.example`,
  company: '',
})

async function paidEvent(name: string, more = {}) {
  const { id } = await makeEvent(hub, undefined, {
    msevtmgt_name: name,
    msevtmgt_enablecaptcha: false,
    ...more,
  })
  const pass = await create(hub, 'msevtmgt_pass', {
    msevtmgt_name: 'Standard',
    msevtmgt_eventid: id,
    msevtmgt_passprice: '100',
    msevtmgt_noofpassesallocated: 3,
  })
  const readable = String((await row(hub, 'msevtmgt_event', id)).msevtmgt_readableeventid)
  return { id, pass, readable, path: `/e/${readable}` }
}

const seatsOf = async (id: string) => {
  const event = await row(hub, 'msevtmgt_event', id)
  return [event.msevtmgt_registrationcount ?? 0, event.gr_seatsreserved ?? 0]
}

async function purchasesOf(eventId: string) {
  const { rows } = await hub.testDatabase.pool.query(
    `select msevtmgt_eventpurchaseid as id, msevtmgt_totalprice as total
     from msevtmgt_eventpurchase where msevtmgt_eventid = $1 order by createdon`,
    [eventId],
  )
  return rows as { readonly id: string; readonly total: string }[]
}

test('a price that a visitor names is not read: the pass says what it costs', async () => {
  const { id, pass, path, readable } = await paidEvent('Own Price')
  const key = await formAt(path)
  const forged = { price: '0', total: '0.01', passprice: '0', msevtmgt_passprice: '0' }
  const page = await browse(path, { ...person('Cheap'), ...forged, pass, key })
  assert.match(page.location, /^\/pay\//)
  await callApi(`events/${readable}/registrations`, {
    attendees: [{ ...person('Cheaper'), passId: pass, price: 0, amount: 0 }],
    totalPrice: 0,
  })
  assert.deepEqual(
    (await purchasesOf(id)).map(({ total }) => Number(total)),
    [100, 100],
  )
  assert.deepEqual(await seatsOf(id), [0, 2])
})

test('passes that are made up, of another event or no longer sold buy nothing', async () => {
  const { id, path, pass, readable } = await paidEvent('Own Passes')
  const other = await paidEvent('Other Passes')
  const old = await paidEvent('Old Passes')
  await hub.testDatabase.pool.query(
    'update msevtmgt_pass set msevtmgt_eventid = $1, statecode = 1 where msevtmgt_passid = $2',
    [id, old.pass],
  )
  for (const forged of [other.pass, old.pass, '00000000-0000-4000-8000-00000000dead', 'x', '']) {
    const page = await browse(path, { ...person('Forger'), pass: forged, key: await formAt(path) })
    assert.ok([404, 409, 422].includes(page.status), `${forged} ${page.status}`)
    const { body } = await callApi(`events/${readable}/registrations`, {
      attendees: [{ ...person('Forger'), passId: forged === '' ? null : forged }],
    })
    assert.equal(body.status, 'Error', forged)
  }
  assert.deepEqual(await seatsOf(id), [0, 0])
  assert.equal((await row(hub, 'msevtmgt_pass', pass)).gr_noofpassesreserved ?? 0, 0)
})

test('a notice of payment counts for the purchases of its event only, from whoever may give it, and once', async () => {
  const mine = await paidEvent('Mine')
  const theirs = await paidEvent('Theirs')
  const page = await browse(mine.path, {
    ...person('Payer'),
    pass: mine.pass,
    key: await formAt(mine.path),
  })
  assert.match(page.location, /^\/pay\//)
  const purchaseId = (await purchasesOf(mine.id))[0]?.id
  const finalize = (event: string) =>
    callApi(`events/${event}/registrations/finalize`, { purchaseId })
  assert.equal((await finalize(theirs.readable)).body.errorCode, 'purchase-unknown')
  const action = `${hub.url}/api/data/v9.2/msevtmgt_FinalizeExternalRegistrationRequest`
  const notify = (headers: object, event: string) =>
    fetch(action, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ PurchaseId: purchaseId, ReadableEventId: event }),
    })
  assert.equal((await notify({}, mine.readable)).status, 401)
  const wrong = { authorization: 'Bearer made-up-made-up-made-up-made-up' }
  assert.equal((await notify(wrong, mine.readable)).status, 401)
  const signed = { authorization: `Bearer ${apiKey}` }
  assert.equal((await notify(signed, theirs.readable)).status, 404)
  assert.deepEqual(await seatsOf(mine.id), [0, 1])
  const answers = await Promise.all([1, 2, 3].map(() => notify(signed, mine.readable)))
  for (const answer of answers) assert.equal(answer.status, 200)
  assert.equal((await finalize(mine.readable)).body.status, 'Success')
  assert.deepEqual(await seatsOf(mine.id), [1, 0])
  const settled = await row(hub, 'msevtmgt_eventpurchase', String(purchaseId))
  assert.equal(settled.gr_settledby, 'msevtmgt_FinalizeExternalRegistrationRequest')
})

test('a form that is sent twice, or again by the back button, sells one pass', async () => {
  const { id, pass, path } = await paidEvent('Double')
  const fields = { ...person('Double'), pass, key: await formAt(path) }
  const answers = await Promise.all([1, 2, 3].map(() => browse(path, fields)))
  assert.equal(new Set(answers.map(({ location }) => location)).size, 1)
  const [{ location: page = '' } = {}] = answers
  await browse(`${page}/pay`, {})
  assert.deepEqual(await seatsOf(id), [1, 0])
  const again = await browse(path, fields)
  assert.equal(again.location, page)
  assert.match((await browse(page)).text, /it is paid/)
  await Promise.all([browse(`${page}/pay`, {}), browse(`${page}/give-up`, {})])
  assert.deepEqual(await seatsOf(id), [1, 0])
  // The same key with other words is another request, and says so by what it does.
  const changed = await browse(path, { ...fields, firstName: 'Changed' })
  assert.notEqual(changed.location, page)
})

test('two tabs of one purchase: what one gives up, the other cannot pay', async () => {
  const { id, pass, path } = await paidEvent('Two Tabs')
  const { location: page } = await browse(path, {
    ...person('Tabs'),
    pass,
    key: await formAt(path),
  })
  await browse(`${page}/give-up`, {})
  assert.equal((await browse(`${page}/pay`, {})).status, 303)
  assert.match((await browse(page)).text, /You gave up this purchase/)
  assert.deepEqual(await seatsOf(id), [0, 0])
})

test('a basket whose time is over holds nothing, and its late payment gets a seat only while there is one', async () => {
  const { id, pass, path } = await paidEvent('Late', { msevtmgt_maximumeventcapacity: 1 })
  const slow = await browse(path, { ...person('Slow'), pass, key: await formAt(path) })
  await passTime(hub, 16)
  assert.deepEqual(await seatsOf(id), [0, 0])
  const quick = await browse(path, { ...person('Quick'), pass, key: await formAt(path) })
  await browse(`${quick.location}/pay`, {})
  const [first] = await purchasesOf(id)
  const late = await callApi(
    `events/${String((await row(hub, 'msevtmgt_event', id)).msevtmgt_readableeventid)}/registrations/finalize`,
    { purchaseId: first?.id },
  )
  assert.equal(late.body.status, 'Error')
  assert.match((await browse(slow.location)).text, /no seat was left/)
  assert.deepEqual(await seatsOf(id), [1, 0])
})

test('a purchase that was paid in time leaves no failed job when its time is over', async () => {
  const { pass, path } = await paidEvent('In Time')
  const page = await browse(path, { ...person('Prompt'), pass, key: await formAt(path) })
  await browse(`${page.location}/pay`, {})
  await passTime(hub, 20)
  const { rows } = await hub.testDatabase.pool.query(
    `select friendlymessage from asyncoperation where statuscode = 31 and gr_kind like 'registrations.%'`,
  )
  assert.deepEqual(rows, [])
})

test('whatever a form contains, the answer is a page and no stack of calls', async () => {
  const { path } = await paidEvent('Odd')
  const odd = ['\u0000', '<script>alert(1)</script>', "'; drop table contact; --", '😀'.repeat(400)]
  for (const value of odd) {
    const key = await formAt(path)
    const { status, text } = await browse(path, {
      ...{ firstName: value, lastName: value, email: value, company: value },
      ...{ pass: value, session: value, invitation: value, people: value, key },
    })
    assert.ok(status >= 400 && status < 500, `${JSON.stringify(value)} ${status}`)
    assert.doesNotMatch(text, /<script>alert|at \w+ \(|node:internal/)
  }
  for (const at of ['/pay/x', '/w/x', '/thanks/x', '/r/x/all', '/j/x', '/e/%00', '/e/..%2f..']) {
    const { status, text } = await browse(at)
    assert.ok([400, 404].includes(status), `${at} ${status}`)
    assert.match(text, /<h1>/)
  }
  const staff = { authorization: `Bearer ${apiKey}` }
  for (const at of ['/EvtMgmt/api/v2.0/events/%00/image', '/api/v1/check-in/%00/count']) {
    const { status } = await fetch(hub.url + at, { headers: staff })
    assert.equal(status, 400, at)
  }
})
