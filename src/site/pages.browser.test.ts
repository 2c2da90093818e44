/** Every page and state in a real browser: barriers (axe), width, weight, and use by keyboard alone. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { WholeMeeting } from '#meetings'
import { eventWorld } from '../../test/event-world.ts'
import { ada, openSite, type TestSite, visitorOf } from '../../test/open-site.ts'

const executable = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(existsSync)
const skip =
  executable === undefined && 'no Chromium on this machine (Debian: apt install chromium)'

const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const world = await eventWorld()
let site: TestSite
let browser: Browser | undefined
let pages: ReadonlyMap<string, string>

before(async () => {
  site = await openSite(world)
  site.decideMeeting = async () => {
    const meeting = { title: 'Weekly round', zone: 'Europe/Berlin', language: 'en' } as WholeMeeting
    return { kind: 'page', reason: 'too-early', meeting, opens: new Date('2027-01-11T09:00:00Z') }
  }
  pages = await pagesInEveryState()
  if (executable === undefined) return
  browser = await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
})
after(async () => {
  await browser?.close()
  await site.server.close()
})

async function ask(event: string, text: string, type: number, more = {}): Promise<string> {
  const field = await world.create('msevtmgt_customregistrationfield', {
    msevtmgt_text: text,
    msevtmgt_type: type,
    ...more,
  })
  await world.create('msevtmgt_eventcustomregistrationfield', {
    msevtmgt_event: event,
    msevtmgt_customregistrationfield: field,
  })
  return field
}

async function pagesInEveryState(): Promise<Map<string, string>> {
  const visitor = visitorOf(world, site)
  await world.create('msevtmgt_eventadministration', {
    msevtmgt_name: 'Demo',
    msevtmgt_enablefinalizationendpoints: 100000002,
  })
  const { id, path } = await visitor.published('Autumn Conference', {
    msevtmgt_eventformat: 100000003,
    msevtmgt_webinarurl: 'https://meet.example/1',
    msevtmgt_allowcustomagenda: true,
    msevtmgt_description: '<p>Come <b>early</b>.</p>',
    msevtmgt_language: 100000002,
  })
  const full = await world.createSession(id, {
    msevtmgt_sessionmaxcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  const title = await ask(id, 'Job title', 100000000, { msevtmgt_isrequired: true })
  await ask(id, 'First time?', 100000001)
  await ask(id, 'Shirt', 100000003, { msevtmgt_choices: 'S\nM' })
  await ask(id, 'Food', 100000002, { msevtmgt_choices: 'Vegan\nNo nuts' })
  await ask(id, 'Arrival', 100000004)
  const sponsor = await world.create('account', { name: 'Engines Ltd' })
  await world.create('msevtmgt_sponsorship', {
    msevtmgt_name: 'Coffee',
    msevtmgt_event: id,
    msevtmgt_sponsor: sponsor,
  })
  const answer = { [`q-${title}`]: 'Engineer' }
  await visitor.registered(path, { ...ada, ...answer, email: 'a@x.example', session: [full] })
  const mine = await visitor.registered(path, { ...ada, ...answer, waitSession: [full] })

  const paid = await visitor.published('Masterclass')
  const pass = await world.create('msevtmgt_pass', {
    msevtmgt_name: 'Standard',
    msevtmgt_eventid: paid.id,
    msevtmgt_passprice: 12.5,
    msevtmgt_noofpassesallocated: 50,
  })
  const open = await visitor.registered(paid.path, { ...ada, pass })
  const settled = await visitor.registered(paid.path, { ...ada, firstName: 'Mary', pass })
  await visitor.post(`${settled}/pay`, {})
  const left = await visitor.registered(paid.path, { ...ada, firstName: 'Ann', pass })
  await visitor.post(`${left}/give-up`, {})

  const tiny = await visitor.published('Tiny Room', {
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  await visitor.registered(tiny.path, { ...ada, email: 'z@x.example' })
  const place = await visitor.registered(tiny.path, { ...ada, wait: '1' })
  const registered = String(world.registrations.readPersonalToken(visitor.mailed(mine).slice(3)))
  const soon = await visitor.published('Soon', { gr_registrationsstarton: '2027-01-10T09:00:00' })
  return new Map([
    ['list', '/'],
    ['event', path],
    ['event with passes', paid.path],
    ['full event', tiny.path],
    ['event before registration', soon.path],
    ['place in the waitlist', place],
    ['purchase to be paid', open],
    ['paid purchase', settled],
    ['purchase given up', left],
    ['registration', mine],
    ['all registrations', `${visitor.mailed(mine)}/all`],
    ['change', `${mine}/change`],
    ['cancel', `${mine}/cancel`],
    ['room that is being prepared', `/j/${world.registrations.joinToken(registered)}`],
    ['meeting that is not open yet', '/m/any'],
    ['unknown', '/e/none'],
    ['event in Thai', `${path}?lang=th`],
    ['registration in Chinese', `${mine}?lang=zh-Hans`],
  ])
}

interface Findings {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { html: string }[]
  }[]
}

async function check(page: Page, name: string): Promise<void> {
  const widest = Number(await page.evaluate('document.documentElement.scrollWidth'))
  assert.ok(widest <= (page.viewportSize()?.width ?? 0), `${name} is ${widest} pixels wide`)
  await page.evaluate(axe)
  const { violations } = (await page.evaluate('axe.run()')) as Findings
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  assert.deepEqual(found, [], name)
}

for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 390],
] as const) {
  test(`axe finds nothing on any page in any state (${colorScheme}, ${width} pixels).`, {
    skip,
  }, async () => {
    assert.ok(browser !== undefined)
    const viewport = { width, height: 900 }
    // axe is put into the page, which the content policy forbids to everybody.
    const context = await browser.newContext({ colorScheme, viewport, bypassCSP: true })
    const page = await context.newPage()
    for (const [name, path] of pages) {
      const answer = await page.goto(site.address + path)
      assert.ok(((await answer?.body())?.length ?? 0) < 60_000, name)
      await check(page, name)
    }
    await page.goto(`${site.address}${pages.get('event')}?lang=en`)
    await page.getByRole('button', { name: 'Add another person' }).click()
    await page.getByRole('group', { name: 'Person 2' }).waitFor()
    await check(page, 'form for two')
    world.clock.advance(4_000)
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await check(page, 'form with mistakes')
    await context.close()
  })
}

test('With the keyboard alone somebody registers two people without JavaScript.', {
  skip,
}, async () => {
  assert.ok(browser !== undefined)
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' })
  const page = await context.newPage()
  const visitor = visitorOf(world, site)
  const { id, path } = await visitor.published('By Keyboard')
  await page.goto(`${site.address}${path}`)
  const type = async (text: string) => {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.getByLabel('First name').focus()
  for (const text of ['Ada', 'Lovelace', 'ada@engines.example', 'Engines']) await type(text)
  await page.keyboard.press('Enter')
  await page.getByRole('group', { name: 'Person 2' }).waitFor()
  assert.equal(await page.evaluate('document.activeElement.id'), 'p2-firstName')
  for (const text of ['Grace', 'Hopper']) await type(text)
  await page.keyboard.type('grace@navy.example')
  world.clock.advance(4_000)
  // Enter in a field sends the form; it neither adds nor removes anybody.
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/thanks\//)
  assert.equal(await visitor.countOf(id), 2)
  await context.close()
})

test('Who is early and leaves the page open is let in by itself; without JavaScript there is a button.', {
  skip,
}, async () => {
  assert.ok(browser !== undefined)
  const early = site.decideMeeting
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' })
  const unhurried = await plain.newPage()
  await unhurried.goto(`${site.address}/m/any`)
  await unhurried.getByRole('link', { name: 'Try again' }).waitFor()
  assert.equal(await unhurried.getByText('This page goes on by itself').isVisible(), false)
  await plain.close()

  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  let isOpen = false
  site.decideMeeting = async (token) => {
    if (isOpen) return { kind: 'redirect', url: `${site.address}/e/none` }
    const decision = await early(token)
    return { ...decision, opens: world.clock.now() } as typeof decision
  }
  await page.goto(`${site.address}/m/any`)
  await page.getByText('This page goes on by itself').waitFor()
  isOpen = true
  await page.waitForURL(/\/e\/none$/)
  site.decideMeeting = early
  await context.close()
})

test('A language chosen at the foot of a page stays, also on other pages.', { skip }, async () => {
  assert.ok(browser !== undefined)
  const context = await browser.newContext({ locale: 'fr-FR' })
  const page = await context.newPage()
  await page.goto(site.address)
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr')
  await page.getByRole('link', { name: 'Українська' }).click()
  assert.equal(await page.locator('html').getAttribute('lang'), 'uk')
  await page.goto(site.address + pages.get('event with passes'))
  assert.equal(await page.locator('html').getAttribute('lang'), 'uk')
  await page.getByText('12,50').first().waitFor()
  await context.close()
})
