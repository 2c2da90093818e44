/** In a real browser with a camera in which somebody holds up a ticket. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { eventWithDoor, guestAt, signInAs } from '../../test/door-world.ts'
import { testHub } from '../../test/hub.ts'
import { filmQrCode } from '../../test/qr-film.ts'

const executable = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(existsSync)
const skip =
  executable === undefined && 'no Chromium on this machine (Debian: apt install chromium)'

const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const hub = await testHub({ start: new Date() })
const event = await eventWithDoor(hub, 'Long-Distance-Communication Fair')
const workshop = await event.createSession('Workshop')
const ada = await guestAt(hub, event.id, 'Ada Lovelace', { company: 'Analytical Engines' })
const grace = await guestAt(hub, event.id, 'Grace Hopper', { sessions: [workshop] })
for (const name of ['Katherine Johnson', 'Mary Jackson', 'Dorothy Vaughan']) {
  await guestAt(hub, event.id, name)
}
const cookie = await signInAs(hub, 'Check-in Staff')
const phone = { width: 390, height: 844 }
const desktop = { width: 1280, height: 800 }
/** Set to a folder to keep what was looked at. */
const pictures = process.env.GREENROOM_TEST_PICTURES

let browser: Browser | undefined
let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'greenroom-camera-'))
  if (executable === undefined) return
  await filmQrCode(join(folder, 'ticket.y4m'), ada.number)
  browser = await chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${join(folder, 'ticket.y4m')}`,
    ],
  })
})
after(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

async function open(
  viewport = phone,
  locale = 'en-GB',
): Promise<{ page: Page; complaints: string[] }> {
  assert.ok(browser !== undefined)
  const context = await browser.newContext({ viewport, locale })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: hub.url }])
  const page = await context.newPage()
  page.setDefaultTimeout(40_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`${hub.url}/checkin/${event.id}`)
  return { page, complaints }
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`) })
}

async function result(page: Page): Promise<string> {
  const box = page.locator('[data-result]')
  await box.waitFor()
  return (await box.innerText()).replace(/\s+/g, ' ')
}

async function typeNumber(page: Page, number: string): Promise<void> {
  await page.getByLabel('Or type the number').fill(number)
  await page.getByRole('button', { name: 'Check in', exact: true }).click()
}

async function counts(page: Page, people: number): Promise<void> {
  await page.locator('[data-present]', { hasText: new RegExp(`^${people}$`) }).waitFor()
}

const present = (page: Page) => page.locator('[data-present]').innerText()

async function fits(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  assert.equal(overflow, 0, 'nothing is wider than the screen')
}

test('The camera reads a ticket; the same ticket held longer counts once.', { skip }, async () => {
  const { page, complaints } = await open()
  await page.getByRole('button', { name: 'Start the camera' }).click()
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  assert.match(await result(page), /Ada Lovelace Analytical Engines · ER-/)
  await counts(page, 1)
  await page.waitForTimeout(1_000)
  assert.match(await result(page), /Welcome/)
  await fits(page)
  await picture(page, 'scan-phone')
  assert.deepEqual(complaints, [])
  await page.context().close()
})

test('Typed numbers answer as scans do: already in, unknown.', { skip }, async () => {
  const { page, complaints } = await open(desktop)
  await typeNumber(page, ada.number.toLowerCase())
  await page.getByRole('heading', { name: /Already in since/ }).waitFor()
  await typeNumber(page, 'ER-00000000')
  await page.getByRole('heading', { name: 'Unknown code' }).waitFor()
  assert.match(await result(page), /Look for the guest in the list/)
  await fits(page)
  await picture(page, 'scan-desktop')
  assert.deepEqual(complaints, [])
  await page.context().close()
})

test('Without network scans wait in the page, survive a reload, and come in later.', {
  skip,
}, async () => {
  const { page } = await open()
  const before = Number(await waitForCount(page))
  await page.route('**/scan', (route) => route.abort('internetdisconnected'))
  await typeNumber(page, grace.number)
  await page.getByRole('heading', { name: 'Saved, not checked yet' }).waitFor()
  await page.locator('[data-network]').waitFor()
  await picture(page, 'offline-phone')
  await page.unroute('**/scan')
  await page.reload()
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  assert.match(await result(page), /Grace Hopper/)
  await counts(page, before + 1)
  await page.context().close()
})

async function waitForCount(page: Page): Promise<string> {
  await page.getByText(/^of \d+$/).waitFor()
  return await present(page)
}

test('The list finds people, checks them in and takes it back with a reason.', {
  skip,
}, async () => {
  const { page, complaints } = await open()
  const before = Number(await waitForCount(page))
  await page.getByRole('button', { name: 'List' }).click()
  await page.getByLabel('Find somebody').fill('katherine')
  await page.getByRole('button', { name: 'Check in: Katherine Johnson' }).click()
  await page.getByRole('button', { name: 'Undo: Katherine Johnson' }).waitFor()
  await page.getByLabel('Find somebody').fill('')
  await page.getByText('Mary Jackson').waitFor()
  await fits(page)
  await picture(page, 'list-phone')
  await page.getByRole('button', { name: 'Undo: Katherine Johnson' }).click()
  await page.getByLabel('Why').fill('Somebody else')
  await picture(page, 'undo-phone')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByRole('button', { name: 'Check in: Katherine Johnson' }).waitFor()
  await counts(page, before)
  assert.deepEqual(complaints, [])
  await page.context().close()
})

test('The door of a session lets in who is booked, and says so to others.', { skip }, async () => {
  const { page } = await open()
  await page.getByLabel('Door').selectOption({ label: 'Workshop' })
  await page.waitForURL(/session=/)
  await typeNumber(page, grace.number)
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  await page.reload()
  assert.equal(await page.getByLabel('Door').inputValue(), workshop)
  await page.context().close()
})

test('Events to check in for are listed.', { skip }, async () => {
  const { page, complaints } = await open()
  await page.goto(`${hub.url}/checkin`)
  await page.getByRole('link', { name: /Long-Distance-Communication Fair/ }).click()
  await page.getByRole('heading', { name: 'Long-Distance-Communication Fair' }).waitFor()
  assert.deepEqual(complaints, [])
  await page.context().close()
})

test('In every language nothing is wider than a phone, and staff are told what to do.', {
  skip,
}, async () => {
  for (const [locale, unknown] of [
    ['de-DE', 'Unbekannter Code'],
    ['fr-FR', 'Code inconnu'],
    ['es-ES', 'Código desconocido'],
    ['uk-UA', 'Невідомий код'],
    ['th-TH', 'ไม่รู้จักรหัสนี้'],
    ['zh-CN', '未知号码'],
  ] as const) {
    const { page, complaints } = await open(phone, locale)
    await page.locator('#code').fill('ER-00000001')
    await page.locator('[data-typed] button').click()
    await page.getByRole('heading', { name: unknown }).waitFor()
    await page.locator('[data-recent] li').waitFor()
    await fits(page)
    await picture(page, `scan-phone-${locale}`)
    await page.locator('[data-tab=list]').click()
    await page.locator('[data-guests] li').first().waitFor()
    await fits(page)
    await picture(page, `list-phone-${locale}`)
    assert.deepEqual(complaints, [])
    await page.context().close()
  }
})

test('axe finds nothing at the door, on a phone and on a desk.', { skip }, async () => {
  assert.ok(browser !== undefined)
  for (const viewport of [phone, desktop]) {
    // axe is put into the page, which the content policy forbids to everybody.
    const context = await browser.newContext({ viewport, locale: 'en-GB', bypassCSP: true })
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: hub.url }])
    const page = await context.newPage()
    const check = async (what: string) => {
      await page.evaluate(axe)
      const { violations } = (await page.evaluate('axe.run()')) as {
        violations: { id: string; nodes: { html: string }[] }[]
      }
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
      assert.deepEqual(found, [], what)
    }
    await page.goto(`${hub.url}/checkin`)
    await check('events')
    await page.goto(`${hub.url}/checkin/${event.id}`)
    await typeNumber(page, 'ER-00000002')
    await page.getByRole('heading', { name: 'Unknown code' }).waitFor()
    await check('unknown code')
    await page.getByRole('button', { name: 'List' }).click()
    await page.locator('[data-guests] li').first().waitFor()
    await check('list')
    await page.getByRole('button', { name: 'Undo: Grace Hopper' }).click()
    await page.getByLabel('Why').waitFor()
    await check('undo')
    await context.close()
  }
})
