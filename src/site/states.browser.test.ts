/** States that nobody sees every day, in a real browser on a desk and on a phone. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { systemCaller } from '#identity'
import { eventWorld, publicUrl } from '../../test/event-world.ts'
import { ada, openSite, type TestSite, visitorOf } from '../../test/open-site.ts'

const executable = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(existsSync)
const skip =
  executable === undefined && 'no Chromium on this machine (Debian: apt install chromium)'

const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
/** Set to a folder to keep what was looked at. */
const pictures = process.env.GREENROOM_TEST_PICTURES
const minute = 60_000

const world = await eventWorld()
let site: TestSite
let visitor: ReturnType<typeof visitorOf>
let browser: Browser | undefined
let bank: Server

before(async () => {
  site = await openSite(world)
  visitor = visitorOf(world, site)
  bank = await openBank()
  if (executable === undefined) return
  browser = await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
})
after(async () => {
  await browser?.close()
  bank.close()
  await site.server.close()
})

/** The page of a payment provider: whoever presses its button has paid and is sent back. */
async function openBank(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const asked = new URL(String(request.url), 'http://bank.example').searchParams
    const purchase = String(asked.get('purchaseId'))
    const back = String(asked.get('returnUrl')).replace(publicUrl, site.address)
    if (request.method === 'POST') {
      await world.registrations.settlePurchase(systemCaller, purchase, 'paid', 'bank')
      response.writeHead(303, { location: back }).end()
      return
    }
    response.setHeader('content-type', 'text/html')
    response.end(`<title>Bank</title><h1>Pay ${purchase}</h1>
      <form method="post"><button>Pay</button></form><a href="${back}">Back to the shop</a>`)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return server
}

/** Runs what the hub would run in the background. */
async function work(): Promise<void> {
  const due = world.jobs.filter(({ runAt }) => runAt === undefined || runAt <= world.clock.now())
  for (const job of due) {
    world.jobs.splice(world.jobs.indexOf(job), 1)
    const definition = world.registrations.jobs.find(({ kind }) => kind === job.kind)
    await definition?.run({ payload: job.payload } as never)
  }
}

interface Findings {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { html: string }[]
  }[]
}

/** Opens it on a desk and on a phone: axe finds nothing, nothing is too wide, and it says so. */
async function look(name: string, path: string, says: RegExp, never?: RegExp): Promise<void> {
  assert.ok(browser !== undefined)
  for (const [device, width, colorScheme] of [
    ['desk', 1280, 'light'],
    ['phone', 390, 'dark'],
  ] as const) {
    const viewport = { width, height: 844 }
    // axe is put into the page, which the content policy forbids to everybody.
    const context: BrowserContext = await browser.newContext({
      ...{ viewport, colorScheme, bypassCSP: true },
      locale: 'en-GB',
    })
    const page = await context.newPage()
    await page.goto(site.address + path)
    const text = await page.locator('main').innerText()
    assert.match(text, says, name)
    if (never !== undefined) assert.doesNotMatch(text, never, name)
    const widest = Number(await page.evaluate('document.documentElement.scrollWidth'))
    assert.ok(widest <= width, `${name} is ${widest} pixels wide`)
    await picture(page, `${name}-${device}`)
    await page.evaluate(axe)
    const { violations } = (await page.evaluate('axe.run()')) as Findings
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
    assert.deepEqual(found, [], name)
    await context.close()
  }
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

async function sell(eventId: string, more = {}): Promise<string> {
  return await world.create('msevtmgt_pass', {
    msevtmgt_name: 'Standard',
    msevtmgt_eventid: eventId,
    msevtmgt_passprice: 12.5,
    msevtmgt_noofpassesallocated: 50,
    ...more,
  })
}

test('Who pays too late reads that the time is over, before and after the hub has noted it.', {
  skip,
}, async () => {
  const { id, path } = await visitor.published('Masterclass')
  const pass = await sell(id)
  const page = await visitor.registered(path, { ...ada, pass })
  world.clock.advance(16 * minute)
  await look('purchase-expired-unnoted', page, /time for paying is over[\s\S]*Register again/)
  assert.equal((await visitor.post(`${page}/pay`, {})).status, 409, 'nobody pays here')
  await work()
  await look('purchase-expired', page, /time for paying is over[\s\S]*Register again/, /Pay/)
})

test('Who paid when no seat was left reads that the organiser knows.', { skip }, async () => {
  const { id, path } = await visitor.published('One Seat', { msevtmgt_maximumeventcapacity: 1 })
  const pass = await sell(id, { msevtmgt_noofpassesallocated: 1 })
  const late = await visitor.registered(path, { ...ada, pass })
  world.clock.advance(16 * minute)
  await work()
  const quick = await visitor.registered(path, { ...ada, email: 'q@people.example', pass })
  const purchaseOf = async (email: string) =>
    (
      await world.pool.query(
        `select q.msevtmgt_eventpurchaseid as id from msevtmgt_eventpurchase q
         join contact c on c.contactid = q.msevtmgt_purchasingcontactid
         where q.msevtmgt_eventid = $1 and c.emailaddress1 = $2`,
        [id, email],
      )
    ).rows[0].id as string
  for (const email of ['q@people.example', ada.email]) {
    await world.registrations.settlePurchase(
      systemCaller,
      await purchaseOf(email),
      'paid',
      'bank transfer',
    )
  }
  await look('purchase-late', late, /Your payment came, but no seat was left[\s\S]*PU-/, /owed/)
  await look('purchase-paid', quick, /Thank you, it is paid/)
})

test('The way to a payment provider and back ends with the tickets; coming back without paying does not.', {
  skip,
}, async () => {
  assert.ok(browser !== undefined)
  const { port } = bank.address() as AddressInfo
  const provider = await world.create('msevtmgt_paymentprovider', {
    msevtmgt_name: 'Bank',
    msevtmgt_paymentpageurl: `http://127.0.0.1:${port}/pay`,
    msevtmgt_timeoutminutes: 20,
  })
  const { id, path } = await visitor.published('Paid Elsewhere', { gr_paymentprovider: provider })
  await sell(id)
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(site.address + path)
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Last name').fill('Lovelace')
  await page.getByLabel('E-mail').fill('pays@engines.example')
  await page.getByLabel(/Standard/).check()
  world.clock.advance(4_000)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await page.getByRole('heading', { name: /^Pay [0-9a-f-]{36}$/ }).waitFor()
  await page.getByRole('link', { name: 'Back to the shop' }).click()
  await page.getByRole('heading', { name: 'Your purchase' }).waitFor()
  const own = new URL(page.url()).pathname
  await look('purchase-elsewhere', own, /Pay at 127\.0\.0\.1[\s\S]*Give up/)
  await page.getByRole('link', { name: /Pay at/ }).click()
  await page.getByRole('button', { name: 'Pay' }).click()
  await page.getByRole('heading', { name: 'Thank you, it is paid' }).waitFor()
  assert.equal(await visitor.countOf(id), 1)
  // The back button and a second press at the provider sell nothing twice.
  await page.goBack()
  await page.getByRole('button', { name: 'Pay' }).click()
  await page.getByRole('heading', { name: 'Thank you, it is paid' }).waitFor()
  assert.equal(await visitor.countOf(id), 1)
  await context.close()
})

test('While the browser leaves for the provider, the page says where it goes.', {
  skip,
}, async () => {
  assert.ok(browser !== undefined)
  const { port } = bank.address() as AddressInfo
  const provider = await world.create('msevtmgt_paymentprovider', {
    msevtmgt_name: 'Slow Bank',
    msevtmgt_paymentpageurl: `http://127.0.0.1:${port}/slow`,
    msevtmgt_timeoutminutes: 20,
  })
  const { id, path } = await visitor.published('Slow Way', { gr_paymentprovider: provider })
  const page = await visitor.registered(path, { ...ada, pass: await sell(id) })
  assert.match(page, /\?go=1$/)
  const context = await browser.newContext({ locale: 'en-GB' })
  const open = await context.newPage()
  // No content: the browser stays where it is.
  await open.route('**/slow?*', (route) => route.fulfill({ status: 204 }))
  await open.goto(site.address + page)
  await open.getByRole('heading', { name: 'You are being taken to the payment page' }).waitFor()
  await picture(open, 'purchase-leaving-desk')
  await context.close()
})

test('A missed invitation says so at once, and offers the way back to the event.', {
  skip,
}, async () => {
  const { path } = await visitor.published('Tiny Room', {
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
    msevtmgt_autoregisterwaitlistitems: false,
  })
  const seat = await visitor.registered(path, { ...ada, email: 'seat@people.example' })
  const place = await visitor.registered(path, { ...ada, wait: '1' })
  await look('waitlist', place, /You are in the waitlist/)
  await visitor.post(`${seat}/cancel`, {})
  await work()
  await look('invited', place, /A seat is free for you[\s\S]*Take the seat/)
  world.clock.advance(25 * 60 * minute)
  await look('invitation-missed-unnoted', place, /invitation is over/, /Take the seat/)
  await work()
  await look('invitation-missed', place, /invitation is over[\s\S]*To the event/)
})

test('An invitation to a session is taken with one button and stands on the own page.', {
  skip,
}, async () => {
  assert.ok(browser !== undefined)
  const { id, path } = await visitor.published('Own Agenda', {
    msevtmgt_allowcustomagenda: true,
    msevtmgt_autoregisterwaitlistitems: false,
  })
  const cosy = await world.createSession(id, {
    msevtmgt_name: 'Cosy',
    msevtmgt_sessionmaxcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  const first = await visitor.registered(path, {
    ...ada,
    email: 'first@people.example',
    session: [cosy],
  })
  const mine = await visitor.registered(path, { ...ada, waitSession: [cosy] })
  await work()
  await visitor.post(`${first}/cancel`, {})
  await work()
  const text = (await visitor.get(mine)).text
  const place = String(/href="(\/w\/[\w-]+)"/.exec(text)?.[1])
  await look(
    'session-invited',
    place,
    /A seat is free for you[\s\S]*Cosy[\s\S]*9:00[\s\S]*10:00[\s\S]*Take the seat/,
  )
  await look('registration-with-session-invitation', mine, /a seat is held for you until/)
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(site.address + place)
  await page.getByRole('button', { name: 'Take the seat' }).click()
  await page.getByRole('heading', { name: 'Your sessions' }).waitFor()
  assert.equal(await page.getByText('Cosy').count(), 1)
  await context.close()
  await look('session-taken', place, /no longer needed/)
})

test('Several people are thanked together; who waits and who cancelled is told apart.', {
  skip,
}, async () => {
  const { path } = await visitor.published('Team Day', {
    msevtmgt_eventformat: 100000003,
    msevtmgt_webinarurl: 'https://meet.example/1',
  })
  const second = {
    'p2-firstName': 'Grace',
    'p2-lastName': 'Hopper',
    'p2-email': 'grace@navy.example',
    people: '2',
  }
  const thanks = await visitor.registered(path, { ...ada, ...second })
  await look('thanks', thanks, /2 people are registered[\s\S]*Ada Lovelace[\s\S]*Grace Hopper/)
  const page = (await visitor.get(thanks)).text
  await visitor.post(`${/href="(\/r\/[\w-]+)"/.exec(page)?.[1]}/cancel`, {})
  await look('thanks-one-left', thanks, /1 person is registered[\s\S]*is cancelled/)
  const full = await visitor.published('Small Team', {
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  await visitor.registered(full.path)
  const waiting = await visitor.registered(full.path, {
    ...ada,
    ...second,
    wait: '1',
    'p2-wait': '1',
  })
  await look(
    'thanks-waiting',
    waiting,
    /In the waitlist[\s\S]*We write to you[\s\S]*Ada Lovelace/,
    /confirmation/,
  )
})

test('Changed and cancelled events say so on every page that a guest may have kept.', {
  skip,
}, async () => {
  const { id, path } = await visitor.published('Moved and Gone', {
    msevtmgt_maximumeventcapacity: 2,
    msevtmgt_showwaitlist: true,
  })
  const mine = await visitor.registered(path)
  const second = { 'p2-firstName': 'Grace', 'p2-lastName': 'Hopper', people: '2' }
  const emails = { email: 'c@people.example', 'p2-email': 'd@people.example' }
  await visitor.registered(path, { ...ada, email: 'b@people.example' })
  const waiting = await visitor.registered(path, {
    ...ada,
    ...second,
    ...emails,
    wait: '1',
    'p2-wait': '1',
  })
  const place = await visitor.registered(path, { ...ada, email: 'e@people.example', wait: '1' })
  const paid = await visitor.published('Paid and Gone')
  const purchase = await visitor.registered(paid.path, { ...ada, pass: await sell(paid.id) })
  await world.update('msevtmgt_event', id, {
    msevtmgt_eventstartdate: '2027-04-21T10:00:00',
    msevtmgt_eventenddate: '2027-04-21T12:00:00',
  })
  await look('registration-moved', mine, /21 April 2027/)
  for (const event of [id, paid.id]) {
    await world.update('msevtmgt_event', event, { msevtmgt_publishstatus: 100000004 })
  }
  const gone = /event (was|is) cancelled/
  await look('event-cancelled', path, gone)
  await look('registration-event-cancelled', mine, gone, /Show this code/)
  await look('waitlist-event-cancelled', place, gone, /waitlist/)
  await look('thanks-event-cancelled', waiting, gone, /waitlist/)
  await look('purchase-event-cancelled', purchase, gone, /Pay/)
})

test('Before registration opens and after it closed, the page says when.', { skip }, async () => {
  const soon = await visitor.published('Soon', {
    gr_registrationsstarton: '2027-01-10T09:00:00',
    gr_notyetopenmessage: '<p>Members first: write to <a href="mailto:desk@x.example">us</a>.</p>',
  })
  await look('not-open-yet', soon.path, /opens on Sunday,? 10 January 2027[\s\S]*Members first/)
  const closing = await visitor.published('Closed', {
    msevtmgt_setregistrationsenddate: true,
    msevtmgt_stopwebsiteregistrationson: '2027-01-01T12:00:00',
  })
  await world.update('msevtmgt_event', closing.id, {
    msevtmgt_stopwebsiteregistrationson: '2026-08-01T12:00:00',
  })
  await look('closed', closing.path, /Registration closed on Saturday,? 1 August 2026/)
  const over = await visitor.published('Over')
  const mine = await visitor.registered(over.path)
  await visitor.letPass(over.id)
  await look('event-over', over.path, /This event is over/)
  await look('registration-over', mine, /This event is over/, /Show this code/)
})
